package dev.limen.processor.formula;

import dev.limen.processor.formula.Derivative.PointValue;
import dev.limen.verify.Ball;
import dev.limen.verify.Reference;
import java.util.Map;

/**
 * Reference values of a function and its derivative, by their expressions.
 *
 * <p>Thread-safe.
 */
public final class FormulaReference implements Reference {

  private final ReferenceEvaluator function;
  private final ReferenceEvaluator slope;
  private final Derivative derivative;

  private FormulaReference(
      ReferenceEvaluator function, ReferenceEvaluator slope, Derivative derivative) {
    this.function = function;
    this.slope = slope;
    this.derivative = derivative;
  }

  /**
   * Prepares a function.
   *
   * @param parameters the values of its parameters
   */
  public static FormulaReference of(
      Expr function, Derivative derivative, Map<String, Double> parameters) {
    return new FormulaReference(
        ReferenceEvaluator.of(function, parameters),
        ReferenceEvaluator.of(derivative.expression(), parameters),
        derivative);
  }

  @Override
  public Ball value(double x) {
    return function.at(x);
  }

  @Override
  public Ball derivative(double x) {
    for (PointValue point : derivative.overrides()) {
      if (point.at() == x) {
        return Ball.of(point.value());
      }
    }
    return slope.at(x);
  }
}
