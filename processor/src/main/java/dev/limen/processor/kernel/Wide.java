package dev.limen.processor.kernel;

/**
 * A number of about 100 bits, and of a wider range than that of double: {@code (high + low) *
 * scale^2}.
 *
 * @param high the sum of both parts, rounded
 * @param low what rounding left; null for nothing
 * @param scale a power of two whose square keeps the parts away from the ends of the range of
 *     exponents, where products leave errors that no double holds; null for 1. The square itself
 *     may be no double
 */
record Wide(Node high, Node low, Node scale) {

  /** By how many powers of two tiny numbers are scaled; even. */
  static final int TINY_SHIFT = 200;

  /** Inputs below are scaled. Powers of them that scaling leaves underflowing are 0. */
  static final double TINY = 0x1p-190;

  /** Which numbers are scaled. */
  enum Scaling {
    /** Inputs and exponentials that are tiny: products of them are rounded once. */
    TINY("composed in double words"),
    /** All inputs and exponentials, by their exponent: products may leave the range and return. */
    ALL("composed in double words with exponents of their own");

    private final String algorithm;

    Scaling(String algorithm) {
      this.algorithm = algorithm;
    }

    /** For readers. */
    String algorithm() {
      return algorithm;
    }
  }

  static Wide of(Node node) {
    return new Wide(node, null, null);
  }

  boolean isScaled() {
    return scale != null;
  }

  /** The same parts with another scale. */
  Wide scaledBy(Node otherScale) {
    return new Wide(high, low, otherScale);
  }
}
