package dev.limen.processor.formula;

import java.math.MathContext;

/**
 * A point on the line where an expression changes its sign.
 *
 * @param value the point; where it is no fraction, one that is closer to it than 2^-200 of its size
 * @param at the double nearest to the point
 * @param met whether the point counts as that double: it is that double, or would be if the
 *     literals of the formula stood for the decimals that they are written as
 */
record Root(Rational value, double at, boolean met) implements Comparable<Root> {

  /** Irrational roots found by different ways agree to more digits than this. */
  private static final int SAME = 50;

  /** Ulps between doubles that leave no doubt about the points that are nearest to them. */
  private static final double FAR = 4;

  static Root exact(Rational value) {
    return new Root(value, value.toDouble(), value.isDouble());
  }

  /** Likewise, counted as the nearest double. */
  Root snapped() {
    return new Root(value, at, true);
  }

  /** Whether the point is exactly a double. */
  boolean isDouble() {
    return value.isDouble();
  }

  boolean isSame(Root other) {
    return compareTo(other) == 0;
  }

  @Override
  public int compareTo(Root other) {
    if (Math.abs(at - other.at) > FAR * Math.ulp(at)) {
      return Double.compare(at, other.at);
    }
    Rational difference = value.minus(other.value);
    if (difference.isZero()) {
      return 0;
    }
    Rational size = value.abs();
    boolean negligible =
        !size.isZero()
            && difference.abs().over(size).toBigDecimal(MathContext.DECIMAL32).precision()
                    - difference.abs().over(size).toBigDecimal(MathContext.DECIMAL32).scale()
                < -SAME;
    return negligible ? 0 : difference.signum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Root root && isSame(root);
  }

  @Override
  public int hashCode() {
    return Double.hashCode(at);
  }
}
