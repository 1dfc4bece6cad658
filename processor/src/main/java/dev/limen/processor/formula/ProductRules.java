package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Conditional;
import dev.limen.processor.formula.Expr.Constant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rewrites of products. */
final class ProductRules {

  /** Most rules take one factor at a time, and an exponent may be huge. */
  private static final int MAX_STEPS = 200;

  private final NormalForm form;

  ProductRules(NormalForm form) {
    this.form = form;
  }

  Product apply(Product raw) {
    Product product = raw;
    for (int steps = 0; steps < MAX_STEPS; steps++) {
      Product next = step(product);
      if (next == null) {
        return product;
      }
      product = next;
    }
    return product;
  }

  /** The product after one rewrite; null where none applies. */
  private Product step(Product product) {
    for (Map.Entry<Expr, Rational> factor : product.factors().entrySet()) {
      if (factor.getValue().isSmallInteger()) {
        Product next = step(product, factor.getKey(), factor.getValue());
        if (next != null) {
          return next;
        }
      }
    }
    return null;
  }

  private Product step(Product product, Expr base, Rational exponent) {
    boolean above = exponent.signum() > 0;
    if (base instanceof Call call) {
      Expr u = call.argument();
      return switch (call.function()) {
        case EXP ->
            above
                ? exponential(product, call, u)
                : swap(product, base, exponent, form.call(Function.EXP, form.negate(u)), -1);
        case EXPM1 -> above ? ratioOfExponentials(product, call, u) : null;
        case SINH -> above ? overCosh(product, call, u) : ofHalf(product, call, u, exponent);
        case TANH -> above ? timesCosh(product, call, u) : null;
        case SIGN -> above ? sign(product, call, u, exponent) : null;
        case ABS -> absolute(product, call, u, exponent);
        case SQRT -> root(product, call, u, exponent);
        default -> null;
      };
    }
    if (base instanceof Constant(double value) && value > 0) {
      return constant(product, base, Rational.of(value), exponent);
    }
    if (base instanceof Conditional conditional && exponent.equals(Rational.ONE)) {
      return sameCondition(product, conditional);
    }
    Product next = onePlusCosh(product, base, exponent);
    return next != null || above ? next : logistic(product, base, exponent);
  }

  /** Back into the coefficient where that stays exact, as of sqrt(2)^2. */
  private static Product constant(Product product, Expr base, Rational value, Rational exponent) {
    if (exponent.abs().compareTo(Rational.of(64)) > 0) {
      return null;
    }
    Rational folded = product.coefficient().times(value.power(exponent.intValue()));
    return Product.isWritable(folded) ? product.without(base).withCoefficient(folded) : null;
  }

  /** One base to its exponent becomes another one to a multiple of it. */
  private Product swap(Product product, Expr from, Rational exponent, Expr to, int factor) {
    Product power = form.factor(to).power(exponent.intValue() * factor);
    return product.without(from).times(power);
  }

  private boolean has(Product product, Expr base) {
    Rational exponent = product.exponent(base);
    return exponent.isInteger() && exponent.signum() > 0;
  }

  private Product exponential(Product product, Call exp, Expr u) {
    Expr opposite = form.negate(u);
    Expr inverse = form.share(Expr.call(Function.EXP, opposite));
    Product once = product.times(exp, Rational.MINUS_ONE);
    if (has(product, inverse) && !inverse.equals(exp)) {
      return once.times(inverse, Rational.MINUS_ONE);
    }
    // exp(u)*sigmoid(-u) = sigmoid(u).
    Expr sigmoid = form.share(Expr.call(Function.SIGMOID, opposite));
    if (has(product, sigmoid)) {
      return once.times(sigmoid, Rational.MINUS_ONE)
          .times(form.factor(form.call(Function.SIGMOID, u)));
    }
    return null;
  }

  /** expm1(u)/(1 + exp(u)) = tanh(u/2). */
  private Product ratioOfExponentials(Product product, Call expm1, Expr u) {
    Expr sigmoid = form.share(Expr.call(Function.SIGMOID, form.negate(u)));
    return has(product, sigmoid)
        ? product
            .times(expm1, Rational.MINUS_ONE)
            .times(sigmoid, Rational.MINUS_ONE)
            .times(form.factor(form.call(Function.TANH, form.scale(u, Rational.HALF))))
        : null;
  }

