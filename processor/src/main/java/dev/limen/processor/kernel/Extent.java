package dev.limen.processor.kernel;

import java.util.Arrays;

/**
 * The numbers between two others.
 *
 * @param low the least
 * @param high the greatest
 */
record Extent(double low, double high) {

  static final Extent LINE = new Extent(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  boolean contains(Extent other) {
    return low <= other.low && other.high <= high;
  }

  Extent plus(Extent other) {
    return new Extent(low + other.low, high + other.high);
  }

  Extent times(Extent other) {
    double[] products = {low * other.low, low * other.high, high * other.low, high * other.high};
    Arrays.sort(products);
    // NaN of zero and infinity is sorted last.
    return Double.isNaN(products[3]) ? LINE : new Extent(products[0], products[3]);
  }

  /** The extent of squares or cubes. */
  Extent power(int exponent) {
    if (exponent == 3) {
      return new Extent(low * low * low, high * high * high);
    }
    double greatest = Math.max(low * low, high * high);
    return new Extent(low < 0 && high > 0 ? 0 : Math.min(low * low, high * high), greatest);
  }

  Extent negate() {
    return new Extent(-high, -low);
  }
}
