package dev.limen.processor.kernel;

import dev.limen.Precision;
import java.util.List;
import java.util.Optional;

/** The cheapest kernels that hold the contract, of those that were considered. */
final class Cheapest {

  /** The share of the contract that a sample may show, for what it does not show. */
  static final double SAFE = 0.9;

  /** The share from which on more inputs decide. */
  private static final double DOUBTFUL = 0.5;

  private final Drafting drafting;
  private final List<Trial> trials;
  private Graph inDouble;
  private Draft cheapest;
  private double cost = Double.POSITIVE_INFINITY;
  private Draft withoutTables;
  private double costWithoutTables = Double.POSITIVE_INFINITY;

  /**
   * None yet.
   *
   * @param trials collects what was tried
   */
  Cheapest(Drafting drafting, List<Trial> trials) {
    this.drafting = drafting;
    this.trials = trials;
  }

  /** The cheapest of all; empty for none. */
  Optional<Draft> found() {
    return Optional.ofNullable(cheapest);
  }

  /** The cheapest that looks nothing up; empty for none. */
  Optional<Draft> withoutTables() {
    return Optional.ofNullable(withoutTables);
  }

  /** What the cheapest of all costs; infinity for none. */
  double cost() {
    return cost;
  }

  /** What the cheapest costs that looks nothing up; infinity for none. */
  double costWithoutTables() {
    return costWithoutTables;
  }

  void consider(Draft kernel, String algorithm) {
    consider(kernel, SAFE, algorithm);
  }

  /** Takes a kernel that holds a share of the contract, if it is the cheapest so far. */
  void consider(Draft kernel, double share, String algorithm) {
    if (kernel.holds(share)) {
      drafting.finish(kernel);
      sweep(kernel);
    }
    drafting.graph().section(null);
    record(algorithm, kernel);
    if (kernel.holds(share)) {
      kernel.noteFirst(algorithm);
      take(kernel);
    }
  }

  /** Looks at very many inputs where the sample leaves it in doubt that the contract holds. */
  void sweep(Draft kernel) {
    boolean isInDoubt =
        drafting.graph().precision() == Precision.F32
            && drafting.isRelative()
            && kernel.holds(1)
            && !kernel.holds(DOUBTFUL)
            && kernel.cost() < cost;
    if (isInDoubt) {
      kernel.sweep(drafting.exact(), inDouble());
    }
  }

  private Graph inDouble() {
    if (inDouble == null) {
      GraphBuilder wider = new GraphBuilder(Precision.F64);
      ExpressionLowering lowering = new ExpressionLowering(wider, drafting.contract());
      inDouble = wider.build(lowering.lower(drafting.target().expression()));
    }
    return inDouble;
  }

  /** Takes a kernel, if it is the cheapest so far. */
  void take(Draft kernel) {
    double costOfKernel = kernel.cost();
    if (costOfKernel < cost) {
      cheapest = kernel;
      cost = costOfKernel;
    }
    if (costOfKernel < costWithoutTables && !kernel.looksUp()) {
      withoutTables = kernel;
      costWithoutTables = costOfKernel;
    }
  }

  void record(String algorithm, Draft kernel) {
    record(algorithm, kernel.cost(), kernel.maxError());
  }

  void record(String algorithm, double costOfKernel, double error) {
    trials.add(new Trial(drafting.target().name(), algorithm, costOfKernel, error));
  }
}