  private Product overCosh(Product product, Call sinh, Expr u) {
    Expr cosh = form.share(Expr.call(Function.COSH, u));
    if (isBelow(product, cosh)) {
      return product
          .times(sinh, Rational.MINUS_ONE)
          .times(cosh, Rational.ONE)
          .times(form.factor(form.call(Function.TANH, u)));
    }
    return ofHalf(product, sinh, u, product.exponent(sinh));
  }

  /**
   * 1 + cosh(u) = 2*cosh(u/2)^2, where some of that meets the other side of the fraction, and below
   * it: 1/cosh(u/2)^2 holds where cosh(u) overflows.
   */
  private Product onePlusCosh(Product product, Expr base, Rational exponent) {
    Sum sum = form.sum(base);
    if (sum.size() != 2 || !sum.coefficient(Product.ONE).equals(Rational.ONE)) {
      return null;
    }
    Product term = sum.without(Product.ONE).products().getFirst();
    if (!(term.factors().size() == 1
        && term.factors().keySet().iterator().next() instanceof Call cosh
        && cosh.function() == Function.COSH
        && term.equals(Product.of(cosh)))) {
      return null;
    }
    Expr u = cosh.argument();
    Expr half = form.scale(u, Rational.HALF);
    Expr coshOfHalf = form.share(Expr.call(Function.COSH, half));
    boolean meets =
        (exponent.signum() < 0 && !has(product, cosh))
            || Stream.of(
                    form.share(Expr.call(Function.SINH, u)),
                    form.share(Expr.call(Function.SINH, half)),
                    coshOfHalf)
                .map(product::exponent)
                .anyMatch(other -> other.isInteger() && other.signum() * exponent.signum() < 0);
    if (!meets) {
      return null;
    }
    Product square = Product.of(coshOfHalf, Rational.TWO).times(Rational.TWO);
    return product.without(base).times(square.power(exponent.intValue()));
  }

  /** sinh(u) = 2*sinh(u/2)*cosh(u/2), where one of these is on the other side of the fraction. */
  private Product ofHalf(Product product, Call sinh, Expr u, Rational exponent) {
    Expr half = form.scale(u, Rational.HALF);
    Expr sinhOfHalf = form.share(Expr.call(Function.SINH, half));
    Expr coshOfHalf = form.share(Expr.call(Function.COSH, half));
    boolean above = exponent.signum() > 0;
    boolean meets =
        above
            ? isBelow(product, sinhOfHalf) || isBelow(product, coshOfHalf)
            : has(product, sinhOfHalf) || has(product, coshOfHalf);
    if (!meets) {
      return null;
    }
    Product halves = Product.of(sinhOfHalf).times(coshOfHalf, Rational.ONE).times(Rational.TWO);
    return product.without(sinh).times(halves.power(exponent.intValue()));
  }

  private static boolean isBelow(Product product, Expr base) {
    Rational exponent = product.exponent(base);
    return exponent.isInteger() && exponent.signum() < 0;
  }

  private Product timesCosh(Product product, Call tanh, Expr u) {
    Expr cosh = form.share(Expr.call(Function.COSH, u));
    return has(product, cosh)
        ? product
            .times(tanh, Rational.MINUS_ONE)
            .times(cosh, Rational.MINUS_ONE)
            .times(form.factor(form.call(Function.SINH, u)))
        : null;
  }

  private Product sign(Product product, Call sign, Expr u, Rational exponent) {
    if (exponent.compareTo(Rational.TWO) > 0) {
      return product.without(sign).times(sign, exponent.isEven() ? Rational.TWO : Rational.ONE);
    }
    Expr abs = form.share(Expr.call(Function.ABS, u));
    if (has(product, abs)) {
      return product
          .times(sign, Rational.MINUS_ONE)
          .times(abs, Rational.MINUS_ONE)
          .times(form.factor(u));
    }
    Product inner = form.factor(u);
    for (Map.Entry<Expr, Rational> part : inner.factors().entrySet()) {
      if (!isWithin(part.getValue(), product.exponent(part.getKey()))) {
        return null;
      }
    }
    if (inner.isConstant() || inner.coefficient().isZero()) {
      return null;
    }
    return product
        .times(sign, Rational.MINUS_ONE)
        .times(inner.power(-1))
        .times(form.factor(form.call(Function.ABS, u)));
  }

