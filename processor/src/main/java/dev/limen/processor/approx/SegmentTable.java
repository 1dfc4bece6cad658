package dev.limen.processor.approx;

import java.util.List;

/**
 * A function as polynomials on segments of equal width, with the coefficients in tables that fit
 * into vector registers.
 *
 * <p>Segment n reaches half a step to either side of its centre {@code n * step}. Its polynomial is
 * in the distance r from the centre. Coefficients are stored at n modulo the number of segments, so
 * that the low bits of n are the index.
 *
 * @param step the width of a segment, exact in the precision of the kernel
 * @param first the number n of the leftmost segment
 * @param coefficients for each power of r, from 0 up, its coefficient in each segment, exact in the
 *     precision of the kernel
 */
public record SegmentTable(double step, int first, List<List<Double>> coefficients) {

  public SegmentTable {
    coefficients = coefficients.stream().map(List::copyOf).toList();
  }

  /** The number of segments, a power of two. */
  public int segments() {
    return coefficients.getFirst().size();
  }

  /** The degree of the polynomials. */
  public int degree() {
    return coefficients.size() - 1;
  }

  /** The left end of the leftmost segment. */
  public double low() {
    return (first - 0.5) * step;
  }

  /** The right end of the rightmost segment. */
  public double high() {
    return (first + segments() - 0.5) * step;
  }
}
