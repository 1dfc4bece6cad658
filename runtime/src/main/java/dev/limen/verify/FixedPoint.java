package dev.limen.verify;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Numbers as integers in units of 2^-bits: enough precision for tables and for the reduction of
 * large angles, however slow.
 */
final class FixedPoint {
  /** The precision of tables. */
  static final int BITS = 256;

  static final BigInteger ONE = BigInteger.ONE.shiftLeft(BITS);

  /** The precision of angles: they are doubles, or sums of two. */
  private static final int ANGLE_BITS = 1400;

  private static final int PI_BITS = 2600;

  /** By the formula of Machin. */
  private static final BigInteger HALF_PI =
      arctanOfInverse(5, PI_BITS).shiftLeft(2).subtract(arctanOfInverse(239, PI_BITS)).shiftLeft(1);

  private FixedPoint() {}

  /** Returns an angle with the precision of pi. */
  static BigInteger angle(double hi, double lo, int scale) {
    BigInteger sum = of(hi, ANGLE_BITS).add(of(lo, ANGLE_BITS));
    return sum.shiftLeft(scale + PI_BITS - ANGLE_BITS);
  }

  /** Returns the multiple of pi/2 next to an angle. */
  static BigInteger quarters(BigInteger angle) {
    BigInteger[] parts = angle.add(HALF_PI.shiftRight(1)).divideAndRemainder(HALF_PI);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  static Ball withoutQuarters(BigInteger angle, BigInteger quarters) {
    BigInteger rest = angle.subtract(quarters.multiply(HALF_PI));
    return ball(rest.shiftRight(PI_BITS - ANGLE_BITS), ANGLE_BITS);
  }

  static BigInteger times(BigInteger a, BigInteger b) {
    return a.multiply(b).shiftRight(BITS);
  }

  /** Returns the ball of a number that is wrong by less than 2^20 units. */
  static Ball ball(BigInteger value, int bits) {
    int dropped = Math.max(0, value.bitLength() - 120);
    BigInteger kept = value.shiftRight(dropped);
    double hi = kept.doubleValue();
    double lo = kept.subtract(new BigDecimal(hi).toBigInteger()).doubleValue();
    Ball middle = Ball.of(hi, lo).widenedBy(0x1p-105).scaled(dropped - bits);
    return middle.widened(Ball.ONE.scaled(20 - bits));
  }

  /** Returns the ball of a number in tables. */
  static Ball ball(BigInteger value) {
    return ball(value, BITS);
  }

  /** Returns arctan(1/n), an alternating sum, wrong by less than 2^12 units. */
  static BigInteger arctanOfInverse(int n, int bits) {
    BigInteger power = BigInteger.ONE.shiftLeft(bits).divide(BigInteger.valueOf(n));
    BigInteger square = BigInteger.valueOf((long) n * n);
    BigInteger sum = power;
    for (int k = 1; power.signum() != 0; k++) {
      power = power.divide(square);
      BigInteger term = power.divide(BigInteger.valueOf(2L * k + 1));
      sum = k % 2 == 0 ? sum.add(term) : sum.subtract(term);
    }
    return sum;
  }

  /** Returns x in units of 2^-bits, which must not be larger than the last bit of x. */
  static BigInteger of(double x, int bits) {
    if (x == 0) {
      return BigInteger.ZERO;
    }
    int exponent = Math.max(Math.getExponent(x), Double.MIN_EXPONENT) - 52;
    long digits = (long) Math.scalb(x, -exponent);
    return BigInteger.valueOf(digits).shiftLeft(bits + exponent);
  }
}
