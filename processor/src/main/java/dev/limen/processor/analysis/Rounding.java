package dev.limen.processor.analysis;

/**
 * Basic operations on doubles rounded towards an infinity, by one step where the nearest result is
 * not exact and on the wrong side. An exact result is left as it is, so that 1 - 1 is 0.
 */
final class Rounding {

  /** Below it the residual of a product may be rounded itself. */
  private static final double RESIDUAL_UNSAFE = 0x1p-960;

  private Rounding() {}

  static double addDown(double a, double b) {
    return -addUp(-a, -b);
  }

  static double addUp(double a, double b) {
    double sum = a + b;
    if (Double.isInfinite(sum)) {
      return sum == Double.NEGATIVE_INFINITY && Double.isFinite(a) && Double.isFinite(b)
          ? -Double.MAX_VALUE
          : sum;
    }
    double part = sum - a;
    double error = (a - (sum - part)) + (b - part);
    // A NaN comes of an overflow on the way: then step up as well.
    return error <= 0 ? sum : Math.nextUp(sum);
  }

  static double multiplyDown(double a, double b) {
    return -multiplyUp(-a, b);
  }

  /** 0 times infinity is 0: the infinity is a bound that no value reaches. */
  static double multiplyUp(double a, double b) {
    if (a == 0 || b == 0) {
      return 0;
    }
    double product = a * b;
    if (Double.isInfinite(product)) {
      return product == Double.NEGATIVE_INFINITY && Double.isFinite(a) && Double.isFinite(b)
          ? -Double.MAX_VALUE
          : product;
    }
    if (Math.abs(product) < RESIDUAL_UNSAFE) {
      return a < 0 == b < 0 ? Math.nextUp(product) : Math.min(Math.nextUp(product), -0.0);
    }
    return Math.fma(a, b, -product) > 0 ? Math.nextUp(product) : product;
  }

  static double divideDown(double a, double b) {
    return -divideUp(-a, b);
  }

  /** The divisor is not 0; infinity over infinity is 0 or 1 as it takes to be a bound. */
  static double divideUp(double a, double b) {
    if (a == 0) {
      return 0;
    }
    if (Double.isInfinite(b)) {
      if (Double.isInfinite(a)) {
        return a < 0 == b < 0 ? Double.POSITIVE_INFINITY : 0;
      }
      return 0;
    }
    double quotient = a / b;
    if (Double.isInfinite(quotient)) {
      return quotient == Double.NEGATIVE_INFINITY && Double.isFinite(a)
          ? -Double.MAX_VALUE
          : quotient;
    }
    if (Math.abs(quotient) < RESIDUAL_UNSAFE || Math.abs(a) < RESIDUAL_UNSAFE) {
      return a < 0 == b < 0 ? Math.nextUp(quotient) : Math.min(Math.nextUp(quotient), -0.0);
    }
    double residual = Math.fma(-quotient, b, a);
    boolean above = b > 0 ? residual > 0 : residual < 0;
    return above || Double.isNaN(residual) ? Math.nextUp(quotient) : quotient;
  }

  static double sqrtDown(double a) {
    double root = Math.sqrt(a);
    if (root == 0 || Double.isInfinite(root)) {
      return root;
    }
    return a >= RESIDUAL_UNSAFE && Math.fma(root, root, -a) <= 0 ? root : Math.nextDown(root);
  }

  static double sqrtUp(double a) {
    double root = Math.sqrt(a);
    if (root == 0 || Double.isInfinite(root)) {
      return root;
    }
    return a >= RESIDUAL_UNSAFE && Math.fma(root, root, -a) >= 0 ? root : Math.nextUp(root);
  }

  /** The value less some units in its last place. */
  static double stepDown(double value, int steps) {
    double result = value;
    for (int i = 0; i < steps; i++) {
      result = Math.nextDown(result);
    }
    return result;
  }

  /** The value and some units in its last place. */
  static double stepUp(double value, int steps) {
    double result = value;
    for (int i = 0; i < steps; i++) {
      result = Math.nextUp(result);
    }
    return result;
  }
}
