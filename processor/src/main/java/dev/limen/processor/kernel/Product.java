package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A constant times integer powers of expressions.
 *
 * @param coefficient an expression of constants
 * @param powers the exponent of each factor, none 0, in the order of their occurrence
 */
record Product(Expr coefficient, Map<Expr, Integer> powers) {

  /** Larger exponents are left to factors of their own. */
  static final int MAX_EXPONENT = 64;

  Product {
    powers = Collections.unmodifiableMap(new LinkedHashMap<>(powers));
  }

  static Product constant(Expr value) {
    return new Product(value, Map.of());
  }

  static Product of(Expr factor) {
    return new Product(Expr.ONE, Map.of(factor, 1));
  }

  Product negate() {
    return new Product(
        coefficient instanceof Expr.Constant(double value)
            ? Expr.constant(-value)
            : new Expr.Negate(coefficient),
        powers);
  }

  Product times(Product other) {
    return new Product(
        coefficient.equals(Expr.ONE)
            ? other.coefficient
            : other.coefficient.equals(Expr.ONE)
                ? coefficient
                : new Expr.Multiply(coefficient, other.coefficient),
        merged(other, 1));
  }

  Product dividedBy(Product other) {
    return new Product(
        other.coefficient.equals(Expr.ONE)
            ? coefficient
            : new Expr.Divide(coefficient, other.coefficient),
        merged(other, -1));
  }

  Product power(int exponent) {
    Map<Expr, Integer> result = new LinkedHashMap<>();
    powers.forEach((factor, power) -> result.put(factor, power * exponent));
    return new Product(
        coefficient.equals(Expr.ONE)
            ? coefficient
            : new Expr.Power(coefficient, Expr.constant(exponent)),
        result);
  }

  int largestExponent() {
    return powers.values().stream().mapToInt(Math::abs).max().orElse(0);
  }

  private Map<Expr, Integer> merged(Product other, int sign) {
    Map<Expr, Integer> result = new LinkedHashMap<>(powers);
    other.powers.forEach((factor, power) ->
        result.merge(factor, sign * power, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b)));
    return result;
  }
}
