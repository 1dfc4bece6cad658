package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.Relation;
import dev.limen.verify.Ball;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A function of x and e = exp(u) as one fraction: {@code e (1 + x + e) / (1 + e)^2} for the
 * derivative of {@code x sigmoid(x)}.
 *
 * <p>Terms that cancel are then few and nearly exact, since what does not depend on e comes first,
 * and there is one division.
 */
final class ExponentialFraction {

  private static final int MOST_TERMS = 16;
  private static final int LARGEST_POWER = 4;

  private final Forms forms = new Forms();

  /** u: all exponents are multiples of it. */
  private Expr unit;

  private final boolean isExact;

  private ExponentialFraction(boolean isExact) {
    this.isExact = isExact;
  }

  /**
   * An equal expression; empty where there is none of this kind.
   *
   * @param isExact whether rounding coefficients would be too much
   */
  static Optional<Expr> of(Expr expression, boolean isExact) {
    return new ExponentialFraction(isExact).fractionOf(expression);
  }

  private Optional<Expr> fractionOf(Expr expression) {
    for (Expr part : expression.subexpressions()) {
      Expr exponent = exponent(part);
      if (exponent != null && (unit == null || size(exponent) < size(unit))) {
        unit = exponent;
      }
    }
    if (unit == null) {
      return Optional.empty();
    }
    if (forms.affine(unit).slope().hi() < 0) {
      unit = new Expr.Negate(unit);
    }
    return fraction(expression)
        .filter(fraction -> !fraction.denominators().isEmpty())
        .map(this::expression);
  }

  private double size(Expr exponent) {
    return Math.abs(forms.affine(exponent).slope().hi());
  }

  /** The exponent that a function of x is rational in the exponential of; null for none. */
  private Expr exponent(Expr expression) {
    if (!(expression instanceof Expr.Call call) || forms.kind(call) != Forms.Kind.X) {
      return null;
    }
    return switch (call.function()) {
      case EXP, SIGMOID -> call.argument();
      case TANH -> new Expr.Multiply(Expr.constant(2), call.argument());
      default -> null;
    };
  }

  // Polynomials

  /** {@code e^e x^x}. */
  private record Monomial(int e, int x) implements Comparable<Monomial> {
    @Override
    public int compareTo(Monomial other) {
      return e != other.e ? Integer.compare(e, other.e) : Integer.compare(x, other.x);
    }
  }

  /** A polynomial in e and x, with constants as coefficients. */
  private record Polynomial(SortedMap<Monomial, Expr> terms) {

    Polynomial {
      terms = Collections.unmodifiableSortedMap(new TreeMap<>(terms));
    }

    static Polynomial of(Expr coefficient, int e, int x) {
      return new Polynomial(new TreeMap<>(Map.of(new Monomial(e, x), coefficient)));
    }

    static Polynomial onePlusPower(int e, int sign) {
      return of(Expr.constant(sign), 0, 0).plus(of(Expr.ONE, e, 0));
    }

    Polynomial plus(Polynomial other) {
      SortedMap<Monomial, Expr> sum = new TreeMap<>(terms);
      other.terms.forEach(
          (monomial, coefficient) -> sum.merge(monomial, coefficient, ExponentialFraction::sum));
      return new Polynomial(sum);
    }

    Polynomial times(Polynomial other) {
      SortedMap<Monomial, Expr> product = new TreeMap<>();
      terms.forEach((a, p) ->
          other.terms.forEach((b, q) ->
              product.merge(
                  new Monomial(a.e + b.e, a.x + b.x),
                  ExponentialFraction.product(p, q),
                  ExponentialFraction::sum)));
      return new Polynomial(product);
    }

    Polynomial shifted(int e) {
      return times(of(Expr.ONE, e, 0));
    }
  }

  private static Expr sum(Expr a, Expr b) {
    return a instanceof Expr.Constant(double p)
            && b instanceof Expr.Constant(double q)
            && isInteger(p)
            && isInteger(q)
        ? Expr.constant(p + q)
        : new Expr.Add(a, b);
  }

  private static Expr product(Expr a, Expr b) {
    return a instanceof Expr.Constant(double p)
            && b instanceof Expr.Constant(double q)
            && isInteger(p)
            && isInteger(q)
        ? Expr.constant(p * q)
        : a.equals(Expr.ONE) ? b : b.equals(Expr.ONE) ? a : new Expr.Multiply(a, b);
  }

  private static boolean isFloat(Ball value) {
    return value.isExact() && value.lo() == 0 && (float) value.hi() == value.hi();
  }

