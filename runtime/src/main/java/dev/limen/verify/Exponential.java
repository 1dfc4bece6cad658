package dev.limen.verify;

import java.math.BigInteger;
import java.util.function.UnaryOperator;

/**
 * The exponential function and what is made of it.
 *
 * <p>With n the integer next to 256 x / ln 2, and r = x - n ln 2 / 256, it is 2^(n / 256) exp(r): a
 * table of 256 powers, and the Taylor polynomial of exp(r) - 1 for |r| &lt; 2^-9.5.
 */
final class Exponential {
  private static final int STEPS = 256;
  private static final int LOG2_STEPS = 8;
  private static final double STEPS_PER_UNIT = 0x1.71547652b82fep+8;

  /** ln 2 / 256 in three parts; the products of the first two with 19-bit integers are exact. */
  private static final double STEP_1 = 0x1.62e42fef80000p-9;

  private static final double STEP_2 = 0x1.1cf79abc80000p-44;
  private static final double STEP_3 = 0x1.e3b39803f2f6bp-80;

  static final Ball LN2 = new Ball(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56, 0x1p-110, 0);

  private static final Ball[] POWERS = powers();
  private static final Series EXPM1_OVER_X = expm1OverX();

  /** Where exp leaves the range of exponents. */
  private static final double END = 0x1p28;

  /** Up to this radius the growth of a function within the ball is bounded by a constant. */
  static final double NARROW = 0.25;

  private Exponential() {}

  private static Ball[] powers() {
    BigInteger step = FixedPoint.ONE.shiftLeft(1);
    for (int i = 0; i < LOG2_STEPS; i++) {
      step = step.shiftLeft(FixedPoint.BITS).sqrt();
    }
    Ball[] powers = new Ball[STEPS];
    powers[0] = Ball.ONE;
    BigInteger power = step;
    for (int j = 1; j < STEPS; j++) {
      powers[j] = FixedPoint.ball(power);
      power = FixedPoint.times(power, step);
    }
    return powers;
  }

  private static Series expm1OverX() {
    Ball[] coefficients = new Ball[11];
    coefficients[0] = Ball.ONE;
    for (int k = 1; k < coefficients.length; k++) {
      coefficients[k] = coefficients[k - 1].dividedBy(k + 1.0);
    }
    return new Series(coefficients, 5);
  }

  /** Whether the radius is small and the exponential of the midpoint in range. */
  private static boolean isOrdinary(Ball x) {
    return x.scale == 0 && Math.abs(x.hi) < END && x.radius <= NARROW;
  }

  private static boolean isTiny(Ball x) {
    return x.scale < 0;
  }

  /** The image of a wide ball under a monotone function. */
  static Ball betweenEnds(Ball x, UnaryOperator<Ball> function) {
    if (x.scale != 0 || !x.isFinite()) {
      return x.isNaN() ? x : Ball.entire();
    }
    double reach = (x.radius + Math.abs(x.lo)) * (1 + 0x1p-48);
    Ball low = function.apply(Ball.of(Math.nextDown(x.hi - reach)));
    return low.hull(function.apply(Ball.of(Math.nextUp(x.hi + reach))));
  }

  static Ball exp(Ball x) {
    if (!isOrdinary(x)) {
      return expOfExtreme(x);
    }
    Ball value = expOfMiddle(x.hi, x.lo);
    // |exp(m + d) - exp(m)| = exp(m) |exp(d) - 1|, at most exp(m) (r + r^2) for |d| <= r < 1.
    return x.radius == 0 ? value : value.widenedBy(x.radius * (1 + x.radius) * (1 + 0x1p-40));
  }

  private static Ball expOfExtreme(Ball x) {
    if (x.isNaN()) {
      return x;
    }
    if (isTiny(x)) {
      return Ball.ONE.plus(x).widened(x.square());
    }
    if (x.isExact() && Double.isInfinite(x.hi)) {
      return x.hi > 0 ? x : Ball.ZERO;
    }
    if (isBeyond(x)) {
      return x.hi > 0 ? Ball.huge(1) : Ball.vanishing();
    }
    return betweenEnds(x, Exponential::exp);
  }

  private static boolean isBeyond(Ball x) {
    return (x.isPositive() || x.isNegative())
        && (Double.isInfinite(x.hi)
            || (x.scale > 0 && x.radius < 0.5)
            || (x.scale == 0 && Math.abs(x.hi) - x.radius >= END));
  }

  private static Ball expOfMiddle(double hi, double lo) {
    long n = (long) Math.rint(hi * STEPS_PER_UNIT);
    Ball power = POWERS[(int) n & (STEPS - 1)];
    Ball value = power.plus(power.times(expm1OfSmall(reduced(hi, lo, n))));
    return value.scaled((int) (n >> LOG2_STEPS));
  }

