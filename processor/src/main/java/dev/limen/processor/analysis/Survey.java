package dev.limen.processor.analysis;

import dev.limen.processor.analysis.Interval.Grade;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.verify.Ball;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * A function over a line of doubles, by branch and bound: the line is divided into cells, and those
 * that do not yet decide a question are halved, in the order of bits, so that near zero and far out
 * a cell is a range of exponents.
 *
 * <p>Answers rest on enclosures of values and slopes and hold for every double on the line. Work is
 * bounded: a question that is not decided in time is answered in the way that claims nothing.
 */
final class Survey {

  /** Operations that one question may take, and cells at most and at least. */
  private static final int OPERATIONS = 20_000;

  private static final int MOST_CELLS = 500;
  private static final int LEAST_CELLS = 50;

  /** Cells that may hold an extreme value and are looked at closely. */
  private static final int CANDIDATES = 64;

  /** Beyond it a function that has an asymptote is as good as that. */
  private static final double FAR = 0x1p300;

  private record Span(double lower, double upper) {}

  /** An interval of x with all that is known of the function on it. */
  private record Cell(double lower, double upper, Interval value, Interval slope) {

    boolean isMonotone() {
      return value.isContinuous() && (slope.lower() >= 0 || slope.upper() <= 0);
    }
  }

  private final Tape function;
  private final Tape derivative;
  private final int budget;
  private final List<Span> start = new ArrayList<>();
  private final Map<Span, Cell> cells = new HashMap<>();
  private final Map<Double, Interval> points = new HashMap<>();

  /**
   * A survey of a function.
   *
   * @param function the function
   * @param derivative a derivative of it, or null
   * @param breakpoints where the function changes its formula
   * @param end the largest |x|
   */
  Survey(Tape function, Tape derivative, Iterable<Double> breakpoints, double end) {
    this.function = function;
    this.derivative = derivative;
    int size = function.size() + (derivative == null ? 0 : derivative.size());
    budget = Math.clamp(OPERATIONS / size, LEAST_CELLS, MOST_CELLS);
    TreeSet<Double> seams = new TreeSet<>(List.of(-FAR, -1.0, 0.0, 1.0, FAR));
    for (double breakpoint : breakpoints) {
      if (Math.abs(breakpoint) < end) {
        seams.add(breakpoint + 0.0);
      }
    }
    double from = -end;
    for (double seam : seams) {
      // Whichever piece a breakpoint belongs to, no cell but its own holds two pieces.
      if (seam > from) {
        start.add(new Span(from, Math.nextDown(seam)));
      }
      start.add(new Span(seam, seam));
      from = Math.nextUp(seam);
    }
    start.add(new Span(from, end));
  }

  /** The double in the middle of the bits of two. */
  static double middle(double lower, double upper) {
    long a = order(lower);
    long b = order(upper);
    // Their difference may overflow.
    return fromOrder((a & b) + ((a ^ b) >> 1));
  }

  /** The number of a double in ascending order, 0 for zero. */
  static long order(double value) {
    long bits = Double.doubleToRawLongBits(value);
    return bits >= 0 ? bits : Long.MIN_VALUE - bits;
  }

  static double fromOrder(long order) {
    return Double.longBitsToDouble(order >= 0 ? order : Long.MIN_VALUE - order);
  }

  private Interval at(double x) {
    return points.computeIfAbsent(x, p -> function.interval(Interval.of(p)));
  }

  private Cell cell(Span span) {
    return cells.computeIfAbsent(span, this::examine);
  }

