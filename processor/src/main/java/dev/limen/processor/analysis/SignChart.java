package dev.limen.processor.analysis;

import dev.limen.verify.Ball;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where a function is negative, zero and positive, as far as could be found out with bounded work:
 * the line is halved where an enclosure holds 0, and every change of sign is traced to two
 * neighbouring doubles.
 *
 * @param function the function
 * @param segments ranges of doubles in ascending order, next to each other but for gaps in the
 *     region that was asked for
 */
record SignChart(Tape function, List<Segment> segments) {

  /** Operations that enclosures of one chart may take, and enclosures at most and at least. */
  private static final int OPERATIONS = 8_000;

  private static final int MOST_CELLS = 200;
  private static final int LEAST_CELLS = 40;

  /** Operations that tracing changes of sign may take, and changes at most and at least. */
  private static final int TRACE_OPERATIONS = 500;

  private static final int MOST_CHANGES = 24;
  private static final int LEAST_CHANGES = 4;

  /** A function so small is not told from zero. */
  private static final double NEGLIGIBLE = 0x1p-300;

  /** Next to where it changes its sign a function is smaller than this, unless it jumps. */
  private static final double SMALL = 0x1p-10;

  /** Closer to zero than this a root is at zero. */
  private static final double AT_ZERO = 0x1p-500;

  /** Unknown sign, beside -1, 0 and 1. */
  private static final int UNKNOWN = 2;

  SignChart {
    segments = List.copyOf(segments);
  }

  /** A range of doubles, both ends included. */
  record Span(double lower, double upper) {
    static final Span LINE = new Span(-Double.MAX_VALUE, Double.MAX_VALUE);

    /** Where doubles are so dense that a function is small next to its zeros. */
    static final Span MIDDLE = new Span(-0x1p30, 0x1p30);
  }

  /**
   * Doubles on which the function has one sign.
   *
   * @param sign -1, 0 or 1
   * @param isCertain whether a sign of 0 is not only too little to be told from 0
   */
  record Segment(double lower, double upper, int sign, boolean isCertain) {
    private boolean contains(double x) {
      return lower <= x && x <= upper;
    }
  }

  /** Charts a function on a region. Its parameters must have values. */
  static SignChart of(Tape function, List<Span> region) {
    List<Segment> segments = new ArrayList<>();
    for (Span span : region) {
      chart(function, span, segments);
    }
    return new SignChart(function, segments);
  }

  private static void chart(Tape function, Span span, List<Segment> segments) {
    TreeSet<Double> seams = new TreeSet<>(List.of(span.lower(), span.upper()));
    for (double seam : new double[] {-1, 0, 1}) {
      if (seam > span.lower() && seam < span.upper()) {
        seams.add(seam);
      }
    }
    Deque<Span> open = new ArrayDeque<>();
    TreeMap<Double, Integer> samples = new TreeMap<>();
    double last = Double.NaN;
    for (double seam : seams) {
      if (last < seam) {
        open.add(new Span(last, seam));
      }
      samples.put(seam, sign(function, seam));
      last = seam;
    }
    int budget = Math.clamp(OPERATIONS / function.size(), LEAST_CELLS, MOST_CELLS);
    for (int work = 0; !open.isEmpty() && work < budget; work++) {
      Span cell = open.poll();
      Interval value = function.slope(Interval.of(cell.lower(), cell.upper())).value();
      double middle = Survey.middle(cell.lower(), cell.upper());
      if (middle <= cell.lower()
          || middle >= cell.upper()
          || value.isEmpty()
          || value.lower() > 0
          || value.upper() < 0
          || value.magnitude() < NEGLIGIBLE) {
        continue;
      }
      if (isNarrow(cell)) {
        addTouch(function, cell, span, samples);
        continue;
      }
      samples.put(middle, sign(function, middle));
      open.add(new Span(cell.lower(), middle));
      open.add(new Span(middle, cell.upper()));
    }
    samples.values().removeIf(sign -> sign == UNKNOWN);
    trace(function, span, samples, segments);
  }

  private static boolean isNarrow(Span cell) {
    return cell.upper() - cell.lower() < 0x1p-30 * Math.abs(cell.lower());
  }

