package dev.limen.processor.formula;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * An exact fraction in lowest terms.
 *
 * @param numerator carries the sign
 * @param denominator greater than 0
 */
public record Rational(BigInteger numerator, BigInteger denominator)
    implements Comparable<Rational> {

  public static final Rational ZERO = of(0);
  public static final Rational ONE = of(1);
  public static final Rational TWO = of(2);
  public static final Rational MINUS_ONE = of(-1);
  public static final Rational HALF = of(0.5);

  private static final int MANTISSA = 53;

  public Rational {
    if (denominator.signum() < 0) {
      numerator = numerator.negate();
      denominator = denominator.negate();
    }
    BigInteger divisor = numerator.gcd(denominator);
    if (!divisor.equals(BigInteger.ONE)) {
      numerator = numerator.divide(divisor);
      denominator = denominator.divide(divisor);
    }
  }

  /** The exact value of a finite double. */
  public static Rational of(double value) {
    return of(new BigDecimal(value));
  }

  public static Rational of(BigDecimal value) {
    return value.scale() > 0
        ? new Rational(value.unscaledValue(), BigInteger.TEN.pow(value.scale()))
        : new Rational(value.toBigIntegerExact(), BigInteger.ONE);
  }

  public Rational plus(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  public Rational minus(Rational other) {
    return plus(other.negate());
  }

  public Rational times(Rational other) {
    return new Rational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  public Rational over(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  public Rational negate() {
    return new Rational(numerator.negate(), denominator);
  }

  public Rational abs() {
    return numerator.signum() < 0 ? negate() : this;
  }

  /** An integer power, of a number that is not 0 where the exponent is negative. */
  public Rational power(int exponent) {
    return exponent >= 0
        ? new Rational(numerator.pow(exponent), denominator.pow(exponent))
        : new Rational(denominator.pow(-exponent), numerator.pow(-exponent));
  }

  /** The square root of a number that is not negative, where it is a fraction; else null. */
  Rational exactRoot() {
    Rational root = new Rational(numerator.sqrt(), denominator.sqrt());
    return root.times(root).equals(this) ? root : null;
  }

  public int signum() {
    return numerator.signum();
  }

  public boolean isZero() {
    return signum() == 0;
  }

  public boolean isInteger() {
    return denominator.equals(BigInteger.ONE);
  }

  /** Whether it is an integer that fits an int. */
  public boolean isSmallInteger() {
    return isInteger() && numerator.bitLength() < Integer.SIZE;
  }

  public int intValue() {
    return numerator.intValueExact();
  }

  public boolean isEven() {
    return isInteger() && !numerator.testBit(0);
  }

  @Override
  public int compareTo(Rational other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  /** The double nearest to it. */
  public double toDouble() {
    if (isDyadic()) {
      return toBigDecimal(MathContext.UNLIMITED).doubleValue();
    }
    BigDecimal near = toBigDecimal(new MathContext(40));
    BigDecimal error = near.ulp();
    double low = near.subtract(error).doubleValue();
    double high = near.add(error).doubleValue();
    // So close to a tie of two doubles, which is dyadic, more digits cannot mistake it.
    return low == high ? low : toBigDecimal(new MathContext(800)).doubleValue();
  }

  public BigDecimal toBigDecimal(MathContext context) {
    return new BigDecimal(numerator).divide(new BigDecimal(denominator), context);
  }

  /** Whether some double has exactly this value. */
  public boolean isDouble() {
    if (isZero()) {
      return true;
    }
    if (!isDyadic()) {
      return false;
    }
    BigInteger odd = numerator.shiftRight(numerator.getLowestSetBit());
    return odd.abs().bitLength() <= MANTISSA && of(finite(toDouble())).equals(this);
  }

  private static double finite(double value) {
    return Double.isInfinite(value) ? 0 : value;
  }

  private boolean isDyadic() {
    return denominator.bitLength() - 1 == denominator.getLowestSetBit();
  }
}
