package dev.limen.processor.formula;

import java.math.BigDecimal;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;

/**
 * Elementary functions of numbers of some hundred digits, fifty times faster than those of the
 * library, which are made for millions: Taylor's series at a small part of the argument, doubled as
 * often as it was halved, and iterations of third order for the inverse functions.
 *
 * <p>Results have the digits that are known of the function if the argument is known to its last
 * digit, as those of the library have.
 */
final class PreciseFunctions {

  /** Digits for rounding errors. */
  private static final int GUARD = 10;

  private static final long MOST_DIGITS = 1 << 20;

  private PreciseFunctions() {}

  private static long known(long digits) {
    if (digits <= 0 || digits > MOST_DIGITS) {
      throw new ArithmeticException("a number of " + digits + " digits");
    }
    return digits;
  }

  /** How often a number is halved, so that its powers fall quickly. */
  private static int halvings(Apfloat x, long digits) {
    return (int) Math.max(0, 8 + digits / 32 + (long) Math.ceil(x.scale() * 3.33));
  }

  private static Apfloat half(Apfloat x, int times, long digits) {
    return x.divide(ApfloatMath.pow(new Apfloat(2, digits), times));
  }

  /**
   * The exponential function.
   *
   * @throws ArithmeticException if no digit of it is known
   */
  static Apfloat exp(Apfloat x) {
    if (x.signum() == 0) {
      return Apfloat.ONE;
    }
    long digits = known(x.precision() + 1 - x.scale());
    long working = digits + Math.max(0, x.scale()) + GUARD;
    int halvings = halvings(x, digits);
    Apfloat t = half(ApfloatMath.abs(x).precision(working), halvings, working);
    Apfloat term = t;
    Apfloat sum = t;
    for (long n = 2; term.scale() > sum.scale() - working; n++) {
      term = term.multiply(t).divide(new Apfloat(n, working));
      sum = sum.add(term);
    }
    // It is e^t - 1: (1 + m)^2 - 1 = m (m + 2).
    Apfloat two = new Apfloat(2, working);
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum.add(two));
    }
    Apfloat one = new Apfloat(1, working);
    Apfloat power = sum.add(one);
    return (x.signum() < 0 ? one.divide(power) : power).precision(digits);
  }

  /**
   * The natural logarithm, by Halley's iteration: the error of {@code y + 2 (x - e^y) / (x + e^y)}
   * is a twelfth of the cube of that of y.
   *
   * @param x a positive number
   * @throws ArithmeticException if no digit of it is known
   */
  static Apfloat log(Apfloat x) {
    if (x.equals(Apfloat.ONE)) {
      return Apfloat.ZERO;
    }
    double mantissa = ApfloatMath.scale(x, -x.scale()).doubleValue();
    double guess = StrictMath.log(mantissa) + x.scale() * StrictMath.log(10);
    // Of a large logarithm the digits before the point are none that e^y shows.
    long before = (long) StrictMath.ceil(StrictMath.log10(Math.max(1, Math.abs(guess))));
    long working = known(x.precision()) + GUARD + before;
    Apfloat wide = x.precision(working);
    Apfloat log = of(guess, working);
    Apfloat two = new Apfloat(2, working);
    Apfloat step;
    do {
      Apfloat power = exp(log.precision(Math.max(1, working + log.scale())));
      step = two.multiply(wide.subtract(power)).divide(wide.add(power));
      log = log.add(step);
    } while (3 * step.scale() >= -working);
    return log.precision(known(x.precision() + log.scale() - 1));
  }

  /**
   * The sine.
   *
   * @throws ArithmeticException if no digit of it is known
   */
  static Apfloat sin(Apfloat x) {
    Angle angle = Angle.of(x);
    return angle.known(angle.sine());
  }

  /**
   * The cosine.
   *
   * @throws ArithmeticException if no digit of it is known
   */
  static Apfloat cos(Apfloat x) {
    Angle angle = Angle.of(x);
    return angle.known(angle.cosine());
  }

  /**
   * The arc tangent: the error of {@code y + tan(atan(x) - y)} is a third of the cube of that of y.
   *
   * @throws ArithmeticException if no digit of it is known
   */
  static Apfloat atan(Apfloat x) {
    if (x.signum() == 0) {
      return x;
    }
    long working = known(x.precision()) + GUARD;
    Apfloat wide = x.precision(working);
    Apfloat angle = of(StrictMath.atan(x.doubleValue()), working);
    Apfloat step;
    do {
      Angle at = Angle.of(angle.precision(working));
      Apfloat across = wide.multiply(at.cosine()).subtract(at.sine());
      step = across.divide(at.cosine().add(wide.multiply(at.sine())));
      angle = angle.add(step);
    } while (3 * step.scale() - angle.scale() >= -working);
    return angle.precision(x.precision());
  }

  private static Apfloat of(double value, long digits) {
    return new Apfloat(new BigDecimal(value), digits);
  }

  /**
   * Sine and cosine of an angle.
   *
   * @param digits behind the point that are known
   */
  private record Angle(Apfloat sine, Apfloat cosine, long digits) {

    static Angle of(Apfloat x) {
      long digits = PreciseFunctions.known(x.precision() + 1 - x.scale());
      long working = digits + Math.max(0, x.scale()) + GUARD;
      Apfloat rest = x.precision(working);
      if (x.scale() > 0) {
        rest = ApfloatMath.fmod(rest, ApfloatMath.pi(working).multiply(new Apfloat(2, working)));
      }
      Apfloat one = new Apfloat(1, working);
      if (rest.signum() == 0) {
        return new Angle(rest, one, digits);
      }
      int halvings = halvings(rest, digits);
      Apfloat t = half(rest.precision(working), halvings, working);
      // 1 - cos(t), which keeps its digits.
      Apfloat square = t.multiply(t);
      Apfloat term = square.divide(new Apfloat(2, working));
      Apfloat versine = term;
      for (long n = 3; term.scale() > versine.scale() - working; n += 2) {
        term = term.multiply(square).divide(new Apfloat(-n * (n + 1), working));
        versine = versine.add(term);
      }
      Apfloat two = new Apfloat(2, working);
      Apfloat sine = ApfloatMath.sqrt(versine.multiply(two.subtract(versine)));
      for (int i = 0; i < halvings; i++) {
        Apfloat twice = two.multiply(sine);
        Apfloat doubled = twice.multiply(sine);
        sine = twice.multiply(one.subtract(versine));
        versine = doubled;
      }
      return new Angle(t.signum() < 0 ? sine.negate() : sine, one.subtract(versine), digits);
    }

    /** A number with the digits of it that are known. */
    Apfloat known(Apfloat value) {
      return value.signum() == 0
          ? value
          : value.precision(PreciseFunctions.known(digits + Math.min(0, value.scale())));
    }
  }
}
