package dev.limen.processor.analysis;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Expr.Add;
import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Conditional;
import dev.limen.processor.formula.Expr.Constant;
import dev.limen.processor.formula.Expr.Divide;
import dev.limen.processor.formula.Expr.Multiply;
import dev.limen.processor.formula.Expr.NamedConstant;
import dev.limen.processor.formula.Expr.Negate;
import dev.limen.processor.formula.Expr.Parameter;
import dev.limen.processor.formula.Expr.Power;
import dev.limen.processor.formula.Expr.Subtract;
import dev.limen.processor.formula.Expr.Variable;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.Rational;
import dev.limen.processor.formula.Simplifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An exact number that may depend on parameters: a fraction times powers of numbers that are no
 * fractions. Sums of the same terms and products of the same factors are equal.
 *
 * @param coefficient the fraction
 * @param factors exponents by base, none of them 0; empty where the coefficient is 0
 */
record Scalar(Rational coefficient, Map<Base, Rational> factors) {

  static final Scalar ZERO = of(0);
  static final Scalar ONE = of(1);
  static final Scalar TWO = of(2);

  /** Sums of more terms, and products of more factors, are given up. */
  private static final int MOST_PARTS = 12;

  /** Fractions of more bits are given up. */
  private static final int MOST_BITS = 4000;

  /** A number that is no product. */
  sealed interface Base {}

  /** A parameter, a named constant, a function of a number, or a constant under a root. */
  record Leaf(Expr expr) implements Base {}

  /** A sum of products, by their factors; the coefficient of one of them is 1. */
  record Sum(Map<Map<Base, Rational>, Rational> terms) implements Base {}

  Scalar {
    if (factors.size() > MOST_PARTS
        || coefficient.numerator().bitLength() > MOST_BITS
        || coefficient.denominator().bitLength() > MOST_BITS) {
      throw Undecided.because("a number has grown too large");
    }
    if (coefficient.isZero() && !factors.isEmpty()) {
      factors = Map.of();
    }
  }

  static Scalar of(double value) {
    if (!Double.isFinite(value)) {
      throw Undecided.because("a number has grown too large");
    }
    return new Scalar(Rational.of(value), Map.of());
  }

  private static Scalar of(Base base) {
    return new Scalar(Rational.ONE, Map.of(base, Rational.ONE));
  }

  /** The value of an expression without x. */
  static Scalar of(Expr expr) {
    return switch (expr) {
      case Constant(double value) -> of(value);
      case NamedConstant c -> of(new Leaf(c));
      case Parameter p -> of(new Leaf(p));
      case Variable v -> throw new IllegalArgumentException("not a number: " + v.name());
      case Negate(Expr operand) -> of(operand).negate();
      case Add(Expr left, Expr right) -> of(left).plus(of(right));
      case Subtract(Expr left, Expr right) -> of(left).plus(of(right).negate());
      case Multiply(Expr left, Expr right) -> of(left).times(of(right));
      case Divide(Expr left, Expr right) -> of(left).over(of(right));
      case Power(Expr base, Constant(double exponent))
          when exponent == Math.rint(exponent) && Math.abs(exponent) <= 64 ->
          of(base).power((int) exponent);
      case Power(Expr base, Constant(double exponent)) -> rootOf(expr, base, exponent);
      case Power p -> special(p);
      case Call(Function function, var arguments) when function == Function.SQRT ->
          rootOf(expr, arguments.getFirst(), 0.5);
      case Call call -> special(call);
      case Conditional c -> special(c);
    };
  }

  private static Scalar rootOf(Expr expr, Expr base, double exponent) {
    Scalar inner = of(base);
    SignRules rules = new SignRules(Map.of());
    boolean isPositive = inner.coefficient.signum() > 0;
    for (Base factor : inner.factors.keySet()) {
      isPositive &= rules.of(expr(factor)) == SignRules.POSITIVE;
    }
    return isPositive ? inner.power(exponent, Decisions.none()) : special(expr);
  }

  private static Scalar special(Expr expr) {
    Expr simple = Simplifier.simplify(expr);
    return simple.equals(expr)
            || simple instanceof Call
            || simple instanceof Power
            || simple instanceof Conditional
        ? of(new Leaf(simple))
        : of(simple);
  }

  boolean isZero() {
    return coefficient.isZero();
  }

  boolean isOne() {
    return isFraction() && coefficient.equals(Rational.ONE);
  }

  boolean isFraction() {
    return factors.isEmpty();
  }

  /** The double nearest to a fraction; empty for another number. */
  Optional<Double> asDouble() {
    return isFraction() ? Optional.of(coefficient.toDouble()) : Optional.empty();
  }

  Scalar negate() {
    return new Scalar(coefficient.negate(), factors);
  }