  private Cell examine(Span span) {
    Interval x = Interval.of(span.lower(), span.upper());
    Tape.Slope whole = function.slope(x);
    Interval value = whole.value();
    Interval slope = whole.slope();
    if (value.isEmpty()) {
      return new Cell(span.lower(), span.upper(), value, slope);
    }
    if (derivative != null && slope.lower() < 0 && slope.upper() > 0) {
      Interval other = derivative.interval(x);
      if (other.isDefined()) {
        Interval both = slope.meet(other);
        slope = both.isEmpty() ? slope : both;
      }
    }
    if (value.isContinuous() && !x.isPoint()) {
      Interval closer;
      if (slope.lower() >= 0 || slope.upper() <= 0) {
        closer = at(span.lower()).hull(at(span.upper()));
      } else {
        double center = span.lower() / 2 + span.upper() / 2;
        closer = at(center).plus(slope.times(x.minus(Interval.of(center))));
      }
      Interval both = value.meet(closer);
      value = both.isEmpty() ? value : both;
    }
    return new Cell(span.lower(), span.upper(), value, slope);
  }

  private static boolean canSplit(Cell cell) {
    return order(cell.upper()) - order(cell.lower()) >= 2;
  }

  private List<Cell> halves(Cell cell) {
    double middle = middle(cell.lower(), cell.upper());
    return List.of(cell(new Span(cell.lower(), middle)), cell(new Span(middle, cell.upper())));
  }

  /**
   * The least value, or less.
   *
   * @param limits the limits at both infinities, where they are finite; NaN where none is known
   */
  double minimum(double... limits) {
    double least = extreme(1, limits);
    for (double limit : limits) {
      least = Math.min(least, Double.isNaN(limit) ? least : limit);
    }
    return 0.0 + least;
  }

  /** The greatest value, or more. */
  double maximum(double... limits) {
    double greatest = -extreme(-1, limits);
    for (double limit : limits) {
      greatest = Math.max(greatest, Double.isNaN(limit) ? greatest : limit);
    }
    return 0.0 + greatest;
  }

  /** The least value of the function times a sign. */
  private double extreme(int sign, double[] limits) {
    Comparator<Cell> order = Comparator.comparingDouble(cell -> bound(cell.value(), sign));
    PriorityQueue<Cell> open = new PriorityQueue<>(order);
    double best = Double.POSITIVE_INFINITY;
    for (Span span : start) {
      boolean isKnown =
          span.lower() > FAR && !Double.isNaN(limits[1])
              || span.upper() < -FAR && !Double.isNaN(limits[0]);
      if (!isKnown) {
        best = Math.min(best, offer(cell(span), sign, open));
      }
    }
    Cell last = null;
    for (int work = 0; !open.isEmpty(); work++) {
      last = open.poll();
      double bound = bound(last.value(), sign);
      if (last.isMonotone()
          || bound >= best - 0x1p-46 * Math.abs(best)
          || work > budget
          || !canSplit(last)) {
        break;
      }
      for (Cell half : halves(last)) {
        best = Math.min(best, offer(half, sign, open));
      }
    }
    if (last == null) {
      return Double.NEGATIVE_INFINITY;
    }
    double bound = bound(last.value(), sign);
    if (Double.isInfinite(bound)) {
      return bound;
    }
    List<Cell> candidates = new ArrayList<>(List.of(last));
    while (!open.isEmpty() && bound(open.peek().value(), sign) <= best) {
      candidates.add(open.poll());
    }
    return candidates.size() > CANDIDATES ? bound : closely(candidates, sign);
  }

  /** Lists a cell; returns a value that the function has in it, times the sign. */
  private double offer(Cell cell, int sign, PriorityQueue<Cell> open) {
    if (cell.value().isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    open.add(cell);
    return Math.min(
        some(at(cell.lower()), sign),
        Math.min(some(at(cell.upper()), sign), some(at(middle(cell.lower(), cell.upper())), sign)));
  }

  private static double some(Interval value, int sign) {
    return value.isEmpty() ? Double.POSITIVE_INFINITY : -bound(value, -sign);
  }

  private static double bound(Interval value, int sign) {
    return sign > 0 ? value.lower() : -value.upper();
  }

  /** The least value on some cells, of which neighbours may share a turning point. */
  private double closely(List<Cell> candidates, int sign) {
    candidates.sort(Comparator.comparingDouble(Cell::lower));
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < candidates.size(); ) {
      Cell cell = candidates.get(i);
      int next = i + 1;
      double upper = cell.upper();
      double bound = bound(cell.value(), sign);
      if (cell.isMonotone()) {
        bound = Math.min(exactly(cell.lower(), sign), exactly(cell.upper(), sign));
      } else {
        while (next < candidates.size()
            && !candidates.get(next).isMonotone()
            && candidates.get(next).lower() <= upper) {
          upper = candidates.get(next).upper();
          bound = Math.min(bound, bound(candidates.get(next).value(), sign));
          next++;
        }
        double turning = turningPoint(cell.lower(), upper, sign);
        bound = Double.isNaN(turning) ? bound : Math.max(bound, exactly(turning, sign));
      }
      least = Math.min(least, bound);
      i = next;
    }
    return least;
  }

