package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Conditional;
import dev.limen.processor.formula.Expr.Constant;
import dev.limen.processor.formula.Expr.NamedConstant;
import dev.limen.processor.formula.Expr.Power;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rewrites of calls, general powers and conditionals. */
final class CallRules {

  private static final Set<Function> ODD =
      Set.of(
          Function.TANH, Function.SINH, Function.ERF, Function.SIN, Function.ATAN, Function.SIGN);

  private static final Set<Function> EVEN = Set.of(Function.COSH, Function.COS, Function.ABS);

  /** What has the sign of its argument. */
  private static final Set<Function> SIGN_KEEPING =
      Set.of(Function.TANH, Function.SINH, Function.ERF, Function.ATAN, Function.EXPM1);

  private final NormalForm form;

  CallRules(NormalForm form) {
    this.form = form;
  }

  Expr apply(Function function, List<Expr> arguments) {
    Expr u = arguments.getFirst();
    if (ODD.contains(function) && form.isNegative(u)) {
      return form.negate(form.call(function, form.negate(u)));
    }
    if (EVEN.contains(function) && form.isNegative(u)) {
      return form.call(function, form.negate(u));
    }
    if (EVEN.contains(function) && isCall(u, Function.ABS)) {
      return form.call(function, argument(u));
    }
    Optional<Expr> rewritten =
        switch (function) {
          case EXP -> exp(u);
          case EXPM1 -> expm1(u);
          case LOG -> log(u);
          case LOG1P -> log1p(u);
          case SQRT -> Optional.of(sqrt(u));
          case ABS -> abs(u);
          case SIGN -> sign(u);
          case RELU -> relu(u);
          case STEP -> step(u);
          case MIN, MAX -> extremum(function, u, arguments.get(1));
          case CLAMP -> clamp(u, arguments.get(1), arguments.get(2));
          case POW -> Optional.of(power(u, arguments.get(1)));
          case TANH -> tanh(u);
          case COSH, COS, ERFC -> isZero(u) ? one() : Optional.empty();
          case SINH, ERF, SIN, ATAN -> isZero(u) ? zero() : Optional.empty();
          case SIGMOID -> isZero(u) ? constant(0.5) : Optional.empty();
          case SOFTPLUS -> Optional.empty();
        };
    return rewritten.orElseGet(() -> form.share(new Call(function, arguments)));
  }

  private static boolean isZero(Expr expr) {
    return expr instanceof Constant(double value) && value == 0;
  }

  private static boolean isOne(Expr expr) {
    return expr instanceof Constant(double value) && value == 1;
  }

  private static boolean isCall(Expr expr, Function function) {
    return expr instanceof Call call && call.function() == function;
  }

  private static Expr argument(Expr call) {
    return ((Call) call).argument();
  }

  private Optional<Expr> constant(double value) {
    return Optional.of(form.share(new Constant(value)));
  }

  private Optional<Expr> zero() {
    return constant(0);
  }

  private Optional<Expr> one() {
    return constant(1);
  }

  private Expr onePlus(Expr expr) {
    return form.add(form.share(Expr.ONE), expr);
  }

  /** The other terms of a sum with the term 1. */
  private Optional<Expr> restAfterOne(Expr expr) {
    Sum sum = form.sum(expr);
    return sum.size() > 1 && sum.coefficient(Product.ONE).equals(Rational.ONE)
        ? Optional.of(form.write(sum.without(Product.ONE)))
        : Optional.empty();
  }

  private Optional<Expr> exp(Expr u) {
    if (isZero(u)) {
      return one();
    }
    if (isOne(u)) {
      return Optional.of(form.share(new NamedConstant(MathConstant.E)));
    }
    if (isCall(u, Function.SOFTPLUS)) {
      return Optional.of(onePlus(form.call(Function.EXP, argument(u))));
    }
    Expr negative = form.negate(u);
    if (isCall(negative, Function.SOFTPLUS)) {
      return Optional.of(form.call(Function.SIGMOID, form.negate(argument(negative))));
    }
    if (isCall(u, Function.LOG) && form.sign(argument(u)).isPositive()) {
      return Optional.of(argument(u));
    }
    if (isCall(u, Function.LOG1P) && form.sign(argument(u)).isNotNegative()) {
      return Optional.of(onePlus(argument(u)));
    }
    return Optional.empty();
  }

