package dev.limen.sample.data;

/**
 * Digits to learn from, and others to test with.
 *
 * @param source where they come from, for people
 * @param train the images to learn from
 * @param test the images to test with
 */
public record DigitSets(String source, Digits train, Digits test) {}
