package dev.limen.verify;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Functions of decimals, slow and plain: Taylor series, Newton's method, continued fractions. */
final class Oracle {
  static final MathContext DIGITS = new MathContext(80);

  /** More, where digits cancel. */
  private static final MathContext MORE = new MathContext(90);

  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal TWO = BigDecimal.TWO;
  private static final BigDecimal LN2 = log(TWO);

  /** Enough digits of pi to reduce any double. */
  private static final MathContext ANGLE = new MathContext(500);

  private static final BigDecimal PI = machin();

  private Oracle() {}

  static BigDecimal exp(BigDecimal x) {
    if (x.abs().compareTo(BigDecimal.TEN) > 0) {
      BigDecimal turns = x.divide(LN2, 0, RoundingMode.HALF_EVEN);
      BigDecimal rest = exp(x.subtract(turns.multiply(LN2)));
      return rest.multiply(powerOfTwo(turns.intValueExact()), MORE);
    }
    BigDecimal part = x.divide(BigDecimal.valueOf(1 << 10), MORE);
    BigDecimal term = ONE;
    BigDecimal sum = ONE;
    for (int n = 1; term.signum() != 0 && term.scale() - term.precision() < 100; n++) {
      term = term.multiply(part, MORE).divide(BigDecimal.valueOf(n), MORE);
      sum = sum.add(term, MORE);
    }
    for (int i = 0; i < 10; i++) {
      sum = sum.multiply(sum, MORE);
    }
    return sum;
  }

  static BigDecimal powerOfTwo(int n) {
    BigDecimal power = new BigDecimal(BigInteger.TWO.pow(Math.abs(n)));
    return n >= 0 ? power : ONE.divide(power, new MathContext(100));
  }

  static BigDecimal expm1(BigDecimal x) {
    if (x.abs().doubleValue() > 1e-3) {
      return exp(x).subtract(ONE);
    }
    BigDecimal term = x;
    BigDecimal sum = x;
    for (int n = 2; n < 40; n++) {
      term = term.multiply(x, MORE).divide(BigDecimal.valueOf(n), MORE);
      sum = sum.add(term, MORE);
    }
    return sum;
  }

  /** For x > 0 that a double holds more or less. */
  static BigDecimal log(BigDecimal x) {
    int exponent = 0;
    double size = x.doubleValue();
    if (size < 0.5 || size > 2) {
      exponent = Math.getExponent(size);
      return log(x.divide(powerOfTwo(exponent), MORE))
          .add(LN2.multiply(BigDecimal.valueOf(exponent)));
    }
    return log1p(x.subtract(ONE));
  }

  /** Newton's method on expm1. */
  static BigDecimal log1p(BigDecimal x) {
    if (x.doubleValue() > 1.01 || x.doubleValue() < -0.51) {
      return log(x.add(ONE));
    }
    if (x.signum() == 0) {
      return x;
    }
    BigDecimal y =
        x.abs().doubleValue() < 1e-30 ? x : BigDecimal.valueOf(Math.log1p(x.doubleValue()));
    for (int i = 0; i < 4; i++) {
      BigDecimal e = expm1(y);
      y = y.add(x.subtract(e).divide(e.add(ONE), MORE), MORE);
    }
    return y;
  }

  static BigDecimal tanh(BigDecimal x) {
    BigDecimal t = expm1(x.multiply(TWO));
    return t.divide(t.add(TWO), MORE);
  }

  static BigDecimal sinh(BigDecimal x) {
    BigDecimal t = expm1(x);
    return t.add(t.divide(t.add(ONE), MORE)).divide(TWO);
  }

  static BigDecimal cosh(BigDecimal x) {
    BigDecimal e = exp(x);
    return e.add(ONE.divide(e, MORE)).divide(TWO);
  }

  static BigDecimal sigmoid(BigDecimal x) {
    return ONE.divide(ONE.add(exp(x.negate())), MORE);
  }

  static BigDecimal softplus(BigDecimal x) {
    BigDecimal e = exp(x.abs().negate());
    // log1p is for what a double holds.
    BigDecimal tail =
        e.doubleValue() < 1e-100 ? e.subtract(e.multiply(e).divide(TWO), MORE) : log1p(e);
    return x.signum() > 0 ? x.add(tail) : tail;
  }

  static BigDecimal erf(BigDecimal x) {
    if (x.abs().doubleValue() > 2.5) {
      BigDecimal rest = ONE.subtract(tail(x.abs()));
      return x.signum() < 0 ? rest.negate() : rest;
    }
    BigDecimal square = x.multiply(x, MORE);
    BigDecimal term = x;
    BigDecimal sum = x;
    for (int n = 1; n < 180; n++) {
      term = term.multiply(square, MORE).divide(BigDecimal.valueOf(-n), MORE);
      sum = sum.add(term.divide(BigDecimal.valueOf(2L * n + 1), MORE), MORE);
    }
    return sum.multiply(TWO).divide(PI.sqrt(MORE), MORE);
  }