  /** The value at x to the nearest double, or a bound where that is not known. */
  private double exactly(double x, int sign) {
    Ball value = function.ball(x);
    return value.isFinite() && value.relativeRadius() < 0x1p-60
        ? sign * value.toDouble()
        : value.isExact() && !value.isNaN() ? sign * value.hi() : bound(at(x), sign);
  }

  /**
   * Where the function times the sign is least on an interval, if it is known to fall before one
   * point and to rise behind it; else NaN.
   */
  private double turningPoint(double lower, double upper, int sign) {
    if (derivative == null || !function.interval(Interval.of(lower, upper)).isContinuous()) {
      return Double.NaN;
    }
    Tape.Slope bend = derivative.slope(Interval.of(lower, upper));
    if (!bend.value().isContinuous() || !(bound(bend.slope(), sign) > 0)) {
      return Double.NaN;
    }
    double a = lower;
    double b = upper;
    while (true) {
      double middle = a / 2 + b / 2;
      if (middle <= a || middle >= b) {
        return middle;
      }
      int direction = sign * signOf(derivative.ball(middle));
      if (direction == 0) {
        return middle;
      }
      if (direction < 0) {
        a = middle;
      } else {
        b = middle;
      }
    }
  }

  /** The sign of a ball; 0 if it is zero or may be. */
  static int signOf(Ball ball) {
    Ball sign = ball.sign();
    return sign.isExact() ? (int) sign.toDouble() : 0;
  }

  /**
   * Whether the function rises or falls on every cell; NONE if it does both, or is not known to do
   * either. Says nothing of jumps from cell to cell.
   */
  Monotonicity direction() {
    Deque<Cell> open = new ArrayDeque<>();
    for (Span span : start) {
      open.add(cell(span));
    }
    boolean rises = false;
    boolean falls = false;
    for (int work = 0; !open.isEmpty(); work++) {
      Cell cell = open.poll();
      Interval slope = cell.slope();
      if (cell.value().isContinuous() && (slope.lower() >= 0 || slope.upper() <= 0)) {
        rises |= slope.upper() > 0;
        falls |= slope.lower() < 0;
      } else if (work > budget || !canSplit(cell)) {
        return Monotonicity.NONE;
      } else {
        open.addAll(halves(cell));
      }
      if (rises && falls) {
        return Monotonicity.NONE;
      }
    }
    return falls ? Monotonicity.DECREASING : Monotonicity.INCREASING;
  }

  /** Whether the function is known to have the same value on all of every cell. */
  boolean isConstantOnCells() {
    return start.stream()
        .allMatch(span -> {
          Cell cell = cell(span);
          return cell.value().isContinuous()
              && cell.slope().lower() == 0
              && cell.slope().upper() == 0;
        });
  }

  /** Whether the function is defined and continuous on every cell. */
  boolean isContinuousOnCells() {
    Deque<Cell> open = new ArrayDeque<>();
    for (Span span : start) {
      open.add(cell(span));
    }
    for (int work = 0; !open.isEmpty(); work++) {
      Cell cell = open.poll();
      if (cell.value().grade() != Grade.CONTINUOUS) {
        if (work > budget || !canSplit(cell)) {
          return false;
        }
        open.addAll(halves(cell));
      }
    }
    return true;
  }
}
