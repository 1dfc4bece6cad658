package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.analysis.Interval;
import dev.limen.processor.approx.Algorithm;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.MathConstant;
import dev.limen.processor.formula.Rational;
import dev.limen.processor.formula.Relation;
import dev.limen.processor.formula.Simplifier;
import dev.limen.processor.kernel.ExponentialFunctions.Method;
import dev.limen.runtime.Contract;
import dev.limen.verify.Ball;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns expressions into basic operations. Equal subexpressions, of one expression or of several,
 * become the same nodes.
 *
 * <p>An expression means a function of real numbers, so its arithmetic may be rearranged where that
 * makes it more accurate or cheaper:
 *
 * <ul>
 *   <li>constants are computed in extended precision and rounded once;
 *   <li>{@code a * u + b} of constants a and b is one fma where both are numbers of the precision;
 *       else {@code (u + b/a) * a}, with b/a in double words, which is accurate next to the zero;
 *   <li>functions that magnify the error of their argument get it in double words, where it is a
 *       polynomial;
 *   <li>a condition on an affine function of x is one on x itself, decided exactly;
 *   <li>operands of selects are arranged such that NaN passes, where that costs nothing.
 * </ul>
 */
final class ExpressionLowering {

  private final GraphBuilder graph;
  private final Interval domain;
  private final Elementary elementary;
  private final boolean isFaithful;
  private final boolean isToTheLastDigit;
  private final Lines lines;
  private final RealConstants constants;
  private final ProductLowering products;
  private final DoubleWordLowering words;
  private final SurdSum surdSum;
  private final Forms forms = new Forms();
  private final Map<Expr, Node> nodes = new HashMap<>();

  /** How {@code a*x + b} of parameters a and b is computed. */
  enum Lines {
    /** Of a and b as numbers of the precision: that moves the zero. */
    ROUNDED,
    /** Of a and b in double words: accurate next to the zero, for two operations more. */
    EXACT
  }

  /**
   * Lowers into a graph.
   *
   * @param contract decides what accuracy is worth an operation
   */
  ExpressionLowering(GraphBuilder graph, Contract contract) {
    this(graph, contract, Interval.ENTIRE, Method.POLYNOMIAL, Lines.ROUNDED);
  }

  /**
   * Lowers into a graph what is computed for some numbers only.
   *
   * @param domain the numbers x; for all others results do not matter
   * @param method how exponentials are computed
   * @param lines how {@code a*x + b} of parameters a and b is computed
   */
  ExpressionLowering(
      GraphBuilder graph, Contract contract, Interval domain, Method method, Lines lines) {
    this.graph = graph;
    this.domain = domain;
    this.elementary = new Elementary(graph, method);
    this.lines = lines;
    this.constants = new RealConstants(graph);
    this.words = new DoubleWordLowering(graph, forms, this);
    this.surdSum = new SurdSum(graph, forms, this);
    this.isToTheLastDigit = contract.measure() == Contract.Measure.ULP;
    this.isFaithful = isToTheLastDigit && contract.bound() <= 1;
    this.products = new ProductLowering(graph, forms, elementary, isToTheLastDigit, this);
  }

  /** Lets a node stand for a variable. */
  void bind(Expr.Variable variable, Node node) {
    nodes.put(variable, node);
  }

  /** The value of an expression, rounded. */
  Node lower(Expr expression) {
    Node node = nodes.get(expression);
    if (node == null) {
      node = lowerAnew(expression);
      nodes.put(expression, node);
    }
    return node;
  }

  /** The algorithms of elementary functions that a node lowered here is computed by. */
  List<Algorithm> algorithms(Node output) {
    return elementary.algorithms(output);
  }

  /** The value of an expression without x, to about 30 digits. */
  Ball constant(Expr expression) {
    return forms.constant(expression);
  }

  boolean isConstant(Expr expression) {
    return forms.isConstant(expression);
  }

