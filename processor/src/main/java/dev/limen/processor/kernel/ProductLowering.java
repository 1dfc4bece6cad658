package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Turns products into basic operations. */
final class ProductLowering {

  private final GraphBuilder graph;
  private final RealConstants constants;
  private final Forms forms;
  private final Elementary elementary;
  private final boolean isToTheLastDigit;
  private final ExpressionLowering lowering;

  /**
   * Lowers into a graph.
   *
   * @param isToTheLastDigit whether factors that lose digits to underflow are to keep them
   * @param lowering lowers what is multiplied
   */
  ProductLowering(
      GraphBuilder graph,
      Forms forms,
      Elementary elementary,
      boolean isToTheLastDigit,
      ExpressionLowering lowering) {
    this.graph = graph;
    this.constants = new RealConstants(graph);
    this.forms = forms;
    this.elementary = elementary;
    this.isToTheLastDigit = isToTheLastDigit;
    this.lowering = lowering;
  }

  /** The value of a product, rounded. */
  Node product(Expr expression) {
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
        : lowering.lower(
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
      case RELU -> forms.maximum(u, Expr.ZERO);
      case MAX -> forms.maximum(u, call.arguments().get(1));
      case MIN -> forms.minimum(u, call.arguments().get(1));
      case CLAMP ->
          forms.minimum(
              Expr.call(Function.MAX, u, call.arguments().get(1)), call.arguments().get(2));
      default -> null;
    };
  }

  /** The factors of a product; null for what is none. */
  Factors factors(Expr expression) {
    Product product = forms.product(expression);
    boolean isInKernel =
        forms.kind(expression) == Forms.Kind.X || Forms.needsErrorFunction(expression);
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
      if (forms.isUniform(base)) {
        uniform = times(uniform, base, exponent);
      } else if (exponent > 0) {
        addPower(numerators, lowering.lower(base), exponent);
      } else if (exponent == -1) {
        denominators.add(lowering.lower(base));
      } else {
        addPower(numerators, graph.divide(graph.constant(1), lowering.lower(base)), -exponent);
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
      numerators.add(constants.node(scale));
    } else if (!Forms.isOne(scale)) {
      // The last one: a bounded factor follows x, and x * (6 * (1/6)) is x.
      numerators.set(numerators.size() - 1, lowering.scaled(numerators.getLast(), scale));
    }
    return new Factors(numerators, denominators, scaled == null ? null : scaled.scale());
  }

  /** Whether it is known to be a double. */
  static boolean isExactDouble(Ball ball) {
    return Double.isFinite(ball.hi()) && ball.lo() == 0 && ball.radius() == 0;
  }

  /** A product, or null for none, times a power. */
  static Expr times(Expr product, Expr base, int exponent) {
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
    DoubleWord u = lowering.doubleWord(call.argument());
    Scaled bounded = elementary.boundedExp(u.high(), u.low(), lowering.extent(call.argument()));
    return bounded == null ? elementary.scaledExp(u.high(), u.low()) : bounded;
  }

  private Scaled scaledSigmoid(Expr.Call call) {
    DoubleWord u = lowering.doubleWord(call.argument());
    Scaled bounded = elementary.boundedSigmoid(u.high(), u.low(), lowering.extent(call.argument()));
    return bounded == null ? elementary.scaledSigmoid(u.high(), u.low()) : bounded;
  }

  private Scaled scaled(Expr.Call call, BiFunction<Node, Node, Scaled> function) {
    DoubleWord u = lowering.doubleWord(call.argument());
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
        DoubleWord u = lowering.doubleWord(call.argument());
        Node density = graph.named("sechSquared", elementary.sechSquared(u.high(), u.low()));
        addPower(numerators, density, -exponent / 2);
        powers.merge(factor, exponent / 2 * -2, (a, b) -> a + b == 0 ? null : a + b);
      } else if (call.function() == Function.SIGMOID && powers.getOrDefault(factor, 0) > 0) {
        Expr mirror = mirrored(call, powers);
        if (mirror != null) {
          int exponent = Math.min(powers.get(factor), powers.get(mirror));
          DoubleWord u = lowering.doubleWord(call.argument());
          Node density = graph.named("density", elementary.logisticDensity(u.high(), u.low()));
          addPower(numerators, density, exponent);
          powers.merge(factor, -exponent, (a, b) -> a + b == 0 ? null : a + b);
          powers.merge(mirror, -exponent, (a, b) -> a + b == 0 ? null : a + b);
        }
      }
    }
  }
}
