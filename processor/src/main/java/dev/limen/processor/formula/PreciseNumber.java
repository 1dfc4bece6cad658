package dev.limen.processor.formula;

import java.math.BigDecimal;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;

/**
 * A real number of many digits whose size has no practical bound, so that {@code exp(1e300)} is a
 * number, and {@code exp(1e300)/(exp(1e300) + 2)} is 1.
 *
 * <p>Apfloat keeps count of the digits that each operation leaves correct; this class adds what
 * lies outside of its exponents, and what is not defined. Functions at such numbers are their
 * limits or first terms.
 */
sealed interface PreciseNumber {

  /** A number in the range of Apfloat. */
  record Plain(Apfloat value) implements PreciseNumber {}

  /** {@code sign * e^log}, beyond all doubles in size or in smallness. */
  record Scaled(int sign, Apfloat log) implements PreciseNumber {}

  /** What is not defined, or not known. */
  record Undefined() implements PreciseNumber {}

  /** Numbers whose logarithm is larger than this are scaled ones. */
  Apfloat PLAIN_LOG = new Apfloat("1e12");

  /** The logarithm that stands for all larger ones. */
  Apfloat BEYOND = new Apfloat("1e1000000000000");

  /** The arithmetic of one number of digits. */
  final class Arithmetic {
    private static final Undefined UNDEFINED = new Undefined();

    /** e^-x^2 loses this many digits for x = 1. */
    private static final double DIGITS_PER_SQUARE = 0.4343;

    private final long digits;
    private final Apfloat one;
    private final Apfloat two;

    Arithmetic(long digits) {
      this.digits = digits;
      one = new Apfloat(1, digits);
      two = new Apfloat(2, digits);
    }

    PreciseNumber of(double value) {
      return Double.isFinite(value)
          ? new Plain(new Apfloat(new BigDecimal(value), digits))
          : UNDEFINED;
    }

    PreciseNumber of(Rational value) {
      return new Plain(
          new Apfloat(value.numerator(), digits).divide(new Apfloat(value.denominator(), digits)));
    }

    PreciseNumber of(MathConstant constant) {
      return new Plain(constant == MathConstant.PI ? pi() : PreciseFunctions.exp(one));
    }

    PreciseNumber undefined() {
      return UNDEFINED;
    }

    private Apfloat pi() {
      return ApfloatMath.pi(digits);
    }

    private static boolean isZero(PreciseNumber number) {
      return number instanceof Plain(Apfloat value) && value.signum() == 0;
    }

    /** -1, 0 or 1; of what is defined. */
    static int signum(PreciseNumber number) {
      return switch (number) {
        case Plain(Apfloat value) -> value.signum();
        case Scaled(int sign, Apfloat log) -> sign;
        case Undefined u -> 0;
      };
    }

    static boolean isDefined(PreciseNumber number) {
      return !(number instanceof Undefined);
    }

    private Apfloat log(PreciseNumber number) {
      return switch (number) {
        case Plain(Apfloat value) -> PreciseFunctions.log(ApfloatMath.abs(value));
        case Scaled(int sign, Apfloat log) -> log;
        case Undefined u -> throw new ArithmeticException("undefined");
      };
    }

    private PreciseNumber scaled(int sign, Apfloat log) {
      if (ApfloatMath.abs(log).compareTo(PLAIN_LOG) > 0) {
        return new Scaled(sign, log);
      }
      // Of a small logarithm Apfloat would give as many more digits as it has zeros.
      long kept = Math.min(log.precision(), digits + 2 + Math.min(0, log.scale()));
      Apfloat size = kept <= 0 ? one : PreciseFunctions.exp(log.precision(kept));
      return new Plain(sign < 0 ? size.negate() : size);
    }

    private static boolean isHuge(Scaled number) {
      return number.log().signum() > 0;
    }

    PreciseNumber negate(PreciseNumber number) {
      return switch (number) {
        case Plain(Apfloat value) -> new Plain(value.negate());
        case Scaled(int sign, Apfloat log) -> new Scaled(-sign, log);
        case Undefined u -> u;
      };
    }

    PreciseNumber abs(PreciseNumber number) {
      return signum(number) < 0 ? negate(number) : number;
    }

    PreciseNumber add(PreciseNumber a, PreciseNumber b) {
      if (a instanceof Plain(Apfloat left) && b instanceof Plain(Apfloat right)) {
        return new Plain(left.add(right));
      }
      if (!isDefined(a) || !isDefined(b)) {
        return UNDEFINED;
      }
      if (isZero(a) || isZero(b)) {
        return isZero(a) ? b : a;
      }
      Apfloat logA = log(a);
      Apfloat logB = log(b);
      PreciseNumber larger = logA.compareTo(logB) >= 0 ? a : b;
      Apfloat gap = ApfloatMath.abs(logA.subtract(logB));
      if (gap.compareTo(new Apfloat(digits * 3, digits)) > 0) {
        return larger;
      }
      Apfloat ratio = PreciseFunctions.exp(gap.negate());
      Apfloat factor = signum(a) == signum(b) ? one.add(ratio) : one.subtract(ratio);
      return factor.signum() == 0
          ? UNDEFINED
          : scaled(signum(larger), log(larger).add(PreciseFunctions.log(factor)));
    }

