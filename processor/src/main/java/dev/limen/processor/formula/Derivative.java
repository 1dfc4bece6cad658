package dev.limen.processor.formula;

import java.util.List;

/**
 * A derivative that follows a kink policy.
 *
 * @param expression the derivative everywhere but at the points of {@code overrides}
 * @param overrides points where the derivative is another value than that of the expression, in
 *     ascending order
 * @param kinks every kink whose place is a constant, in ascending order. The chosen values are
 *     given by the expression, or by an override where the expression has another value. A kink
 *     whose place depends on a parameter, or is no double, is not listed: conditionals in the
 *     expression take care of it
 */
public record Derivative(Expr expression, List<PointValue> overrides, List<KinkPoint> kinks) {

  public Derivative {
    overrides = List.copyOf(overrides);
    kinks = List.copyOf(kinks);
  }

  /**
   * The derivative at one point.
   *
   * @param at the point
   * @param value the derivative there
   */
  public record PointValue(double at, double value) {}
}
