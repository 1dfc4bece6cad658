package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.MathConstant;
import dev.limen.processor.formula.Relation;
import dev.limen.verify.Ball;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Turns expressions into operations on numbers in two doubles each, so that a result is off by next
 * to nothing before it is rounded once.
 *
 * <p>Results are NaN at the infinities, where parts overflow, and at some zeros: there the plain
 * operations of an {@link ExpressionLowering} are to take over.
 */
final class WideLowering {

  /** Up to here, halves of integers as exponents are square roots. */
  private static final double LARGEST_ROOT = 8;

  private final Forms forms = new Forms();
  private final GraphBuilder graph;
  private final ExpressionLowering plain;
  private final WideArithmetic arithmetic;
  private final WideExponentials exponentials;
  private final WideLogarithms logarithms;
  private final WideErrorFunctions errors;
  private final WideTrigonometry trigonometry;
  private final Map<Expr, Wide> known = new HashMap<>();

  /**
   * Lowers into a graph.
   *
   * @param plain lowers into the same graph
   * @param scaling which numbers are scaled
   */
  WideLowering(GraphBuilder graph, ExpressionLowering plain, Wide.Scaling scaling) {
    this.graph = graph;
    this.plain = plain;
    this.arithmetic = new WideArithmetic(graph, scaling);
    this.exponentials = new WideExponentials(graph, arithmetic);
    this.logarithms = new WideLogarithms(graph, arithmetic, exponentials);
    this.errors = new WideErrorFunctions(graph, arithmetic, exponentials);
    this.trigonometry = new WideTrigonometry(graph, arithmetic, exponentials);
  }

  /** The value of an expression, rounded. */
  Node lower(Expr expression) {
    return arithmetic.rounded(wide(expression));
  }

  /** An expansion at x. */
  Node expansion(ExpansionAtZero expansion) {
    return expansion.lower(arithmetic, scaledInput());
  }

  private Wide wide(Expr expression) {
    Wide value = known.get(expression);
    if (value == null) {
      value = anew(expression);
      known.put(expression, value);
    }
    return value;
  }

  private Wide anew(Expr expression) {
    if (forms.isConstant(expression)) {
      return arithmetic.constant(forms.constant(expression));
    }
    Affine affine = forms.affine(expression);
    if (affine.isConstant()) {
      return arithmetic.constant(affine.intercept());
    }
    boolean isSum = !affine.atom().equals(expression) && !Forms.isZero(affine.intercept());
    if (isSum) {
      return affine(affine);
    }
    Product product = forms.product(expression);
    if (!product.powers().containsKey(expression)) {
      return product(product);
    }
    return switch (expression) {
      case Expr.Variable v -> scaledInput();
      case Expr.Parameter p -> Wide.of(graph.uniform(p));
      case Expr.Negate n -> arithmetic.negate(wide(n.operand()));
      case Expr.Add b -> sum(b.left(), b.right());
      case Expr.Subtract b -> difference(b.left(), b.right());
      case Expr.Power(Expr base, Expr exponent) -> power(expression, base, exponent);
      case Expr.Call c -> call(c);
      case Expr.Conditional c -> conditional(c);
      case Expr.Multiply b -> arithmetic.times(wide(b.left()), wide(b.right()));
      case Expr.Divide b -> arithmetic.dividedBy(wide(b.left()), wide(b.right()));
      case Expr.Constant c -> throw new AssertionError(c);
      case Expr.NamedConstant c -> throw new AssertionError(c);
    };
  }

  private Wide scaledInput() {
    Node x = graph.x();
    Wide scaled;
    if (arithmetic.scalesAll()) {
      // A subnormal number is taken to have the exponent below the least.
      Node half = graph.shiftRight(arithmetic.exponentOf(x), 1);
      Node up = arithmetic.powerOfTwo(graph.bitsSubtract(graph.bits(0), half));
      Node high = graph.multiply(graph.multiply(x, up), up);
      scaled = new Wide(high, null, graph.named("scale", arithmetic.powerOfTwo(half)));
    } else {
      Node one = graph.constant(1);
      Node isTiny = graph.less(graph.abs(x), graph.constant(Wide.TINY));
      Node down = graph.select(isTiny, powerOfTwo(-Wide.TINY_SHIFT / 2), one);
      Node up = graph.select(isTiny, powerOfTwo(Wide.TINY_SHIFT), one);
      scaled = new Wide(graph.multiply(x, up), null, graph.named("scale", down));
    }
    arithmetic.collapses(scaled, Wide.of(x));
    return scaled;
  }

  private Node powerOfTwo(int exponent) {
    return graph.constant(Math.scalb(1.0, exponent));
  }

  // Sums

