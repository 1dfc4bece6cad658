package dev.limen.processor.approx;

import dev.limen.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The line cut into cells of equal width, each with one threshold at most, so that one comparison
 * tells on which of many pieces a number is. The cell of x is {@code x * scale}, rounded to an
 * integer by a sum: it never falls as x grows, whatever is lost in rounding.
 *
 * <p>What lies beyond the outermost cells counts as in them. These have no threshold, so that they
 * can tell NaN, where it is taken for what is bounded, from all numbers; nor has the cell next to
 * the leftmost one.
 *
 * @param precision of the numbers and of the sum
 * @param scale cells to a unit, a number of the precision
 * @param first the number of the leftmost cell
 * @param last the number of the rightmost cell
 */
public record Cells(Precision precision, double scale, int first, int last) {

  /** How many cells may lie between 0 and the outermost ones. */
  private static final int FARTHEST = 1 << 20;

  /** Scales tried between a power of two and the next. */
  private static final int SCALES = 32;

  /**
   * The least cells for thresholds: with a scale that is a power of two, which takes a sum where
   * others take an fma, and with any scale, if those are fewer.
   *
   * @param thresholds ascending numbers of the precision, at least one
   * @param entries how many entries {@link #entries} may be
   */
  public static List<Cells> of(Precision precision, double[] thresholds, int entries) {
    List<Cells> found = new ArrayList<>();
    for (int scales : new int[] {1, SCALES}) {
      least(precision, thresholds, entries, scales)
          .filter(cells -> found.isEmpty() || cells.entries() < found.getFirst().entries())
          .ifPresent(found::add);
    }
    return found;
  }

  private static Optional<Cells> least(
      Precision precision, double[] thresholds, int entries, int scales) {
    double range = thresholds[thresholds.length - 1] - thresholds[0];
    int limit = precision == Precision.F32 ? 100 : 900;
    int least = -Math.getExponent(range) - 2;
    int most = least + 3 + Integer.SIZE - Integer.numberOfLeadingZeros(entries);
    for (int exponent = Math.max(least, -limit); exponent <= Math.min(most, limit); exponent++) {
      for (int i = 0; i < scales; i++) {
        double scale = Math.scalb(1 + (double) i / scales, exponent);
        Optional<Cells> cells = new Cells(precision, scale, 0, 0).around(thresholds);
        if (cells.isPresent() && cells.get().entries() <= entries) {
          return cells;
        }
      }
    }
    return Optional.empty();
  }

  /** Cells of this width; empty where two thresholds lie in one. */
  private Optional<Cells> around(double[] thresholds) {
    int lowest = cell(thresholds[0]);
    int highest = cell(thresholds[thresholds.length - 1]);
    if (lowest < -FARTHEST || highest > FARTHEST) {
      return Optional.empty();
    }
    for (int i = 1; i < thresholds.length; i++) {
      if (cell(thresholds[i - 1]) == cell(thresholds[i])) {
        return Optional.empty();
      }
    }
    // What is bounded by comparing bits is bounded on either side of 0, or above it.
    int first = lowest - 2;
    int last = Math.max(1, highest + 1);
    Cells cells = new Cells(precision, scale, first > 0 ? first : Math.min(-1, first), last);
    boolean areFound =
        cells.cell(cells.lowest()) == cells.first() && cells.cell(cells.highest()) == cells.last();
    return areFound ? Optional.of(cells) : Optional.empty();
  }

  /** The number that those below the first cell are replaced by. */
  public double lowest() {
    return centre(first);
  }

  /** The number that those above the last cell are replaced by. */
  public double highest() {
    return centre(last);
  }

  private double centre(int cell) {
    double centre = cell / scale;
    return precision == Precision.F32 ? (float) centre : centre;
  }

  /** The cell of a number that is not beyond the outermost ones. */
  public int cell(double x) {
    double rounder = rounder();
    double sum =
        precision == Precision.F32
            ? Math.fma((float) x, (float) scale, (float) rounder)
            : Math.fma(x, scale, rounder);
    return (int) (sum - rounder);
  }

  /** The number that has 0 in its lowest bits, and in those of sums with it the integer added. */
  public double rounder() {
    return Math.scalb(1.5, precision == Precision.F32 ? 23 : 52);
  }

  /** Whether scaling is exact, so that the sum may be taken of x itself. */
  public boolean isPowerOfTwo() {
    return scale == Math.scalb(1.0, Math.getExponent(scale));
  }

  /** The number of entries that tell pieces: one for each side of a cell, shared by neighbours. */
  public int entries() {
    return last - first + 2;
  }
}
