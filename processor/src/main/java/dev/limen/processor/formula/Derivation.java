package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Conditional;
import dev.limen.processor.formula.Expr.Constant;
import dev.limen.processor.formula.Expr.NamedConstant;
import dev.limen.processor.formula.Expr.Power;
import java.io.Serial;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The derivative of a simplified expression with respect to one leaf, by the rules of
 * differentiation on sums and products.
 *
 * <p>Where a function switches between two branches, as {@code max(u, v)} does at {@code u = v},
 * the derivative switches with it; {@link Ties} says which branch it takes where both are equal.
 */
final class Derivation {

  /** The branch that a derivative takes where the operands of a switch are equal. */
  enum Ties {
    /** The one of smaller x: what makes a derivative from the left. */
    FROM_LEFT,
    /** The one of larger x: what makes a derivative from the right. */
    FROM_RIGHT,
    /** The one of u &lt; v. */
    LOWER,
    /** The one of u &gt; v. */
    UPPER,
    /** Whichever is written most simply. */
    ANY
  }

  /** Stops a derivative that has become far too large, before it is complete. */
  static final class TooLarge extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    TooLarge() {
      super("a derivative of more than " + MAX_EXPRESSIONS + " operations on the way", null);
    }
  }

  /** What is made on the way to a derivative, the intermediate expressions included. */
  private static final int MAX_EXPRESSIONS = 12_000;

  private final NormalForm form;
  private final Expr leaf;
  private final Ties ties;
  private final IdentityHashMap<Expr, Expr> known = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Expr> limits = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Boolean> dependents = new IdentityHashMap<>();
  private final int limit;
  private final Expr zero;
  private final Expr one;

  Derivation(NormalForm form, Expr leaf, Ties ties) {
    this.form = form;
    this.leaf = leaf;
    this.ties = ties;
    limit = form.size() + MAX_EXPRESSIONS;
    zero = form.share(Expr.ZERO);
    one = form.share(Expr.ONE);
  }

  /** The derivative of a simplified expression. */
  Expr of(Expr expr) {
    boolean sided = ties == Ties.FROM_LEFT || ties == Ties.FROM_RIGHT;
    return slope(sided ? approached(expr) : expr);
  }

  /**
   * The expression with the limit from the side of the derivative as the value at each jump: a jump
   * times a function that is 0 there is no jump, and has a derivative.
   */
  private Expr approached(Expr expr) {
    Expr limit = limits.get(expr);
    if (limit == null) {
      limit = approached(expr, expr.children().stream().map(this::approached).toList());
      limits.put(expr, limit);
    }
    return limit;
  }

  private Expr approached(Expr expr, List<Expr> children) {
    return switch (expr) {
      case Call(Function function, List<Expr> arguments) when function == Function.SIGN ->
          branch(children.getFirst(), zero, one, form.negate(one), zero);
      case Call(Function function, List<Expr> arguments) when function == Function.STEP ->
          branch(children.getFirst(), zero, one, zero, one);
      case Conditional c -> {
        boolean greater = c.relation().holds(1);
        Expr then = children.get(2);
        Expr otherwise = children.get(3);
        yield branch(
            children.get(0),
            children.get(1),
            greater ? then : otherwise,
            greater ? otherwise : then,
            c.relation().includesEqual() ? then : otherwise);
      }
      default -> form.rebuilt(expr, children);
    };
  }

  private Expr slope(Expr expr) {
    Expr derivative = known.get(expr);
    if (derivative == null) {
      checkSize();
      derivative = dependsOnLeaf(expr) ? compute(expr) : zero;
      known.put(expr, derivative);
    }
    return derivative;
  }

  private void checkSize() {
    if (form.size() > limit) {
      throw new TooLarge();
    }
  }

  private boolean dependsOnLeaf(Expr expr) {
    Boolean depends = dependents.get(expr);
    if (depends == null) {
      depends = Structure.same(expr, leaf);
      for (Expr child : expr.children()) {
        depends |= dependsOnLeaf(child);
      }
      dependents.put(expr, depends);
    }
    return depends;
  }

  private Expr compute(Expr expr) {
    if (Structure.same(expr, leaf)) {
      return one;
    }
    Sum sum = form.sum(expr);
    if (sum.size() > 1) {
      List<Sum> terms = new ArrayList<>();
      for (Product term : sum.products()) {
        terms.add(form.sum(product(term)));
      }
      return form.write(form.simplified(form.plus(terms)));
    }
    Product product = form.product(expr);
    if (product.coefficient().isZero()) {
      // 0*u is 0 wherever u is defined.
      return expr;
    }
    if (!product.equals(Product.of(expr))) {
      return product(product);
    }
    return switch (expr) {
      case Call call -> call(call);
      case Power(Expr base, Expr exponent) -> power(expr, base, exponent);
      case Conditional c -> {
        Expr then = slope(c.then());
        Expr otherwise = slope(c.otherwise());
        if (ties != Ties.LOWER && ties != Ties.UPPER) {
          yield form.conditional(c.relation(), c.left(), c.right(), then, otherwise);
        }
        boolean greater = c.relation().holds(1);
        Expr above = greater ? then : otherwise;
        yield branch(c.left(), c.right(), above, greater ? otherwise : then, above);
      }
      // Division by a zero that is not written as one, as in 1/(0/x): undefined, and so is this.
      case Expr.Divide undefined -> undefined;
      default -> throw new IllegalStateException("no sum and no product: " + expr);
    };
  }

  /** The product rule; with common powers in front where that leaves less to compute, as of u/v. */
  private Expr product(Product product) {
    List<Expr> bases =
        product.factors().keySet().stream()
            .filter(base -> !Structure.same(slope(base), zero))
            .toList();
    if (bases.isEmpty()) {
      return zero;
    }
    for (Expr base : bases) {
      Expr derivative = ratio(product, base);
      if (derivative != null) {
        return derivative;
      }
    }
    List<Sum> plain = new ArrayList<>();
    for (Expr base : bases) {
      checkSize();
      Rational exponent = product.exponent(base);
      Product term = scaled(product.times(base, Rational.MINUS_ONE), exponent);
      plain.add(form.sum(form.finish(term.times(form.factor(slope(base))))));
    }
    Expr result = form.write(form.simplified(form.plus(plain)));
    if (bases.size() > 1
        && bases.stream().anyMatch(base -> !product.exponent(base).equals(Rational.ONE))) {
      Expr gathered = gathered(product, bases);
      return gathered.nodeCount() < result.nodeCount() ? gathered : result;
    }
    return result;
  }

  /**
   * The derivative of {@code R*T/(T + c)} with a constant c, which is {@code R'*T/(T + c) +
   * R*c*T'/(T + c)^2}: the general rule leaves a difference that cancels. Null for any other
   * product.
   *
   * @param divisor perhaps T + c
   */
  private Expr ratio(Product product, Expr divisor) {
    Sum sum = form.sum(divisor);
    List<Product> varying =
        sum.products().stream()
            .filter(term -> term.factors().keySet().stream().anyMatch(this::dependsOnLeaf))
            .toList();
    if (!product.exponent(divisor).equals(Rational.MINUS_ONE)
        || sum.size() < 2
        || varying.size() != 1) {
      return null;
    }
    Product top = varying.getFirst();
    for (Map.Entry<Expr, Rational> factor : top.factors().entrySet()) {
      if (product.exponent(factor.getKey()).compareTo(factor.getValue()) < 0
          || factor.getValue().signum() < 0) {
        return null;
      }
    }
    Expr constant = form.write(sum.without(top.monomial()));
    Product rest = product.times(top.power(-1)).times(divisor, Rational.ONE);
    Expr outer = form.finish(rest);
    Expr slope = slope(form.write(top));
    Product inner =
        rest.times(form.factor(constant))
            .times(form.factor(slope))
            .times(divisor, Rational.TWO.negate());
    Expr ratio = form.finish(top.times(divisor, Rational.MINUS_ONE));
    Expr first = dependsOnLeaf(outer) ? form.multiply(slope(outer), ratio) : zero;
    return form.add(first, form.finish(inner));
  }

  private Expr gathered(Product product, List<Expr> bases) {
    Product common = product;
    Product all = Product.ONE;
    for (Expr base : bases) {
      common = common.times(base, Rational.MINUS_ONE);
      all = all.times(base, Rational.ONE);
    }
    List<Sum> inner = new ArrayList<>();
    for (Expr base : bases) {
      checkSize();
      Product rest = scaled(all.times(base, Rational.MINUS_ONE), product.exponent(base));
      inner.add(form.sum(form.finish(rest.times(form.factor(slope(base))))));
    }
    Expr sum = form.write(form.simplified(form.plus(inner)));
    return form.finish(common.times(form.factor(sum)));
  }

  private static Product scaled(Product product, Rational exponent) {
    return exponent.equals(Rational.ONE) ? product : product.times(exponent);
  }

  private Expr power(Expr whole, Expr base, Expr exponent) {
    if (Structure.same(base, zero)) {
      return zero;
    }
    if (!dependsOnLeaf(exponent)) {
      Expr lowered = form.power(base, form.subtract(exponent, one));
      return form.multiply(form.multiply(exponent, slope(base)), lowered);
    }
    Expr logarithmic = form.multiply(slope(exponent), form.call(Function.LOG, base));
    if (dependsOnLeaf(base)) {
      Expr ratio = form.divide(form.multiply(exponent, slope(base)), base);
      logarithmic = form.add(logarithmic, ratio);
    }
    return form.multiply(whole, logarithmic);
  }

  private Expr call(Call call) {
    List<Expr> arguments = call.arguments();
    Expr u = call.argument();
    return switch (call.function()) {
      case ABS ->
          ties == Ties.ANY
              ? form.multiply(slope(u), form.call(Function.SIGN, u))
              : branch(u, zero, slope(u), form.negate(slope(u)), null);
      case SIGN, STEP -> zero;
      case RELU -> branch(u, zero, slope(u), zero, null);
      case MIN -> branch(u, arguments.get(1), slope(arguments.get(1)), slope(u), null);
      case MAX -> branch(u, arguments.get(1), slope(u), slope(arguments.get(1)), null);
      case CLAMP -> clamp(u, arguments.get(1), arguments.get(2));
      default -> Structure.same(slope(u), zero) ? zero : form.multiply(slope(u), outer(call, u));
    };
  }

  /** min(high, max(low, u)), which does not assume that low is below high. */
  private Expr clamp(Expr u, Expr low, Expr high) {
    Expr atHigh = slope(high);
    return branch(
        u,
        low,
        branch(u, high, atHigh, slope(u), null),
        branch(low, high, atHigh, slope(low), null),
        null);
  }

  /** The derivative of a smooth function at u. */
  private Expr outer(Call call, Expr u) {
    Expr two = form.share(new Constant(2));
    return switch (call.function()) {
      case EXP, EXPM1 -> form.call(Function.EXP, u);
      case LOG -> form.divide(one, u);
      case LOG1P -> form.divide(one, form.add(one, u));
      case SQRT -> form.divide(one, form.multiply(two, call));
      case TANH -> form.finish(Product.of(form.call(Function.COSH, u), Rational.TWO.negate()));
      case SINH -> form.call(Function.COSH, u);
      case COSH -> form.call(Function.SINH, u);
      case SIGMOID -> form.multiply(call, form.call(Function.SIGMOID, form.negate(u)));
      case SOFTPLUS -> form.call(Function.SIGMOID, u);
      case ERF -> gauss(u);
      case ERFC -> form.negate(gauss(u));
      case SIN -> form.call(Function.COS, u);
      case COS -> form.negate(form.call(Function.SIN, u));
      case ATAN -> form.divide(one, form.add(one, form.square(u)));
      case ABS, SIGN, STEP, RELU, MIN, MAX, CLAMP, POW ->
          throw new IllegalStateException("not smooth: " + call.function());
    };
  }

  /** 2/sqrt(pi)*exp(-u^2). */
  private Expr gauss(Expr u) {
    Expr pi = form.share(new NamedConstant(MathConstant.PI));
    Expr factor = form.divide(form.share(new Constant(2)), form.call(Function.SQRT, pi));
    return form.multiply(factor, form.call(Function.EXP, form.negate(form.square(u))));
  }

  /**
   * One expression where u &gt; v, another one where u &lt; v.
   *
   * @param equal the one where both are equal all around; null where that makes no difference
   */
  private Expr branch(Expr u, Expr v, Expr above, Expr below, Expr equal) {
    return switch (ties) {
      case ANY, LOWER -> form.conditional(Relation.GREATER, u, v, above, below);
      case UPPER -> form.conditional(Relation.GREATER_OR_EQUAL, u, v, above, below);
      case FROM_LEFT, FROM_RIGHT -> bySlope(u, v, above, below, equal);
    };
  }

  /** Where u = v, the sign of (u - v)' tells which branch lies on the side in question. */
  private Expr bySlope(Expr u, Expr v, Expr above, Expr below, Expr equal) {
    if (Structure.same(above, below)) {
      return form.conditional(Relation.GREATER, u, v, above, below);
    }
    boolean left = ties == Ties.FROM_LEFT;
    Expr slope = form.subtract(slope(u), slope(v));
    Signs.Sign sign = form.sign(slope);
    boolean rises = sign.isPositive() || (equal == null && sign.isNotNegative());
    boolean falls = sign.isNegative() || (equal == null && sign.isNotPositive());
    boolean toAbove = left ? falls : rises;
    boolean toBelow = left ? rises : falls;
    if (toAbove || (sign.isZero() && equal != null && Structure.same(above, equal))) {
      return form.conditional(Relation.GREATER_OR_EQUAL, u, v, above, below);
    }
    if (toBelow || (sign.isZero() && equal != null && Structure.same(below, equal))) {
      return form.conditional(Relation.GREATER, u, v, above, below);
    }
    Relation upwards = left ? Relation.LESS : Relation.GREATER;
    Expr flat = equal == null ? below : equal;
    Expr otherwise = form.conditional(upwards.swapped(), slope, zero, below, flat);
    Expr tie = form.conditional(upwards, slope, zero, above, otherwise);
    return form.conditional(
        Relation.GREATER, u, v, above, form.conditional(Relation.LESS, u, v, below, tie));
  }
}
