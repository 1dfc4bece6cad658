package dev.limen.verify;

import java.util.function.DoubleFunction;

/**
 * The errors of consecutive floats, found with few evaluations of the reference.
 *
 * <p>Between these a polynomial stands in for it: Lagrange's, through Chebyshev's points of the
 * second kind. How far it is off is measured between the points, and taken four times. The
 * reference itself is asked wherever an error may be the worst, or beyond the contract; around
 * breakpoints, and where the polynomial is not good enough, everywhere.
 */
final class SweptErrors {
  private static final int DEGREE = 7;

  /** The points, and a place between each and the next. */
  private static final int PLACES = 2 * DEGREE + 1;

  /** So few floats are not worth a polynomial. */
  private static final int FEW = 64;

  /** Beyond all floats. */
  private static final double BEYOND = 0x1p129;

  private final Probe<?> probe;
  private final ErrorTally tally;
  private final DoubleFunction<Ball> reference;
  private final ErrorMeasure measure;

  /** How well a polynomial must be known, in the measure of the contract. */
  private final double tolerance;

  private final double[] bounds;

  /** The polynomial is one in t = (index - middle) * scale, between -1 and 1. */
  private final double[] c = new double[DEGREE + 1];

  private double middle;
  private double scale;

  /** A bound of how far the polynomial is off. */
  private double off;

  /**
   * Creates an account of errors.
   *
   * @param tally takes the errors of values, or of derivatives
   * @param reference the values, or the derivatives, as they should be
   */
  SweptErrors(Probe<?> probe, ErrorTally tally, DoubleFunction<Ball> reference, int count) {
    this.probe = probe;
    this.tally = tally;
    this.reference = reference;
    measure = tally.measure;
    tolerance = measure.contract().bound() * 0x1p-12;
    bounds = new double[count];
  }

  /** Adds the errors of results for floats of one sign and binade, each the next of the last. */
  void add(float[] x, float[] actual, int from, int to) {
    if (to - from <= FEW) {
      for (int i = from; i < to; i++) {
        ask(x, actual, i);
      }
    } else if (fit(x, from, to)) {
      compare(x, actual, from, to);
    } else {
      int half = (from + to) >>> 1;
      add(x, actual, from, half);
      add(x, actual, half, to);
    }
  }

  private void ask(float[] x, float[] actual, int i) {
    tally.add(x[i], actual[i], reference.apply(x[i]));
  }

  private void compare(float[] x, float[] actual, int from, int to) {
    int asked = 0;
    int largest = from;
    for (int i = from; i < to; i++) {
      double p = at((i - middle) * scale);
      double y = Math.max(-BEYOND, Math.min(BEYOND, actual[i]));
      bounds[i] = (Math.abs(y - p) + off) * measure.perUnit(x[i], Math.abs(p) - off);
      // Also true for NaN.
      if (!(bounds[i] <= measure.contract().bound())) {
        asked++;
        ask(x, actual, i);
        bounds[i] = -1;
      } else if (bounds[i] > bounds[largest]) {
        largest = i;
      }
    }
    if (bounds[largest] >= 0) {
      asked++;
      ask(x, actual, largest);
      bounds[largest] = -1;
    }
    for (int i = from; i < to; i++) {
      if (bounds[i] > tally.worst().error() + 2 * tolerance) {
        asked++;
        ask(x, actual, i);
      }
    }
    tally.compared(to - from - asked);
  }

  private double at(double t) {
    double sum = 0;
    for (int k = DEGREE; k >= 0; k--) {
      sum = sum * t + c[k];
    }
    return sum;
  }

  /** Sets the polynomial; false if it is not good enough. */
  private boolean fit(float[] x, int from, int to) {
    double low = Math.min(x[from], x[to - 1]);
    if (probe.breaksBetween(low, Math.max(x[from], x[to - 1]))) {
      return false;
    }
    middle = 0.5 * (from + to - 1);
    scale = 2.0 / (to - from - 1);
    double[] t = new double[PLACES];
    double[] f = new double[PLACES];
    double unit = Double.POSITIVE_INFINITY;
    double known = 0;
    for (int k = 0; k < PLACES; k++) {
      int i = (int) Math.rint(middle - StrictMath.cos(Math.PI / (PLACES - 1) * k) / scale);
      Ball ball = reference.apply(x[i]);
      t[k] = (i - middle) * scale;
      f[k] = Math.clamp(ball.toDouble(), -BEYOND, BEYOND);
      unit = Math.min(unit, measure.unit(x[i], measure.format().rounded(ball)));
      if (Math.abs(f[k]) < BEYOND) {
        known = Math.max(known, ball.radius() + 0x1p-45 * Math.abs(f[k]));
      }
    }
    interpolate(t, f);
    double between = 0;
    for (int k = 1; k < PLACES; k += 2) {
      between = Math.max(between, Math.abs(at(t[k]) - f[k]));
    }
    off = known + 4 * between;
    // Also false for NaN.
    return off <= tolerance * unit;
  }

  /** Sets the coefficients of the polynomial through every other point, by Newton's differences. */
  private void interpolate(double[] t, double[] f) {
    for (int k = 0; k <= DEGREE; k++) {
      c[k] = f[2 * k];
    }
    for (int order = 1; order <= DEGREE; order++) {
      for (int k = DEGREE; k >= order; k--) {
        c[k] = (c[k] - c[k - 1]) / (t[2 * k] - t[2 * (k - order)]);
      }
    }
    for (int point = DEGREE - 1; point >= 0; point--) {
      for (int k = point; k < DEGREE; k++) {
        c[k] -= t[2 * point] * c[k + 1];
      }
    }
  }
}
