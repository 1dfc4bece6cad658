package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.Tail;
import dev.limen.processor.approx.Algorithm;
import dev.limen.processor.formula.Derivative;
import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties;
import java.util.ArrayList;
import java.util.List;

/** Turns functions into kernels, and measures what they are worth. */
public final class KernelCompiler {

  private KernelCompiler() {}

  /**
   * Makes the kernels of a function. A contract that they miss is no error: the certificates say
   * so.
   *
   * @param function what is computed
   * @param contract the largest error allowed, of the value and of the derivative
   * @param precision the format
   */
  public static KernelSet compile(
      AnalyzedFunction function, Contract contract, Precision precision) {
    GraphBuilder graph = new GraphBuilder(precision);
    graph.x();
    double[] inputs = SampleInputs.of(precision, points(function, contract, precision));
    ExpressionLowering lowering = new ExpressionLowering(graph, contract);
    List<Trial> trials = new ArrayList<>();
    KernelSearch value =
        new KernelSearch(graph, lowering, contract, Target.value(function), inputs, trials);
    KernelSearch slope =
        new KernelSearch(graph, lowering, contract, Target.derivative(function), inputs, trials);
    Corrections forward = value.cheapest();
    Node y = graph.named("y", forward.result());
    Corrections derivative = slope.cheapest();
    Node dydx = graph.named("dydx", derivative.result());
    Node gradX = graph.named("gradX", graph.multiply(graph.gradY(), dydx));
    return new KernelSet(
        precision,
        graph.build(y),
        graph.build(dydx),
        graph.build(gradX),
        graph.build(y, dydx),
        forward.certificate(),
        derivative.certificate(),
        algorithm("value", graph.build(y), forward)
            + ". "
            + algorithm("derivative", graph.build(dydx), derivative),
        trials);
  }

  /** Where the function or its kernel bends, or changes its course. */
  private static List<Double> points(
      AnalyzedFunction function, Contract contract, Precision precision) {
    List<Double> points = new ArrayList<>(function.properties().breakpoints());
    for (FunctionProperties.KinkPoint kink : function.properties().kinks()) {
      points.add(kink.at());
    }
    for (Derivative.PointValue override : function.derivative().overrides()) {
      points.add(override.at());
    }
    for (Tail tail : List.of(function.valueBelow(), function.derivativeBelow())) {
      points.add(-tail.from(precision, contract));
    }
    for (Tail tail : List.of(function.valueAbove(), function.derivativeAbove())) {
      points.add(tail.from(precision, contract));
    }
    points.removeIf(point -> point.isNaN() || point.isInfinite());
    return points;
  }

  private static String algorithm(String name, Graph graph, Corrections kernel) {
    long operations = graph.nodes().stream().filter(node -> !node.operands().isEmpty()).count();
    long divisions =
        graph.nodes().stream()
            .filter(node -> node.opcode() == Opcode.DIVIDE || node.opcode() == Opcode.SQRT)
            .count();
    List<String> parts = new ArrayList<>();
    for (Algorithm algorithm : kernel.algorithms()) {
      parts.add(algorithm.describe(graph.precision()));
    }
    parts.add(
        "%d basic operation%s%s"
            .formatted(
                operations,
                operations == 1 ? "" : "s",
                divisions == 0
                    ? ""
                    : ", %d of them division%s or square root"
                        .formatted(divisions, divisions == 1 ? "" : "s")));
    parts.addAll(kernel.notes());
    return name + ": " + String.join("; ", parts);
  }
}
