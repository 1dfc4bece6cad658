package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Constant;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A coefficient times powers of simplified expressions. Two products of equal factors are equal in
 * whatever order the factors stand; the order of first appearance is kept for writing them.
 *
 * @param coefficient exact; its numerator and denominator are doubles
 * @param factors exponents by base, none of them 0
 */
record Product(Rational coefficient, Map<Expr, Rational> factors) {

  static final Product ONE = of(Rational.ONE);

  /** Powers of coefficients beyond this many bits are left as they are. */
  private static final int MAX_BITS = 2200;

  Product {
    factors = Collections.unmodifiableMap(factors);
  }

  static Product of(Rational coefficient) {
    return new Product(coefficient, Map.of());
  }

  static Product of(Expr base, Rational exponent) {
    return new Product(Rational.ONE, Map.of(base, exponent));
  }

  static Product of(Expr base) {
    return of(base, Rational.ONE);
  }

  /** Whether a fraction can be written with two literals. */
  static boolean isWritable(Rational value) {
    return new Rational(value.numerator(), BigInteger.ONE).isDouble()
        && new Rational(value.denominator(), BigInteger.ONE).isDouble();
  }

  boolean isConstant() {
    return factors.isEmpty();
  }

  Rational exponent(Expr base) {
    return factors.getOrDefault(base, Rational.ZERO);
  }

  Product negate() {
    return new Product(coefficient.negate(), factors);
  }

  Product withCoefficient(Rational value) {
    return new Product(value, factors);
  }

  /** Without a coefficient: what like terms of a sum share. */
  Product monomial() {
    return withCoefficient(Rational.ONE);
  }

  Product times(Product other) {
    Map<Expr, Rational> product = new LinkedHashMap<>(factors);
    other.factors.forEach((base, exponent) -> multiply(product, base, exponent));
    Rational exact = coefficient.times(other.coefficient);
    if (isWritable(exact)) {
      return new Product(exact, product);
    }
    // A rounded coefficient would change the function: the other factor stays as it was written.
    multiplyBy(product, other.coefficient.abs(), 1);
    return new Product(
        other.coefficient.signum() < 0 ? coefficient.negate() : coefficient, product);
  }

  Product times(Expr base, Rational exponent) {
    return times(of(base, exponent));
  }

  Product times(Rational factor) {
    return times(of(factor));
  }

  /** An integer power; the coefficient is not 0. */
  Product power(int exponent) {
    Map<Expr, Rational> product = new LinkedHashMap<>();
    Rational factor = Rational.of(exponent);
    factors.forEach((base, old) -> multiply(product, base, old.times(factor)));
    Rational size = coefficient.abs();
    Rational sign =
        coefficient.signum() < 0 && exponent % 2 != 0 ? Rational.MINUS_ONE : Rational.ONE;
    if (isSmall(size, exponent)) {
      Rational power = size.power(exponent);
      if (isWritable(power)) {
        return new Product(power.times(sign), product);
      }
    }
    multiplyBy(product, size, exponent);
    return new Product(sign, product);
  }

  private static boolean isSmall(Rational size, int exponent) {
    long bits = Math.max(size.numerator().bitLength(), size.denominator().bitLength());
    return bits <= 1 || bits * Math.abs((long) exponent) <= MAX_BITS;
  }

  /** Puts a coefficient among the factors. */
  static void multiplyBy(Map<Expr, Rational> product, Rational value, int exponent) {
    Rational numerator = new Rational(value.numerator(), BigInteger.ONE);
    Rational denominator = new Rational(value.denominator(), BigInteger.ONE);
    if (value.isDouble()) {
      multiply(product, new Constant(value.toDouble()), Rational.of(exponent));
      return;
    }
    if (!numerator.equals(Rational.ONE)) {
      multiply(product, new Constant(numerator.toDouble()), Rational.of(exponent));
    }
    multiply(product, new Constant(denominator.toDouble()), Rational.of(-exponent));
  }

  static void multiply(Map<Expr, Rational> product, Expr base, Rational exponent) {
    product.merge(base, exponent, (a, b) -> a.plus(b).isZero() ? null : a.plus(b));
  }

  /** The same product without one base. */
  Product without(Expr base) {
    Map<Expr, Rational> rest = new LinkedHashMap<>(factors);
    rest.remove(base);
    return new Product(coefficient, rest);
  }
}
