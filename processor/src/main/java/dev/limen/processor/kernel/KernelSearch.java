package dev.limen.processor.kernel;

import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties.Symmetry;
import java.util.Optional;

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
  private Corrections best;
  private double leastCost;

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
    best = composed;
    leastCost = holds ? cost(composed) : Double.POSITIVE_INFINITY;
    if (target.parameters().isEmpty()) {
      Tolerance tolerance = new Tolerance(sample, contract);
      Optional<Saturation> below = Saturation.of(target.below().declared(), -1, tolerance);
      Optional<Saturation> above = Saturation.of(target.above().declared(), 1, tolerance);
      if (below.isPresent() && above.isPresent()) {
        tryComposedBetween(below.get(), above.get());
        tryTables(tolerance, below.get(), above.get());
      }
    }
    return best;
  }

  /** What composing gives where the function is not its asymptote, and the asymptote elsewhere. */
  private void tryComposedBetween(Saturation below, Saturation above) {
    Extent domain = new Extent(-below.from(), above.from());
    ExpressionLowering bounded = new ExpressionLowering(graph, contract, domain);
    Node result = above.replaceAbove(graph, bounded.lower(target.expression()));
    take(held(below.replaceBelow(graph, result), bounded), "");
  }

  private void tryTables(Tolerance tolerance, Saturation below, Saturation above) {
    TableSearch tables =
        new TableSearch(
            graph.precision(), x -> exact.at(graph.precision(), x), tolerance, below, above);
    for (TableSearch.Candidate candidate : tables.candidates()) {
      if (candidate.cost() >= leastCost) {
        break;
      }
      tables
          .lower(graph, candidate.shape())
          .ifPresent(kernel -> take(held(kernel, lowering), candidate.shape().describe()));
    }
  }

  private void take(Optional<Corrections> kernel, String note) {
    if (kernel.isPresent() && cost(kernel.get()) < leastCost) {
      best = kernel.get();
      best.note(note);
      leastCost = cost(best);
    }
  }

  private double cost(Corrections kernel) {
    return CostModel.cost(graph.build(kernel.result()));
  }

  private Corrections composed() {
    Node result = lowering.lower(target.expression());
    graph.section(CORRECTIONS);
    Corrections kernel = corrections(result, lowering);
    kernel.overrides(target.overrides());
    kernel.lookCloser(exact);
    kernel.saturate(target.below(), target.above());
    if (target.parameters().isEmpty() && contract.measure() == Contract.Measure.ULP) {
      kernel.tabulate(exact);
    }
    return finished(kernel);
  }

  /** A kernel with its corrections, if it holds the contract. */
  private Optional<Corrections> held(Node result, ExpressionLowering used) {
    graph.section(CORRECTIONS);
    Corrections kernel = corrections(result, used);
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
    boolean signsZeros =
        target.symmetry() == Symmetry.ODD
            || (target.symmetry() != null && contract.measure() == Contract.Measure.ULP);
    if (signsZeros) {
      kernel.signZeros(target.symmetry());
    }
    kernel.propagateNaN();
    graph.section(null);
    return kernel;
  }

  private boolean isSafe(Corrections kernel) {
    return kernel.certificate().maxError() <= SAFE * contract.bound();
  }

  private Corrections corrections(Node result, ExpressionLowering used) {
    return new Corrections(graph, used, contract, target.parameters(), sample, result);
  }
}
