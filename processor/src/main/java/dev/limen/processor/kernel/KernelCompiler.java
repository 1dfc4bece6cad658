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
import java.util.Optional;

/** Turns functions into kernels, and measures what they are worth. */
public final class KernelCompiler {

  private KernelCompiler() {}

  /**
   * The share of a contract of one ulp that a sample of a kernel in float may show. Where rounding
   * errors add up at all, those of other inputs are larger.
   */
  private static final double SAFE_IN_FLOAT = 0.75;

  /**
   * Makes the kernels of a function. A contract that they miss is no error: the certificates say
   * so.
   *
   * <p>Where one ulp of float is all that is allowed and operations in float take more, kernels
   * compute in double and round once.
   *
   * @param function what is computed
   * @param contract the largest error allowed, of the value and of the derivative
   * @param precision the format
   */
  public static KernelSet compile(
      AnalyzedFunction function, Contract contract, Precision precision) {
    Target value = Target.value(function);
    Target slope = Target.derivative(function);
    double[] inputs = SampleInputs.of(precision, points(function, contract, precision));
    ExactValues exactValue = value.exact();
    ExactValues exactSlope = slope.exact();
    Measurement values = exactValue.measurement(precision, inputs, value.crossesZero());
    Measurement slopes = exactSlope.measurement(precision, inputs, slope.crossesZero());
    List<Trial> trials = new ArrayList<>();
    boolean mayNeedDouble =
        precision == Precision.F32
            && contract.measure() == Contract.Measure.ULP
            && contract.bound() <= 1;
    if (mayNeedDouble) {
      GraphBuilder graph = inputs(precision);
      Corrections forward =
          new KernelSearch(graph, contract, value, exactValue, values, trials).composed();
      Corrections derivative =
          new KernelSearch(graph, contract, slope, exactSlope, slopes, trials).composed();
      double worst =
          Math.max(forward.certificate().maxError(), derivative.certificate().maxError());
      if (worst <= SAFE_IN_FLOAT * contract.bound()) {
        return set(precision, graph, forward, derivative, trials, Optional.empty());
      }
    }
    GraphBuilder graph = inputs(mayNeedDouble ? Precision.F64 : precision);
    KernelSearch.Found forward =
        new KernelSearch(graph, contract, value, exactValue, values, trials).find();
    KernelSearch.Found derivative =
        new KernelSearch(graph, contract, slope, exactSlope, slopes, trials).find();
    boolean isForAllWidths =
        forward.cheapest() == forward.withoutTables()
            && derivative.cheapest() == derivative.withoutTables();
    Optional<KernelSet> narrow =
        isForAllWidths
            ? Optional.empty()
            : Optional.of(
                set(
                    precision,
                    graph,
                    forward.withoutTables(),
                    derivative.withoutTables(),
                    trials,
                    Optional.empty()));
    return set(precision, graph, forward.cheapest(), derivative.cheapest(), trials, narrow);
  }

  private static GraphBuilder inputs(Precision arithmetic) {
    GraphBuilder graph = new GraphBuilder(arithmetic);
    graph.x();
    return graph;
  }

  private static KernelSet set(
      Precision precision,
      GraphBuilder graph,
      Corrections forward,
      Corrections derivative,
      List<Trial> trials,
      Optional<KernelSet> narrow) {
    Node y = graph.named("y", forward.result());
    Node dydx = graph.named("dydx", derivative.result());
    // The product with what derivative gives, to the last bit.
    Node factor = precision == Precision.F32 ? graph.roundToFloat(dydx) : dydx;
    Node gradX = graph.named("gradX", graph.multiply(graph.gradY(), factor));
    String arithmetic = graph.precision() == precision ? "" : "In double precision, rounded once. ";
    return new KernelSet(
        precision,
        graph.build(y),
        graph.build(dydx),
        graph.build(gradX),
        graph.build(y, dydx),
        forward.certificate(),
        derivative.certificate(),
        arithmetic
            + algorithm("value", graph.build(y), forward)
            + ". "
            + algorithm("derivative", graph.build(dydx), derivative),
        trials,
        narrow);
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
