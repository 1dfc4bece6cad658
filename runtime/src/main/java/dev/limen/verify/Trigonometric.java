package dev.limen.verify;

import java.math.BigInteger;

/**
 * Sine, cosine and arc tangent.
 *
 * <p>Angles are reduced by multiples of pi/2, with as many digits of pi as the angle asks for; then
 * by a table of every 32nd; the rest is a Taylor polynomial. The arc tangent is one step of
 * Newton's method from {@link Math#atan}; the step is measured.
 */
final class Trigonometric {
  private static final int NODES_PER_UNIT = 32;
  private static final int NODES = 27;

  /** pi/2 in parts; the products of the first three with 19-bit integers are exact. */
  private static final double QUARTER_1 = 0x1.921fb54400000p+0;

  private static final double QUARTER_2 = 0x1.0b4611a600000p-34;
  private static final double QUARTER_3 = 0x1.3198a2e000000p-69;
  private static final double QUARTER_4 = 0x1.b839a252049c1p-104;

  private static final double QUARTERS_PER_UNIT = 2 / Math.PI;
  private static final double LARGE = 0x1p17;

  /** Beyond this an angle is not reduced. */
  private static final int LARGEST_SCALE = 1100;

  private static final Ball ANY = new Ball(0, 0, 1, 0);
  private static final Ball HALF_PI = Ball.PI.times(Ball.HALF);

  /** (sin(x) / x) in powers of x^2. */
  private static final Series SINE = alternatingInverseFactorials(1);

  /** (cos(x) - 1) / x^2 in powers of x^2, negated. */
  private static final Series COSINE = alternatingInverseFactorials(2);

  private static final Ball[] SINES = new Ball[NODES];
  private static final Ball[] COSINES = new Ball[NODES];

  static {
    BigInteger s = taylorAtNode(1);
    BigInteger c = taylorAtNode(0);
    BigInteger sine = BigInteger.ZERO;
    BigInteger cosine = FixedPoint.ONE;
    for (int j = 0; j < NODES; j++) {
      SINES[j] = j == 0 ? Ball.ZERO : FixedPoint.ball(sine);
      COSINES[j] = j == 0 ? Ball.ONE : FixedPoint.ball(cosine);
      BigInteger next = FixedPoint.times(sine, c).add(FixedPoint.times(cosine, s));
      cosine = FixedPoint.times(cosine, c).subtract(FixedPoint.times(sine, s));
      sine = next;
    }
  }

  private Trigonometric() {}

  /** 1/first! - x/(first + 2)! + ... */
  private static Series alternatingInverseFactorials(int first) {
    Ball[] coefficients = new Ball[8];
    coefficients[0] = Ball.ONE.dividedBy(first);
    for (int k = 1; k < coefficients.length; k++) {
      int n = first + 2 * k;
      coefficients[k] = coefficients[k - 1].dividedBy(-n * (n - 1.0));
    }
    return new Series(coefficients, 4);
  }

  /** The sine (first = 1) or cosine (first = 0) of the first node. */
  private static BigInteger taylorAtNode(int first) {
    BigInteger term = first == 0 ? FixedPoint.ONE : FixedPoint.ONE.shiftRight(5);
    BigInteger sum = term;
    for (int n = first + 2; term.signum() != 0; n += 2) {
      term = term.shiftRight(10).divide(BigInteger.valueOf(-(long) n * (n - 1)));
      sum = sum.add(term);
    }
    return sum;
  }

  /** Returns sin((hi + lo) 2^scale + more pi / 2). */
  private static Ball sine(double hi, double lo, int scale, int more) {
    double q = Math.rint(hi * QUARTERS_PER_UNIT);
    if (scale == 0 && q == 0) {
      return ofQuarter(more, new Ball(hi, lo, 0, 0));
    }
    if (scale == 0 && Math.abs(hi) < LARGE) {
      double last = q * QUARTER_4;
      Ball rest =
          new Ball(hi - q * QUARTER_1, 0, 0, 0)
              .plus(new Ball(-q * QUARTER_2, 0, 0, 0))
              .plus(new Ball(lo, 0, 0, 0))
              .plus(new Ball(-q * QUARTER_3, 0, 0, 0))
              .plus(new Ball(-last, 0, Math.abs(last) * 0x1p-50, 0));
      if (rest.radius < Math.abs(rest.hi) * 0x1p-98) {
        return ofQuarter((int) q + more, rest);
      }
    }
    BigInteger x = FixedPoint.angle(hi, lo, scale);
    BigInteger quarters = FixedPoint.quarters(x);
    return ofQuarter(quarters.intValue() + more, FixedPoint.withoutQuarters(x, quarters));
  }