  private Optional<Expr> expm1(Expr u) {
    if (isZero(u)) {
      return zero();
    }
    if (isCall(u, Function.SOFTPLUS)) {
      return Optional.of(form.call(Function.EXP, argument(u)));
    }
    return isCall(u, Function.LOG1P) && form.sign(argument(u)).isNotNegative()
        ? Optional.of(argument(u))
        : Optional.empty();
  }

  private Optional<Expr> log(Expr u) {
    if (isOne(u)) {
      return zero();
    }
    if (u instanceof NamedConstant(MathConstant constant) && constant == MathConstant.E) {
      return one();
    }
    if (isCall(u, Function.EXP)) {
      return Optional.of(argument(u));
    }
    if (isCall(u, Function.SIGMOID)) {
      return Optional.of(form.negate(form.call(Function.SOFTPLUS, form.negate(argument(u)))));
    }
    Optional<Expr> rest = restAfterOne(u);
    if (rest.isPresent()) {
      return Optional.of(form.call(Function.LOG1P, rest.get()));
    }
    if (isCall(u, Function.ERFC) && form.sign(argument(u)).isNotPositive()) {
      // What 1 + erf(v) has become, which is next to 1 where v is small.
      Expr erf = form.call(Function.ERF, form.negate(argument(u)));
      return Optional.of(form.call(Function.LOG1P, erf));
    }
    Product product = form.product(u);
    Optional<Expr> ofTanh = logOfTwoSigmoids(product);
    if (ofTanh.isPresent()) {
      return ofTanh;
    }
    if (product.coefficient().equals(Rational.ONE) && product.factors().size() == 1) {
      Map.Entry<Expr, Rational> factor = product.factors().entrySet().iterator().next();
      Rational exponent = factor.getValue();
      boolean reciprocal = exponent.equals(Rational.MINUS_ONE);
      boolean power = !exponent.equals(Rational.ONE) && form.sign(factor.getKey()).isPositive();
      if (reciprocal || (power && Product.isWritable(exponent))) {
        return Optional.of(form.scale(form.call(Function.LOG, factor.getKey()), exponent));
      }
    }
    return Optional.empty();
  }

  /** {@code log(2*sigmoid(v))}, which log(1 + tanh(v/2)) has become and which is 0 where v is. */
  private Optional<Expr> logOfTwoSigmoids(Product product) {
    if (!product.coefficient().equals(Rational.TWO)
        || product.factors().size() != 1
        || !product.factors().containsValue(Rational.ONE)) {
      return Optional.empty();
    }
    Expr sigmoid = product.factors().keySet().iterator().next();
    if (!isCall(sigmoid, Function.SIGMOID)) {
      return Optional.empty();
    }
    Expr beyond = form.call(Function.EXPM1, form.negate(argument(sigmoid)));
    return Optional.of(form.negate(form.call(Function.LOG1P, form.scale(beyond, Rational.HALF))));
  }

  private Optional<Expr> log1p(Expr u) {
    if (isZero(u)) {
      return zero();
    }
    if (isCall(u, Function.EXP)) {
      return Optional.of(form.call(Function.SOFTPLUS, argument(u)));
    }
    if (isCall(u, Function.EXPM1)) {
      return Optional.of(argument(u));
    }
    Expr negative = form.negate(u);
    if (isCall(negative, Function.SIGMOID)) {
      return Optional.of(form.negate(form.call(Function.SOFTPLUS, argument(negative))));
    }
    return Optional.empty();
  }

  private Expr sqrt(Expr u) {
    return isZero(u) ? u : form.finish(form.fractionalPower(u, Rational.HALF));
  }

  /** tanh(softplus(u)) = w/(w + 2) with w = e^u*(e^u + 2). */
  private Optional<Expr> tanh(Expr u) {
    if (isZero(u)) {
      return zero();
    }
    if (isCall(u, Function.SOFTPLUS)) {
      Expr t = form.call(Function.EXP, argument(u));
      Expr two = form.share(new Constant(2));
      Expr w = form.multiply(t, form.add(t, two));
      return Optional.of(form.divide(w, form.add(w, two)));
    }
    return Optional.empty();
  }

  private Optional<Expr> abs(Expr u) {
    Signs.Sign sign = form.sign(u);
    if (sign.isNotNegative()) {
      return Optional.of(u);
    }
    if (sign.isNotPositive()) {
      return Optional.of(form.negate(u));
    }
    Rational size = form.factor(u).coefficient().abs();
    if (size.isZero() || size.equals(Rational.ONE) || form.sum(u).size() > 1) {
      return Optional.empty();
    }
    Expr plain = form.write(form.product(u).monomial());
    return Optional.of(form.scale(form.call(Function.ABS, plain), size));
  }

