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

  /**
   * A polynomial.
   *
   * @param draft the kernel of the function
   * @param exact the function
   */
  PolynomialStandIn(Draft draft, ExactValues exact) {
    this.draft = draft;
    this.graph = draft.graph();
    this.exact = exact;
  }

  /**
   * Holds a share of the contract next to the zero, if that can be done.
   *
   * @param share the share of the contract that is to be held
   */
  void nextToZero(double share) {
    double zero = draft.rounded(zeroNextToTheWorst());
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
      Node distance = graph.named("distance", graph.subtract(graph.x(), graph.constant(zero)));
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

  /** How far from a zero a bound is missed, and as far again; 0 where it is not missed. */
  private double reach(double zero, double bound) {
    double reach = 0;
    for (int i = 0; i < draft.size(); i++) {
      if (!(draft.error(i) <= bound)) {
        reach = Math.max(reach, Math.abs(draft.input(i) - zero));
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
        x -> exact.at(draft.precision(), x),
        (at, value) -> 0.75 * draft.ulp(value),
        low,
        high);
  }
}