  private static boolean isInteger(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1 << 20;
  }

  // Fractions

  /** {@code e^shift numerator / denominators}, each of these to a power. */
  private record Fraction(int shift, Polynomial numerator, Map<Polynomial, Integer> denominators) {

    static Fraction of(Polynomial polynomial) {
      return new Fraction(0, polynomial, Map.of());
    }

    Fraction plus(Fraction other) {
      int least = Math.min(shift, other.shift);
      Map<Polynomial, Integer> common = new LinkedHashMap<>(denominators);
      other.denominators.forEach((factor, power) -> common.merge(factor, power, Math::max));
      return new Fraction(least, over(common, least).plus(other.over(common, least)), common);
    }

    /** The numerator over other denominators, which are multiples of these. */
    private Polynomial over(Map<Polynomial, Integer> common, int least) {
      Polynomial result = numerator.shifted(shift - least);
      for (Map.Entry<Polynomial, Integer> factor : common.entrySet()) {
        int missing = factor.getValue() - denominators.getOrDefault(factor.getKey(), 0);
        for (int i = 0; i < missing; i++) {
          result = result.times(factor.getKey());
        }
      }
      return result;
    }

    Fraction times(Fraction other) {
      Map<Polynomial, Integer> all = new LinkedHashMap<>(denominators);
      other.denominators.forEach((factor, power) -> all.merge(factor, power, Integer::sum));
      return new Fraction(shift + other.shift, numerator.times(other.numerator), all);
    }

    Fraction inverse() {
      return new Fraction(-shift, of(ONE).over(denominators, 0), Map.of(numerator, 1));
    }

    boolean isSmall() {
      return numerator.terms.size() <= MOST_TERMS;
    }

    private static final Polynomial ONE = Polynomial.of(Expr.ONE, 0, 0);
  }

  private Optional<Fraction> fraction(Expr expression) {
    if (forms.isConstant(expression)) {
      return isExact && !isFloat(forms.constant(expression))
          ? Optional.empty()
          : Optional.of(Fraction.of(Polynomial.of(expression, 0, 0)));
    }
    return switch (expression) {
      case Expr.Variable v -> Optional.of(Fraction.of(Polynomial.of(Expr.ONE, 0, 1)));
      case Expr.Negate n -> fraction(new Expr.Multiply(Expr.constant(-1), n.operand()));
      case Expr.Add b -> sum(fraction(b.left()), fraction(b.right()));
      case Expr.Subtract b -> sum(fraction(b.left()), fraction(new Expr.Negate(b.right())));
      case Expr.Multiply b -> product(fraction(b.left()), fraction(b.right()));
      case Expr.Divide b -> product(fraction(b.left()), inverse(b.right()));
      case Expr.Power(Expr base, Expr.Constant(double exponent))
          when exponent == Math.rint(exponent)
              && exponent != 0
              && Math.abs(exponent) <= LARGEST_POWER -> {
        yield power(exponent < 0 ? inverse(base) : fraction(base), (int) Math.abs(exponent));
      }
      case Expr.Call call -> call(call);
      default -> Optional.empty();
    };
  }

  /** The inverse of an expression, factor by factor: so that equal ones are seen to be equal. */
  private Optional<Fraction> inverse(Expr expression) {
    return switch (expression) {
      case Expr.Multiply b -> product(inverse(b.left()), inverse(b.right()));
      case Expr.Power(Expr base, Expr.Constant(double exponent))
          when exponent == Math.rint(exponent) && exponent > 0 && exponent <= LARGEST_POWER ->
          power(inverse(base), (int) exponent);
      default -> fraction(expression).map(Fraction::inverse);
    };
  }

  private static Optional<Fraction> power(Optional<Fraction> factor, int exponent) {
    Optional<Fraction> power = factor;
    for (int i = 1; i < exponent; i++) {
      power = product(power, factor);
    }
    return power;
  }

  private static Optional<Fraction> sum(Optional<Fraction> a, Optional<Fraction> b) {
    return a.flatMap(left -> b.map(left::plus)).filter(Fraction::isSmall);
  }

  private static Optional<Fraction> product(Optional<Fraction> a, Optional<Fraction> b) {
    return a.flatMap(left -> b.map(left::times)).filter(Fraction::isSmall);
  }