    PreciseNumber subtract(PreciseNumber a, PreciseNumber b) {
      return add(a, negate(b));
    }

    PreciseNumber multiply(PreciseNumber a, PreciseNumber b) {
      if (a instanceof Plain(Apfloat left) && b instanceof Plain(Apfloat right)) {
        return new Plain(left.multiply(right));
      }
      if (!isDefined(a) || !isDefined(b)) {
        return UNDEFINED;
      }
      if (isZero(a) || isZero(b)) {
        return isZero(a) ? a : b;
      }
      return product(signum(a) * signum(b), log(a), log(b));
    }

    /**
     * Of logarithms of factors; undefined where what is left of two that are beyond all is unknown.
     */
    private PreciseNumber product(int sign, Apfloat logA, Apfloat logB) {
      boolean cancels = ApfloatMath.abs(logA).equals(BEYOND) && logA.negate().equals(logB);
      return cancels ? UNDEFINED : scaled(sign, logA.add(logB));
    }

    PreciseNumber divide(PreciseNumber a, PreciseNumber b) {
      if (!isDefined(a) || !isDefined(b) || isZero(b)) {
        return UNDEFINED;
      }
      if (a instanceof Plain(Apfloat left) && b instanceof Plain(Apfloat right)) {
        return new Plain(left.divide(right));
      }
      return isZero(a) ? a : product(signum(a) * signum(b), log(a), log(b).negate());
    }

    PreciseNumber power(PreciseNumber base, PreciseNumber exponent) {
      if (!isDefined(base) || !(exponent instanceof Plain(Apfloat y))) {
        return UNDEFINED;
      }
      boolean integer = y.isInteger();
      if (isZero(base)) {
        return y.signum() == 0 ? new Plain(one) : y.signum() > 0 ? base : UNDEFINED;
      }
      if (signum(base) < 0 && !integer) {
        return UNDEFINED;
      }
      // A larger number has no digit of ones, and is taken for even.
      boolean odd = integer && y.scale() <= digits && y.truncate().toBigInteger().testBit(0);
      int sign = signum(base) < 0 && odd ? -1 : 1;
      if (base instanceof Plain(Apfloat x) && integer && y.scale() < 10) {
        return new Plain(ApfloatMath.pow(x, y.longValueExact()));
      }
      return scaled(sign, log(base).multiply(y));
    }

    PreciseNumber sqrt(PreciseNumber u) {
      return switch (u) {
        case Plain(Apfloat x) -> x.signum() < 0 ? UNDEFINED : new Plain(ApfloatMath.sqrt(x));
        case Scaled(int sign, Apfloat log) -> sign < 0 ? UNDEFINED : scaled(1, log.divide(two));
        case Undefined n -> n;
      };
    }

    PreciseNumber exp(PreciseNumber u) {
      return switch (u) {
        case Plain(Apfloat x) -> scaled(1, x);
        case Scaled s when isHuge(s) -> new Scaled(1, s.sign() < 0 ? BEYOND.negate() : BEYOND);
        case Scaled s -> new Plain(one);
        case Undefined n -> n;
      };
    }

    PreciseNumber log(PreciseNumber u, boolean plusOne) {
      PreciseNumber argument = u;
      if (plusOne) {
        if (isTiny(u)) {
          return u;
        }
        argument =
            add(new Plain(wide(u, one)), u instanceof Plain p ? new Plain(wide(u, p.value())) : u);
      }
      return isDefined(argument) && signum(argument) > 0 ? new Plain(log(argument)) : UNDEFINED;
    }

    /** Whether u^2 vanishes beside u. */
    private boolean isTiny(PreciseNumber u) {
      return switch (u) {
        case Plain(Apfloat x) -> x.signum() == 0 || x.scale() < -digits - 2;
        case Scaled s -> !isHuge(s);
        case Undefined n -> false;
      };
    }

    /** A number with the digits that adding 1 to a small u takes away. */
    private Apfloat wide(PreciseNumber u, Apfloat value) {
      long lost = u instanceof Plain(Apfloat x) ? Math.max(0, -x.scale()) : 0;
      return value.precision(digits + lost + 2);
    }

    PreciseNumber expm1(PreciseNumber u) {
      if (!isDefined(u) || isTiny(u)) {
        return u;
      }
      return u instanceof Plain(Apfloat x) && x.scale() <= 0
          ? new Plain(PreciseFunctions.exp(wide(u, x)).subtract(wide(u, one)))
          : subtract(exp(u), new Plain(one));
    }

    PreciseNumber sinh(PreciseNumber u) {
      if (!isDefined(u) || isTiny(u)) {
        return u;
      }
      // (e^u - e^-u)/2 = (m + m/(m + 1))/2 with m = e^u - 1.
      PreciseNumber m = expm1(abs(u));
      PreciseNumber sum = add(m, divide(m, add(m, new Plain(one))));
      PreciseNumber size = divide(isHuge(m) ? m : sum, new Plain(two));
      return signum(u) < 0 ? negate(size) : size;
    }

