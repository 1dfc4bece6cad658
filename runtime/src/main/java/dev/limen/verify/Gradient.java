package dev.limen.verify;

import java.util.SplittableRandom;

/**
 * The derivative of the reference against differences of its value.
 *
 * <p>Central differences over two steps, extrapolated after Richardson. How far the two are apart
 * bounds the error of the extrapolation, so next to a kink nothing is concluded.
 */
final class Gradient {
  private static final int LARGEST_EXPONENT = 30;

  /** The first step, relative to x. */
  private static final double STEP = 0x1p-18;

  private static final double ROUNDINGS = 0x1p-50;

  private Gradient() {}

  static Outcome check(Reference reference, int perBinade, long seed) {
    Tally tally = new Tally(Check.GRADIENT);
    SplittableRandom random = new SplittableRandom(seed);
    for (int exponent = -LARGEST_EXPONENT; exponent <= LARGEST_EXPONENT; exponent++) {
      for (int i = 0; i < 4 * perBinade; i++) {
        // A float, so that steps to either side are exact.
        double x = (float) Math.scalb(1 + random.nextDouble(), exponent);
        compare(reference, tally, random.nextBoolean() ? x : -x);
      }
    }
    return tally.outcome();
  }

  private static void compare(Reference reference, Tally tally, double x) {
    double step = Math.scalb(STEP, Math.getExponent(x));
    Ball wide = difference(reference, x, step);
    Ball narrow = difference(reference, x, step / 2);
    Ball gap = narrow.minus(wide);
    Ball expected = narrow.plus(gap.dividedBy(3));
    Ball declared = reference.derivative(x);
    Ball error = declared.minus(expected);
    tally.compared(1);
    if (!error.isFinite() || !gap.isFinite()) {
      tally.undecided();
      return;
    }
    Ball allowed = gap.abs().times(4).plus(expected.abs().times(ROUNDINGS));
    double excess = Math.abs(error.toDouble()) - error.radius();
    if (excess > allowed.toDouble() + allowed.radius()) {
      tally.violation(
          x,
          "the reference's derivative at %s is %s, but differences of its value give %s",
          x,
          declared.toDouble(),
          expected.toDouble());
    }
  }

  private static Ball difference(Reference reference, double x, double step) {
    Ball rise = reference.value(x + step).minus(reference.value(x - step));
    return rise.dividedBy(2 * step);
  }
}
