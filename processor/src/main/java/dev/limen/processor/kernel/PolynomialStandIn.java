package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.approx.SegmentFit;
import java.util.Locale;
import java.util.Optional;

/**
 * Lets one polynomial stand for a function next to a zero of it, where composing misses the
 * contract there and nowhere else: vectors that hold no tables can follow it.
 */
final class PolynomialStandIn {

  /** Half the widest interval that one polynomial stands for the function on. */
  private static final double WIDEST_POLYNOMIAL = 3;

  private final Draft draft;
  private final GraphBuilder graph;
  private final ExactValues exact;
  private final ExactValues ofMultiple;
  private final DoubleWord multiple;
  private final double factor;

  /**
   * A polynomial of x.
   *
   * @param draft the kernel of the function
   * @param exact the function
   */
  PolynomialStandIn(Draft draft, ExactValues exact) {
    this(draft, exact, exact, DoubleWord.of(draft.graph().x()), 1);
  }

  /**
   * A polynomial of a multiple of x, whatever the values of the parameters in that.
   *
   * @param draft the kernel of the function
   * @param exact the function
   * @param ofMultiple the same as a function of the multiple
   * @param multiple the multiple
   * @param factor what x is multiplied by, for the declared values of the parameters
   */
  PolynomialStandIn(
      Draft draft, ExactValues exact, ExactValues ofMultiple, DoubleWord multiple, double factor) {
    this.draft = draft;
    this.graph = draft.graph();
    this.exact = exact;
    this.ofMultiple = ofMultiple;
    this.multiple = multiple;
    this.factor = factor;
  }

  /**
   * Holds a share of the contract next to the zero, if that can be done.
   *
   * @param share the share of the contract that is to be held
   */
  void nextToZero(double share) {
    double zero = draft.rounded(zeroNextToTheWorst() * factor);
    double bound = share * draft.bound();
    int[] degrees =
        graph.precision() == Precision.F32
            ? new int[] {5, 6, 7, 9, 11, 13}
            : new int[] {11, 14, 17, 20, 24};
    Node composed = draft.result();
    double radius = reach(zero, bound);
    for (int degree : degrees) {
      if (!(radius > 0 && radius < WIDEST_POLYNOMIAL)) {
        return;
      }
      Optional<double[]> fitted = fit(zero - radius, zero + radius).fit(zero, degree);
      if (fitted.isEmpty()) {
        continue;
      }
      double[] coefficients = fitted.get();
      Node distance = graph.named("distance", distanceFrom(zero));
      Node sum = graph.constant(coefficients[degree]);
      for (int power = degree - 1; power >= 0; power--) {
        sum = graph.named("sum", graph.fma(sum, distance, graph.constant(coefficients[power])));
      }
      Node isNear = graph.less(graph.abs(distance), graph.constant(draft.rounded(radius)));
      draft.replace(graph.select(isNear, sum, composed));
      if (draft.maxError() <= bound) {
        draft.lookCloser(exact);
      }
      if (draft.maxError() <= bound) {
        draft.note(
            String.format(
                Locale.ROOT,
                "a polynomial of degree %d within %.2g of the zero at %.4g",
                degree,
                radius,
                zero));
        return;
      }
      draft.replace(composed);
      // What was looked at more closely may miss the contract farther away.
      radius = reach(zero, bound);
    }
  }

  private Node distanceFrom(double zero) {
    Node distance = graph.subtract(multiple.high(), graph.constant(zero));
    return multiple.low() == null ? distance : graph.add(distance, multiple.low());
  }

  /** How far from a zero a bound is missed, and as far again; 0 where it is not missed. */
  private double reach(double zero, double bound) {
    double reach = 0;
    for (int i = 0; i < draft.size(); i++) {
      if (!(draft.error(i) <= bound)) {
        reach = Math.max(reach, Math.abs(draft.input(i) * factor - zero));
      }
    }
    // Of all floats far more are tried than a sample shows: reaches to 0 at least.
    double margin = Math.abs(zero) * (graph.precision() == Precision.F32 ? 1 : 0.1);
    return reach > 0 ? reach + Math.max(reach, margin) : 0;
  }

  /** Where the function is zero next to its largest error; NaN if nowhere. */
  private double zeroNextToTheWorst() {
    int worst = 0;
    for (int i = 0; i < draft.size(); i++) {
      boolean isWorse = draft.error(i) > draft.error(worst);
      worst = isWorse ? i : worst;
    }
    double nearest = Double.NaN;
    for (int i = 1; i < draft.size(); i++) {
      double x = draft.input(i);
      double before = draft.input(i - 1);
      double y = draft.exact(i).hi();
      double yBefore = draft.exact(i - 1).hi();
      double zero = y == 0 ? x : x - y * (x - before) / (y - yBefore);
      boolean isNearer =
          !(Math.abs(zero - draft.input(worst)) >= Math.abs(nearest - draft.input(worst)));
      boolean crosses = before * x > 0 && y * yBefore < 0;
      if ((crosses || (x == 0 && y == 0)) && isNearer) {
        nearest = zero;
      }
    }
    return nearest;
  }

  private SegmentFit fit(double low, double high) {
    return new SegmentFit(
        graph.precision(),
        u -> ofMultiple.at(draft.precision(), u),
        (at, value) -> 0.75 * draft.ulp(value),
        low,
        high);
  }
}
