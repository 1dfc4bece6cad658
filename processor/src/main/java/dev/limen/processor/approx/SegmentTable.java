package dev.limen.processor.approx;

import java.util.List;

/**
 * A function as polynomials on segments, with the coefficients in tables that fit into vector
 * registers.
 *
 * @param partition the segments
 * @param variable what the polynomials are polynomials of
 * @param coefficients for each power of the variable, from 0 up, its coefficient in each segment,
 *     in the order of {@link Partition#place}, exact in the precision of the kernel
 */
public record SegmentTable(
    Partition partition, Variable variable, List<List<Double>> coefficients) {

  public SegmentTable {
    coefficients = coefficients.stream().map(List::copyOf).toList();
  }

  /** What polynomials are polynomials of. */
  public enum Variable {
    /** The distance from the reference of the segment: accurate. */
    DISTANCE,
    /** The argument itself: spares two operations, for coarse approximations. */
    ARGUMENT
  }

  /** The degree of the polynomials. */
  public int degree() {
    return coefficients.size() - 1;
  }
}
