package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.analysis.Interval;
import dev.limen.processor.approx.Algorithm;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.MathConstant;
import dev.limen.processor.formula.Relation;
import dev.limen.processor.formula.Simplifier;
import dev.limen.processor.kernel.ExponentialFunctions.Bounded;
import dev.limen.runtime.Contract;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

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

  /** Quotients of constants outside this range could lose digits to underflow or overflow. */
  private static final double LARGE_CONSTANT = 0x1p100;

  /** From there on {@code sqrt(x^2 + c)} is x. */
  private static final double FAR_FROM_ROOT = 0x1p50;

  private final GraphBuilder graph;
  private final Interval domain;
  private final Elementary elementary;
  private final boolean isFaithful;
  private final boolean isToTheLastDigit;
  private final Lines lines;
  private final Forms forms = new Forms();
  private final Map<Expr, Node> nodes = new HashMap<>();
  private final Map<Expr, DoubleWord> doubleWords = new HashMap<>();

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
    this(graph, contract, Interval.ENTIRE, Bounded.TABLE, Lines.ROUNDED);
  }

  /**
   * Lowers into a graph what is computed for some numbers only.
   *
   * @param domain the numbers x; for all others results do not matter
   * @param bounded how exponentials of arguments that are bounded there are computed
   * @param lines how {@code a*x + b} of parameters a and b is computed
   */
  ExpressionLowering(
      GraphBuilder graph, Contract contract, Interval domain, Bounded bounded, Lines lines) {
    this.graph = graph;
    this.domain = domain;
    this.elementary = new Elementary(graph, bounded);
    this.lines = lines;
    this.isToTheLastDigit = contract.measure() == Contract.Measure.ULP;
    this.isFaithful = isToTheLastDigit && contract.bound() <= 1;
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
        return constant(forms.constant(expression));
      }
      case PARAMETERS -> {
        if (!needsErrorFunction(expression)) {
          return graph.uniform(expression);
        }
      }
      case X -> {}
    }
    Affine affine = forms.affine(expression);
    if (affine.isConstant()) {
      return constant(affine.intercept());
    }
    if (!affine.atom().equals(expression)) {
      boolean isProduct =
          Forms.isZero(affine.intercept())
              && !affine.atom().equals(Expr.X)
              && !forms.product(expression).powers().containsKey(expression);
      return isProduct ? product(expression) : affine(affine);
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
      case Expr.Multiply b -> product(b);
      case Expr.Divide b -> product(b);
      case Expr.Power b -> power(b);
      case Expr.Call c -> graph.named(c.function().symbol(), call(c));
      case Expr.Conditional c -> conditional(c);
      case Expr.Constant c -> throw new AssertionError(c);
      case Expr.NamedConstant c -> throw new AssertionError(c);
      case Expr.Parameter p -> throw new AssertionError(p);
    };
  }

  // Constants

  private static boolean needsErrorFunction(Expr expression) {
    return expression.subexpressions().stream()
        .anyMatch(e ->
            e instanceof Expr.Call call
                && (call.function() == Function.ERF || call.function() == Function.ERFC));
  }

  private double rounded(Ball ball) {
    return graph.precision() == Precision.F32 ? ball.toFloat() : ball.toDouble();
  }

  private Node constant(Ball ball) {
    return graph.constant(rounded(ball));
  }

  /** What rounding leaves, or 0 where it is as small as the error of the computation. */
  private double residue(Ball ball) {
    double high = rounded(ball);
    if (!Double.isFinite(high)) {
      return 0;
    }
    double low = rounded(ball.minus(high));
    return Math.abs(low) <= Math.abs(high) * 0x1p-90 ? 0 : low;
  }

  private boolean isRepresentable(Ball ball) {
    return residue(ball) == 0;
  }

  private static boolean isModerate(Ball ball) {
    double size = Math.abs(ball.hi());
    return size >= 1 / LARGE_CONSTANT && size <= LARGE_CONSTANT;
  }

  // Affine forms

  private Node affine(Affine form) {
    Ball slope = form.slope();
    Ball intercept = form.intercept();
    Node surd = Forms.isOne(intercept.dividedBy(slope)) ? surdSum(Expr.ONE, form.atom()) : null;
    if (surd != null) {
      return scaled(surd, slope);
    }
    Factors factors = Forms.isZero(intercept) ? null : factors(form.atom());
    if (factors != null && factors.isFusible()) {
      return graph.fma(
          factors.allButLast(graph), scaled(factors.last(), slope), constant(intercept));
    }
    Node atom = lower(form.atom());
    if (Forms.isZero(intercept)) {
      return scaled(atom, slope);
    }
    if (isRepresentable(slope) && isRepresentable(intercept)) {
      return graph.fma(atom, constant(slope), constant(intercept));
    }
    Ball shift = intercept.dividedBy(slope);
    boolean isExact = isExact(form.atom());
    if (!isModerate(slope) || !isModerate(shift) || !(isExact || isFaithful)) {
      return graph.fma(atom, constant(slope), constant(intercept));
    }
    Node shifted = graph.add(atom, constant(shift));
    if (isExact && !isNearlyRepresentable(shift)) {
      shifted = graph.add(shifted, graph.constant(residue(shift)));
    }
    return scaled(shifted, slope);
  }

  /**
   * Whether rounding a shift changes the distance to no number but the root itself, where it is too
   * small to count.
   */
  private boolean isNearlyRepresentable(Ball shift) {
    double high = rounded(shift);
    double ulp = graph.precision() == Precision.F32 ? Math.ulp((float) high) : Math.ulp(high);
    return Math.abs(residue(shift)) <= 0x1p-26 * ulp;
  }

  private Node scaled(Node node, Ball factor) {
    if (!isFaithful || isRepresentable(factor) || !isModerate(factor)) {
      return graph.multiply(node, constant(factor));
    }
    // Truncated, so that both parts have the same sign: infinity gives no NaN.
    double high = rounded(factor);
    if (factor.abs().minus(Math.abs(high)).hi() < 0) {
      high = towardsZero(high);
    }
    Node low = graph.multiply(node, graph.constant(rounded(factor.minus(high))));
    return graph.fma(node, graph.constant(high), low);
  }

  private double towardsZero(double value) {
    return graph.precision() == Precision.F32
        ? Math.nextAfter((float) value, 0.0)
        : Math.nextAfter(value, 0.0);
  }

  // Sums

  private Node sum(Expr left, Expr right, boolean isDifference) {
    Expr one = isDifference ? forms.complement(left, right) : null;
    if (one != null) {
      return lower(one);
    }
    Node surd = surdSum(isDifference ? new Expr.Negate(left) : left, right);
    if (surd != null) {
      return isDifference ? graph.negate(surd) : surd;
    }
    Node line =
        lines == Lines.EXACT ? line(left, isDifference ? new Expr.Negate(right) : right) : null;
    if (line != null) {
      return line;
    }
    Factors factors = factors(isDifference ? new Expr.Negate(right) : right);
    if (factors != null && factors.isFusible()) {
      return graph.fma(factors.allButLast(graph), factors.last(), lower(left));
    }
    factors = factors(left);
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
    DoubleWord slope = doubleWord(factor);
    DoubleWord intercept = doubleWord(uniform);
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
                .allMatch(factor -> factor.equals(Expr.X) || isUniform(factor));
    return isMultiple ? Simplifier.simplify(expression.substitute(Map.of(Expr.X, Expr.ONE))) : null;
  }

  private boolean isUniform(Expr expression) {
    return forms.kind(expression) == Forms.Kind.PARAMETERS && !needsErrorFunction(expression);
  }

  /**
   * {@code x + sqrt(x^2 + c)} or {@code 1 + x/sqrt(x^2 + c)}, which cancel for x below 0: {@code x
   * + s} is {@code c/(s - x)}. Null for all else.
   */
  private Node surdSum(Expr left, Expr right) {
    if (left.equals(Expr.X) && right instanceof Expr.Call root) {
      Expr rest = forms.beyondSquare(root);
      return rest == null ? null : surdSum(rest);
    }
    boolean isRatio =
        left.equals(Expr.ONE)
            && right instanceof Expr.Divide quotient
            && quotient.left().equals(Expr.X)
            && quotient.right() instanceof Expr.Call;
    if (!isRatio) {
      return null;
    }
    Expr rest = forms.beyondSquare((Expr.Call) ((Expr.Divide) right).right());
    return rest == null ? null : graph.divide(surdSum(rest), surd(rest));
  }

  private Node surdSum(Expr rest) {
    Node surd = surd(rest);
    // Halves, lest the sum overflow.
    Node half = graph.constant(0.5);
    Node halfSum = graph.fma(graph.x(), graph.constant(-0.5), graph.multiply(surd, half));
    Node halfRest = lower(new Expr.Multiply(Expr.constant(0.5), rest));
    Node quotient = graph.named("smaller", graph.divide(halfRest, halfSum));
    Expr bound = new Expr.Multiply(Expr.constant(-0.5), Expr.call(Function.SQRT, rest));
    Node cancels = graph.less(graph.x(), lower(bound));
    return graph.select(cancels, quotient, graph.add(surd, graph.x()));
  }

  /** {@code sqrt(x^2 + rest)}, though the square overflow. */
  private Node surd(Expr rest) {
    Node magnitude = graph.abs(graph.x());
    Node root = graph.sqrt(graph.fma(graph.x(), graph.x(), lower(rest)));
    Node isFar = graph.less(graph.constant(FAR_FROM_ROOT), magnitude);
    return graph.named("surd", graph.select(isFar, magnitude, root));
  }

  // Products

  /** Nodes to be multiplied, nodes to divide by, and a power of two to multiply by; or null. */
  private record Factors(List<Node> numerators, List<Node> denominators, Node scale) {

    boolean isFusible() {
      return denominators.isEmpty() && (numerators.size() > 1 || scale != null);
    }

    Node last() {
      return scale == null ? numerators.getLast() : scale;
    }

    Node allButLast(GraphBuilder graph) {
      return graph.product(numerators.subList(0, numerators.size() - (scale == null ? 1 : 0)));
    }

    Node product(GraphBuilder graph) {
      Node product = graph.product(numerators);
      // One by one: their product might overflow.
      for (Node denominator : denominators) {
        product = graph.divide(product, denominator);
      }
      return scale == null ? product : graph.multiply(product, scale);
    }
  }

  private Node product(Expr expression) {
    Node inPieces = productInPieces(forms.product(expression));
    return inPieces == null ? factors(expression).product(graph) : inPieces;
  }

  /**
   * A coefficient times powers of x times one factor in pieces, as a product in pieces: the choice
   * then comes last, and is made of x, beside the arithmetic; and no zero meets an infinity. Null
   * for all else.
   */
  private Node productInPieces(Product product) {
    Expr.Conditional pieces = null;
    Expr rest = product.coefficient();
    for (Map.Entry<Expr, Integer> power : product.powers().entrySet()) {
      Expr base = power.getKey();
      if (base.equals(Expr.X) && power.getValue() > 0) {
        rest = times(rest, base, power.getValue());
      } else if (pieces == null && power.getValue() == 1) {
        pieces = pieces(base);
        if (pieces == null) {
          return null;
        }
      } else {
        return null;
      }
    }
    return pieces == null
        ? null
        : lower(
            new Expr.Conditional(
                pieces.relation(),
                pieces.left(),
                pieces.right(),
                times(rest, pieces.then()),
                times(rest, pieces.otherwise())));
  }

  private Expr times(Expr factor, Expr piece) {
    boolean isZero = forms.isConstant(piece) && Forms.isZero(forms.constant(piece));
    return isZero ? Expr.ZERO : new Expr.Multiply(factor, piece);
  }

  /** A function as a choice between two, where that can be made by comparing x; else null. */
  private Expr.Conditional pieces(Expr expression) {
    if (!(expression instanceof Expr.Call call)) {
      return expression instanceof Expr.Conditional conditional ? conditional : null;
    }
    Expr u = call.argument();
    return switch (call.function()) {
      case RELU -> maximum(u, Expr.ZERO);
      case MAX -> maximum(u, call.arguments().get(1));
      case MIN -> minimum(u, call.arguments().get(1));
      case CLAMP ->
          minimum(Expr.call(Function.MAX, u, call.arguments().get(1)), call.arguments().get(2));
      default -> null;
    };
  }

  /** The factors of a product; null for what is none. */
  private Factors factors(Expr expression) {
    Product product = forms.product(expression);
    boolean isInKernel = forms.kind(expression) == Forms.Kind.X || needsErrorFunction(expression);
    if (!isInKernel || product.powers().containsKey(expression)) {
      return null;
    }
    Map<Expr, Integer> powers = new LinkedHashMap<>(product.powers());
    Expr coefficient = product.coefficient();
    List<Node> numerators = new ArrayList<>();
    List<Node> denominators = new ArrayList<>();

    Scaled scaled = scaled(powers);
    if (scaled != null) {
      numerators.add(scaled.value());
    }
    densities(powers, numerators);
    Expr uniform = null;
    for (Map.Entry<Expr, Integer> power : powers.entrySet()) {
      Expr base = power.getKey();
      int exponent = power.getValue();
      if (isUniform(base)) {
        uniform = times(uniform, base, exponent);
      } else if (exponent > 0) {
        addPower(numerators, lower(base), exponent);
      } else if (exponent == -1) {
        denominators.add(lower(base));
      } else {
        addPower(numerators, graph.divide(graph.constant(1), lower(base)), -exponent);
      }
    }
    Ball scale = forms.constant(coefficient);
    if (uniform != null) {
      if (!Forms.isOne(scale) && isExactDouble(scale)) {
        uniform = new Expr.Multiply(Expr.constant(scale.hi()), uniform);
        scale = Ball.of(1);
      }
      numerators.add(Math.min(1, numerators.size()), graph.uniform(uniform));
    }
    if (numerators.isEmpty()) {
      numerators.add(constant(scale));
    } else if (!Forms.isOne(scale)) {
      // The last one: a bounded factor follows x, and x * (6 * (1/6)) is x.
      numerators.set(numerators.size() - 1, scaled(numerators.getLast(), scale));
    }
    return new Factors(numerators, denominators, scaled == null ? null : scaled.scale());
  }

  private static boolean isExactDouble(Ball ball) {
    return ball.lo() == 0 && ball.radius() == 0;
  }

  private static Expr times(Expr product, Expr base, int exponent) {
    Expr factor = exponent == 1 ? base : new Expr.Power(base, Expr.constant(exponent));
    return product == null ? factor : new Expr.Multiply(product, factor);
  }

  private void addPower(List<Node> factors, Node base, int exponent) {
    if (exponent <= 3) {
      for (int i = 0; i < exponent; i++) {
        factors.add(base);
      }
    } else {
      factors.add(elementary.pow(base, (double) exponent));
    }
  }

  /**
   * Takes a factor out of a product that may be too small for all its digits where the product is
   * not.
   */
  private Scaled scaled(Map<Expr, Integer> powers) {
    if (!isToTheLastDigit
        || powers.keySet().stream().filter(e -> forms.kind(e) == Forms.Kind.X).count() < 2) {
      return null;
    }
    for (Map.Entry<Expr, Integer> power : List.copyOf(powers.entrySet())) {
      if (!(power.getKey() instanceof Expr.Call call) || forms.kind(call) != Forms.Kind.X) {
        continue;
      }
      Scaled scaled =
          switch (call.function()) {
            case EXP -> power.getValue() == 1 ? scaledExp(call) : null;
            case ERFC -> power.getValue() == 1 ? scaled(call, elementary::scaledErfc) : null;
            case COSH ->
                power.getValue() == -2 ? scaled(call, elementary::scaledSechSquared) : null;
            case SIGMOID -> {
              Expr mirror = mirrored(call, powers);
              if (power.getValue() != 1 || (mirror != null && powers.get(mirror) != 1)) {
                yield null;
              }
              powers.remove(mirror);
              yield mirror == null ? scaledSigmoid(call) : scaled(call, elementary::scaledDensity);
            }
            default -> null;
          };
      if (scaled != null) {
        powers.remove(call);
        return scaled;
      }
    }
    return null;
  }

  private Scaled scaledExp(Expr.Call call) {
    DoubleWord u = doubleWord(call.argument());
    Scaled bounded = elementary.boundedExp(u.high(), u.low(), extent(call.argument()));
    return bounded == null ? elementary.scaledExp(u.high(), u.low()) : bounded;
  }

  private Scaled scaledSigmoid(Expr.Call call) {
    DoubleWord u = doubleWord(call.argument());
    Scaled bounded = elementary.boundedSigmoid(u.high(), u.low(), extent(call.argument()));
    return bounded == null ? elementary.scaledSigmoid(u.high(), u.low()) : bounded;
  }

  /** The values of an expression on the domain, or more. */
  private Interval extent(Expr expression) {
    return domain == Interval.ENTIRE ? domain : Interval.of(expression, domain);
  }

  private Scaled scaled(Expr.Call call, BiFunction<Node, Node, Scaled> function) {
    DoubleWord u = doubleWord(call.argument());
    return function.apply(u.high(), u.low());
  }

  /** The factor sigmoid(-u) next to sigmoid(u); null for none. */
  private Expr mirrored(Expr.Call sigmoid, Map<Expr, Integer> powers) {
    for (Map.Entry<Expr, Integer> power : powers.entrySet()) {
      if (power.getKey() instanceof Expr.Call other
          && other.function() == Function.SIGMOID
          && power.getValue() > 0
          && forms.areOpposite(sigmoid.argument(), other.argument())) {
        return other;
      }
    }
    return null;
  }

  /** Takes sigmoid(u) * sigmoid(-u) and 1 / cosh(u)^2 out of a product. */
  private void densities(Map<Expr, Integer> powers, List<Node> numerators) {
    for (Expr factor : List.copyOf(powers.keySet())) {
      if (!(factor instanceof Expr.Call call) || forms.kind(factor) != Forms.Kind.X) {
        continue;
      }
      if (call.function() == Function.COSH && powers.get(factor) <= -2) {
        int exponent = powers.get(factor);
        DoubleWord u = doubleWord(call.argument());
        Node density = graph.named("sechSquared", elementary.sechSquared(u.high(), u.low()));
        addPower(numerators, density, -exponent / 2);
        powers.merge(factor, exponent / 2 * -2, (a, b) -> a + b == 0 ? null : a + b);
      } else if (call.function() == Function.SIGMOID && powers.getOrDefault(factor, 0) > 0) {
        Expr mirror = mirrored(call, powers);
        if (mirror != null) {
          int exponent = Math.min(powers.get(factor), powers.get(mirror));
          DoubleWord u = doubleWord(call.argument());
          Node density = graph.named("density", elementary.logisticDensity(u.high(), u.low()));
          addPower(numerators, density, exponent);
          powers.merge(factor, -exponent, (a, b) -> a + b == 0 ? null : a + b);
          powers.merge(mirror, -exponent, (a, b) -> a + b == 0 ? null : a + b);
        }
      }
    }
  }

  // Powers and functions

  private Node power(Expr.Power power) {
    if (forms.product(power).powers().containsKey(power)) {
      return power(power.left(), power.right());
    }
    return product(power);
  }

  private Node power(Expr base, Expr exponent) {
    if (base instanceof Expr.NamedConstant(MathConstant named) && named == MathConstant.E) {
      return lower(Expr.call(Function.EXP, exponent));
    }
    if (forms.isConstant(exponent) && isExactDouble(forms.constant(exponent))) {
      return elementary.pow(lower(base), forms.constant(exponent).hi());
    }
    return elementary.pow(lower(base), lower(exponent));
  }

  private Node call(Expr.Call call) {
    Expr argument = call.argument();
    return switch (call.function()) {
      case EXP -> {
        DoubleWord u = doubleWord(argument);
        Scaled bounded = elementary.boundedExp(u.high(), u.low(), extent(argument));
        yield bounded == null ? elementary.exp(u.high(), u.low()) : bounded.product(graph);
      }
      case EXPM1 -> {
        DoubleWord u = doubleWord(argument);
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
        DoubleWord u = doubleWordIfLinear(argument);
        yield elementary.tanh(u.high(), u.low());
      }
      case SINH -> elementary.sinh(lower(argument));
      case COSH -> elementary.cosh(lower(argument));
      case SIGMOID -> {
        DoubleWord u = doubleWord(argument);
        Scaled bounded = elementary.boundedSigmoid(u.high(), u.low(), extent(argument));
        yield bounded == null ? elementary.sigmoid(u.high(), u.low()) : bounded.product(graph);
      }
      case SOFTPLUS -> {
        DoubleWord u = doubleWord(argument);
        yield elementary.softplus(u.high(), u.low());
      }
      case ERF -> {
        DoubleWord u = doubleWordIfLinear(argument);
        yield elementary.erf(u.high(), u.low());
      }
      case ERFC -> {
        DoubleWord u = doubleWord(argument);
        yield elementary.erfc(u.high(), u.low());
      }
      case SIN -> elementary.sin(lower(argument));
      case COS -> elementary.cos(lower(argument));
      case ATAN -> elementary.atan(lower(argument));
      case RELU -> max(argument, Expr.ZERO);
      case STEP ->
          graph.select(
              graph.less(lower(argument), graph.constant(0)), graph.constant(0), graph.constant(1));
    };
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

  /**
   * The lesser; where they are equal or not comparable, the one that depends on x, or the first.
   */
  private Node min(Expr a, Expr b) {
    return conditional(minimum(a, b));
  }

  private Node max(Expr a, Expr b) {
    return conditional(maximum(a, b));
  }

  private Expr.Conditional minimum(Expr a, Expr b) {
    Expr kept = forms.kind(a) == Forms.Kind.X ? a : b;
    Expr other = forms.kind(a) == Forms.Kind.X ? b : a;
    return new Expr.Conditional(Relation.GREATER, kept, other, other, kept);
  }

  private Expr.Conditional maximum(Expr a, Expr b) {
    Expr kept = forms.kind(a) == Forms.Kind.X ? a : b;
    Expr other = forms.kind(a) == Forms.Kind.X ? b : a;
    return new Expr.Conditional(Relation.LESS, kept, other, other, kept);
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
    double nearest = rounded(bound) + 0.0;
    int side = isRepresentable(bound) ? 0 : (int) Math.signum(bound.minus(nearest).hi());
    boolean isBelow = side > 0 || (side == 0 && relation == Relation.LESS_OR_EQUAL);
    double threshold = isBelow ? next(nearest) : nearest;
    // NaN takes the last operand of the select: that had better depend on x.
    boolean isThenLast =
        (forms.kind(then) == Forms.Kind.X) == (forms.kind(otherwise) == Forms.Kind.X)
            ? isBelow
            : forms.kind(then) == Forms.Kind.X;
    if (isThenLast) {
      Node isAbove = graph.less(graph.constant(previous(threshold)), u);
      return graph.select(isAbove, lower(otherwise), lower(then));
    }
    Node isLess = graph.less(u, graph.constant(threshold));
    return graph.select(isLess, lower(then), lower(otherwise));
  }

  private double next(double value) {
    return graph.precision() == Precision.F32 ? Math.nextUp((float) value) : Math.nextUp(value);
  }

  private double previous(double value) {
    return graph.precision() == Precision.F32 ? Math.nextDown((float) value) : Math.nextDown(value);
  }

  // Double words

  /** The value of an expression in two words, where that is cheap to have; else rounded. */
  DoubleWord doubleWord(Expr expression) {
    DoubleWord known = doubleWords.get(expression);
    if (known == null) {
      known =
          isPolynomial(expression) ? doubleWordAnew(expression) : DoubleWord.of(lower(expression));
      doubleWords.put(expression, known);
    }
    return known;
  }

  /** For functions that do not magnify the relative error of their argument. */
  private DoubleWord doubleWordIfLinear(Expr expression) {
    boolean isLinear =
        forms.product(expression).powers().entrySet().stream()
            .allMatch(power ->
                power.getKey().equals(Expr.X)
                    ? power.getValue() == 1
                    : forms.kind(power.getKey()) == Forms.Kind.PARAMETERS);
    return isLinear ? doubleWord(expression) : DoubleWord.of(lower(expression));
  }

  /** Whether all that is lost in computing an expression can be had by a few operations. */
  private boolean isPolynomial(Expr expression) {
    return switch (expression) {
      case Expr.Variable v -> true;
      case Expr.Negate n -> isPolynomial(n.operand());
      case Expr.Add b -> isPolynomial(b.left()) && isPolynomial(b.right());
      case Expr.Subtract b -> isPolynomial(b.left()) && isPolynomial(b.right());
      case Expr.Multiply b -> isPolynomial(b.left()) && isPolynomial(b.right());
      case Expr.Divide b -> isPolynomial(b.left()) && forms.kind(b.right()) != Forms.Kind.X;
      case Expr.Power b ->
          isPolynomial(b.left())
              && b.right() instanceof Expr.Constant(double n)
              && (n == 2 || n == 3);
      default -> forms.kind(expression) != Forms.Kind.X && !needsErrorFunction(expression);
    };
  }

  private DoubleWord doubleWordAnew(Expr expression) {
    if (forms.isConstant(expression)) {
      return doubleWord(forms.constant(expression));
    }
    if (forms.kind(expression) == Forms.Kind.PARAMETERS) {
      return new DoubleWord(
          graph.uniform(expression),
          graph.precision() == Precision.F32 ? graph.uniformLow(expression) : null);
    }
    Affine affine = forms.affine(expression);
    if (affine.isConstant()) {
      return doubleWord(affine.intercept());
    }
    if (Expr.X.equals(affine.atom())) {
      DoubleWord scaled = DoubleWord.of(graph.x()).times(graph, doubleWord(affine.slope()));
      return Forms.isZero(affine.intercept())
          ? scaled
          : scaled.plus(graph, doubleWord(affine.intercept()));
    }
    return switch (expression) {
      case Expr.Add b -> doubleWord(b.left()).plus(graph, doubleWord(b.right()));
      case Expr.Subtract b -> doubleWord(b.left()).plus(graph, doubleWord(b.right()).negate(graph));
      default -> {
        Product product = forms.product(expression);
        Expr uniform = null;
        DoubleWord result = null;
        for (Map.Entry<Expr, Integer> power : product.powers().entrySet()) {
          if (forms.kind(power.getKey()) == Forms.Kind.PARAMETERS) {
            uniform = times(uniform, power.getKey(), power.getValue());
          } else {
            DoubleWord factor = doubleWord(power.getKey());
            for (int i = 0; i < power.getValue(); i++) {
              result = result == null ? factor : result.times(graph, factor);
            }
          }
        }
        Ball scale = forms.constant(product.coefficient());
        if (uniform != null) {
          if (!Forms.isOne(scale) && isExactDouble(scale)) {
            uniform = new Expr.Multiply(Expr.constant(scale.hi()), uniform);
            scale = Ball.of(1);
          }
          result = result.times(graph, doubleWord(uniform));
        }
        yield result.times(graph, doubleWord(scale));
      }
    };
  }

  private DoubleWord doubleWord(Ball value) {
    double low = residue(value);
    return new DoubleWord(constant(value), low == 0 ? null : graph.constant(low));
  }
}
