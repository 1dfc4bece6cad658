package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.runtime.Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The kernels of one function in one precision.
 *
 * @param precision the format of inputs and results; that of the graphs is what they compute in,
 *     the same or a wider one, from which results are rounded once
 * @param forward x to f(x)
 * @param derivative x to f'(x)
 * @param backward x and the upstream gradient to its product with f'(x)
 * @param forwardAndDerivative x to f(x) and f'(x)
 * @param parameterSlopes the derivatives with respect to trainable parameters
 * @param backwardAndTerm backward, and the term of the last of these; backward where there is none
 * @param value the error measured of f
 * @param slope the error measured of f'
 * @param algorithm how they are computed, for readers of the documentation
 * @param trials what was tried to find them
 * @param narrow kernels for vectors that are too narrow to hold tables, where these have any: of
 *     the value, the derivative or both without tables, as far as such hold the contract
 */
public record KernelSet(
    Precision precision,
    Graph forward,
    Graph derivative,
    Graph backward,
    Graph forwardAndDerivative,
    List<ParameterKernel> parameterSlopes,
    Graph backwardAndTerm,
    Certificate value,
    Certificate slope,
    String algorithm,
    List<Trial> trials,
    Optional<KernelSet> narrow) {

  public KernelSet {
    parameterSlopes = List.copyOf(parameterSlopes);
    trials = List.copyOf(trials);
  }

  /** Whether values and derivatives are computed fastest in one loop, rather than in two. */
  public boolean isFastestTogether() {
    return CostModel.isCheaperTogether(forwardAndDerivative, forward, derivative);
  }

  /** Whether backward and the sum of the last parameter are computed fastest in one loop. */
  public boolean isFastestTrainedTogether() {
    return CostModel.isCheaperTogether(backwardAndTerm, backward, parameterSlopes.getLast().term());
  }

  /** Whether there are parameters with a gradient. */
  public boolean isTrainable() {
    return !parameterSlopes.isEmpty();
  }

  /** The larger of the errors of value and derivative, in the measure of the contract. */
  double worstError() {
    return Math.max(value.maxError(), slope.maxError());
  }

  /** Whether the parameter slopes hold the contracts that they were made for. */
  boolean hasValidSlopes() {
    return parameterSlopes.stream()
        .allMatch(slope -> slope.certificate().maxError() <= slope.contract().bound());
  }

  /** The kernels for every width, where one algorithm is to serve all. */
  public KernelSet forAllWidths() {
    return narrow.orElse(this);
  }
}
