package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Constant;
import dev.limen.verify.Ball;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The points where a smooth expression in x changes its sign, where they can be told exactly: it is
 * a product of polynomials in x, of what has one sign, and of monotone functions of such.
 *
 * @param roots in ascending order
 * @param signs -1 or 1 on each interval between them, one more than roots
 */
record SignChanges(List<Root> roots, List<Integer> signs) {

  private static final int MAX_DEGREE = 12;

  private static final int DIGITS = 30;

  SignChanges {
    roots = List.copyOf(roots);
    signs = List.copyOf(signs);
  }

  /** The sign on the interval around a point that is no root. */
  int signAt(Rational x) {
    int interval = 0;
    while (interval < roots.size() && roots.get(interval).value().compareTo(x) < 0) {
      interval++;
    }
    return signs.get(interval);
  }

  /** A fraction strictly between two roots; null stands for infinity. */
  static Rational between(Root low, Root high) {
    if (low == null && high == null) {
      return Rational.ZERO;
    }
    if (low == null) {
      return high.value().minus(Rational.ONE);
    }
    return high == null
        ? low.value().plus(Rational.ONE)
        : low.value().plus(high.value()).times(Rational.HALF);
  }

  /** The sign changes of a simplified expression without switches. */
  static Optional<SignChanges> of(Expr expr, NormalForm form) {
    Search search = new Search(form);
    return search.collect(expr) ? search.result() : Optional.empty();
  }

  /** Splits an expression into factors. */
  private static final class Search {
    private final NormalForm form;
    private final List<Polynomial> polynomials = new ArrayList<>();
    private final List<Polynomial> decimals = new ArrayList<>();

    /** Exponents of factors with parameters, and whether one of them divides. */
    private final Map<Expr, Rational> parameters = new LinkedHashMap<>();

    private final Map<Expr, Boolean> divisors = new HashMap<>();
    private int sign = 1;

    Search(NormalForm form) {
      this.form = form;
    }

    /** Takes in all factors of an expression; false where one is of no known kind. */
    boolean collect(Expr expr) {
      Product product = form.factor(expr);
      if (product.coefficient().isZero()) {
        return false;
      }
      sign *= product.coefficient().signum();
      for (Map.Entry<Expr, Rational> factor : product.factors().entrySet()) {
        if (!collect(factor.getKey(), factor.getValue())) {
          return false;
        }
      }
      return true;
    }

    private boolean collect(Expr base, Rational exponent) {
      Signs.Sign known = form.sign(base);
      if (known.isPositive() || !exponent.isInteger()) {
        return true;
      }
      if (form.hasVariable(base)) {
        return exponent.isEven() || atom(base);
      }
      if (form.isConstant(base)) {
        Ball value = PreciseEvaluator.of(base, Map.of()).evaluate(0, DIGITS);
        int constant = (int) Math.signum(value.toDouble());
        sign *= exponent.isEven() ? constant * constant : constant;
        return constant != 0;
      }
      parameters.merge(base, exponent, Rational::plus);
      divisors.merge(base, exponent.signum() < 0, Boolean::logicalOr);
      return true;
    }

    private boolean atom(Expr base) {
      if (form.sign(base).isNegative()) {
        sign = -sign;
        return true;
      }
      Optional<Polynomial> polynomial = polynomial(base, false);
      if (polynomial.isPresent()) {
        polynomials.add(polynomial.get());
        decimals.add(polynomial(base, true).orElseThrow());
        return true;
      }
      if (base instanceof Call call) {
        return switch (call.function()) {
          case TANH, SINH, ERF, ATAN, EXPM1, LOG1P -> collect(call.argument());
          case LOG -> collect(form.subtract(call.argument(), form.share(Expr.ONE)));
          case SQRT -> true;
          default -> false;
        };
      }
      return monotone(base);
    }

    /** c + k*f(u) has the sign of k*(u - f^-1(-c/k)) for an increasing f. */
    private boolean monotone(Expr base) {
      Sum sum = form.sum(base);
      Rational constant = sum.coefficient(Product.ONE);
      if (sum.size() != 2 || constant.isZero()) {
        return false;
      }
      Product term = sum.without(Product.ONE).products().getFirst();
      if (term.factors().size() != 1
          || !term.factors().containsValue(Rational.ONE)
          || !(term.factors().keySet().iterator().next() instanceof Call call)) {
        return false;
      }
      Expr level = form.write(Product.of(constant.negate().over(term.coefficient())));
      Optional<Expr> inverse = inverse(call.function(), level);
      if (inverse.isEmpty()) {
        return false;
      }
      Ball at = PreciseEvaluator.of(inverse.get(), Map.of()).evaluate(0, DIGITS);
      if (at.isNaN()) {
        return false;
      }
      sign *= term.coefficient().signum();
      return collect(form.subtract(call.argument(), inverse.get()));
    }

    private Optional<Expr> inverse(Function function, Expr level) {
      Expr one = form.share(Expr.ONE);
      return switch (function) {
        case EXP -> Optional.of(form.call(Function.LOG, level));
        case LOG -> Optional.of(form.call(Function.EXP, level));
        case EXPM1 -> Optional.of(form.call(Function.LOG1P, level));
        case LOG1P -> Optional.of(form.call(Function.EXPM1, level));
        case SOFTPLUS -> Optional.of(form.call(Function.LOG, form.call(Function.EXPM1, level)));
        case SIGMOID ->
            Optional.of(form.call(Function.LOG, form.divide(level, form.subtract(one, level))));
        case TANH ->
            Optional.of(
                form.scale(
                    form.call(
                        Function.LOG, form.divide(form.add(one, level), form.subtract(one, level))),
                    Rational.HALF));
        default -> Optional.empty();
      };
    }

