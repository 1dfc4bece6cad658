package dev.limen.processor.analysis;

import dev.limen.verify.Ball;

/**
 * Bounds of erf and erfc, in plain doubles: many times as fast as a reference, and tight to some
 * hundred ulp.
 *
 * <p>erfc(x) exp(x^2) is a Taylor polynomial about the nearest node for 0.5 &lt;= x &lt; 10, an
 * asymptotic series beyond; erf near 0 is its own Taylor polynomial. The nodes come from reference
 * arithmetic. Errors: 2^-58 of the Taylor and 2^-55 of the asymptotic series left out, some ulp of
 * rounding in the sums, and x^2 ulp in exp(-x^2) from the rounding of its argument.
 */
final class ErrorFunctionBounds {

  private static final double NODES_PER_UNIT = 8;
  private static final double LAST = 10;
  private static final int TERMS = 14;

  /** Below it erf is summed, above it is 1 - erfc. */
  private static final double SMALL = 0.5;

  /** Beyond it erfc is less than every double. */
  private static final double VANISHED = 27.3;

  private static final double ROOT_PI = 1.772453850905516;

  /** A bound of the relative error, with 1 + x^2 as a factor. */
  private static final double ERROR = 0x1p-48;

  private static final double[][] SCALED = nodes();

  private ErrorFunctionBounds() {}

  /**
   * Taylor coefficients w_n of w = erfc(x) exp(x^2): w' = 2 x w - 2 / sqrt(pi), so that (n + 1)
   * w_(n+1) = 2 c w_n + 2 w_(n-1).
   */
  private static double[][] nodes() {
    double[][] nodes = new double[(int) (LAST * NODES_PER_UNIT) + 1][TERMS];
    Ball slope = Ball.of(2).dividedBy(Ball.pi().sqrt());
    for (int i = 0; i < nodes.length; i++) {
      Ball c = Ball.of(i / NODES_PER_UNIT);
      Ball before = c.square().exp().times(c.erfc());
      Ball term = c.times(2).times(before).minus(slope);
      nodes[i][0] = before.toDouble();
      nodes[i][1] = term.toDouble();
      for (int n = 1; n < TERMS - 1; n++) {
        Ball next = c.times(term).plus(before).times(2).dividedBy(n + 1);
        before = term;
        term = next;
        nodes[i][n + 1] = term.toDouble();
      }
    }
    return nodes;
  }

  static double erfcDown(double x) {
    return x > VANISHED ? 0 : Math.max(0, erfc(x) * (1 - error(x)) - 2 * Double.MIN_VALUE);
  }

  static double erfcUp(double x) {
    return x > VANISHED
        ? Double.MIN_VALUE
        : Math.min(2, erfc(x) * (1 + error(x)) + 2 * Double.MIN_VALUE);
  }

  /** The square is what exp(-x^2) loses; on the other side it has no weight. */
  private static double error(double x) {
    return x < 0 ? ERROR : ERROR * (1 + x * x);
  }

  static double erfDown(double x) {
    return -erfUp(-x);
  }

  static double erfUp(double x) {
    if (x == 0) {
      return 0;
    }
    if (Math.abs(x) < SMALL) {
      double sum = erfOfSmall(x);
      return sum + Math.abs(sum) * ERROR + Double.MIN_VALUE;
    }
    return Math.min(1, x > 0 ? 1 - erfcDown(x) + 0x1p-53 : erfcUp(-x) - 1 + 0x1p-53);
  }

  private static double erfOfSmall(double x) {
    double square = x * x;
    double power = 1;
    double sum = 0;
    for (int n = 0; n < TERMS; n++) {
      sum += power / (2 * n + 1);
      power *= -square / (n + 1);
    }
    return sum * x * (2 / ROOT_PI);
  }

  private static double erfc(double x) {
    if (x < -6) {
      return 2;
    }
    if (Math.abs(x) < SMALL) {
      return 1 - erfOfSmall(x);
    }
    if (x < 0) {
      return 2 - erfc(-x);
    }
    double w;
    if (x < LAST) {
      int node = (int) Math.rint(x * NODES_PER_UNIT);
      double h = x - node / NODES_PER_UNIT;
      w = 0;
      for (int n = TERMS - 1; n >= 0; n--) {
        w = w * h + SCALED[node][n];
      }
    } else {
      double ratio = -0.5 / (x * x);
      double sum = 1;
      for (int n = TERMS; n >= 1; n--) {
        sum = 1 + ratio * (2 * n - 1) * sum;
      }
      w = sum / (x * ROOT_PI);
    }
    return w * StrictMath.exp(-x * x);
  }
}
