package dev.limen.verify;

/**
 * The natural logarithm and what is made of it.
 *
 * <p>One step of Newton's method on exp(y) - 1 = t from the y that {@link Math#log1p} gives. The
 * step is measured, so nothing depends on the accuracy of that.
 */
final class Logarithm {

  private Logarithm() {}

  static Ball log(Ball x) {
    if (!x.isPositive()) {
      return x.isNaN() || x.isNegative()
          ? Ball.nan()
          : x.isExact() ? Ball.infinity(-1) : Ball.entire();
    }
    if (Double.isInfinite(x.hi)) {
      return x.isExact() ? x : Ball.entire();
    }
    int exponent = Math.getExponent(x.hi);
    double down = Math.scalb(1.0, -exponent);
    if (x.hi * down > 1.4) {
      exponent++;
      down /= 2;
    }
    Ball part = log1pOfMiddle(x.hi * down - 1, x.lo * down);
    int turns = exponent + x.scale;
    Ball value = turns == 0 ? part : part.plus(Exponential.LN2.times(turns));
    if (x.radius == 0) {
      return value;
    }
    // |log(1 + d)| is at most |d| / (1 - |d|).
    double relative = x.radius / x.hi * (1 + 0x1p-48);
    return value.widened(Ball.of(relative / (1 - relative) * (1 + 0x1p-48)));
  }

  static Ball log1p(Ball x) {
    if (x.scale < 0) {
      return x.widened(x.square());
    }
    if (x.scale > 0 || !(Math.abs(x.hi) <= 0.4 && x.radius <= Exponential.NARROW)) {
      return log(Ball.ONE.plus(x));
    }
    Ball value = log1pOfMiddle(x.hi, x.lo);
    return x.radius == 0
        ? value
        : value.widened(Ball.of(x.radius / (1 + x.hi - x.radius) * (1 + 0x1p-40)));
  }

  /** For |hi| <= 0.41; lo need not be small against hi, but against 1. */
  private static Ball log1pOfMiddle(double hi, double lo) {
    Ball t = Ball.of(hi, lo);
    if (t.scale < 0 || t.hi == 0) {
      return t.widened(t.square());
    }
    double y = StrictMath.log1p(t.hi);
    Ball e = Ball.of(y).expm1();
    Ball rest = t.minus(e);
    // log(1 + t) = y + log(1 + z)
    double z = rest.toDouble() / (1 + e.toDouble());
    double step = z - z * z / 2;
    double size = Math.abs(z);
    double error = size * size * size + size * 0x1p-49 + 2 * rest.radius() + Double.MIN_VALUE;
    return Ball.of(y, step).widened(Ball.of(error));
  }

  static Ball softplus(Ball x) {
    if (x.scale < 0) {
      return Exponential.LN2.plus(x.times(Ball.HALF)).widened(x.square());
    }
    if (x.scale > 0 || !(x.radius <= Exponential.NARROW)) {
      return x.hi < 0 ? log1p(x.exp()) : x.plus(log1p(x.negate().exp()));
    }
    Ball middle = new Ball(x.hi, x.lo, 0, 0);
    Ball e = (x.hi < 0 ? middle : middle.negate()).exp();
    Ball value = x.hi < 0 ? log1p(e) : middle.plus(log1p(e));
    if (x.radius == 0) {
      return value;
    }
    // softplus' = sigmoid is at most exp(x) and at most 1.
    Ball reach = Ball.of(1.3 * x.radius);
    return value.widened(x.hi < 0 ? e.times(reach) : reach);
  }
}
