package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.approx.Partition;
import dev.limen.processor.approx.SegmentFit;
import dev.limen.processor.approx.SegmentTable;
import dev.limen.processor.approx.SegmentTable.Variable;
import dev.limen.verify.Ball;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Lets polynomials on segments stand for a function where composing misses the contract: next to
 * zeros of a sum, where its terms are rounded before they cancel.
 */
final class TableStandIn {

  private static final int WIDEST_TABLE = 128;

  /** A table that leaves the contract missed must divide the error at least by this. */
  private static final double WORTH_A_TABLE = 4;

  /** The tables that are tried. */
  private static final int MOST_TABLES = 10;

  /** The share of the contract that a sample may show, for inputs that are not in it. */
  static final double SAFE = 0.75;

  /** The share of the contract from which on a neighbour may miss it. */
  private static final double DOUBTFUL = 0.4;

  /** How far from a doubtful input the next one is looked for, of the width of the interval. */
  private static final double NEIGHBOURHOOD = 0.3;

  /** Tables reach a little farther than needed, of their width. */
  private static final double MARGIN = 0.05;

  private final Draft draft;
  private final GraphBuilder graph;
  private final ExactValues exact;

  /**
   * A table.
   *
   * @param draft the kernel of the function
   * @param exact the function
   */
  TableStandIn(Draft draft, ExactValues exact) {
    this.draft = draft;
    this.graph = draft.graph();
    this.exact = exact;
  }

  /** With polynomials of x. */
  void ofX() {
    of(exact, DoubleWord.of(graph.x()), 1);
  }

  /**
   * With polynomials of another function of a multiple of x, whatever the values of the parameters
   * in that.
   *
   * @param ofMultiple the other function
   * @param multiple its argument
   * @param factor what x is multiplied by, for the declared values of the parameters
   */
  void of(ExactValues ofMultiple, DoubleWord multiple, double factor) {
    Interval missed = missed(Interval.EMPTY);
    if (missed == null) {
      return;
    }
    boolean isFloat = graph.precision() == Precision.F32;
    int segments = isFloat ? 32 : 16;
    boolean isWider = graph.precision() != draft.precision();
    int[] degrees =
        isFloat ? new int[] {4, 5, 6} : isWider ? new int[] {6, 8} : new int[] {10, 12, 14, 17};
    DoubleFunction<Ball> function = u -> ofMultiple.at(draft.precision(), u);
    Node u = multiple.high();
    Node composed = draft.result();
    Node best = null;
    double bestError = draft.maxError() / WORTH_A_TABLE;
    String note = "";
    int degree = 0;
    for (int attempt = 0; attempt < MOST_TABLES && missed != null; attempt++) {
      Interval wide = widened(missed).times(factor);
      double low = wide.low() - MARGIN * (wide.high() - wide.low()) - 0x1p-10;
      double high = wide.high() + MARGIN * (wide.high() - wide.low()) + 0x1p-10;
      if (high - low > WIDEST_TABLE) {
        break;
      }
      double step = draft.rounded(step(low, high, segments, factor));
      int first = (int) Math.floor(low / step + 0.5);
      Partition partition = new Partition.Uniform(step, first, segments);
      SegmentTable table =
          new SegmentFit(
                  graph.precision(),
                  function,
                  (at, value) -> draft.ulp(value),
                  partition.low(0),
                  partition.high(segments - 1))
              .closest(partition, Variable.DISTANCE, degrees[degree]);
      Node isOnSegments =
          graph.maskAnd(graph.less(graph.constant(low), u), graph.less(u, graph.constant(high)));
      draft.replace(
          graph.select(isOnSegments, SegmentLookup.lower(graph, table, multiple), composed));
      draft.lookCloser(exact);
      double error = draft.maxError();
      Interval covered = new Interval(low, high).times(1 / factor);
      Interval stillMissed = missed(covered);
      if (error < bestError) {
        best = draft.result();
        bestError = error;
        note =
            String.format(
                Locale.ROOT,
                "%d segments of degree %d on [%s, %s]",
                segments,
                degrees[degree],
                low,
                high);
      }
      // Misses outside ask for a wider table, misses inside for better polynomials.
      boolean isInside =
          stillMissed != null
              && covered.low() < stillMissed.low()
              && stillMissed.high() < covered.high();
      degree = Math.min(degree + (isInside ? 1 : 0), degrees.length - 1);
      draft.replace(composed);
      missed = stillMissed == null ? null : missed.hull(stillMissed);
    }
    if (best != null) {
      draft.replace(best);
      draft.note(note);
    }
  }

  /** Errors are noise: an interval with its neighbourhoods that may miss the contract as well. */
  private Interval widened(Interval interval) {
    double width = interval.high() - interval.low();
    double gap = NEIGHBOURHOOD * width;
    double reach = 1 + 2 * width;
    double low = interval.low();
    double high = interval.high();
    for (int i = draft.size() - 1; i >= 0; i--) {
      double x = draft.input(i);
      if (x < low && x > Math.max(low - gap, interval.low() - reach) && isDoubtful(i)) {
        low = x;
      }
    }
    for (int i = 0; i < draft.size(); i++) {
      double x = draft.input(i);
      if (x > high && x < Math.min(high + gap, interval.high() + reach) && isDoubtful(i)) {
        high = x;
      }
    }
    return new Interval(low, high);
  }

  private boolean isDoubtful(int i) {
    return draft.error(i) > DOUBTFUL * draft.bound();
  }

  /**
   * The hull of the inputs that miss the contract, or might if others were tried on a table; null
   * for none.
   */
  private Interval missed(Interval table) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < draft.size(); i++) {
      double x = draft.input(i);
      boolean isOnTable = table.low() < x && x < table.high();
      double bound = (isOnTable ? SAFE : 1) * draft.bound();
      if (draft.error(i) > bound) {
        low = Math.min(low, x);
        high = Math.max(high, x);
      }
    }
    return low <= high ? new Interval(low, high) : null;
  }

  /** A width of segments that cover an interval, with a zero of the function at a centre. */
  private double step(double low, double high, int segments, double factor) {
    double least = (high - low) / (segments - 1.5);
    return draft
        .measurement()
        .zeros()
        .map(zero -> zero * factor)
        .filter(zero -> low < zero && zero < high && Math.abs(zero) >= least)
        .map(Math::abs)
        .map(distance -> distance / Math.floor(distance / least))
        .findFirst()
        .orElse(least);
  }

  private record Interval(double low, double high) {
    static final Interval EMPTY = new Interval(0, 0);

    Interval times(double factor) {
      return factor < 0
          ? new Interval(high * factor, low * factor)
          : new Interval(low * factor, high * factor);
    }

    Interval hull(Interval other) {
      return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }
  }
}