  private Node lowerAnew(Expr expression) {
    switch (forms.kind(expression)) {
      case CONSTANT -> {
        return constants.node(forms.constant(expression));
      }
      case PARAMETERS -> {
        if (!Forms.needsErrorFunction(expression)) {
          return graph.uniform(expression);
        }
      }
      case X -> {}
    }
    Affine affine = forms.affine(expression);
    if (affine.isConstant()) {
      return constants.node(affine.intercept());
    }
    if (!affine.atom().equals(expression)) {
      boolean isProduct =
          Forms.isZero(affine.intercept())
              && !affine.atom().equals(Expr.X)
              && !forms.product(expression).powers().containsKey(expression);
      return isProduct ? products.product(expression) : affine(affine);
    }
    return switch (expression) {
      case Expr.Variable v -> {
        if (!v.equals(Expr.X)) {
          throw new IllegalArgumentException("no input: " + v.name());
        }
        yield graph.x();
      }
      case Expr.Negate n -> graph.negate(lower(n.operand()));
      case Expr.Add b -> sum(b.left(), b.right(), false);
      case Expr.Subtract b -> sum(b.left(), b.right(), true);
      case Expr.Multiply b -> products.product(b);
      case Expr.Divide b -> products.product(b);
      case Expr.Power b -> power(b);
      case Expr.Call c -> graph.named(c.function().symbol(), call(c));
      case Expr.Conditional c -> conditional(c);
      case Expr.Constant c -> throw new AssertionError(c);
      case Expr.NamedConstant c -> throw new AssertionError(c);
      case Expr.Parameter p -> throw new AssertionError(p);
    };
  }

  // Constants

  // Affine forms

  private Node affine(Affine form) {
    Ball slope = form.slope();
    Ball intercept = form.intercept();
    Node surd = Forms.isOne(intercept.dividedBy(slope)) ? surdSum.of(Expr.ONE, form.atom()) : null;
    if (surd != null) {
      return scaled(surd, slope);
    }
    Factors factors = Forms.isZero(intercept) ? null : products.factors(form.atom());
    if (factors != null && factors.isFusible()) {
      return graph.fma(
          factors.allButLast(graph), scaled(factors.last(), slope), constants.node(intercept));
    }
    Node atom = lower(form.atom());
    if (Forms.isZero(intercept)) {
      return scaled(atom, slope);
    }
    if (constants.isRepresentable(slope) && constants.isRepresentable(intercept)) {
      return graph.fma(atom, constants.node(slope), constants.node(intercept));
    }
    Ball shift = intercept.dividedBy(slope);
    boolean isExact = isExact(form.atom());
    if (!RealConstants.isModerate(slope)
        || !RealConstants.isModerate(shift)
        || !(isExact || isFaithful)) {
      return graph.fma(atom, constants.node(slope), constants.node(intercept));
    }
    Node shifted = graph.add(atom, constants.node(shift));
    if (isExact && !constants.isNearlyRepresentable(shift)) {
      shifted = graph.add(shifted, graph.constant(constants.residue(shift)));
    }
    return scaled(shifted, slope);
  }

  /** A node times a constant. */
  Node scaled(Node node, Ball factor) {
    if (!isFaithful || constants.isRepresentable(factor) || !RealConstants.isModerate(factor)) {
      return graph.multiply(node, constants.node(factor));
    }
    // Truncated, so that both parts have the same sign: infinity gives no NaN.
    double high = constants.rounded(factor);
    if (factor.abs().minus(Math.abs(high)).hi() < 0) {
      high = constants.towardsZero(high);
    }
    Node low = graph.multiply(node, graph.constant(constants.rounded(factor.minus(high))));
    return graph.fma(node, graph.constant(high), low);
  }

  // Sums

  private Node sum(Expr left, Expr right, boolean isDifference) {
    Expr one = isDifference ? forms.complement(left, right) : null;
    if (one != null) {
      return lower(one);
    }
    Node surd = surdSum.of(isDifference ? new Expr.Negate(left) : left, right);
    if (surd != null) {
      return isDifference ? graph.negate(surd) : surd;
    }
    Node line =
        lines == Lines.EXACT ? line(left, isDifference ? new Expr.Negate(right) : right) : null;
    if (line != null) {
      return line;
    }
    Factors factors = products.factors(isDifference ? new Expr.Negate(right) : right);
    if (factors != null && factors.isFusible()) {
      return graph.fma(factors.allButLast(graph), factors.last(), lower(left));
    }
    factors = products.factors(left);
    if (factors != null && factors.isFusible()) {
      Node addend = lower(right);
      return graph.fma(
          factors.allButLast(graph), factors.last(), isDifference ? graph.negate(addend) : addend);
    }
    return isDifference
        ? graph.subtract(lower(left), lower(right))
        : graph.add(lower(left), lower(right));
  }