    private static boolean isHuge(PreciseNumber number) {
      return number instanceof Scaled s && isHuge(s);
    }

    PreciseNumber cosh(PreciseNumber u) {
      PreciseNumber e = exp(abs(u));
      return divide(add(e, divide(new Plain(one), e)), new Plain(two));
    }

    PreciseNumber tanh(PreciseNumber u) {
      if (!isDefined(u) || isTiny(u)) {
        return u;
      }
      PreciseNumber m = expm1(multiply(abs(u), new Plain(two)));
      PreciseNumber size = isHuge(m) ? new Plain(one) : divide(m, add(m, new Plain(two)));
      return signum(u) < 0 ? negate(size) : size;
    }

    PreciseNumber sigmoid(PreciseNumber u) {
      PreciseNumber e = exp(negate(abs(u)));
      PreciseNumber sum = add(new Plain(one), e);
      return divide(signum(u) < 0 ? e : new Plain(one), sum);
    }

    PreciseNumber softplus(PreciseNumber u) {
      PreciseNumber tail = log(exp(negate(abs(u))), true);
      return signum(u) > 0 ? add(u, tail) : tail;
    }

    PreciseNumber sin(PreciseNumber u) {
      return switch (u) {
        case Plain(Apfloat x) -> isTiny(u) ? u : new Plain(PreciseFunctions.sin(x));
        case Scaled s -> isHuge(s) ? UNDEFINED : s;
        case Undefined n -> n;
      };
    }

    PreciseNumber cos(PreciseNumber u) {
      return switch (u) {
        case Plain(Apfloat x) -> isTiny(u) ? new Plain(one) : new Plain(PreciseFunctions.cos(x));
        case Scaled s -> isHuge(s) ? UNDEFINED : new Plain(one);
        case Undefined n -> n;
      };
    }

    PreciseNumber atan(PreciseNumber u) {
      return switch (u) {
        case Plain(Apfloat x) -> isTiny(u) ? u : new Plain(PreciseFunctions.atan(x));
        case Scaled s when isHuge(s) ->
            multiply(new Plain(new Apfloat(s.sign(), digits)), new Plain(pi().divide(two)));
        case Scaled s -> s;
        case Undefined n -> n;
      };
    }

    PreciseNumber erf(PreciseNumber u) {
      if (!isDefined(u)) {
        return u;
      }
      if (isTiny(u)) {
        return multiply(u, new Plain(two.divide(ApfloatMath.sqrt(pi()))));
      }
      return u instanceof Plain(Apfloat x) && square(x) < digits * 2.4 + 10
          ? new Plain(series(x, digits))
          : new Plain(new Apfloat(signum(u), digits));
    }

    PreciseNumber erfc(PreciseNumber u) {
      if (!isDefined(u)) {
        return u;
      }
      if (signum(u) <= 0 || isTiny(u)) {
        return add(new Plain(one), erf(negate(u)));
      }
      if (u instanceof Plain(Apfloat x) && square(x) < digits * 2.4 + 10) {
        long wide = digits + (long) (square(x) * DIGITS_PER_SQUARE) + 10;
        return new Plain(new Apfloat(1, wide).subtract(series(x.precision(wide), wide)));
      }
      // The asymptotic series: its terms fall below the last digit before they rise.
      PreciseNumber square = multiply(u, u);
      PreciseNumber step = divide(new Plain(one), multiply(square, new Plain(two)));
      PreciseNumber term = new Plain(one);
      PreciseNumber sum = term;
      for (int n = 1; !isTiny(term); n += 2) {
        term = negate(multiply(multiply(term, step), new Plain(new Apfloat(n, digits))));
        sum = add(sum, term);
      }
      PreciseNumber root = new Plain(ApfloatMath.sqrt(pi()));
      return divide(multiply(exp(negate(square)), sum), multiply(u, root));
    }

    private static double square(Apfloat x) {
      return x.scale() > 5 ? Double.POSITIVE_INFINITY : x.doubleValue() * x.doubleValue();
    }

    /**
     * erf(x) = 2/sqrt(pi)*e^(-x^2)*sum of 2^n*x^(2n+1)/(1*3*...*(2n+1)), terms of one sign. Some
     * hundred times faster than the general series of the library.
     */
    private static Apfloat series(Apfloat x, long digits) {
      Apfloat square = x.multiply(x).multiply(new Apfloat(2, digits));
      Apfloat term = x.precision(digits);
      Apfloat sum = term;
      for (long n = 3; term.scale() > sum.scale() - digits - 2; n += 2) {
        term = term.multiply(square).divide(new Apfloat(n, digits));
        sum = sum.add(term);
      }
      Apfloat factor = new Apfloat(2, digits).divide(ApfloatMath.sqrt(ApfloatMath.pi(digits)));
      return factor.multiply(PreciseFunctions.exp(x.multiply(x).negate())).multiply(sum);
    }
  }
}
