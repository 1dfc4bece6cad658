package dev.limen.processor.kernel;

/**
 * A number of twice the precision: the sum of two nodes.
 *
 * @param high the number rounded
 * @param low what rounding left, at most about an ulp of {@code high}; null for nothing. Of no
 *     meaning where {@code high} is not finite
 */
record DoubleWord(Node high, Node low) {}
