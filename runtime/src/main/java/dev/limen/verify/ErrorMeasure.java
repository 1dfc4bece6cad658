package dev.limen.verify;

import dev.limen.runtime.Contract;
import java.util.Locale;

/** How the error of a result is measured under a contract. */
final class ErrorMeasure {
  private static final double LEAST_SIZE_AT_CROSSINGS = 0x1p-10;

  private final Format format;
  private final Contract contract;
  private final boolean crossesZero;

  /**
   * Creates a measure.
   *
   * @param crossesZero whether ulp are taken of max(|f|, 2^-10)
   */
  ErrorMeasure(Format format, Contract contract, boolean crossesZero) {
    this.format = format;
    this.contract = contract;
    this.crossesZero = crossesZero;
  }

  Format format() {
    return format;
  }

  Contract contract() {
    return contract;
  }

  /** Returns the unit that errors at x are measured in. */
  double unit(double x, double rounded) {
    double size = Math.min(Math.abs(rounded), format.largest());
    if (contract.measure() == Contract.Measure.ABSOLUTE) {
      return Double.isInfinite(x) ? 1 : Contract.scale(x, size);
    }
    return format.ulp(crossesZero ? Math.max(size, LEAST_SIZE_AT_CROSSINGS) : size);
  }

  /** Returns 1 over {@link #unit}, or more next to a power of 2; for floats. */
  double perUnit(double x, double size) {
    if (contract.measure() == Contract.Measure.ABSOLUTE) {
      return 1 / Contract.scale(x, Math.min(size, format.largest()));
    }
    int exponent = Math.getExponent(crossesZero ? Math.max(size, LEAST_SIZE_AT_CROSSINGS) : size);
    // The doubles between -1022 and 1023 are powers of 2 to these.
    int inverse = format.digits - 1 - Math.clamp(exponent, format.minExponent, format.maxExponent);
    return Double.longBitsToDouble((1023L + inverse) << 52);
  }

  /** Returns the error of an actual result where the expected one is defined. */
  double error(double unit, double actual, double rounded, Ball expected) {
    if (actual == rounded && Double.isInfinite(actual)) {
      return 0;
    }
    if (Double.isNaN(actual)
        || (Double.isInfinite(actual) && Math.signum(actual) != Math.signum(rounded))
        || Double.isInfinite(expected.hi)) {
      return Double.POSITIVE_INFINITY;
    }
    return expected.distance(actual, format.maxExponent + 1, unit);
  }

  /** Returns how much the error may be wrong. */
  double margin(double unit, double actual, double rounded, Ball expected) {
    boolean overflowed = actual == rounded && Double.isInfinite(actual);
    return overflowed || Double.isInfinite(expected.hi) ? 0 : expected.spread(unit);
  }

  /** Writes an error with its unit. */
  String show(double error) {
    return contract.measure() == Contract.Measure.ULP
        ? String.format(Locale.ROOT, "%.4g ulp", error)
        : String.format(Locale.ROOT, "%.4g * max(1, |x|)", error);
  }
}