  /** Where slope and intercept are no doubles, next to the root first: there the sum is exact. */
  private Wide affine(Affine form) {
    Wide atom = wide(form.atom());
    Wide slope = arithmetic.constant(form.slope());
    Wide intercept = arithmetic.constant(form.intercept());
    Ball shift = form.intercept().dividedBy(form.slope());
    if (Forms.isOne(shift)) {
      return arithmetic.times(sum(Expr.ONE, form.atom()), slope);
    }
    boolean isExact = slope.low() == null && intercept.low() == null;
    if (isExact || !Double.isFinite(shift.toDouble())) {
      return arithmetic.plus(arithmetic.times(atom, slope), intercept);
    }
    return arithmetic.times(arithmetic.plus(atom, arithmetic.constant(shift)), slope);
  }

  private Wide sum(Expr left, Expr right) {
    Wide surd = surdSum(left, right);
    return surd == null ? arithmetic.plus(wide(left), wide(right)) : surd;
  }

  private Wide difference(Expr left, Expr right) {
    Expr rewritten = forms.complement(left, right);
    return rewritten == null ? arithmetic.minus(wide(left), wide(right)) : wide(rewritten);
  }

  /**
   * {@code x + sqrt(x^2 + c)} or {@code 1 + x/sqrt(x^2 + c)}, which cancel for x below 0: {@code x
   * + s} is {@code c/(s - x)}. Null for all else.
   */
  private Wide surdSum(Expr left, Expr right) {
    if (left.equals(Expr.X) && right instanceof Expr.Call root) {
      Expr rest = forms.beyondSquare(root);
      return rest == null ? null : shifted(root, rest);
    }
    if (left.equals(Expr.ONE)
        && right instanceof Expr.Divide(Expr numerator, Expr.Call root)
        && numerator.equals(Expr.X)) {
      Expr rest = forms.beyondSquare(root);
      return rest == null ? null : arithmetic.dividedBy(shifted(root, rest), wide(root));
    }
    return null;
  }

  /** {@code x + root} for the root of {@code x^2 + rest}. */
  private Wide shifted(Expr root, Expr rest) {
    Wide x = wide(Expr.X);
    Wide s = wide(root);
    Wide quotient = arithmetic.dividedBy(wide(rest), arithmetic.minus(s, x));
    Node cancels = graph.less(graph.x(), graph.constant(0));
    return arithmetic.select(cancels, quotient, arithmetic.plus(x, s));
  }

  // Products

  private Wide product(Product product) {
    Wide numerator = null;
    Wide denominator = null;
    for (Map.Entry<Expr, Integer> factor : product.powers().entrySet()) {
      int exponent = factor.getValue();
      boolean isInverseCosh =
          exponent < 0
              && factor.getKey() instanceof Expr.Call call
              && call.function() == Function.COSH;
      if (isInverseCosh) {
        Wide sech = exponentials.sech(wide(((Expr.Call) factor.getKey()).argument()));
        numerator = times(numerator, arithmetic.power(sech, -exponent));
      } else if (exponent > 0) {
        numerator = times(numerator, arithmetic.power(wide(factor.getKey()), exponent));
      } else {
        denominator = times(denominator, arithmetic.power(wide(factor.getKey()), -exponent));
      }
    }
    Ball factor = forms.constant(product.coefficient());
    // The same nodes for a product and its opposite.
    Wide coefficient = arithmetic.constant(factor.abs());
    Wide size = product(numerator, denominator, coefficient);
    return factor.hi() < 0 ? arithmetic.negate(size) : size;
  }

  private Wide product(Wide numerator, Wide denominator, Wide coefficient) {
    if (numerator == null) {
      return arithmetic.dividedBy(coefficient, denominator);
    }
    Wide quotient = denominator == null ? numerator : arithmetic.dividedBy(numerator, denominator);
    return arithmetic.times(quotient, coefficient);
  }

  private Wide times(Wide product, Wide factor) {
    return product == null ? factor : arithmetic.times(product, factor);
  }

  private Wide power(Expr power, Expr base, Expr exponent) {
    if (base instanceof Expr.NamedConstant(MathConstant named) && named == MathConstant.E) {
      return exponentials.exp(wide(exponent));
    }
    Wide u = wide(base);
    if (exponent instanceof Expr.Constant(double n)
        && Math.abs(n) <= LARGEST_ROOT
        && Math.rint(2 * n) == 2 * n
        && n != 0) {
      Wide root = arithmetic.sqrt(u);
      int whole = (int) Math.abs(n);
      Wide value =
          whole == Math.abs(n)
              ? arithmetic.power(u, whole)
              : whole == 0 ? root : arithmetic.times(arithmetic.power(u, whole), root);
      return n > 0 ? value : arithmetic.dividedBy(arithmetic.constant(1), value);
    }
    // Whether there is a power, and its sign, the plain one tells.
    Node sample = plain.lower(power);
    Wide logarithm = logarithms.log(arithmetic.abs(u));
    Wide size = exponentials.exp(arithmetic.times(wide(exponent), logarithm));
    Wide value = arithmetic.withSign(size, graph.signOf(sample));
    return arithmetic.select(graph.isNaN(sample), Wide.of(sample), value);
  }