  /** u/sqrt(u) = sqrt(u), and sqrt(u)^3 = u*sqrt(u); sqrt(u)^2 keeps its domain. */
  private Product root(Product product, Call root, Expr u, Rational exponent) {
    Product inner = form.factor(u);
    if (inner.coefficient().isZero()) {
      return null;
    }
    if (exponent.signum() > 0) {
      int pairs = (exponent.intValue() - 1) / 2;
      return pairs > 0
          ? product.times(root, Rational.of(-2.0 * pairs)).times(inner.power(pairs))
          : null;
    }
    boolean contained =
        inner.factors().entrySet().stream()
            .allMatch(part -> isWithin(part.getValue(), product.exponent(part.getKey())));
    return contained || exponent.compareTo(Rational.TWO.negate()) < 0
        ? product.times(root, Rational.TWO).times(inner.power(-1))
        : null;
  }

  private static boolean isWithin(Rational part, Rational whole) {
    return part.isInteger() && part.signum() > 0 && whole.compareTo(part) >= 0;
  }

  /** |u|^2 = u^2. */
  private Product absolute(Product product, Call abs, Expr u, Rational exponent) {
    Rational half = exponent.times(Rational.HALF);
    if (exponent.abs().compareTo(Rational.TWO) < 0 || form.factor(u).coefficient().isZero()) {
      return null;
    }
    int pairs = half.numerator().divide(half.denominator()).intValueExact() * 2;
    return product.times(abs, Rational.of(-pairs)).times(form.factor(u).power(pairs));
  }

  /** 1/(1 + exp(u)) = sigmoid(-u). */
  private Product logistic(Product product, Expr base, Rational exponent) {
    Sum sum = form.sum(base);
    if (sum.size() != 2 || !sum.coefficient(Product.ONE).equals(Rational.ONE)) {
      return null;
    }
    Product term = sum.without(Product.ONE).products().getFirst();
    if (term.coefficient().equals(Rational.ONE)
        && term.factors().size() == 1
        && term.factors().keySet().iterator().next()
            instanceof Call(Function function, List<Expr> arguments)
        && function == Function.EXP
        && term.factors().containsValue(Rational.ONE)) {
      Expr sigmoid = form.call(Function.SIGMOID, form.negate(arguments.getFirst()));
      return swap(product, base, exponent, sigmoid, -1);
    }
    return null;
  }

  /** Multiplies conditionals of the same condition branch by branch. */
  private Product sameCondition(Product product, Conditional conditional) {
    for (Map.Entry<Expr, Rational> factor : product.factors().entrySet()) {
      if (factor.getKey() instanceof Conditional other
          && !other.equals(conditional)
          && factor.getValue().equals(Rational.ONE)
          && SumRules.sameCondition(conditional, other)) {
        Expr whole =
            form.conditional(
                conditional.relation(),
                conditional.left(),
                conditional.right(),
                form.multiply(conditional.then(), other.then()),
                form.multiply(conditional.otherwise(), other.otherwise()));
        return product.without(conditional).without(other).times(form.factor(whole));
      }
    }
    return null;
  }

  /**
   * Moves a product into the branches of a conditional factor that has a 0 in one of them; null
   * where there is none.
   */
  Expr branches(Product product) {
    if (product.coefficient().equals(Rational.ONE) && product.factors().size() == 1) {
      return null;
    }
    for (Map.Entry<Expr, Rational> factor : product.factors().entrySet()) {
      if (factor.getKey() instanceof Conditional conditional
          && factor.getValue().equals(Rational.ONE)
          && (isZero(conditional.then()) || isZero(conditional.otherwise()))) {
        Product rest = product.without(conditional);
        if (form.isTotal(rest.monomial())) {
          return form.conditional(
              conditional.relation(),
              conditional.left(),
              conditional.right(),
              form.finish(rest.times(form.factor(conditional.then()))),
              form.finish(rest.times(form.factor(conditional.otherwise()))));
        }
      }
    }
    return null;
  }

  private static boolean isZero(Expr expr) {
    return expr instanceof Constant(double value) && value == 0;
  }
}