  /** Returns sin(quarters pi / 2 + rest) for |rest| up to pi/4 or little more. */
  private static Ball ofQuarter(int quarters, Ball rest) {
    Ball size = rest.abs();
    int j = (int) Math.rint(size.hi * NODES_PER_UNIT);
    Ball h = j == 0 ? size : size.minus(Ball.of((double) j / NODES_PER_UNIT));
    Ball sine = sineOfSmall(h);
    Ball versed = oneMinusCosine(h);
    Ball value;
    if (quarters % 2 == 0) {
      value = j == 0 ? sine : SINES[j].plus(COSINES[j].times(sine).minus(SINES[j].times(versed)));
    } else {
      value = COSINES[j].minus(SINES[j].times(sine).plus(COSINES[j].times(versed)));
    }
    boolean negative = (quarters & 2) != 0 ^ (quarters % 2 == 0 && rest.hi < 0);
    return negative ? value.negate() : value;
  }

  /** For |x| <= 1/64 or little more; the first term left out is x^17 / 17!. */
  private static Ball sineOfSmall(Ball x) {
    Ball square = x.square();
    return x.times(SINE.at(square, 0.17, 0x1p-140));
  }

  private static Ball oneMinusCosine(Ball x) {
    Ball square = x.square();
    return square.times(COSINE.at(square, 0.05, 0x1p-140));
  }

  static Ball sin(Ball x) {
    return x.scale < 0 ? x.widened(x.square()) : sine(x, 0);
  }

  static Ball cos(Ball x) {
    return x.scale < 0 ? Ball.ONE.widened(x.square()) : sine(x, 1);
  }

  private static Ball sine(Ball x, int more) {
    if (!x.isFinite() || x.scale > LARGEST_SCALE || x.radius > 1) {
      return x.isNaN() || (x.isExact() && Double.isInfinite(x.hi)) ? Ball.nan() : ANY;
    }
    Ball value = sine(x.hi, x.lo, x.scale, more);
    return x.radius == 0 ? value : value.widened(new Ball(x.radius, 0, 0, x.scale));
  }

  static Ball atan(Ball x) {
    if (x.hi < 0) {
      return atan(x.negate()).negate();
    }
    if (x.scale < 0) {
      return x.widened(x.square());
    }
    if (!(x.hi <= 1) || x.scale > 0) {
      if (x.isNaN()) {
        return x;
      }
      return x.isPositive() ? HALF_PI.minus(atan(Ball.ONE.dividedBy(x))) : new Ball(0, 0, 2, 0);
    }
    if (!x.isFinite()) {
      return new Ball(0, 0, 2, 0);
    }
    Ball value = atanOfMiddle(new Ball(x.hi, x.lo, 0, 0));
    return x.radius == 0 ? value : value.widened(Ball.of(x.radius));
  }

  private static Ball atanOfMiddle(Ball x) {
    if (x.hi == 0) {
      return Ball.ZERO;
    }
    double y = StrictMath.atan(x.hi);
    Ball sine = sine(y, 0, 0, 0);
    Ball cosine = sine(y, 0, 0, 1);
    // tan(atan(x) - y), where x cos(y) - sin(y) is tiny and the denominator at least 0.9
    Ball rest = x.times(cosine).minus(sine);
    double step = rest.toDouble() / cosine.plus(x.times(sine)).toDouble();
    double size = Math.abs(step);
    double error = size * size * size + size * 0x1p-49 + 2 * rest.radius() + Double.MIN_VALUE;
    return Ball.of(y, step).widened(Ball.of(error));
  }
}
