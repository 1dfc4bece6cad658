package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.verify.Ball;

/** Real numbers, known to some 30 digits, as constants of a graph. */
final class RealConstants {

  /** Quotients of constants outside this range could lose digits to underflow or overflow. */
  private static final double LARGE_CONSTANT = 0x1p100;

  private final GraphBuilder graph;
  private final boolean isFloat;

  RealConstants(GraphBuilder graph) {
    this.graph = graph;
    this.isFloat = graph.precision() == Precision.F32;
  }

  /** The nearest number of the precision. */
  double rounded(Ball ball) {
    return isFloat ? ball.toFloat() : ball.toDouble();
  }

  /** The nearest number of the precision, as a constant. */
  Node node(Ball ball) {
    return graph.constant(rounded(ball));
  }

  /** What rounding leaves, or 0 where it is as small as the error of the computation. */
  double residue(Ball ball) {
    double high = rounded(ball);
    if (!Double.isFinite(high)) {
      return 0;
    }
    double low = rounded(ball.minus(high));
    return Math.abs(low) <= Math.abs(high) * 0x1p-90 ? 0 : low;
  }

  /** Whether it is a number of the precision. */
  boolean isRepresentable(Ball ball) {
    return residue(ball) == 0;
  }

  /** Whether quotients of it lose no digits to underflow or overflow. */
  static boolean isModerate(Ball ball) {
    double size = Math.abs(ball.hi());
    return size >= 1 / LARGE_CONSTANT && size <= LARGE_CONSTANT;
  }

  /**
   * Whether rounding a shift changes the distance to no number but the root itself, where it is too
   * small to count.
   */
  boolean isNearlyRepresentable(Ball shift) {
    double high = rounded(shift);
    double ulp = isFloat ? Math.ulp((float) high) : Math.ulp(high);
    return Math.abs(residue(shift)) <= 0x1p-26 * ulp;
  }

  /** The largest number that is no larger. */
  double atMost(double value) {
    double nearest = isFloat ? (float) value : value;
    return nearest > value ? previous(nearest) : nearest;
  }

  /** The next number towards zero. */
  double towardsZero(double value) {
    return isFloat ? Math.nextAfter((float) value, 0.0) : Math.nextAfter(value, 0.0);
  }

  /** The next larger number. */
  double next(double value) {
    return isFloat ? Math.nextUp((float) value) : Math.nextUp(value);
  }

  /** The next smaller number. */
  double previous(double value) {
    return isFloat ? Math.nextDown((float) value) : Math.nextDown(value);
  }
}
