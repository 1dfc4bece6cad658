package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;

/** Sums with a square root that cancel. */
final class SurdSum {

  /** From there on {@code sqrt(x^2 + c)} is x. */
  private static final double FAR_FROM_ROOT = 0x1p50;

  private final GraphBuilder graph;
  private final Forms forms;
  private final ExpressionLowering lowering;

  SurdSum(GraphBuilder graph, Forms forms, ExpressionLowering lowering) {
    this.graph = graph;
    this.forms = forms;
    this.lowering = lowering;
  }

  /**
   * {@code x + sqrt(x^2 + c)} or {@code 1 + x/sqrt(x^2 + c)}, which cancel for x below 0: {@code x
   * + s} is {@code c/(s - x)}. Null for all else.
   */
  Node of(Expr left, Expr right) {
    if (left.equals(Expr.X) && right instanceof Expr.Call root) {
      Expr rest = forms.beyondSquare(root);
      return rest == null ? null : of(rest);
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
    return rest == null ? null : graph.divide(of(rest), surd(rest));
  }

  private Node of(Expr rest) {
    Node surd = surd(rest);
    // Halves, lest the sum overflow.
    Node half = graph.constant(0.5);
    Node halfSum = graph.fma(graph.x(), graph.constant(-0.5), graph.multiply(surd, half));
    Node halfRest = lowering.lower(new Expr.Multiply(Expr.constant(0.5), rest));
    Node quotient = graph.named("smaller", graph.divide(halfRest, halfSum));
    Expr bound = new Expr.Multiply(Expr.constant(-0.5), Expr.call(Function.SQRT, rest));
    Node cancels = graph.less(graph.x(), lowering.lower(bound));
    return graph.select(cancels, quotient, graph.add(surd, graph.x()));
  }

  /** {@code sqrt(x^2 + rest)}, though the square overflow. */
  private Node surd(Expr rest) {
    Node magnitude = graph.abs(graph.x());
    Node root = graph.sqrt(graph.fma(graph.x(), graph.x(), lowering.lower(rest)));
    Node isFar = graph.less(graph.constant(FAR_FROM_ROOT), magnitude);
    return graph.named("surd", graph.select(isFar, magnitude, root));
  }
}
