package dev.limen.verify;

import java.math.BigInteger;

/**
 * The error function and its complement.
 *
 * <p>Below 1/2: the Taylor polynomial of erf. From there to 16: erfc(x) exp(x^2) by Taylor
 * polynomials around every eighth. Beyond: its asymptotic series, whose error is less than the
 * first term left out.
 *
 * <p>The coefficients of erfc(c + h) exp((c + h)^2) are (-2)^n J(n), where J(n) is the n-fold
 * integral of erfc at c times exp(c^2), and J(n - 2) = 2n J(n) + 2c J(n - 1), J(-1) = 2 / sqrt(pi)
 * (DLMF 7.18). J is the minimal solution, so the ratios J(n) / J(n - 1) are computed backwards.
 */
final class ErrorFunction {
  private static final int NODES_PER_UNIT = 8;
  private static final double FIRST = 0.5;
  private static final double LAST = 16;
  private static final int TERMS = 22;

  /** From here on exp(-x^2) leaves the range of exponents. */
  private static final double END = 0x1p15;

  static final Ball TWO_OVER_ROOT_PI =
      new Ball(0x1.20dd750429b6dp+0, 0x1.1ae3a914fed80p-56, 0x1p-110, 0);

  private static final Ball ONE_OVER_ROOT_PI = TWO_OVER_ROOT_PI.times(Ball.HALF);

  private static final Series ERF_OVER_X = erfOverX();
  private static final Series[] ERFCX = erfcxAtNodes();
  private static final Series ASYMPTOTIC = asymptotic();

  private ErrorFunction() {}

  /** erf(x) sqrt(pi) / (2 x), in powers of x^2. */
  private static Series erfOverX() {
    Ball[] coefficients = new Ball[TERMS];
    Ball inverseFactorial = Ball.ONE;
    for (int n = 0; n < TERMS; n++) {
      coefficients[n] = inverseFactorial.dividedBy(2.0 * n + 1);
      inverseFactorial = inverseFactorial.dividedBy(-(n + 1.0));
    }
    return new Series(coefficients, 12);
  }

  private static Series[] erfcxAtNodes() {
    Series[] nodes = new Series[(int) ((LAST - FIRST) * NODES_PER_UNIT) + 1];
    for (int j = 0; j < nodes.length; j++) {
      nodes[j] = erfcxAt(FIRST + (double) j / NODES_PER_UNIT);
    }
    return nodes;
  }

  private static Series erfcxAt(double c) {
    // The influence of the start falls as exp(-c sqrt(8 n)).
    int start = (int) (1000 / (c * c)) + 100;
    BigInteger numerator = FixedPoint.ONE.shiftLeft(FixedPoint.BITS);
    BigInteger twoC = FixedPoint.of(2 * c, FixedPoint.BITS);
    BigInteger ratio = BigInteger.ZERO;
    Ball[] coefficients = new Ball[TERMS];
    for (int n = start; n >= 0; n--) {
      ratio = numerator.divide(twoC.add(ratio.multiply(BigInteger.valueOf(2L * n + 2))));
      if (n < TERMS) {
        coefficients[n] = FixedPoint.ball(ratio);
      }
    }
    coefficients[0] = coefficients[0].times(TWO_OVER_ROOT_PI);
    for (int n = 1; n < TERMS; n++) {
      coefficients[n] = coefficients[n].times(coefficients[n - 1]).times(-2.0);
    }
    return new Series(coefficients, 12);
  }

  /** erfc(x) exp(x^2) x sqrt(pi), in powers of 1 / x^2. */
  private static Series asymptotic() {
    Ball[] coefficients = new Ball[TERMS];
    coefficients[0] = Ball.ONE;
    for (int n = 1; n < TERMS; n++) {
      coefficients[n] = coefficients[n - 1].times(0.5 - n);
    }
    return new Series(coefficients, 10);
  }