  private Optional<Expr> sign(Expr u) {
    Signs.Sign sign = form.sign(u);
    if (sign.total() && (sign.isPositive() || sign.isNegative() || sign.isZero())) {
      return constant(sign.isPositive() ? 1 : sign.isNegative() ? -1 : 0);
    }
    if (u instanceof Call call
        && (SIGN_KEEPING.contains(call.function()) || call.function() == Function.SIGN)) {
      return Optional.of(form.call(Function.SIGN, call.argument()));
    }
    return withoutScale(Function.SIGN, u);
  }

  /** f(c*u) = f(u) for c > 0. */
  private Optional<Expr> withoutScale(Function function, Expr u) {
    Rational coefficient = form.product(u).coefficient();
    if (form.sum(u).size() > 1 || coefficient.isZero() || coefficient.abs().equals(Rational.ONE)) {
      return Optional.empty();
    }
    Product plain = form.product(u).withCoefficient(Rational.of(coefficient.signum()));
    return Optional.of(form.call(function, form.write(plain)));
  }

  private Optional<Expr> relu(Expr u) {
    Signs.Sign sign = form.sign(u);
    if (sign.isNotNegative()) {
      return Optional.of(u);
    }
    return sign.isNotPositive() && sign.total() ? zero() : Optional.empty();
  }

  private Optional<Expr> step(Expr u) {
    Signs.Sign sign = form.sign(u);
    if (sign.total() && (sign.isNotNegative() || sign.isNegative())) {
      return constant(sign.isNotNegative() ? 1 : 0);
    }
    return withoutScale(Function.STEP, u);
  }

  private Optional<Expr> extremum(Function function, Expr u, Expr v) {
    boolean least = function == Function.MIN;
    if (Structure.same(u, v)) {
      return Optional.of(u);
    }
    Signs.Sign difference = difference(u, v);
    if (difference.isNotNegative()) {
      return Optional.of(least ? v : u);
    }
    if (difference.isNotPositive()) {
      return Optional.of(least ? u : v);
    }
    Expr outer = u instanceof Constant ? u : v;
    Expr inner = u instanceof Constant ? v : u;
    if (outer instanceof Constant(double bound)
        && inner instanceof Call call
        && call.function() == function) {
      for (int i = 0; i < 2; i++) {
        if (call.arguments().get(i) instanceof Constant(double other)) {
          Expr rest = call.arguments().get(1 - i);
          Expr tighter =
              form.share(new Constant(least ? Math.min(bound, other) : Math.max(bound, other)));
          return Optional.of(
              form.call(
                  function,
                  Structure.same(u, outer) ? List.of(tighter, rest) : List.of(rest, tighter)));
        }
      }
    }
    return Optional.empty();
  }

  /** The signs of u - v where both are small or alike; else any. */
  private Signs.Sign difference(Expr u, Expr v) {
    return form.sign(form.subtract(u, v));
  }

  private Optional<Expr> clamp(Expr u, Expr low, Expr high) {
    if (Structure.same(low, high) || difference(low, high).isNotNegative()) {
      return Optional.of(high);
    }
    Signs.Sign above = difference(u, low);
    if (above.isNotPositive()) {
      return Optional.of(form.call(Function.MIN, List.of(high, low)));
    }
    Signs.Sign below = difference(u, high);
    if (below.isNotNegative()) {
      return Optional.of(high);
    }
    if (above.isNotNegative()) {
      return Optional.of(form.call(Function.MIN, List.of(u, high)));
    }
    if (below.isNotPositive()) {
      return difference(low, high).isNotPositive()
          ? Optional.of(form.call(Function.MAX, List.of(u, low)))
          : Optional.empty();
    }
    if (u instanceof Call inner
        && inner.function() == Function.CLAMP
        && low instanceof Constant(double a)
        && high instanceof Constant(double b)
        && inner.arguments().get(1) instanceof Constant(double c)
        && inner.arguments().get(2) instanceof Constant(double d)
        && c <= d) {
      Expr newLow = form.share(new Constant(Math.min(Math.max(c, a), b)));
      Expr newHigh = form.share(new Constant(Math.min(Math.max(d, a), b)));
      return Optional.of(form.call(Function.CLAMP, List.of(inner.argument(), newLow, newHigh)));
    }
    return Optional.empty();
  }

