package dev.limen.processor.kernel;

/**
 * Operations that belong together, for readers of the generated code.
 *
 * @param title what they compute, such as {@code exp(%s)}
 * @param argument of what: its name stands in the place of {@code %s}; null for nothing
 */
public record Section(String title, Node argument) {}
