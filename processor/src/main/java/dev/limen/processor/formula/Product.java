package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Constant;
import java.math.BigInteger;

/**
 * A coefficient times powers of simplified expressions. Two products of equal factors are equal in
 * whatever order the factors stand; the order of first appearance is kept for writing them.
 *
 * @param coefficient exact; its numerator and denominator are doubles
 * @param factors exponents by base, none of them 0
 */
record Product(Rational coefficient, Factors factors) {

  static final Product ONE = of(Rational.ONE);

  /** Powers of coefficients beyond this many bits are left as they are. */
  private static final int MAX_BITS = 2200;

  static Product of(Rational coefficient) {
    return new Product(coefficient, Factors.NONE);
  }

  static Product of(Expr base, Rational exponent) {
    return new Product(Rational.ONE, Factors.of(base, exponent));
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
    Factors product = factors.plus(other.factors, Rational.ONE);
    Rational exact = coefficient.times(other.coefficient);
    if (isWritable(exact)) {
      return new Product(exact, product);
    }
    // A rounded coefficient would change the function: the other factor stays as it was written.
    Rational sign = Rational.of(other.coefficient.signum());
    Factors literals = literals(other.coefficient.abs(), 1);
    return new Product(coefficient.times(sign), product.plus(literals, Rational.ONE));
  }

  Product times(Expr base, Rational exponent) {
    return new Product(coefficient, factors.plus(base, exponent));
  }

  Product times(Rational factor) {
    return times(of(factor));
  }

  /** An integer power other than 0, of a product other than 0. */
  Product power(int exponent) {
    Factors power = factors.scaled(Rational.of(exponent));
    Rational size = coefficient.abs();
    Rational sign =
        coefficient.signum() < 0 && exponent % 2 != 0 ? Rational.MINUS_ONE : Rational.ONE;
    if (isSmall(size, exponent)) {
      Rational exact = size.power(exponent);
      if (isWritable(exact)) {
        return new Product(exact.times(sign), power);
      }
    }
    return new Product(sign, power.plus(literals(size, exponent), Rational.ONE));
  }

  private static boolean isSmall(Rational size, int exponent) {
    long bits = Math.max(size.numerator().bitLength(), size.denominator().bitLength());
    return bits <= 1 || bits * Math.abs((long) exponent) <= MAX_BITS;
  }

  /** A power of a positive coefficient as factors. */
  static Factors literals(Rational value, int exponent) {
    Rational power = Rational.of(exponent);
    if (value.isDouble()) {
      return value.equals(Rational.ONE)
          ? Factors.NONE
          : Factors.of(new Constant(value.toDouble()), power);
    }
    Rational numerator = new Rational(value.numerator(), BigInteger.ONE);
    Rational denominator = new Rational(value.denominator(), BigInteger.ONE);
    return literals(numerator, exponent).plus(new Constant(denominator.toDouble()), power.negate());
  }

  /** The same product without one base. */
  Product without(Expr base) {
    return new Product(coefficient, factors.without(base));
  }
}
