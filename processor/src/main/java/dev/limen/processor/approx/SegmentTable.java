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
 * @param step the width of a segment, exact in float
 * @param first the number n of the leftmost segment
 * @param coefficients for each power of r, from 0 up, its coefficient in each segment, exact in
 *     float
 */
public record SegmentTable(float step, int first, List<List<Float>> coefficients) {

  /** Adding this rounds to an integer and leaves it in the low bits: 1.5 * 2^23. */
  public static final float ROUNDER = 0x1.8p23f;

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

  /** The reciprocal of the step, as kernels use it. */
  public float scale() {
    return 1 / step;
  }

  /** Evaluates the table at u, as kernels do. */
  public float evaluate(float u) {
    float shifted = Math.fma(u, scale(), ROUNDER);
    float r = Math.fma(ROUNDER - shifted, step, u);
    int index = Float.floatToRawIntBits(shifted) & (segments() - 1);
    float sum = coefficients.getLast().get(index);
    for (int power = degree() - 1; power >= 0; power--) {
      sum = Math.fma(sum, r, coefficients.get(power).get(index));
    }
    return sum;
  }

  @Override
  public String toString() {
    return segments() + " segments of " + step + " from " + first + ", degree " + degree();
  }
}
