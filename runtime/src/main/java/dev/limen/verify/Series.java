package dev.limen.verify;

/**
 * A polynomial for small arguments: the first coefficients are held with twice the precision of
 * double, the rest, whose terms are small against the first, as doubles.
 */
final class Series {
  private final double[] hi;
  private final double[] lo;
  private final double[] wrong;

  /**
   * Creates a polynomial.
   *
   * @param coefficients in ascending order of powers
   * @param precise how many of them count with their full precision
   */
  Series(Ball[] coefficients, int precise) {
    hi = new double[coefficients.length];
    lo = new double[precise];
    wrong = new double[precise];
    for (int i = 0; i < coefficients.length; i++) {
      hi[i] = coefficients[i].hi();
      if (i < precise) {
        lo[i] = coefficients[i].lo();
        wrong[i] = coefficients[i].radius() + 0x1p-102 * Math.abs(hi[i]);
      }
    }
  }

  /**
   * Returns the value at the exact xh + xl, by the rule of Horner.
   *
   * <p>The bound of the error holds if the terms that are evaluated in double are together less
   * than twice the first of them, for this x.
   */
  Ball at(double xh, double xl) {
    int precise = lo.length;
    double tail = hi[hi.length - 1];
    for (int i = hi.length - 2; i >= precise; i--) {
      tail = Math.fma(tail, xh, hi[i]);
    }
    double size = Math.abs(xh);
    double sh = tail;
    double sl = 0;
    double error = 0x1p-48 * Math.abs(hi[precise]);
    for (int i = precise - 1; i >= 0; i--) {
      double p = sh * xh;
      double e = Math.fma(sh, xh, -p) + Math.fma(sl, xh, sh * xl);
      double c = hi[i];
      double v = c + p;
      double c1 = v - p;
      double w = ((c - c1) + (p - (v - c1))) + (e + lo[i]);
      sh = v + w;
      sl = w - (sh - v);
      // All roundings of a step are less than 16 * 2^-106 of its terms.
      error = error * size + 0x1p-102 * Math.abs(p) + wrong[i];
    }
    return new Ball(sh, sl, error * (1 + 0x1p-40), 0);
  }

  /** Returns the value on a ball; slope bounds the derivative there. */
  Ball at(Ball x, double slope, double leftOut) {
    Ball value = at(x.hi(), x.lo());
    double error = value.radius + x.radius() * slope + leftOut;
    return new Ball(value.hi, value.lo, error * (1 + 0x1p-48), 0);
  }
}
