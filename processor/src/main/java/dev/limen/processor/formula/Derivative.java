package dev.limen.processor.formula;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A derivative that follows a kink policy.
 *
 * @param expression the derivative everywhere but at the points of {@code overrides}
 * @param overrides points where the derivative is another value than that of the expression, in
 *     ascending order
 * @param kinks every kink whose place is a constant, in ascending order. The chosen values are
 *     given by the expression, or by an override where the expression has another value. A kink
 *     whose place depends on a parameter, or cannot be solved for, is not listed: conditionals in
 *     the expression take care of it
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

  /**
   * The same derivative with other values at its kinks.
   *
   * @param values one for each kink, in ascending order; NaN leaves a kink as it is
   * @throws IllegalArgumentException if there are not as many values as kinks
   */
  public Derivative withKinkValues(double... values) {
    if (values.length != kinks.size()) {
      throw new IllegalArgumentException(kinks.size() + " kinks, but " + values.length + " values");
    }
    Derivative result = this;
    for (int i = 0; i < values.length; i++) {
      result = Double.isNaN(values[i]) ? result : result.withValueAt(kinks.get(i).at(), values[i]);
    }
    return result;
  }

  /** The same derivative with another value at one point, a kink or not. */
  public Derivative withValueAt(double at, double value) {
    List<PointValue> points = new ArrayList<>(overrides);
    points.removeIf(point -> point.at() == at);
    points.add(new PointValue(at, value));
    points.sort(Comparator.comparingDouble(PointValue::at));
    List<KinkPoint> chosen =
        kinks.stream()
            .map(k -> k.at() == at ? new KinkPoint(at, k.left(), k.right(), value) : k)
            .toList();
    return new Derivative(expression, points, chosen);
  }
}