  private static Ball reduced(double hi, double lo, long n) {
    if (n == 0) {
      return new Ball(hi, lo, 0, 0);
    }
    if (Math.abs(n) >= 1 << 19) {
      return new Ball(hi, lo, 0, 0).minus(LN2.times((double) n).scaled(-LOG2_STEPS));
    }
    double first = hi - n * STEP_1;
    double second = -n * STEP_2;
    double s = first + second;
    double s1 = s - second;
    double e = (first - s1) + (second - (s - s1));
    double t = s + lo;
    double t1 = t - lo;
    double f = (s - t1) + (lo - (t - t1));
    // The three are below 2^-60, so the roundings are below 2^-110.
    double rest = (e + f) - n * STEP_3;
    double h = t + rest;
    return new Ball(h, rest - (h - t), 0x1p-110, 0);
  }

  /** For |x| < 2^-9.4. The first term left out is x^12 / 12!. */
  private static Ball expm1OfSmall(Ball x) {
    return x.times(EXPM1_OVER_X.at(x, 0.51, 0x1p-115));
  }

  static Ball expm1(Ball x) {
    if (!isOrdinary(x)) {
      return isTiny(x) ? x.widened(x.square()) : expOfExtreme(x).minus(Ball.ONE);
    }
    Ball value = expm1OfMiddle(x.hi, x.lo);
    return x.radius == 0
        ? value
        : value.widened(value.plus(Ball.ONE).times(Ball.of(1.3 * x.radius)));
  }

  private static Ball expm1OfMiddle(double hi, double lo) {
    return Math.abs(hi) < 0x1p-10
        ? expm1OfSmall(new Ball(hi, lo, 0, 0))
        : expOfMiddle(hi, lo).minus(Ball.ONE);
  }

  static Ball tanh(Ball x) {
    if (x.hi < 0) {
      return tanh(x.negate()).negate();
    }
    if (isTiny(x)) {
      return x.widened(x.square());
    }
    if (!isOrdinary(x)) {
      Ball e = exp(x.times(Ball.TWO));
      return Ball.ONE.minus(Ball.TWO.dividedBy(e.plus(Ball.ONE)));
    }
    if (x.hi < 1) {
      Ball t = expm1OfMiddle(2 * x.hi, 2 * x.lo);
      Ball value = t.dividedBy(t.plus(Ball.TWO));
      return x.radius == 0 ? value : value.widened(Ball.of(x.radius));
    }
    Ball e = expOfMiddle(2 * x.hi, 2 * x.lo);
    Ball value = Ball.ONE.minus(Ball.TWO.dividedBy(e.plus(Ball.ONE)));
    // tanh' is at most 4 exp(-2x), and within the ball at most exp(2r) times what it is at m.
    return x.radius == 0 ? value : value.widened(Ball.of(7 * x.radius).dividedBy(e));
  }

  static Ball sigmoid(Ball x) {
    if (isTiny(x)) {
      return Ball.HALF.plus(x.times(0.25)).widened(x.square());
    }
    if (!isOrdinary(x)) {
      return Ball.ONE.dividedBy(exp(x.negate()).plus(Ball.ONE));
    }
    Ball e = x.hi < 0 ? expOfMiddle(x.hi, x.lo) : expOfMiddle(-x.hi, -x.lo);
    Ball value = (x.hi < 0 ? e : Ball.ONE).dividedBy(e.plus(Ball.ONE));
    // sigmoid' is at most exp(-|x|), and within the ball at most exp(r) times what it is at m.
    return x.radius == 0 ? value : value.widened(e.times(Ball.of(1.3 * x.radius)));
  }

  static Ball sinh(Ball x) {
    if (x.hi < 0) {
      return sinh(x.negate()).negate();
    }
    if (isTiny(x)) {
      return x.widened(x.square());
    }
    if (!isOrdinary(x) || x.hi >= 32) {
      Ball e = exp(x);
      return e.minus(Ball.ONE.dividedBy(e)).times(Ball.HALF);
    }
    Ball t = expm1OfMiddle(x.hi, x.lo);
    Ball e = t.plus(Ball.ONE);
    Ball value = t.plus(t.dividedBy(e)).times(Ball.HALF);
    return x.radius == 0 ? value : value.widened(e.times(Ball.of(1.3 * x.radius)));
  }

  static Ball cosh(Ball x) {
    if (isTiny(x)) {
      return Ball.ONE.widened(x.square());
    }
    Ball e = exp(x.abs());
    return e.plus(Ball.ONE.dividedBy(e)).times(Ball.HALF);
  }
}
