package dev.limen.processor.kernel;

import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties.Symmetry;
import java.util.List;
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
  private final List<Trial> trials;
  private Corrections best;
  private double leastCost;

  KernelSearch(
      GraphBuilder graph,
      ExpressionLowering lowering,
      Contract contract,
      Target target,
      double[] inputs,
      List<Trial> trials) {
    this.trials = trials;
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
    record("composed of elementary functions", cost(composed), error(composed));
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
    Node between = below.replaceBelow(graph, result);
    graph.section(CORRECTIONS);
    Corrections kernel = corrections(between, bounded);
    kernel.overrides(target.overrides());
    kernel.lookCloser(exact);
    if (!isSafe(kernel) && contract.measure() == Contract.Measure.ULP) {
      kernel.tabulate(exact);
    }
    consider(kernel, "composed, with the asymptotes on either side");
  }

  private void tryTables(Tolerance tolerance, Saturation below, Saturation above) {
    TableSearch tables =
        new TableSearch(
            graph.precision(), x -> exact.at(graph.precision(), x), tolerance, below, above);
    for (TableSearch.Candidate candidate : tables.candidates()) {
      if (candidate.cost() >= leastCost) {
        break;
      }
      String algorithm = candidate.shape().describe();
      tables
          .lower(graph, candidate.shape())
          .ifPresentOrElse(
              kernel -> measure(kernel, lowering, algorithm),
              () -> record(algorithm, candidate.cost(), Double.NaN));
    }
  }

  private void measure(Node result, ExpressionLowering used, String algorithm) {
    graph.section(CORRECTIONS);
    Corrections kernel = corrections(result, used);
    kernel.overrides(target.overrides());
    if (isSafe(kernel)) {
      kernel.lookCloser(exact);
    }
    consider(kernel, algorithm);
  }

  /** Takes a kernel that holds the contract and is the cheapest so far. */
  private void consider(Corrections kernel, String algorithm) {
    if (isSafe(kernel)) {
      finish(kernel);
    }
    graph.section(null);
    double cost = cost(kernel);
    record(algorithm, cost, error(kernel));
    if (isSafe(kernel) && cost < leastCost) {
      kernel.note(algorithm);
      best = kernel;
      leastCost = cost;
    }
  }

  private void record(String algorithm, double cost, double error) {
    trials.add(new Trial(target.name(), algorithm, cost, error));
  }

  private static double error(Corrections kernel) {
    return kernel.certificate().maxError();
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
    finish(kernel);
    graph.section(null);
    return kernel;
  }

  private void finish(Corrections kernel) {
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
  }

  private boolean isSafe(Corrections kernel) {
    return kernel.certificate().maxError() <= SAFE * contract.bound();
  }

  private Corrections corrections(Node result, ExpressionLowering used) {
    return new Corrections(graph, used, contract, target.parameters(), sample, result);
  }
}
