package dev.limen.processor.kernel;

import dev.limen.processor.analysis.Tail;
import dev.limen.runtime.Contract;
import dev.limen.verify.Ball;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * Finds the cheapest kernel that holds its contract: what composing the formula's operations gives,
 * or one table for the function as a whole.
 */
final class KernelSearch {

  private static final Section CORRECTIONS = new Section("Kinks, limits, bounds and NaN", null);

  /** The share of the contract that a sample may show, for what it does not show. */
  private static final double SAFE = 0.9;

  private final GraphBuilder graph;
  private final ExpressionLowering lowering;
  private final Contract contract;
  private final Target target;
  private final ExactValues exact;
  private final Measurement sample;

  KernelSearch(
      GraphBuilder graph,
      ExpressionLowering lowering,
      Contract contract,
      Target target,
      double[] inputs) {
    this.graph = graph;
    this.lowering = lowering;
    this.contract = contract;
    this.target = target;
    this.exact = target.exact();
    this.sample = exact.measurement(graph.precision(), inputs, target.crossesZero());
  }

  /** The cheapest kernel that holds the contract; the composed one where none does. */
  Corrections cheapest() {
    Corrections composed = composed();
    boolean holds = composed.certificate().maxError() <= contract.bound();
    double leastCost = holds ? cost(composed) : Double.POSITIVE_INFINITY;
    Corrections best = composed;
    if (target.parameters().isEmpty()) {
      TableSearch tables = tables();
      for (TableSearch.Candidate candidate : tables.candidates()) {
        if (candidate.cost() >= leastCost) {
          break;
        }
        Optional<Corrections> kernel = tables.lower(graph, candidate.shape()).flatMap(this::held);
        if (kernel.isPresent() && cost(kernel.get()) < leastCost) {
          best = kernel.get();
          best.note(candidate.shape().describe());
          leastCost = cost(best);
        }
      }
    }
    return best;
  }

  private double cost(Corrections kernel) {
    return CostModel.cost(graph.build(kernel.result()));
  }

  private Corrections composed() {
    Node result = lowering.lower(target.expression());
    graph.section(CORRECTIONS);
    Corrections kernel = corrections(result);
    kernel.overrides(target.overrides());
    kernel.lookCloser(exact);
    kernel.saturate(target.below(), target.above());
    if (target.parameters().isEmpty() && contract.measure() == Contract.Measure.ULP) {
      kernel.tabulate(exact);
    }
    return finished(kernel);
  }

  /** A kernel with its corrections, if it holds the contract. */
  private Optional<Corrections> held(Node result) {
    graph.section(CORRECTIONS);
    Corrections kernel = corrections(result);
    kernel.overrides(target.overrides());
    if (!isSafe(kernel)) {
      graph.section(null);
      return Optional.empty();
    }
    kernel.lookCloser(exact);
    return Optional.of(finished(kernel)).filter(this::isSafe);
  }

  private Corrections finished(Corrections kernel) {
    kernel.bound(target.minimum(), target.maximum());
    // What is declared at a kink holds there, whatever the direction of the function.
    kernel.overrides(
        target.overrides().stream()
            .filter(point -> point.value() < target.minimum() || point.value() > target.maximum())
            .toList());
    if (target.symmetry() != null) {
      kernel.signZeros(target.symmetry());
    }
    kernel.propagateNaN();
    graph.section(null);
    return kernel;
  }

  private boolean isSafe(Corrections kernel) {
    return kernel.certificate().maxError() <= SAFE * contract.bound();
  }

  private Corrections corrections(Node result) {
    return new Corrections(graph, lowering, contract, target.parameters(), sample, result);
  }

  private TableSearch tables() {
    DoubleFunction<Ball> function = x -> exact.at(graph.precision(), x);
    Tolerance tolerance = new Tolerance(sample, contract);
    return new TableSearch(
        graph.precision(),
        function,
        tolerance,
        saturation(target.below(), -1, tolerance),
        saturation(target.above(), 1, tolerance));
  }

  private static Optional<Saturation> saturation(Tail tail, int side, Tolerance tolerance) {
    return Saturation.of(tail.declared(), side, tolerance);
  }
}