    /** The expression as a polynomial in x; its literals as doubles, or as decimals. */
    private Optional<Polynomial> polynomial(Expr expr, boolean decimal) {
      return expanded(expr, decimal).filter(polynomial -> polynomial.degree() >= 1);
    }

    /** Likewise, possibly a constant. */
    private Optional<Polynomial> expanded(Expr expr, boolean decimal) {
      Polynomial sum = Polynomial.of();
      for (Product term : form.sum(expr).products()) {
        Rational coefficient = decimal ? asDecimal(term.coefficient()) : term.coefficient();
        Polynomial product = Polynomial.of(coefficient);
        for (Map.Entry<Expr, Rational> factor : term.factors().entrySet()) {
          Optional<Polynomial> power = power(factor.getKey(), factor.getValue(), decimal);
          if (power.isEmpty() || product.degree() + power.get().degree() > MAX_DEGREE) {
            return Optional.empty();
          }
          product = product.times(power.get());
        }
        sum = sum.plus(product);
      }
      return Optional.of(sum);
    }

    private Optional<Polynomial> power(Expr base, Rational exponent, boolean decimal) {
      if (!exponent.isSmallInteger() || exponent.abs().compareTo(Rational.of(MAX_DEGREE)) > 0) {
        return Optional.empty();
      }
      if (!form.hasVariable(base)) {
        return constant(base, decimal)
            .filter(constant -> !constant.isZero())
            .map(constant -> Polynomial.of(constant.power(exponent.intValue())));
      }
      if (exponent.signum() < 0) {
        return Optional.empty();
      }
      return factor(base, decimal)
          .filter(polynomial -> polynomial.degree() * exponent.intValue() <= MAX_DEGREE)
          .map(polynomial -> polynomial.power(exponent.intValue()));
    }

    private Optional<Polynomial> factor(Expr base, boolean decimal) {
      if (base.equals(Expr.X)) {
        return Optional.of(Polynomial.of(Rational.ZERO, Rational.ONE));
      }
      // What is no sum is a call, and not to be expanded.
      return form.sum(base).size() > 1 ? expanded(base, decimal) : Optional.empty();
    }

    private Optional<Rational> constant(Expr base, boolean decimal) {
      if (base instanceof Constant(double value)) {
        return Optional.of(decimal ? asDecimal(Rational.of(value)) : Rational.of(value));
      }
      if (!form.isConstant(base)) {
        return Optional.empty();
      }
      Expr plain = base;
      PreciseNumber value = PreciseEvaluator.of(plain, Map.of()).number(Rational.ZERO, 70);
      return value instanceof PreciseNumber.Plain(org.apfloat.Apfloat number)
              && Math.abs(number.scale()) < 400
          ? Optional.of(Rational.of(new BigDecimal(number.precision(75).toString())))
          : Optional.empty();
    }

    private static Rational asDecimal(Rational value) {
      Literals literals = Literals.of(value.abs());
      Rational decimal =
          Rational.of(new BigDecimal(Double.toString(literals.numerator())))
              .over(Rational.of(new BigDecimal(Double.toString(literals.denominator()))));
      return value.signum() < 0 ? decimal.negate() : decimal;
    }

    Optional<SignChanges> result() {
      for (Map.Entry<Expr, Rational> parameter : parameters.entrySet()) {
        // An even power of what divides is positive; any other factor may be 0 or negative.
        if (!parameter.getValue().isEven() || !divisors.get(parameter.getKey())) {
          return Optional.empty();
        }
      }
      TreeSet<Root> roots = new TreeSet<>();
      for (int i = 0; i < polynomials.size(); i++) {
        for (Root root : polynomials.get(i).roots()) {
          Rational decimal = Rational.of(new BigDecimal(Double.toString(finite(root.at()))));
          boolean meant = !root.met() && decimals.get(i).at(decimal).isZero();
          Root counted = meant ? root.snapped() : root;
          if (!roots.add(counted) && counted.met()) {
            roots.remove(counted);
            roots.add(counted);
          }
        }
      }
      List<Root> all = new ArrayList<>();
      List<Integer> signs = new ArrayList<>();
      Root low = null;
      for (Root high : roots) {
        int before = signBetween(low, high);
        if (signs.isEmpty() || signs.getLast() != before) {
          if (low != null) {
            all.add(low);
          }
          signs.add(before);
        }
        low = high;
      }
      int last = signBetween(low, null);
      if (signs.isEmpty() || signs.getLast() != last) {
        if (low != null) {
          all.add(low);
        }
        signs.add(last);
      }
      return Optional.of(new SignChanges(all, signs));
    }

    private static double finite(double value) {
      return Double.isInfinite(value) ? 0 : value;
    }

    private int signBetween(Root low, Root high) {
      Rational sample = between(low, high);
      int product = sign;
      for (Polynomial polynomial : polynomials) {
        product *= polynomial.at(sample).signum();
      }
      return product;
    }
  }
}
