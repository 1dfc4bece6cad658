package dev.limen.processor.kernel;

import dev.limen.processor.approx.Cells;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Lowers {@link PiecewiseLines} to a look-up of the line by {@link Cells}: the cell of x tells a
 * threshold, comparing x with that tells the line.
 *
 * <p>Entries are shared by neighbouring cells: what is right of the threshold of a cell has the
 * number of the cell, what is left of it has the number before. Constant ends take x bounded, which
 * keeps infinities from products with 0, but takes NaN for a number; so there NaN, which compares
 * false with all thresholds, has an entry of its own.
 */
final class LineLookup extends Lowering {

  private final PiecewiseLines lines;
  private final Cells cells;

  private LineLookup(GraphBuilder graph, PiecewiseLines lines, Cells cells) {
    super(graph);
    this.lines = lines;
    this.cells = cells;
  }

  /** The lines at x. */
  static Node lower(GraphBuilder graph, PiecewiseLines lines, Cells cells) {
    return new LineLookup(graph, lines, cells).lower();
  }

  /** In the words of the field, for readers. */
  static String describe(Cells cells) {
    return String.format(
        Locale.ROOT,
        "lines looked up by %d cells of width %.4g",
        cells.last() - cells.first() + 1,
        1 / cells.scale());
  }

  /** The number of entries of tables, which fill a vector at least: a power of two. */
  private int size() {
    int entries = Integer.highestOneBit(2 * cells.entries() - 1);
    return Math.max(entries, CostModel.entriesOfVector(precision));
  }

  private Node lower() {
    Node x = graph.x();
    boolean endsBelow = lines.lines().getFirst().isConstant();
    boolean endsAbove = lines.lines().getLast().isConstant();
    Node factor = bounded(x, endsBelow, endsAbove);
    Node bounded = bounded(factor, !endsBelow, !endsAbove);
    Node rounder =
        graph.constant(cells.isPowerOfTwo() ? cells.rounder() / cells.scale() : cells.rounder());
    Node shifted =
        cells.isPowerOfTwo()
            ? graph.add(bounded, rounder)
            : graph.fma(bounded, graph.constant(cells.scale()), rounder);
    Node cell = graph.named("cell", graph.toBits(graph.named("shifted", shifted)));
    Node threshold = graph.named("threshold", graph.lookup(thresholds(), cell));
    Node isLeft = graph.lessOrEqual(x, threshold);
    Node line = graph.named("line", graph.bitsSubtractWhere(isLeft, cell, graph.bits(1)));
    Node shift =
        graph.named("shift", graph.lookup(entries(PiecewiseLines.Line::shift, Double.NaN), line));
    return lines.areSteps()
        ? shift
        : graph.fma(
            factor,
            graph.named("slope", graph.lookup(entries(PiecewiseLines.Line::slope, 0), line)),
            shift);
  }

  /**
   * The nearest number from the lowest to the highest one of the cells: bits of positive numbers
   * are ordered as these are, those of negative ones by magnitude, and come after them if no bit is
   * a sign.
   */
  private Node bounded(Node x, boolean isBoundedBelow, boolean isBoundedAbove) {
    Node bits = graph.toBits(x);
    if (isBoundedAbove) {
      bits = graph.bitsMin(bits, bitsOf(cells.highest()));
    }
    if (isBoundedBelow) {
      Node lowest = bitsOf(cells.lowest());
      bits = cells.lowest() > 0 ? graph.bitsMax(bits, lowest) : graph.bitsMinUnsigned(bits, lowest);
    }
    Node result = graph.fromBits(bits);
    return isBoundedBelow || isBoundedAbove ? graph.named("bounded", result) : result;
  }

  /** The threshold of each cell, at its place in the table. */
  private List<Double> thresholds() {
    Double[] table = new Double[size()];
    Arrays.fill(table, Double.POSITIVE_INFINITY);
    for (double threshold : lines.thresholds()) {
      table[place(cells.cell(threshold))] = threshold;
    }
    // The entry to the left of this cell is that of NaN.
    table[place(cells.first() + 1)] = Double.NEGATIVE_INFINITY;
    return List.of(table);
  }

  private int place(int entry) {
    return Math.floorMod(entry, size());
  }

  private List<Double> entries(ToDoubleFunction<PiecewiseLines.Line> coefficient, double ofNaN) {
    List<Double> table = new ArrayList<>(Collections.nCopies(size(), 0.0));
    double[] thresholds = lines.thresholds();
    for (int entry = cells.first() - 1; entry <= cells.last(); entry++) {
      int last = entry;
      long line = DoubleStream.of(thresholds).filter(t -> cells.cell(t) <= last).count();
      table.set(place(entry), coefficient.applyAsDouble(lines.lines().get((int) line)));
    }
    table.set(place(cells.first()), ofNaN);
    table.set(place(cells.last()), ofNaN);
    return table;
  }
}
