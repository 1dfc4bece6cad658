package dev.limen.processor.kernel;

import dev.limen.Accuracy;
import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.ParameterSlope;
import dev.limen.processor.analysis.Tail;
import dev.limen.processor.approx.Algorithm;
import dev.limen.processor.formula.Derivative;
import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

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
    double[] inputs = SampleInputs.of(precision, points(function, contract, precision));
    List<Task> slopes = new ArrayList<>();
    for (ParameterSlope slope : function.parameterSlopes()) {
      double[] ofSlope = SampleInputs.of(precision, points(function, slope, contract, precision));
      slopes.add(Task.of(Target.of(slope, function), precision, ofSlope));
    }
    Assignment assignment =
        new Assignment(
            precision,
            contract,
            Task.of(Target.value(function), precision, inputs),
            Task.of(Target.derivative(function), precision, inputs),
            slopes,
            new ArrayList<>());
    boolean isFaithful = contract.measure() == Contract.Measure.ULP && contract.bound() <= 1;
    if (precision == Precision.F64 && isFaithful) {
      return assignment.of(KernelSearch::rounded);
    }
    if (precision == Precision.F64) {
      return assignment.search(precision);
    }
    KernelSet inFloat =
        isFaithful ? assignment.of(KernelSearch::composed) : assignment.search(precision);
    boolean holds =
        contract.measure() == Contract.Measure.ABSOLUTE
            || inFloat.worstError()
                <= (isFaithful ? KernelSearch.SAFE_IF_ROUNDED : Cheapest.SAFE) * contract.bound();
    if (holds && inFloat.hasValidSlopes()) {
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

  /**
   * Kernels for the same widths.
   *
   * @param slopes those with respect to parameters, by name
   */
  private record Drafts(Draft forward, Draft derivative, Map<String, Draft> slopes) {

    List<Draft> all() {
      List<Draft> all = new ArrayList<>(List.of(forward, derivative));
      all.addAll(slopes.values());
      return all;
    }

    boolean allOrNone(Predicate<Draft> property) {
      return all().stream().allMatch(property) || all().stream().noneMatch(property);
    }
  }

  /**
   * The kernels of a function and its derivatives, to be made together, with all that is tried.
   *
   * @param parameters the derivatives with respect to parameters
   */
  private record Assignment(
      Precision precision,
      Contract contract,
      Task value,
      Task derivative,
      List<Task> parameters,
      List<Trial> trials) {

    /** One kernel of each, that a search is asked for. */
    KernelSet of(Function<KernelSearch, Draft> kernel) {
      GraphBuilder graph = inputs(precision);
      Draft forward = kernel.apply(search(graph, value, contract));
      Draft ofX = kernel.apply(search(graph, derivative, contract));
      Map<String, Draft> drafts = new LinkedHashMap<>();
      for (Task slope : parameters) {
        drafts.put(slope.target().name(), ofParameter(graph, slope).cheapest());
      }
      return set(graph, new Drafts(forward, ofX, drafts), Optional.empty());
    }

    /** The cheapest that are found. */
    KernelSet search(Precision arithmetic) {
      GraphBuilder graph = inputs(arithmetic);
      KernelSearch.Found forward = search(graph, value, contract).find();
      KernelSearch.Found ofX = search(graph, derivative, contract).find();
      Map<String, Draft> cheapest = new LinkedHashMap<>();
      Map<String, Draft> withoutTables = new LinkedHashMap<>();
      for (Task slope : parameters) {
        KernelSearch.Found found = ofParameter(graph, slope);
        cheapest.put(slope.target().name(), found.cheapest());
        withoutTables.put(slope.target().name(), found.withoutTables());
      }
      Drafts wide = new Drafts(forward.cheapest(), ofX.cheapest(), cheapest);
      Drafts narrow = new Drafts(forward.withoutTables(), ofX.withoutTables(), withoutTables);
      // Vectors that hold no tables may still do what has none.
      boolean isForAllWidths = wide.equals(narrow) && wide.allOrNone(Draft::looksUp);
      return set(
          graph,
          wide,
          isForAllWidths ? Optional.empty() : Optional.of(set(graph, narrow, Optional.empty())));
    }

    private KernelSearch.Found ofParameter(GraphBuilder graph, Task slope) {
      Contract ofTerms = Contracts.ofTerms(contract, precision);
      KernelSearch.Found found = search(graph, slope, ofTerms).find();
      if (found.cheapest().holds(1)) {
        return found;
      }
      // What is to be right to the last digit is computed with more care.
      Contract ofDigits = Contracts.of(Accuracy.STANDARD, precision);
      KernelSearch.Found better = search(graph, slope, ofDigits).find();
      return better.cheapest().holds(1) ? better : found;
    }

    private KernelSearch search(GraphBuilder graph, Task task, Contract limit) {
      return new KernelSearch(
          new Drafting(graph, limit, task.target(), task.exact(), task.sample()), trials);
    }

    private KernelSet set(GraphBuilder graph, Drafts drafts, Optional<KernelSet> narrow) {
      Node y = graph.named("y", drafts.forward().result());
      Node dydx = graph.named("dydx", drafts.derivative().result());
      // The product with what derivative gives, to the last bit.
      Node factor = precision == Precision.F32 ? graph.roundToFloat(dydx) : dydx;
      Node gradX = graph.named("gradX", graph.multiply(graph.gradY(), factor));
      List<ParameterKernel> slopes = new ArrayList<>();
      List<Node> outputs = List.of(gradX);
      for (Map.Entry<String, Draft> slope : drafts.slopes().entrySet()) {
        Draft draft = slope.getValue();
        Node term = graph.multiply(graph.gradY(), draft.result());
        slopes.add(
            new ParameterKernel(
                slope.getKey(),
                graph.build(draft.result()),
                graph.build(term),
                draft.contract(),
                draft.certificate()));
        outputs = List.of(gradX, term);
      }
      String arithmetic =
          graph.precision() == precision ? "" : "In double precision, rounded once. ";
      StringBuilder algorithm = new StringBuilder(arithmetic);
      algorithm.append(algorithm("value", graph.build(y), drafts.forward()));
      algorithm
          .append(". ")
          .append(algorithm("derivative", graph.build(dydx), drafts.derivative()));
      slopes.forEach(slope ->
          algorithm
              .append(". ")
              .append(
                  algorithm(
                      "derivative by " + slope.parameter(),
                      slope.slope(),
                      drafts.slopes().get(slope.parameter()))));
      return new KernelSet(
          precision,
          graph.build(y),
          graph.build(dydx),
          graph.build(gradX),
          graph.build(y, dydx),
          slopes,
          graph.build(outputs.toArray(Node[]::new)),
          drafts.forward().certificate(),
          drafts.derivative().certificate(),
          algorithm.toString(),
          trials,
          narrow);
    }
  }

  private static GraphBuilder inputs(Precision arithmetic) {
    GraphBuilder graph = new GraphBuilder(arithmetic);
    graph.x();
    return graph;
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

  /** The same of a derivative with respect to a parameter. */
  private static List<Double> points(
      AnalyzedFunction function, ParameterSlope slope, Contract contract, Precision precision) {
    List<Double> points = new ArrayList<>(points(function, contract, precision));
    points.add(-slope.below().from(precision, contract));
    points.add(slope.above().from(precision, contract));
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
