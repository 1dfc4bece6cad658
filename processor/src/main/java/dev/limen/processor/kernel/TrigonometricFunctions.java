package dev.limen.processor.kernel;

import dev.limen.processor.approx.Trigonometric;

/** The arc tangent. */
final class TrigonometricFunctions extends Lowering {

  private final Trigonometric data;

  TrigonometricFunctions(GraphBuilder graph) {
    super(graph);
    this.data = Trigonometric.of(precision);
  }

  Node atan(Node u) {
    Node zero = graph.constant(0);
    Node one = one();
    Node a = graph.named("magnitude", graph.abs(u));
    Node isLarge = graph.less(one, a);
    Node numerator = graph.select(isLarge, graph.constant(-1), a);
    Node t = graph.named("reduced", graph.divide(numerator, graph.select(isLarge, a, one)));
    Node square = graph.multiply(t, t);
    Node cube = graph.multiply(t, square);
    Node baseLow = graph.select(isLarge, graph.constant(data.halfPiLow()), zero);
    Node term = graph.fma(cube, evaluate(data.atan(), square), baseLow);
    Node base = graph.select(isLarge, graph.constant(data.halfPiHigh()), zero);
    Node value = graph.add(base, graph.add(t, term));
    return graph.named("atan", graph.fromBits(graph.or(graph.toBits(value), signOf(u))));
  }
}