  Scalar times(Scalar other) {
    if (isZero() || other.isZero()) {
      return ZERO;
    }
    Map<Base, Rational> product = new LinkedHashMap<>(factors);
    other.factors.forEach((base, exponent) -> multiply(product, base, exponent));
    return folded(coefficient.times(other.coefficient), product);
  }

  private static void multiply(Map<Base, Rational> product, Base base, Rational exponent) {
    product.merge(base, exponent, (a, b) -> a.plus(b).isZero() ? null : a.plus(b));
  }

  /** Puts roots that have become integer powers of constants into the coefficient. */
  private static Scalar folded(Rational coefficient, Map<Base, Rational> product) {
    Rational fraction = coefficient;
    for (Map.Entry<Base, Rational> factor : Map.copyOf(product).entrySet()) {
      if (factor.getKey() instanceof Leaf(Constant(double value))
          && factor.getValue().isSmallInteger()) {
        fraction = fraction.times(Rational.of(value).power(factor.getValue().intValue()));
        product.remove(factor.getKey());
      }
    }
    return new Scalar(fraction, product);
  }

  Scalar over(Scalar other) {
    return times(other.power(-1));
  }

  /** An integer power. */
  Scalar power(int exponent) {
    if (isZero() && exponent < 0) {
      throw Undecided.undefined("division by zero");
    }
    if (exponent == 0) {
      return ONE;
    }
    if (exponent == 1) {
      return this;
    }
    Map<Base, Rational> power = new LinkedHashMap<>();
    Rational times = Rational.of(exponent);
    factors.forEach((base, old) -> power.put(base, old.times(times)));
    if ((long) coefficient.numerator().bitLength() * Math.abs(exponent) > MOST_BITS) {
      throw Undecided.because("a number has grown too large");
    }
    return new Scalar(coefficient.power(exponent), power);
  }

  /**
   * A power of a number that is not negative.
   *
   * @param decisions tell the signs of the factors
   */
  Scalar power(double exponent, Decisions decisions) {
    if (exponent == Math.rint(exponent) && Math.abs(exponent) <= 64) {
      return power((int) exponent);
    }
    if (isZero()) {
      if (exponent < 0) {
        throw Undecided.undefined("division by zero");
      }
      return ZERO;
    }
    Rational times = Rational.of(exponent);
    Scalar result = root(coefficient.abs(), exponent);
    for (Map.Entry<Base, Rational> factor : factors.entrySet()) {
      Scalar size = of(factor.getKey());
      if (decisions.sign(size) < 0) {
        size = size.negate();
      }
      // A negative base is written as the negative of one, so that its root is real.
      Rational power = factor.getValue().times(times);
      if (size.coefficient.signum() < 0 && !power.isInteger()) {
        size = of(new Leaf(new Negate(of(factor.getKey()).expr())));
      }
      Scalar part = ONE;
      for (Map.Entry<Base, Rational> base : size.factors.entrySet()) {
        part = part.times(new Scalar(Rational.ONE, Map.of(base.getKey(), power)));
      }
      boolean negative = size.coefficient.signum() < 0 && !power.isEven();
      result = result.times(negative ? part.negate() : part);
    }
    return result;
  }

  private static Scalar root(Rational value, double exponent) {
    if (value.equals(Rational.ONE)) {
      return ONE;
    }
    if (exponent == 0.5) {
      BigInteger top = value.numerator().sqrt();
      BigInteger bottom = value.denominator().sqrt();
      if (top.multiply(top).equals(value.numerator())
          && bottom.multiply(bottom).equals(value.denominator())) {
        return new Scalar(new Rational(top, bottom), Map.of());
      }
    }
    if (!value.isDouble()) {
      return of(new Leaf(new Power(expr(value), Expr.constant(exponent))));
    }
    return new Scalar(
        Rational.ONE, Map.of(new Leaf(Expr.constant(value.toDouble())), Rational.of(exponent)));
  }

  /** A function of this. */
  Scalar apply(Function function) {
    return special(Expr.call(function, expr()));
  }

  Scalar plus(Scalar other) {
    if (isZero()) {
      return other;
    }
    if (other.isZero()) {
      return this;
    }
    if (factors.equals(other.factors)) {
      return new Scalar(coefficient.plus(other.coefficient), factors);
    }
    Map<Map<Base, Rational>, Rational> terms = new LinkedHashMap<>();
    addTo(terms);
    other.addTo(terms);
    terms.values().removeIf(Rational::isZero);
    if (terms.size() > MOST_PARTS) {
      throw Undecided.because("a number has grown too large");
    }
    if (terms.isEmpty()) {
      return ZERO;
    }
    Map.Entry<Map<Base, Rational>, Rational> first = terms.entrySet().iterator().next();
    if (terms.size() == 1) {
      return new Scalar(first.getValue(), first.getKey());
    }
    // Drawing out a coefficient makes a - 1 and 1 - a multiples of the same base.
    Rational common = terms.get(Map.<Base, Rational>of());
    if (common == null) {
      common = terms.get(least(terms));
    }
    Map<Map<Base, Rational>, Rational> scaled = new LinkedHashMap<>();
    for (Map.Entry<Map<Base, Rational>, Rational> term : terms.entrySet()) {
      scaled.put(term.getKey(), term.getValue().over(common));
    }
    return new Scalar(common, Map.of(new Sum(scaled), Rational.ONE));
  }

