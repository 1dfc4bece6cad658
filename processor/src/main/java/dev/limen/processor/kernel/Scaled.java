package dev.limen.processor.kernel;

/**
 * A number in two factors, for products that are in range though the number is not, or that have
 * all digits though the number is too small for them: {@code x * sigmoid(x)} at -95.
 *
 * @param value a number with all its digits
 * @param scale a power of two to multiply by, last of all; null for none
 */
record Scaled(Node value, Node scale) {

  /** The number in one factor. */
  Node product(GraphBuilder graph) {
    return scale == null ? value : graph.multiply(value, scale);
  }
}