  /** A power whose exponent is no number. */
  Expr power(Expr base, Expr exponent) {
    if (exponent instanceof Constant(double value)) {
      return form.finish(
          Rational.of(value).isSmallInteger()
                  && !form.factor(base).coefficient().isZero()
                  && value != 0
              ? form.power(form.factor(base), (int) value)
              : form.fractionalPower(base, Rational.of(value)));
    }
    if (form.isFractionalPower(base, exponent)) {
      return form.finish(Product.of(base, form.product(exponent).coefficient()));
    }
    if (base instanceof NamedConstant(MathConstant constant) && constant == MathConstant.E) {
      return form.call(Function.EXP, exponent);
    }
    if (isOne(base) && form.sign(exponent).total()) {
      return base;
    }
    return form.share(new Power(base, exponent));
  }

  Expr conditional(Relation relation, Expr left, Expr right, Expr then, Expr otherwise) {
    if (left instanceof Constant && !(right instanceof Constant)) {
      return conditional(relation.swapped(), right, left, then, otherwise);
    }
    if (Structure.same(then, otherwise) && form.sign(left).total() && form.sign(right).total()) {
      return then;
    }
    Signs.Sign difference = difference(left, right);
    if (difference.total()) {
      if (always(relation, difference)) {
        return then;
      }
      if (always(relation.negated(), difference)) {
        return otherwise;
      }
    }
    Expr thenInContext = inContext(relation, left, right, then);
    Expr otherwiseInContext = inContext(relation.negated(), left, right, otherwise);
    if (!Structure.same(thenInContext, then) || !Structure.same(otherwiseInContext, otherwise)) {
      return conditional(relation, left, right, thenInContext, otherwiseInContext);
    }
    return form.share(new Conditional(relation, left, right, then, otherwise));
  }

  private static boolean always(Relation relation, Signs.Sign difference) {
    return switch (relation) {
      case LESS -> difference.isNegative();
      case LESS_OR_EQUAL -> difference.isNotPositive();
      case GREATER -> difference.isPositive();
      case GREATER_OR_EQUAL -> difference.isNotNegative();
    };
  }

  /**
   * A branch, where it is known that a relation holds: conditionals that it decides are decided.
   */
  private Expr inContext(Relation holds, Expr left, Expr right, Expr branch) {
    return branch instanceof Conditional
        ? inContext(holds, left, right, branch, new IdentityHashMap<>())
        : branch;
  }

  private Expr inContext(
      Relation holds, Expr left, Expr right, Expr branch, Map<Expr, Expr> known) {
    if (!(branch instanceof Conditional inner)) {
      return branch;
    }
    Expr result = known.get(inner);
    if (result == null) {
      Optional<Boolean> decided = decide(holds, left, right, inner);
      if (decided.isPresent()) {
        Expr chosen = decided.get() ? inner.then() : inner.otherwise();
        result = inContext(holds, left, right, chosen, known);
      } else {
        Expr then = inContext(holds, left, right, inner.then(), known);
        Expr otherwise = inContext(holds, left, right, inner.otherwise(), known);
        result =
            Structure.same(then, inner.then()) && Structure.same(otherwise, inner.otherwise())
                ? inner
                : conditional(inner.relation(), inner.left(), inner.right(), then, otherwise);
      }
      known.put(inner, result);
    }
    return result;
  }

  private static Optional<Boolean> decide(
      Relation holds, Expr left, Expr right, Conditional inner) {
    if (!Structure.same(inner.left(), left)) {
      return Optional.empty();
    }
    int comparison;
    if (Structure.same(inner.right(), right)) {
      comparison = 0;
    } else if (right instanceof Constant(double known)
        && inner.right() instanceof Constant(double asked)) {
      comparison = Double.compare(known, asked);
    } else {
      return Optional.empty();
    }
    // With left on a known side of `known`, and `known` on a known side of `asked`.
    boolean less = holds == Relation.LESS || holds == Relation.LESS_OR_EQUAL;
    boolean strict = !holds.includesEqual();
    if (less) {
      if (comparison > 0) {
        return Optional.empty();
      }
      boolean below = comparison < 0 || strict;
      return answer(inner.relation(), below ? -1 : 0, true);
    }
    if (comparison < 0) {
      return Optional.empty();
    }
    boolean above = comparison > 0 || strict;
    return answer(inner.relation(), above ? 1 : 0, false);
  }

  /**
   * The truth of a relation of values that compare as {@code bound}, or further to the same side.
   */
  private static Optional<Boolean> answer(Relation relation, int bound, boolean less) {
    boolean atBound = relation.holds(bound);
    boolean beyond = relation.holds(less ? -1 : 1);
    return atBound == beyond ? Optional.of(atBound) : Optional.empty();
  }
}