  /** A term that is the same one whatever the order of the terms. */
  private static Map<Base, Rational> least(Map<Map<Base, Rational>, Rational> terms) {
    Map<Base, Rational> least = null;
    String name = null;
    for (Map<Base, Rational> term : terms.keySet()) {
      String other = new Scalar(Rational.ONE, term).expr().toString();
      if (name == null || other.compareTo(name) < 0) {
        least = term;
        name = other;
      }
    }
    return least;
  }

  private void addTo(Map<Map<Base, Rational>, Rational> terms) {
    if (factors.size() == 1
        && factors.entrySet().iterator().next() instanceof Map.Entry<Base, Rational> factor
        && factor.getKey() instanceof Sum(Map<Map<Base, Rational>, Rational> parts)
        && factor.getValue().equals(Rational.ONE)) {
      parts.forEach((part, value) -> terms.merge(part, value.times(coefficient), Rational::plus));
    } else {
      terms.merge(factors, coefficient, Rational::plus);
    }
  }

  /** The number as an expression of constants and parameters. */
  Expr expr() {
    Expr top = null;
    Expr bottom = null;
    for (Map.Entry<Base, Rational> factor : factors.entrySet()) {
      Rational exponent = factor.getValue();
      Expr power = power(expr(factor.getKey()), exponent.abs());
      if (exponent.signum() > 0) {
        top = top == null ? power : new Multiply(top, power);
      } else {
        bottom = bottom == null ? power : new Multiply(bottom, power);
      }
    }
    Rational size = coefficient.abs();
    Expr result;
    if (size.equals(Rational.ONE) && top != null) {
      result = top;
    } else if (top == null) {
      result = expr(size);
    } else if (size.numerator().equals(BigInteger.ONE) && isDouble(size.denominator())) {
      result = new Divide(top, Expr.constant(size.denominator().doubleValue()));
    } else {
      result = new Multiply(expr(size), top);
    }
    if (bottom != null) {
      result = new Divide(result, bottom);
    }
    if (coefficient.signum() >= 0) {
      return result;
    }
    return result instanceof Constant(double value) ? Expr.constant(-value) : new Negate(result);
  }

  private static Expr power(Expr base, Rational exponent) {
    if (exponent.equals(Rational.ONE)) {
      return base;
    }
    return exponent.equals(Rational.HALF)
        ? Expr.call(Function.SQRT, base)
        : new Power(base, expr(exponent));
  }

  private static Expr expr(Base base) {
    return switch (base) {
      case Leaf(Expr expr) -> expr;
      case Sum(Map<Map<Base, Rational>, Rational> terms) -> {
        Expr sum = null;
        for (Map.Entry<Map<Base, Rational>, Rational> term : terms.entrySet()) {
          Expr part = new Scalar(term.getValue().abs(), term.getKey()).expr();
          if (sum == null) {
            sum = term.getValue().signum() < 0 ? new Negate(part) : part;
          } else {
            sum = term.getValue().signum() < 0 ? new Subtract(sum, part) : new Add(sum, part);
          }
        }
        yield sum;
      }
    };
  }

  private static boolean isDouble(BigInteger value) {
    return new Rational(value, BigInteger.ONE).isDouble();
  }

  /** A fraction: a double, a quotient of two, or a sum of three that is within 2^-150 of it. */
  private static Expr expr(Rational value) {
    if (value.isDouble()) {
      return Expr.constant(value.toDouble());
    }
    if (isDouble(value.numerator()) && isDouble(value.denominator())) {
      return new Divide(
          Expr.constant(value.numerator().doubleValue()),
          Expr.constant(value.denominator().doubleValue()));
    }
    BigDecimal rest = value.toBigDecimal(new MathContext(120));
    Expr sum = null;
    for (int i = 0; i < 3 && rest.signum() != 0; i++) {
      double part = rest.doubleValue();
      if (!Double.isFinite(part)) {
        throw Undecided.because("a number is too large for a double");
      }
      rest = rest.subtract(new BigDecimal(part));
      sum = sum == null ? Expr.constant(part) : new Add(sum, Expr.constant(part));
    }
    return sum == null ? Expr.ZERO : sum;
  }
}
