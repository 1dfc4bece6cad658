package dev.limen.processor.kernel;

import dev.limen.processor.analysis.Interval;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.kernel.ExponentialFunctions.Method;
import dev.limen.processor.kernel.ExpressionLowering.Lines;
import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties.Symmetry;
import java.util.List;

/**
 * Makes drafts of kernels of one target, and finishes them: what all have in common, however they
 * compute.
 *
 * @param graph in the precision of the inputs and results, or a wider one, from which results are
 *     rounded once
 * @param contract what holds of the rounded results
 * @param target what is computed
 * @param exact the target
 * @param sample the target at the inputs
 */
record Drafting(
    GraphBuilder graph, Contract contract, Target target, ExactValues exact, Measurement sample) {

  private static final Section CORRECTIONS = new Section("Kinks, limits, bounds and NaN", null);

  /** What operations in double must hold for floats: far less than they do. */
  private static final double OF_WIDER_OPERATIONS = 4;

  /** Whether results are rounded to a narrower format. */
  boolean isWider() {
    return graph.precision() != sample.precision();
  }

  /** Whether errors are allowed in proportion to results. */
  boolean isRelative() {
    return contract.measure() == Contract.Measure.ULP;
  }

  Contract withBound(double bound) {
    return new Contract(contract.tier(), contract.measure(), bound);
  }

  ExpressionLowering lowering(Method exponentials) {
    return lowering(Interval.ENTIRE, exponentials, Lines.ROUNDED);
  }

  ExpressionLowering lowering(Interval domain, Method exponentials, Lines lines) {
    Contract ofOperations = isWider() ? withBound(OF_WIDER_OPERATIONS) : contract;
    return new ExpressionLowering(graph, ofOperations, domain, exponentials, lines);
  }

  Draft of(Node result, ExpressionLowering used) {
    return of(result, used, null);
  }

  Draft of(Node result, ExpressionLowering used, WideLowering words) {
    return lacking(target.overrides(), result, used, words);
  }

  /** A draft of what lacks the values that the target is taken to have at some points. */
  Draft lacking(List<Derivative.PointValue> points, Node result, ExpressionLowering used) {
    return lacking(points, result, used, null);
  }

  private Draft lacking(
      List<Derivative.PointValue> points,
      Node result,
      ExpressionLowering used,
      WideLowering words) {
    graph.section(CORRECTIONS);
    Draft kernel = new Draft(graph, used, words, contract, target.parameters(), sample, result);
    new Corrections(kernel).overrides(points);
    return kernel;
  }

  /** A draft that has its limits, as far as close looks show what they are. */
  Draft withLimits(Node result, ExpressionLowering used) {
    Draft kernel = of(result, used);
    kernel.lookCloser(exact);
    limits(kernel).saturate();
    return kernel;
  }

  Limits limits(Draft kernel) {
    return new Limits(kernel, target);
  }

  /** Makes the last corrections. */
  void finish(Draft kernel) {
    Corrections corrections = new Corrections(kernel);
    corrections.bound(target.minimum(), target.maximum());
    // What is declared at a kink holds there, whatever the direction of the function.
    corrections.overrides(
        target.overrides().stream()
            .filter(point -> point.value() < target.minimum() || point.value() > target.maximum())
            .toList());
    boolean signsZeros =
        target.symmetry() == Symmetry.ODD || (target.symmetry() != null && isRelative());
    if (signsZeros) {
      corrections.signZeros(target.symmetry());
    }
    corrections.propagateNaN();
  }
}
