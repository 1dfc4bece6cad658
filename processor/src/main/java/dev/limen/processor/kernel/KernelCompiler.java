package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.Tail;
import dev.limen.processor.approx.Algorithm;
import dev.limen.processor.formula.Derivative;
import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import java.util.ArrayList;
import java.util.List;

/** Turns functions into kernels, and measures what they are worth. */
public final class KernelCompiler {

  private static final Section CORRECTIONS = new Section("Kinks, limits, bounds and NaN", null);

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
    ExpressionLowering lowering = new ExpressionLowering(graph, contract);
    double[] inputs = SampleInputs.of(precision, points(function, contract, precision));
    FunctionProperties properties = function.properties();
    FunctionProperties proven =
        function.parameters().isEmpty() ? properties : function.propertiesForAll();

    graph.x();
    ExactValues values =
        new ExactValues(
            function.value(),
            List.of(),
            function.parameters(),
            function.valueBelow(),
            function.valueAbove());
    Corrections value =
        new Corrections(
            graph,
            lowering,
            contract,
            function.parameters(),
            values.measurement(precision, inputs, properties.valueCrossesZero()),
            lowering.lower(function.value()));
    graph.section(CORRECTIONS);
    value.lookCloser(values);
    value.saturate(function.valueBelow(), function.valueAbove());
    if (function.parameters().isEmpty() && contract.measure() == Contract.Measure.ULP) {
      value.tabulate(values);
    }
    value.bound(proven.minimum(), proven.maximum());
    value.signZeros(proven.symmetry());
    value.propagateNaN();
    Node y = graph.named("y", value.result());
    graph.section(null);

    ExactValues slopes =
        new ExactValues(
            function.derivative().expression(),
            function.derivative().overrides(),
            function.parameters(),
            function.derivativeBelow(),
            function.derivativeAbove());
    Corrections slope =
        new Corrections(
            graph,
            lowering,
            contract,
            function.parameters(),
            slopes.measurement(precision, inputs, properties.derivativeCrossesZero()),
            lowering.lower(function.derivative().expression()));
    graph.section(CORRECTIONS);
    slope.overrides(function.derivative().overrides());
    slope.lookCloser(slopes);
    slope.saturate(function.derivativeBelow(), function.derivativeAbove());
    if (function.parameters().isEmpty() && contract.measure() == Contract.Measure.ULP) {
      slope.tabulate(slopes);
    }
    double least = proven.monotonicity() == Monotonicity.INCREASING ? 0 : Double.NEGATIVE_INFINITY;
    double greatest =
        proven.monotonicity() == Monotonicity.DECREASING ? 0 : Double.POSITIVE_INFINITY;
    slope.bound(least, greatest);
    // What is declared at a kink holds there, whatever the direction of the function.
    slope.overrides(
        function.derivative().overrides().stream()
            .filter(point -> point.value() < least || point.value() > greatest)
            .toList());
    slope.propagateNaN();
    Node dydx = graph.named("dydx", slope.result());
    graph.section(null);

    Graph forward = graph.build(y);
    Graph derivative = graph.build(dydx);
    Node gradX = graph.named("gradX", graph.multiply(graph.gradY(), dydx));
    return new KernelSet(
        precision,
        forward,
        derivative,
        graph.build(gradX),
        graph.build(y, dydx),
        value.certificate(),
        slope.certificate(),
        algorithm("value", lowering.algorithms(y), forward, value)
            + ". "
            + algorithm("derivative", lowering.algorithms(dydx), derivative, slope));
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

  private static String algorithm(
      String name, List<Algorithm> algorithms, Graph graph, Corrections edges) {
    long operations = graph.nodes().stream().filter(node -> !node.operands().isEmpty()).count();
    long divisions =
        graph.nodes().stream()
            .filter(node -> node.opcode() == Opcode.DIVIDE || node.opcode() == Opcode.SQRT)
            .count();
    List<String> parts = new ArrayList<>();
    for (Algorithm algorithm : algorithms) {
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
    parts.addAll(edges.notes());
    return name + ": " + String.join("; ", parts);
  }
}