  // Functions

  private Wide call(Expr.Call call) {
    Expr argument = call.argument();
    return switch (call.function()) {
      case EXP -> section(call, exponentials::exp);
      case EXPM1 -> section(call, exponentials::expm1);
      case LOG -> log(call);
      case LOG1P -> section(call, logarithms::log1p);
      case SQRT -> arithmetic.sqrt(wide(argument));
      case ABS -> arithmetic.abs(wide(argument));
      case SIGN -> sign(wide(argument));
      case MIN -> choice(Relation.LESS, argument, call.arguments().get(1));
      case MAX -> choice(Relation.GREATER, argument, call.arguments().get(1));
      case CLAMP ->
          choice(
              Relation.LESS,
              Expr.call(Function.MAX, argument, call.arguments().get(1)),
              call.arguments().get(2));
      case POW -> wide(new Expr.Power(argument, call.arguments().get(1)));
      case TANH -> section(call, exponentials::tanh);
      case SINH -> section(call, exponentials::sinh);
      case COSH -> section(call, exponentials::cosh);
      case SIGMOID -> section(call, exponentials::sigmoid);
      case SOFTPLUS -> section(call, logarithms::softplus);
      case ERF -> {
        Wide minusSquare = minusSquare(argument);
        yield section(call, u -> errors.erf(u, minusSquare));
      }
      case ERFC -> {
        Wide minusSquare = minusSquare(argument);
        yield section(call, u -> errors.erfc(u, minusSquare));
      }
      case SIN -> section(call, u -> trigonometry.sin(u, Forms.factorOfAngle(argument)));
      case COS -> section(call, u -> trigonometry.cos(u, Forms.factorOfAngle(argument)));
      case ATAN -> section(call, trigonometry::atan);
      case RELU -> choice(Relation.GREATER, argument, Expr.ZERO);
      case STEP -> {
        Node isNegative = graph.less(wide(argument).high(), graph.constant(0));
        yield arithmetic.select(isNegative, arithmetic.constant(0), arithmetic.constant(1));
      }
    };
  }

  private Wide section(Expr.Call call, UnaryOperator<Wide> function) {
    Wide u = wide(call.argument());
    String title = call.function().symbol() + "(%s) in double words";
    Section before = graph.section(new Section(title, u.high()));
    Wide value = function.apply(u);
    graph.section(before);
    graph.named(call.function().symbol(), value.high());
    return value;
  }

  private Wide sign(Wide u) {
    Node zero = graph.constant(0);
    Wide notPositive =
        arithmetic.select(graph.less(u.high(), zero), arithmetic.constant(-1), Wide.of(u.high()));
    return arithmetic.select(graph.less(zero, u.high()), arithmetic.constant(1), notPositive);
  }

  private Wide minusSquare(Expr argument) {
    return wide(new Expr.Negate(new Expr.Power(argument, Expr.constant(2))));
  }

  private Wide log(Expr.Call call) {
    if (call.argument() instanceof Expr.Call inner) {
      Expr u = inner.argument();
      if (inner.function() == Function.SIGMOID) {
        return arithmetic.negate(logarithms.softplus(wide(new Expr.Negate(u))));
      }
      if (inner.function() == Function.COSH) {
        // cosh(u)^2 = 1 + sinh(u)^2, which does not cancel next to 0.
        Expr square = new Expr.Power(Expr.call(Function.SINH, u), Expr.constant(2));
        return arithmetic.timesExactly(logarithms.log1p(wide(square)), 0.5);
      }
    }
    return section(call, logarithms::log);
  }

  private Wide choice(Relation relation, Expr a, Expr b) {
    return wide(new Expr.Conditional(relation, a, b, a, b));
  }

  private Wide conditional(Expr.Conditional conditional) {
    Wide left = wide(conditional.left());
    Wide right = wide(conditional.right());
    Wide then = wide(conditional.then());
    Wide otherwise = wide(conditional.otherwise());
    return switch (conditional.relation()) {
      case LESS -> arithmetic.select(arithmetic.less(left, right), then, otherwise);
      case GREATER -> arithmetic.select(arithmetic.less(right, left), then, otherwise);
      case LESS_OR_EQUAL -> arithmetic.select(arithmetic.less(right, left), otherwise, then);
      case GREATER_OR_EQUAL -> arithmetic.select(arithmetic.less(left, right), otherwise, then);
    };
  }
}