  /**
   * {@code a*x + b} with its parameters in double words: what is lost of them is added after the
   * leading parts have cancelled. Null for all else.
   */
  private Node line(Expr left, Expr right) {
    boolean isLeftUniform = forms.kind(left) != Forms.Kind.X;
    Expr product = isLeftUniform ? right : left;
    Expr uniform = isLeftUniform ? left : right;
    Expr factor = forms.kind(uniform) == Forms.Kind.X ? null : factorOfX(product);
    if (factor == null) {
      return null;
    }
    DoubleWord slope = words.of(factor);
    DoubleWord intercept = words.of(uniform);
    Node high = graph.fma(graph.x(), slope.high(), intercept.high());
    if (slope.low() == null) {
      return intercept.low() == null ? high : graph.add(high, intercept.low());
    }
    Node low =
        intercept.low() == null
            ? graph.multiply(graph.x(), slope.low())
            : graph.fma(graph.x(), slope.low(), intercept.low());
    return graph.add(high, low);
  }

  /** What x is multiplied by, if by parameters and constants only; else null. */
  private Expr factorOfX(Expr expression) {
    Map<Expr, Integer> powers = forms.product(expression).powers();
    boolean isMultiple =
        powers.getOrDefault(Expr.X, 0) == 1
            && powers.keySet().stream()
                .allMatch(factor -> factor.equals(Expr.X) || forms.isUniform(factor));
    return isMultiple ? Simplifier.simplify(expression.substitute(Map.of(Expr.X, Expr.ONE))) : null;
  }

  /** The value of an expression in two words, where that is cheap to have; else rounded. */
  DoubleWord doubleWord(Expr expression) {
    return words.of(expression);
  }

  // Powers and functions

  private Node power(Expr.Power power) {
    if (forms.product(power).powers().containsKey(power)) {
      return power(power.left(), power.right());
    }
    return products.product(power);
  }

  private Node power(Expr base, Expr exponent) {
    if (base instanceof Expr.NamedConstant(MathConstant named) && named == MathConstant.E) {
      return lower(Expr.call(Function.EXP, exponent));
    }
    if (forms.isConstant(exponent) && ProductLowering.isExactDouble(forms.constant(exponent))) {
      return elementary.pow(lower(base), forms.constant(exponent).hi());
    }
    return elementary.pow(lower(base), lower(exponent));
  }

  private Node call(Expr.Call call) {
    Expr argument = call.argument();
    return switch (call.function()) {
      case EXP -> {
        DoubleWord u = words.of(argument);
        Scaled bounded = elementary.boundedExp(u.high(), u.low(), extent(argument));
        yield bounded == null ? elementary.exp(u.high(), u.low()) : bounded.product(graph);
      }
      case EXPM1 -> {
        DoubleWord u = words.of(argument);
        yield elementary.expm1(u.high(), u.low());
      }
      case LOG -> {
        if (argument instanceof Expr.Call inner && inner.function() == Function.SIGMOID) {
          yield graph.negate(
              lower(Expr.call(Function.SOFTPLUS, new Expr.Negate(inner.argument()))));
        }
        yield elementary.log(lower(argument));
      }
      case LOG1P -> {
        Expr root = rootOfLargeSquare(argument);
        yield root == null
            ? elementary.log1p(lower(argument))
            : elementary.log1pOfSquare(lower(root));
      }
      case SQRT -> elementary.sqrt(lower(argument));
      case ABS -> graph.abs(lower(argument));
      case SIGN -> {
        Node u = lower(argument);
        Node zero = graph.constant(0);
        yield graph.select(
            graph.less(u, zero),
            graph.constant(-1),
            graph.select(graph.less(zero, u), graph.constant(1), u));
      }
      case MIN -> min(argument, call.arguments().get(1));
      case MAX -> max(argument, call.arguments().get(1));
      case CLAMP -> {
        Expr low = call.arguments().get(1);
        Expr high = call.arguments().get(2);
        yield min(Expr.call(Function.MAX, argument, low), high);
      }
      case POW -> lower(new Expr.Power(argument, call.arguments().get(1)));
      case TANH -> {
        DoubleWord u = words.ofLinear(argument);
        yield elementary.tanh(u.high(), u.low());
      }
      case SINH -> elementary.sinh(lower(argument));
      case COSH -> elementary.cosh(lower(argument));
      case SIGMOID -> {
        DoubleWord u = words.of(argument);
        Scaled bounded = elementary.boundedSigmoid(u.high(), u.low(), extent(argument));
        yield bounded == null ? elementary.sigmoid(u.high(), u.low()) : bounded.product(graph);
      }
      case SOFTPLUS -> {
        DoubleWord u = words.of(argument);
        yield elementary.softplus(u.high(), u.low());
      }
      case ERF -> {
        DoubleWord u = words.ofLinear(argument);
        yield elementary.erf(u.high(), u.low());
      }
      case ERFC -> {
        DoubleWord u = words.of(argument);
        yield elementary.erfc(u.high(), u.low());
      }
      case SIN, COS -> {
        Node u = lower(argument);
        Rational factor = Forms.factorOfAngle(argument);
        Node v = factor.equals(Rational.ONE) ? u : graph.x();
        yield call.function() == Function.SIN
            ? elementary.sin(u, v, factor)
            : elementary.cos(u, v, factor);
      }
      case ATAN -> elementary.atan(lower(argument));
      case RELU -> max(argument, Expr.ZERO);
      case STEP ->
          graph.select(
              graph.less(lower(argument), graph.constant(0)), graph.constant(0), graph.constant(1));
    };
  }