  /** Where a function touches zero between two doubles and turns round, it counts as zero. */
  private static void addTouch(
      Tape function, Span cell, Span all, TreeMap<Double, Integer> samples) {
    double width = Math.max(cell.upper() - cell.lower(), 4 * Math.ulp(cell.upper()));
    double a = cell.lower() - 4 * width;
    double b = cell.upper() + 4 * width;
    Ball before = function.ball(a);
    Ball behind = function.ball(b);
    if (samples.subMap(a, true, b, true).containsValue(0)
        || a <= all.lower()
        || b >= all.upper()
        || Survey.signOf(before) == 0
        || Survey.signOf(before) != Survey.signOf(behind)) {
      return;
    }
    double lower = a;
    double upper = b;
    while (upper - lower > 4 * Math.ulp(lower)) {
      double third = (upper - lower) / 3;
      if (size(function, lower + third) < size(function, upper - third)) {
        upper -= third;
      } else {
        lower += third;
      }
    }
    double least = Survey.middle(lower, upper);
    if (size(function, least) < 0x1p-20 * Math.min(Math.abs(before.hi()), Math.abs(behind.hi()))) {
      samples.put(a, Survey.signOf(before));
      samples.put(least, 0);
      samples.put(b, Survey.signOf(before));
    }
  }

  private static void trace(
      Tape function, Span span, TreeMap<Double, Integer> samples, List<Segment> segments) {
    if (samples.isEmpty()) {
      return;
    }
    int changes = 0;
    int mostChanges = Math.clamp(TRACE_OPERATIONS / function.size(), LEAST_CHANGES, MOST_CHANGES);
    double from = span.lower();
    double at = samples.firstKey();
    int sign = samples.firstEntry().getValue();
    Deque<Double> targets = new ArrayDeque<>(samples.keySet());
    while (!targets.isEmpty()) {
      double target = targets.peek();
      if (samples.get(target) == sign || changes >= mostChanges) {
        at = targets.poll();
        continue;
      }
      double same = at;
      double other = target;
      while (true) {
        double middle = Survey.middle(same, other);
        if (middle == same || middle == other) {
          break;
        }
        int found = sign(function, middle);
        if (found == sign) {
          same = middle;
        } else {
          samples.put(middle, found);
          targets.push(middle);
          other = middle;
        }
      }
      segments.add(segment(from, same, sign));
      from = other;
      at = other;
      sign = samples.get(other);
      changes++;
    }
    segments.add(segment(from, span.upper(), sign));
  }

  /** An unknown sign between two that differ is as good as zero. */
  private static Segment segment(double lower, double upper, int sign) {
    return new Segment(lower, upper, sign == UNKNOWN ? 0 : sign, sign != UNKNOWN);
  }

  /**
   * The points at which the sign changes, in ascending order: an exact zero, or that of the two
   * doubles next to the change at which the function is smaller.
   */
  List<Double> changes() {
    TreeSet<Double> changes = new TreeSet<>();
    for (int i = 1; i < segments.size(); i++) {
      Segment left = segments.get(i - 1);
      Segment right = segments.get(i);
      if (Math.nextUp(left.upper()) != right.lower() || left.sign() == right.sign()) {
        continue;
      }
      if (!left.isCertain() || !right.isCertain()) {
        Segment vague = left.isCertain() ? right : left;
        changes.add(vague.contains(0) ? 0.0 : Survey.middle(vague.lower(), vague.upper()));
      } else {
        boolean atLeft =
            left.sign() == 0 || right.sign() != 0 && size(left.upper()) < size(right.lower());
        changes.add(atLeft ? left.upper() : right.lower() + 0.0);
      }
    }
    return List.copyOf(changes);
  }

  /** Whether the function comes to zero continuously somewhere else than at 0. */
  boolean crossesZeroAwayFromZero() {
    return changes().stream()
        .anyMatch(x ->
            Math.abs(x) > AT_ZERO
                && size(Math.nextDown(x)) < SMALL
                && size(Math.nextUp(x)) < SMALL);
  }

  private double size(double x) {
    return size(function, x);
  }

  private static double size(Tape function, double x) {
    return Math.abs(function.ball(x).hi());
  }

  private static int sign(Tape function, double x) {
    Interval quick = function.interval(Interval.of(x));
    if (quick.isEmpty()) {
      return UNKNOWN;
    }
    if (quick.lower() > 0) {
      return 1;
    }
    if (quick.upper() < 0) {
      return -1;
    }
    if (quick.isPoint()) {
      return 0;
    }
    Ball sign = function.ball(x).sign();
    return sign.isExact() && !sign.isNaN() ? (int) sign.toDouble() : UNKNOWN;
  }
}
