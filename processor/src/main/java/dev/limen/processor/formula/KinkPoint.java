package dev.limen.processor.formula;

/**
 * A point where the one-sided derivatives of a function differ.
 *
 * @param at the point, exactly
 * @param left the derivative from the left, rounded to double
 * @param right the derivative from the right, rounded to double
 * @param chosen the derivative that the kernel gives there
 */
public record KinkPoint(double at, double left, double right, double chosen) {}