  private Optional<Fraction> call(Expr.Call call) {
    Expr exponent = exponent(call);
    int multiple = exponent == null ? 0 : multiple(exponent);
    if (multiple == 0) {
      return Optional.empty();
    }
    int size = Math.abs(multiple);
    Map<Polynomial, Integer> onePlus = Map.of(Polynomial.onePlusPower(size, 1), 1);
    return Optional.of(
        switch (call.function()) {
          case EXP -> new Fraction(multiple, Fraction.ONE, Map.of());
          case SIGMOID -> new Fraction(Math.max(multiple, 0), Fraction.ONE, onePlus);
          default -> {
            Polynomial difference = Polynomial.onePlusPower(size, -1);
            Polynomial sign = Polynomial.of(Expr.constant(Integer.signum(multiple)), 0, 0);
            yield new Fraction(0, difference.times(sign), onePlus);
          }
        });
  }

  /** How many units an exponent is; 0 where that is no small integer. */
  private int multiple(Expr exponent) {
    Affine whole = forms.affine(exponent);
    Affine part = forms.affine(unit);
    if (!Forms.isZero(whole.intercept()) || !whole.atom().equals(part.atom())) {
      return 0;
    }
    Ball ratio = whole.slope().dividedBy(part.slope());
    double nearest = Math.rint(ratio.hi());
    boolean isInteger = ratio.minus(nearest).abs().hi() <= 0x1p-90;
    return isInteger && Math.abs(nearest) <= LARGEST_POWER ? (int) nearest : 0;
  }

  // Back to expressions

  private Expr expression(Fraction fraction) {
    Expr e = Expr.call(Function.EXP, unit);
    int common = fraction.numerator().terms().firstKey().e();
    int shift = fraction.shift() + common;
    Expr rest = horner(fraction.numerator(), common, e);
    Expr numerator =
        shift == 0
            ? rest
            : new Expr.Multiply(shift == 1 ? e : new Expr.Power(e, Expr.constant(shift)), rest);
    // Multiplied out, a power of a sum has fewer roundings.
    Polynomial denominator = Fraction.ONE;
    for (Map.Entry<Polynomial, Integer> factor : fraction.denominators().entrySet()) {
      for (int i = 0; i < factor.getValue(); i++) {
        denominator = denominator.times(factor.getKey());
      }
    }
    Expr divisor = horner(denominator, 0, e);
    double limit = shift < 0 ? 0 : limit(fraction, denominator);
    if (!isExact || limit == 0 || !unit.equals(Expr.X)) {
      return new Expr.Divide(numerator, divisor);
    }
    // The limit, and a fraction that vanishes: where that is small, so are its errors.
    Polynomial difference =
        fraction
            .numerator()
            .shifted(fraction.shift())
            .plus(denominator.times(Polynomial.of(Expr.constant(-limit), 0, 0)));
    return new Expr.Add(
        onTheLeft(Expr.ZERO, Expr.constant(limit)),
        new Expr.Divide(onTheLeft(numerator, horner(difference, 0, e)), divisor));
  }

  private static Expr onTheLeft(Expr left, Expr right) {
    return new Expr.Conditional(Relation.LESS, Expr.X, Expr.ZERO, left, right);
  }

  /** What a fraction tends to as e grows; 0 where that is no integer. */
  private static double limit(Fraction fraction, Polynomial denominator) {
    Monomial above = fraction.numerator().terms().lastKey();
    Monomial below = denominator.terms().lastKey();
    boolean isConstant = above.e() + fraction.shift() == below.e() && above.x() + below.x() == 0;
    return isConstant
            && fraction.numerator().terms().get(above) instanceof Expr.Constant(double p)
            && denominator.terms().get(below) instanceof Expr.Constant(double q)
            && isInteger(p / q)
        ? p / q
        : 0;
  }

  /** A polynomial over e^from: in powers of e, with polynomials in x as coefficients. */
  private Expr horner(Polynomial polynomial, int from, Expr e) {
    Expr result = null;
    for (int power = polynomial.terms().lastKey().e(); power >= from; power--) {
      result = plusTimes(coefficient(polynomial, power), e, result);
    }
    return result;
  }

  private Expr coefficient(Polynomial polynomial, int e) {
    Expr result = null;
    for (int power = LARGEST_POWER; power >= 0; power--) {
      Expr term = polynomial.terms().get(new Monomial(e, power));
      boolean isZero = term == null || Forms.isZero(forms.constant(term));
      result = plusTimes(isZero ? null : term, Expr.X, result);
    }
    return result;
  }

  /** {@code term + factor * rest}, where null is 0. */
  private static Expr plusTimes(Expr term, Expr factor, Expr rest) {
    if (rest == null) {
      return term;
    }
    Expr product = rest.equals(Expr.ONE) ? factor : new Expr.Multiply(factor, rest);
    return term == null ? product : new Expr.Add(term, product);
  }
}