  static BigDecimal erfc(BigDecimal x) {
    return x.doubleValue() > 2.5 ? tail(x) : ONE.subtract(erf(x));
  }

  /** The continued fraction of Laplace: erfc(x) exp(x^2) sqrt(pi) = 1/(x + (1/2)/(x + 1/(x + ... */
  private static BigDecimal tail(BigDecimal x) {
    BigDecimal down = x;
    for (int n = 600; n > 0; n--) {
      down = x.add(BigDecimal.valueOf(n).divide(TWO.multiply(down), MORE), MORE);
    }
    return exp(x.multiply(x).negate()).divide(down.multiply(PI.sqrt(MORE)), MORE);
  }

  static BigDecimal sin(BigDecimal x) {
    return sinOfQuarters(x, 0);
  }

  static BigDecimal cos(BigDecimal x) {
    return sinOfQuarters(x, 1);
  }

  private static BigDecimal sinOfQuarters(BigDecimal x, int more) {
    BigDecimal half = PI.divide(TWO);
    BigDecimal quarters = x.divide(half, 0, RoundingMode.HALF_EVEN);
    BigDecimal rest = x.subtract(quarters.multiply(half));
    int quarter =
        quarters.toBigInteger().add(BigInteger.valueOf(more)).and(BigInteger.valueOf(3)).intValue();
    BigDecimal value = series(rest.round(MORE), quarter % 2 == 0 ? 1 : 0);
    return quarter > 1 ? value.negate() : value;
  }

  /** The sine (first = 1) or the cosine (first = 0). */
  private static BigDecimal series(BigDecimal x, int first) {
    BigDecimal square = x.multiply(x, MORE);
    BigDecimal term = first == 1 ? x : ONE;
    BigDecimal sum = term;
    for (int n = first + 2; n < 90; n += 2) {
      term = term.multiply(square, MORE).divide(BigDecimal.valueOf(-(long) n * (n - 1)), MORE);
      sum = sum.add(term, MORE);
    }
    return sum;
  }

  static BigDecimal atan(BigDecimal x) {
    if (x.abs().compareTo(ONE) > 0) {
      BigDecimal half = PI.divide(TWO).round(MORE);
      BigDecimal rest = atan(ONE.divide(x, MORE));
      return (x.signum() > 0 ? half : half.negate()).subtract(rest);
    }
    // atan(x) = 2 atan(x / (1 + sqrt(1 + x^2))), four times
    BigDecimal y = x;
    for (int i = 0; i < 4; i++) {
      y = y.divide(ONE.add(ONE.add(y.multiply(y)).sqrt(MORE)), MORE);
    }
    BigDecimal square = y.multiply(y, MORE).negate();
    BigDecimal power = y;
    BigDecimal sum = y;
    for (int n = 3; n < 100; n += 2) {
      power = power.multiply(square, MORE);
      sum = sum.add(power.divide(BigDecimal.valueOf(n), MORE), MORE);
    }
    return sum.multiply(BigDecimal.valueOf(16));
  }

  private static BigDecimal machin() {
    return arctanOfInverse(5)
        .multiply(BigDecimal.valueOf(16))
        .subtract(arctanOfInverse(239).multiply(BigDecimal.valueOf(4)));
  }

  private static BigDecimal arctanOfInverse(int n) {
    BigDecimal power = ONE.divide(BigDecimal.valueOf(n), ANGLE);
    BigDecimal sum = power;
    for (int k = 3; power.scale() < 1020; k += 2) {
      power = power.divide(BigDecimal.valueOf(-(long) n * n), ANGLE);
      sum = sum.add(power.divide(BigDecimal.valueOf(k), ANGLE), ANGLE);
    }
    return sum;
  }

  /** The midpoint of a finite ball. */
  static BigDecimal middle(Ball ball) {
    return new BigDecimal(ball.hi).add(new BigDecimal(ball.lo)).multiply(exactPower(ball.scale));
  }

  static BigDecimal radius(Ball ball) {
    return new BigDecimal(ball.radius).multiply(exactPower(ball.scale));
  }

  private static BigDecimal exactPower(int n) {
    // Exact: 2^-n = 5^n / 10^n.
    return n >= 0
        ? new BigDecimal(BigInteger.TWO.pow(n))
        : new BigDecimal(BigInteger.valueOf(5).pow(-n), -n);
  }
}
