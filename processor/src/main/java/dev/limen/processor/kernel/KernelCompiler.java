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
import java.util.function.Function;

/** Turns functions into kernels, and measures what they are worth. */
public final class KernelCompiler {

  private KernelCompiler() {}

  /**
   * Makes the kernels of a function. A contract that they miss is no error: the certificates say
   * so.
   *
   * <p>Where operations take more than what is allowed, kernels for floats compute in double, those
   * for doubles in double words if no more than one ulp is allowed, and round once.
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
    Assignment assignment =
        new Assignment(
            precision,
            contract,
            Task.of(value, precision, inputs),
            Task.of(slope, precision, inputs),
            new ArrayList<>());
    boolean isFaithful = contract.measure() == Contract.Measure.ULP && contract.bound() <= 1;
    if (precision == Precision.F64 && isFaithful) {
      return assignment.of(KernelSearch::rounded);
    }
    if (precision == Precision.F64 || contract.measure() == Contract.Measure.ABSOLUTE) {
      return assignment.search(precision);
    }
    KernelSet inFloat =
        isFaithful ? assignment.of(KernelSearch::composed) : assignment.search(precision);
    if (inFloat.worstError()
        <= (isFaithful ? KernelSearch.SAFE_IF_ROUNDED : Cheapest.SAFE) * contract.bound()) {
      return inFloat;
    }
    KernelSet inDouble = assignment.search(Precision.F64);
    boolean isBetter =
        inDouble.worstError() <= contract.bound() || inDouble.worstError() < inFloat.worstError();
    return isBetter ? inDouble : inFloat;
  }

  /**
   * A kernel to be made.
   *
   * @param sample what it is measured against
   */
  private record Task(Target target, ExactValues exact, Measurement sample) {

    static Task of(Target target, Precision precision, double[] inputs) {
      ExactValues exact = target.exact();
      Measurement sample = exact.measurement(precision, inputs, target.crossesZero());
      double[] bends = SampleInputs.ofBends(sample);
      return new Task(
          target,
          exact,
          bends.length == 0
              ? sample
              : sample.and(exact.measurement(precision, bends, target.crossesZero())));
    }
  }

  /** The kernels of a function and its derivative, to be made together, with all that is tried. */
  private record Assignment(
      Precision precision, Contract contract, Task value, Task slope, List<Trial> trials) {

    /** One kernel of each, that a search is asked for. */
    KernelSet of(Function<KernelSearch, Draft> kernel) {
      GraphBuilder graph = inputs(precision);
      return set(
          precision,
          graph,
          kernel.apply(search(graph, value)),
          kernel.apply(search(graph, slope)),
          trials,
          Optional.empty());
    }

    /** The cheapest that are found. */
    KernelSet search(Precision arithmetic) {
      GraphBuilder graph = inputs(arithmetic);
      KernelSearch.Found forward = search(graph, value).find();
      KernelSearch.Found derivative = search(graph, slope).find();
      // Vectors that hold no tables may still do what has none.
      boolean isForAllWidths =
          forward.cheapest() == forward.withoutTables()
              && derivative.cheapest() == derivative.withoutTables()
              && forward.cheapest().looksUp() == derivative.cheapest().looksUp();
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

    private KernelSearch search(GraphBuilder graph, Task task) {
      return new KernelSearch(
          new Drafting(graph, contract, task.target(), task.exact(), task.sample()), trials);
    }
  }

  private static GraphBuilder inputs(Precision arithmetic) {
    GraphBuilder graph = new GraphBuilder(arithmetic);
    graph.x();
    return graph;
  }

  private static KernelSet set(
      Precision precision,
      GraphBuilder graph,
      Draft forward,
      Draft derivative,
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

  private static String algorithm(String name, Graph graph, Draft kernel) {
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
