package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Conditional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rewrites of sums whose terms would cancel: two terms {@code c*R*G} and {@code k*c*R}, for any
 * factors R they share, become {@code c*R*(G + k)} with {@code G + k} written as a function that
 * keeps its precision.
 */
final class SumRules {

  /** Products are multiplied out in search of terms that cancel up to this many terms. */
  private static final int MAX_EXPANDED = 24;

  /** Terms that have to meet for a product that is multiplied out to leave no more than it was. */
  private static final int MAX_MEETING = 2;

  private final NormalForm form;

  SumRules(NormalForm form) {
    this.form = form;
  }

  /**
   * {@code G^power + partner = result}, for a factor G of a term.
   *
   * @param partner the coefficient of the other term
   */
  private record Pair(int power, Rational partner, Product result) {}

  Sum apply(Sum raw) {
    Sum sum = raw;
    while (sum.size() > 1) {
      Sum next = step(sum);
      if (next == null) {
        break;
      }
      sum = next;
    }
    return sum;
  }

  /** The sum after one rewrite; null where none applies. */
  private Sum step(Sum sum) {
    Sum paired = pairUp(sum);
    if (paired != null) {
      return paired;
    }
    Sum merged = mergeBranches(sum);
    return merged != null ? merged : expand(sum);
  }

  private Sum pairUp(Sum sum) {
    for (Product term : sum.products()) {
      for (Map.Entry<Expr, Rational> factor : term.factors().entrySet()) {
        if (factor.getKey() instanceof Call call) {
          Sum next = pairUp(sum, term, call);
          if (next != null) {
            return next;
          }
        }
      }
    }
    return null;
  }

  private Sum pairUp(Sum sum, Product term, Call call) {
    Rational exponent = term.exponent(call);
    for (Pair pair : pairs(call)) {
      Rational power = Rational.of(pair.power());
      boolean contained =
          exponent.signum() == power.signum() && exponent.abs().compareTo(power.abs()) >= 0;
      if (exponent.isInteger() && contained) {
        Product rest = term.times(call, power.negate());
        Product partner = rest.times(pair.partner());
        if (has(sum, partner)) {
          return replace(sum, term, partner, rest.times(pair.result()));
        }
      }
    }
    return exponent.isInteger() && exponent.signum() > 0 ? pairUpWithTwin(sum, term, call) : null;
  }

  private Sum pairUpWithTwin(Sum sum, Product term, Call call) {
    Product rest = term.times(call, Rational.MINUS_ONE);
    Expr u = call.argument();
    return switch (call.function()) {
      case EXP -> pairUpExponentials(sum, term, rest, u);
      case COSH -> pairUpSquares(sum, term, call, form.call(Function.SINH, u), true);
      case COS -> pairUpSquares(sum, term, call, form.call(Function.SIN, u), false);
      case SOFTPLUS -> {
        // softplus(u) - u = softplus(-u).
        if (form.sum(u).size() != 1) {
          yield null;
        }
        Product twin = rest.times(form.product(u)).negate();
        Expr mirrored = form.call(Function.SOFTPLUS, form.negate(u));
        yield has(sum, twin) ? replace(sum, term, twin, rest.times(form.product(mirrored))) : null;
      }
      default -> null;
    };
  }

  /** cos(u)^2 + sin(u)^2 = 1, and cosh(u)^2 - sinh(u)^2 = 1. */
  private Sum pairUpSquares(Sum sum, Product term, Call call, Expr other, boolean isDifference) {
    if (term.exponent(call).compareTo(Rational.TWO) < 0) {
      return null;
    }
    Product rest = term.times(call, Rational.TWO.negate());
    Product square = rest.times(other, Rational.TWO);
    Product twin = isDifference ? square.negate() : square;
    return has(sum, twin) ? replace(sum, term, twin, rest) : null;
  }

  /** exp(u) + exp(-u) = 2*cosh(u), and the same with a minus for sinh. */
  private Sum pairUpExponentials(Sum sum, Product term, Product rest, Expr u) {
    Product twin = rest.times(form.product(form.call(Function.EXP, form.negate(u))));
    if (twin.monomial().equals(term.monomial())) {
      return null;
    }
    boolean plus = has(sum, twin);
    Product other = plus ? twin : twin.negate();
    if (!has(sum, other)) {
      return null;
    }
    Expr hyperbolic = form.call(plus ? Function.COSH : Function.SINH, u);
    return replace(sum, term, other, rest.times(form.product(hyperbolic)).times(Rational.TWO));
  }

  private static boolean has(Sum sum, Product term) {
    return !term.coefficient().isZero()
        && sum.coefficient(term.monomial()).equals(term.coefficient());
  }

  private Sum replace(Sum sum, Product one, Product other, Product replacement) {
    Map<Product, Rational> rest = new LinkedHashMap<>();
    Sum whole = form.sum(form.finish(replacement));
    // In the place of the first of the two, so that the order stays recognisable.
    for (Product term : sum.products()) {
      if (term.equals(one) || term.equals(other)) {
        if (whole != null) {
          rest = new LinkedHashMap<>(form.plus(new Sum(rest), whole).terms());
          whole = null;
        }
      } else {
        rest = new LinkedHashMap<>(form.plus(new Sum(rest), Sum.of(term)).terms());
      }
    }
    return new Sum(rest);
  }

