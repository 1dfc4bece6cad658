package dev.limen.processor.kernel;

import dev.limen.Accuracy;
import dev.limen.Precision;
import dev.limen.runtime.Contract;
import dev.limen.verify.Ball;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Kernels of floats in the making, to be held to four ulp. */
final class Drafts {

  private static final Contract STANDARD = Contracts.of(Accuracy.STANDARD, Precision.F32);

  private final GraphBuilder graph = new GraphBuilder(Precision.F32);

  GraphBuilder graph() {
    return graph;
  }

  Draft of(Node node, UnaryOperator<Ball> exact) {
    return of(node, exact, Map.of());
  }

  Draft of(Node node, UnaryOperator<Ball> exact, Map<String, Double> parameters) {
    double[] inputs = SampleInputs.of(Precision.F32, List.of());
    Ball[] balls = new Ball[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      balls[i] = Double.isNaN(inputs[i]) ? Ball.nan() : exact.apply(Ball.of(inputs[i]));
    }
    return new Draft(
        graph,
        new ExpressionLowering(graph, STANDARD),
        STANDARD,
        parameters,
        new Measurement(Precision.F32, inputs, balls, false),
        node);
  }

  float at(Draft draft, double x) {
    return (float) draft.at(x, draft.parameters());
  }
}