  /** The values of an expression on the domain, or more. */
  Interval extent(Expr expression) {
    return domain == Interval.ENTIRE ? domain : Interval.of(expression, domain);
  }

  /** u of a square {@code u^2} that may overflow though u does not; null for all else. */
  private Expr rootOfLargeSquare(Expr expression) {
    boolean isSquare =
        expression instanceof Expr.Power power && power.right().equals(Expr.constant(2));
    double largest = graph.precision() == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    return isSquare && !(extent(expression).upper() < largest)
        ? ((Expr.Power) expression).left()
        : null;
  }

  private Node min(Expr a, Expr b) {
    return conditional(forms.minimum(a, b));
  }

  private Node max(Expr a, Expr b) {
    return conditional(forms.maximum(a, b));
  }

  // Conditionals

  private Node conditional(Expr.Conditional conditional) {
    Relation relation = conditional.relation();
    Expr then = conditional.then();
    Expr otherwise = conditional.otherwise();
    Affine difference = forms.affine(new Expr.Subtract(conditional.left(), conditional.right()));
    if (difference.isConstant()) {
      Ball value = difference.intercept();
      return lower(relation.holds((int) Math.signum(value.hi())) ? then : otherwise);
    }
    Condition condition = Condition.of(difference, relation).reduced(forms);
    if (condition.isDecided()) {
      return lower(condition.holdsAlways() ? then : otherwise);
    }
    if (isExact(condition.atom())) {
      return conditional(condition, then, otherwise);
    }
    Node left = lower(conditional.left());
    Node right = lower(conditional.right());
    return switch (relation) {
      case LESS -> graph.select(graph.less(left, right), lower(then), lower(otherwise));
      case GREATER -> graph.select(graph.less(right, left), lower(then), lower(otherwise));
      case LESS_OR_EQUAL -> graph.select(graph.less(right, left), lower(otherwise), lower(then));
      case GREATER_OR_EQUAL -> graph.select(graph.less(left, right), lower(otherwise), lower(then));
    };
  }

  /** Whether lowering an expression of x makes no error. */
  private static boolean isExact(Expr expression) {
    return expression.equals(Expr.X) || expression.equals(Expr.call(Function.ABS, Expr.X));
  }

  /** {@code u relation bound ? then : otherwise}, decided exactly for every x of the precision. */
  private Node conditional(Condition condition, Expr then, Expr otherwise) {
    Relation relation = condition.relation();
    if (relation == Relation.GREATER || relation == Relation.GREATER_OR_EQUAL) {
      return conditional(condition.negated(), otherwise, then);
    }
    Ball bound = condition.bound();
    Node u = lower(condition.atom());
    // The relation holds of u below the threshold, and of no other.
    double nearest = constants.rounded(bound) + 0.0;
    int side = constants.isRepresentable(bound) ? 0 : (int) Math.signum(bound.minus(nearest).hi());
    boolean isBelow = side > 0 || (side == 0 && relation == Relation.LESS_OR_EQUAL);
    double threshold = isBelow ? constants.next(nearest) : nearest;
    // NaN takes the last operand of the select: that had better depend on x.
    boolean isThenLast =
        (forms.kind(then) == Forms.Kind.X) == (forms.kind(otherwise) == Forms.Kind.X)
            ? isBelow
            : forms.kind(then) == Forms.Kind.X;
    if (isThenLast) {
      Node isAbove = graph.less(graph.constant(constants.previous(threshold)), u);
      return graph.select(isAbove, lower(otherwise), lower(then));
    }
    Node isLess = graph.less(u, graph.constant(threshold));
    return graph.select(isLess, lower(then), lower(otherwise));
  }
}