  private List<Pair> pairs(Call call) {
    Expr u = call.argument();
    return switch (call.function()) {
      case ERF ->
          List.of(
              pair(1, Rational.ONE, Function.ERFC, form.negate(u), 1, 1),
              pair(1, Rational.MINUS_ONE, Function.ERFC, u, -1, 1));
      case ERFC ->
          List.of(
              pair(1, Rational.MINUS_ONE, Function.ERF, u, -1, 1),
              pair(1, Rational.TWO.negate(), Function.ERFC, form.negate(u), -1, 1));
      case EXP -> List.of(pair(1, Rational.MINUS_ONE, Function.EXPM1, u, 1, 1));
      case EXPM1 ->
          List.of(
              pair(1, Rational.ONE, Function.EXP, u, 1, 1),
              pair(1, Rational.TWO, Function.SIGMOID, form.negate(u), 1, -1));
      case SIGMOID ->
          List.of(
              pair(1, Rational.MINUS_ONE, Function.SIGMOID, form.negate(u), -1, 1),
              pair(1, Rational.HALF.negate(), Function.TANH, form.scale(u, Rational.HALF), 0.5, 1));
      case TANH -> {
        Expr twice = form.scale(u, Rational.TWO);
        yield List.of(
            pair(2, Rational.MINUS_ONE, Function.COSH, u, -1, -2),
            pair(1, Rational.ONE, Function.SIGMOID, twice, 2, 1),
            pair(1, Rational.MINUS_ONE, Function.SIGMOID, form.negate(twice), -2, 1));
      }
      case COSH ->
          List.of(
              pair(2, Rational.MINUS_ONE, Function.SINH, u, 1, 2),
              pair(-2, Rational.MINUS_ONE, Function.TANH, u, -1, 2),
              pair(1, Rational.MINUS_ONE, Function.SINH, form.scale(u, Rational.HALF), 2, 2));
      case SINH -> List.of(pair(2, Rational.ONE, Function.COSH, u, 1, 2));
      case SIN -> List.of(pair(2, Rational.MINUS_ONE, Function.COS, u, -1, 2));
      case COS ->
          List.of(
              pair(2, Rational.MINUS_ONE, Function.SIN, u, -1, 2),
              pair(1, Rational.MINUS_ONE, Function.SIN, form.scale(u, Rational.HALF), -2, 2));
      default -> List.of();
    };
  }

  private Pair pair(
      int power, Rational partner, Function function, Expr of, double coefficient, int exponent) {
    Product result = form.product(form.call(function, of)).power(exponent);
    return new Pair(power, partner, result.times(Rational.of(coefficient)));
  }

  /** Adds conditionals of the same condition branch by branch. */
  private Sum mergeBranches(Sum sum) {
    for (Product one : sum.products()) {
      Optional<Conditional> first = conditional(one);
      if (first.isEmpty()) {
        continue;
      }
      for (Product other : sum.products()) {
        Optional<Conditional> second = conditional(other);
        if (other.equals(one) || second.isEmpty() || !sameCondition(first.get(), second.get())) {
          continue;
        }
        Conditional a = first.get();
        Conditional b = second.get();
        Expr whole =
            form.conditional(
                a.relation(),
                a.left(),
                a.right(),
                form.add(
                    form.scale(a.then(), one.coefficient()),
                    form.scale(b.then(), other.coefficient())),
                form.add(
                    form.scale(a.otherwise(), one.coefficient()),
                    form.scale(b.otherwise(), other.coefficient())));
        Sum rest = sum.without(one.monomial()).without(other.monomial());
        return form.plus(rest, form.sum(whole));
      }
    }
    return null;
  }

  private static Optional<Conditional> conditional(Product term) {
    return term.factors().size() == 1
            && term.factors().containsValue(Rational.ONE)
            && term.factors().keySet().iterator().next() instanceof Conditional conditional
        ? Optional.of(conditional)
        : Optional.empty();
  }

  static boolean sameCondition(Conditional a, Conditional b) {
    return a.relation() == b.relation()
        && Structure.same(a.left(), b.left())
        && Structure.same(a.right(), b.right());
  }

  /**
   * Multiplies out one product with a sum in it where that leaves fewer terms, or as many of fewer
   * factors once some have met, as in {@code cosh(u)*(1 + cosh(u)) - sinh(u)^2}.
   */
  private Sum expand(Sum sum) {
    if (sum.size() > MAX_EXPANDED) {
      return null;
    }
    for (Product term : sum.products()) {
      for (Map.Entry<Expr, Rational> factor : term.factors().entrySet()) {
        Sum inner = form.sum(factor.getKey());
        if (inner.size() < 2
            || inner.size() > MAX_EXPANDED
            || !factor.getValue().isSmallInteger()
            || factor.getValue().signum() < 0) {
          continue;
        }
        Product rest = term.times(factor.getKey(), Rational.MINUS_ONE);
        Sum expanded = sum.without(term.monomial());
        for (Product part : inner.products()) {
          expanded = form.plus(expanded, Sum.of(rest.times(part)));
        }
        if (expanded.size() < sum.size()) {
          return expanded;
        }
        Sum met = expanded.size() <= sum.size() + MAX_MEETING ? met(expanded) : expanded;
        boolean isSimpler =
            met.size() < expanded.size()
                && met.size() <= sum.size()
                && degree(met).compareTo(degree(sum)) < 0;
        if (isSimpler) {
          return met;
        }
      }
    }
    return null;
  }

  /** The sum after as many terms have met as do. */
  private Sum met(Sum sum) {
    Sum met = sum;
    for (Sum next = pairUp(met); next != null; next = met.size() > 1 ? pairUp(met) : null) {
      met = next;
    }
    return met;
  }

  /** The number of factors, those of sums within products included. */
  private Rational degree(Sum sum) {
    Rational degree = Rational.ZERO;
    for (Product term : sum.products()) {
      for (Map.Entry<Expr, Rational> factor : term.factors().entrySet()) {
        Sum inner = form.sum(factor.getKey());
        Rational ofBase = inner.size() > 1 ? degree(inner) : Rational.ONE;
        degree = degree.plus(factor.getValue().abs().times(ofBase));
      }
    }
    return degree;
  }
}
