package dev.limen.verify;

import dev.limen.runtime.KernelInfo;
import dev.limen.runtime.ParameterSlope;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;

/**
 * The derivatives of the reference against differences of its value.
 *
 * <p>Central differences over two steps, extrapolated after Richardson. How far the two are apart
 * bounds the error of the extrapolation, so next to a kink nothing is concluded.
 */
final class Gradient {
  private static final int LARGEST_EXPONENT = 30;

  /** The first step, relative to x. */
  private static final double STEP = 0x1p-18;

  private static final double ROUNDINGS = 0x1p-50;

  private final Reference reference;
  private final Tally tally = new Tally(Check.GRADIENT);
  private final SplittableRandom random;

  private Gradient(Reference reference, long seed) {
    this.reference = reference;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Compares derivatives.
   *
   * @param slopes the derivatives with respect to parameters
   */
  static Outcome check(
      Reference reference, KernelInfo info, List<ParameterSlope> slopes, int perBinade, long seed) {
    Gradient gradient = new Gradient(reference, seed);
    for (int exponent = -LARGEST_EXPONENT; exponent <= LARGEST_EXPONENT; exponent++) {
      for (int i = 0; i < 4 * perBinade; i++) {
        gradient.byInput(gradient.input(exponent));
      }
      for (ParameterSlope slope : slopes) {
        double value = info.parameters().get(slope.parameter());
        for (int i = 0; i < perBinade; i++) {
          gradient.byParameter(slope.parameter(), value, gradient.input(exponent));
        }
      }
    }
    return gradient.tally.outcome();
  }

  /** A float, so that steps to either side are exact. */
  private double input(int exponent) {
    double x = (float) Math.scalb(1 + random.nextDouble(), exponent);
    return random.nextBoolean() ? x : -x;
  }

  private void byInput(double x) {
    compare("derivative", x, reference::value, x, Math.getExponent(x), reference.derivative(x));
  }

  /** At a value near that of the kernel, which may be a kink for every x. */
  private void byParameter(String parameter, double value, double x) {
    double scale = value == 0 ? 1 : Math.abs(value);
    double at = (float) (value + scale * (random.nextDouble() - 0.5) / 8);
    compare(
        "derivative by " + parameter + " = " + at,
        x,
        near -> reference.with(parameter, near).value(x),
        at,
        Math.getExponent(scale),
        reference.with(parameter, at).parameterDerivative(parameter, x));
  }

  /** Compares with differences of a function at a number of about 2 to a power. */
  private void compare(
      String what, double x, DoubleFunction<Ball> value, double at, int exponent, Ball declared) {
    double step = Math.scalb(STEP, exponent);
    Ball wide = difference(value, at, step);
    Ball narrow = difference(value, at, step / 2);
    Ball gap = narrow.minus(wide);
    Ball expected = narrow.plus(gap.dividedBy(3));
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
          "the reference's %s at %s is %s, but differences of its value give %s",
          what,
          x,
          declared.toDouble(),
          expected.toDouble());
    }
  }

  private static Ball difference(DoubleFunction<Ball> value, double at, double step) {
    Ball rise = value.apply(at + step).minus(value.apply(at - step));
    return rise.dividedBy(2 * step);
  }
}
