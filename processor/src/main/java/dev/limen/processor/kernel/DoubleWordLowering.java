package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.formula.Expr;
import dev.limen.verify.Ball;
import java.util.HashMap;
import java.util.Map;

/** Turns expressions into double words, where that takes a few operations only. */
final class DoubleWordLowering {

  private final GraphBuilder graph;
  private final RealConstants constants;
  private final Forms forms;
  private final ExpressionLowering lowering;
  private final Map<Expr, DoubleWord> known = new HashMap<>();

  /**
   * Lowers into a graph.
   *
   * @param lowering lowers what is not worth two words
   */
  DoubleWordLowering(GraphBuilder graph, Forms forms, ExpressionLowering lowering) {
    this.graph = graph;
    this.constants = new RealConstants(graph);
    this.forms = forms;
    this.lowering = lowering;
  }

  /** The value of an expression in two words, where that is cheap to have; else rounded. */
  DoubleWord of(Expr expression) {
    DoubleWord word = known.get(expression);
    if (word == null) {
      word =
          isPolynomial(expression) ? anew(expression) : DoubleWord.of(lowering.lower(expression));
      known.put(expression, word);
    }
    return word;
  }

  /** For functions that do not magnify the relative error of their argument. */
  DoubleWord ofLinear(Expr expression) {
    boolean isLinear =
        forms.product(expression).powers().entrySet().stream()
            .allMatch(power ->
                power.getKey().equals(Expr.X)
                    ? power.getValue() == 1
                    : forms.kind(power.getKey()) == Forms.Kind.PARAMETERS);
    return isLinear ? of(expression) : DoubleWord.of(lowering.lower(expression));
  }

  /** Whether all that is lost in computing an expression can be had by a few operations. */
  private boolean isPolynomial(Expr expression) {
    return switch (expression) {
      case Expr.Variable v -> v.equals(Expr.X);
      case Expr.Negate n -> isPolynomial(n.operand());
      case Expr.Add b -> isPolynomial(b.left()) && isPolynomial(b.right());
      case Expr.Subtract b -> isPolynomial(b.left()) && isPolynomial(b.right());
      case Expr.Multiply b -> isPolynomial(b.left()) && isPolynomial(b.right());
      case Expr.Divide b -> isPolynomial(b.left()) && forms.kind(b.right()) != Forms.Kind.X;
      case Expr.Power b ->
          isPolynomial(b.left())
              && b.right() instanceof Expr.Constant(double n)
              && (n == 2 || n == 3);
      default -> forms.kind(expression) != Forms.Kind.X && !Forms.needsErrorFunction(expression);
    };
  }

  private DoubleWord anew(Expr expression) {
    if (forms.isConstant(expression)) {
      return of(forms.constant(expression));
    }
    if (forms.kind(expression) == Forms.Kind.PARAMETERS) {
      return new DoubleWord(
          graph.uniform(expression),
          graph.precision() == Precision.F32 ? graph.uniformLow(expression) : null);
    }
    Affine affine = forms.affine(expression);
    if (affine.isConstant()) {
      return of(affine.intercept());
    }
    if (Expr.X.equals(affine.atom())) {
      DoubleWord scaled = DoubleWord.of(graph.x()).times(graph, of(affine.slope()));
      return Forms.isZero(affine.intercept()) ? scaled : scaled.plus(graph, of(affine.intercept()));
    }
    return switch (expression) {
      case Expr.Add b -> of(b.left()).plus(graph, of(b.right()));
      case Expr.Subtract b -> of(b.left()).plus(graph, of(b.right()).negate(graph));
      default -> {
        Product product = forms.product(expression);
        Expr uniform = null;
        DoubleWord result = null;
        for (Map.Entry<Expr, Integer> power : product.powers().entrySet()) {
          if (forms.kind(power.getKey()) == Forms.Kind.PARAMETERS) {
            uniform = ProductLowering.times(uniform, power.getKey(), power.getValue());
          } else {
            DoubleWord factor = of(power.getKey());
            for (int i = 0; i < power.getValue(); i++) {
              result = result == null ? factor : result.times(graph, factor);
            }
          }
        }
        Ball scale = forms.constant(product.coefficient());
        if (uniform != null) {
          if (!Forms.isOne(scale) && ProductLowering.isExactDouble(scale)) {
            uniform = new Expr.Multiply(Expr.constant(scale.hi()), uniform);
            scale = Ball.of(1);
          }
          result = result.times(graph, of(uniform));
        }
        yield result.times(graph, of(scale));
      }
    };
  }

  private DoubleWord of(Ball value) {
    double low = constants.residue(value);
    return new DoubleWord(constants.node(value), low == 0 ? null : graph.constant(low));
  }
}