  private static boolean isOrdinary(Ball x) {
    return x.scale == 0
        && Math.abs(x.hi) < END
        && x.radius * (1 + Math.abs(x.hi)) <= Exponential.NARROW;
  }

  private static boolean isBeyond(Ball x) {
    return x.isPositive()
        && (Double.isInfinite(x.hi)
            || (x.scale > 0 && x.radius < 0.5)
            || (x.scale == 0 && x.hi - x.radius >= END));
  }

  static Ball erf(Ball x) {
    if (x.hi < 0) {
      return erf(x.negate()).negate();
    }
    if (x.scale < 0) {
      return x.times(TWO_OVER_ROOT_PI).widened(x.square());
    }
    if (!isOrdinary(x)) {
      return x.isNaN() || isBeyond(x)
          ? Ball.ONE.minus(erfc(x))
          : Exponential.betweenEnds(x, ErrorFunction::erf);
    }
    Ball value =
        x.hi < FIRST ? erfOfSmall(x.hi, x.lo) : Ball.ONE.minus(erfcOfLarge(x.hi, x.lo, null));
    return x.radius == 0 ? value : value.widened(Ball.of(1.13 * x.radius));
  }

  static Ball erfc(Ball x) {
    if (x.isNaN()) {
      return x;
    }
    if (x.scale < 0) {
      return Ball.ONE.minus(erf(x));
    }
    if (!isOrdinary(x)) {
      if (isBeyond(x)) {
        return x.isExact() && Double.isInfinite(x.hi) ? Ball.ZERO : Ball.vanishing();
      }
      return isBeyond(x.negate())
          ? Ball.TWO.minus(erfc(x.negate()))
          : Exponential.betweenEnds(x, ErrorFunction::erfc);
    }
    double h = Math.abs(x.hi);
    double l = x.hi < 0 ? -x.lo : x.lo;
    if (h < FIRST) {
      Ball value = Ball.ONE.minus(erfOfSmall(x.hi, x.lo));
      return x.radius == 0 ? value : value.widened(Ball.of(1.13 * x.radius));
    }
    Ball bell = bell(h, l);
    Ball tail = erfcOfLarge(h, l, bell);
    Ball value = x.hi < 0 ? Ball.TWO.minus(tail) : tail;
    // erfc' = 2 / sqrt(pi) exp(-x^2), within the ball at most exp(2 m r) times what it is at m.
    return x.radius == 0 ? value : value.widened(bell.times(Ball.of(2 * x.radius)));
  }

  private static Ball bell(double hi, double lo) {
    return new Ball(hi, lo, 0, 0).square().negate().exp();
  }

  private static Ball erfOfSmall(double hi, double lo) {
    Ball x = new Ball(hi, lo, 0, 0);
    Ball square = x.square();
    // The first term left out is x^44 / (22! 45).
    Ball series = ERF_OVER_X.at(square, 0.34, 0x1p-118);
    return x.times(TWO_OVER_ROOT_PI).times(series);
  }

  private static Ball erfcOfLarge(double hi, double lo, Ball bellOrNull) {
    Ball bell = bellOrNull == null ? bell(hi, lo) : bellOrNull;
    if (hi < LAST) {
      int node = (int) Math.rint((hi - FIRST) * NODES_PER_UNIT);
      double center = FIRST + (double) node / NODES_PER_UNIT;
      Ball h = Ball.of(hi - center, lo);
      // The first term left out is less than 2^-88 / 11!, and falls as the function does.
      Ball erfcx = ERFCX[node].at(h, 1, 0);
      return bell.times(erfcx.widenedBy(0x1p-110));
    }
    Ball x = new Ball(hi, lo, 0, 0);
    Ball inverse = Ball.ONE.dividedBy(x);
    Ball square = inverse.square();
    Ball series = ASYMPTOTIC.at(square, 0.5, 0x1p-108);
    return bell.times(series).times(inverse).times(ONE_OVER_ROOT_PI);
  }
}
