package dev.limen.processor.approx;

import dev.limen.Precision;
import dev.limen.verify.Ball;

/**
 * How an interval is cut into segments, as many as a table in vector registers has entries.
 *
 * <p>A kernel finds the segment of u without a search, from the bits of one sum, whose low bits are
 * the place in the table. Segments are numbered from 0 here, from the left.
 */
public sealed interface Partition {

  /** The number of segments, a power of two. */
  int segments();

  /** The left end of a segment. */
  double low(int segment);

  /** The right end of a segment. */
  double high(int segment);

  /** The point that the polynomial of a segment is a polynomial of the distance from. */
  Ball reference(int segment);

  /** The place of a segment in the table. */
  int place(int segment);

  /** How many coefficients the table has for a power. */
  default int entries(int power, int degree) {
    return segments();
  }

  /**
   * Segments of equal width, each with a centre {@code n * step}: found by rounding u over the step
   * to an integer.
   *
   * @param step the width, exact in the precision of the kernel
   * @param first the number n of the leftmost segment
   * @param segments the number of segments, a power of two
   * @param isOpen whether the outermost segments reach as far as the interval, as tails bend less
   */
  record Uniform(double step, int first, int segments, boolean isOpen) implements Partition {

    /** Segments all of one width. */
    public Uniform(double step, int first, int segments) {
      this(step, first, segments, false);
    }

    @Override
    public double low(int segment) {
      return isOpen && segment == 0 ? Double.NEGATIVE_INFINITY : (first + segment - 0.5) * step;
    }

    @Override
    public double high(int segment) {
      return isOpen && segment == segments - 1
          ? Double.POSITIVE_INFINITY
          : (first + segment + 0.5) * step;
    }

    @Override
    public Ball reference(int segment) {
      return Ball.of(first + segment).times(Ball.of(step));
    }

    @Override
    public int place(int segment) {
      return Math.floorMod(first + segment, segments);
    }
  }

  /**
   * Segments of {@code u >= 0} that grow with u: 2^bits of equal width to each binade of {@code u +
   * offset}, so that the leading bits of that sum tell the segment.
   *
   * @param precision of the sum
   * @param offset the left end of a segment of the sum: positive, with few digits
   * @param bits how many bits of the significand count
   * @param segments the number of segments, a power of two
   * @param isCentred whether polynomials are in the distance from the centre; else from the left
   *     end, which is 0 for the first segment
   */
  record Binades(Precision precision, double offset, int bits, int segments, boolean isCentred)
      implements Partition {

    /** The place of the lowest bit that counts. */
    public int shift() {
      return (precision == Precision.F32 ? 23 : 52) - bits;
    }

    private long leading(double value) {
      return precision == Precision.F32
          ? Float.floatToRawIntBits((float) value) >>> shift()
          : Double.doubleToRawLongBits(value) >>> shift();
    }

    @Override
    public double low(int segment) {
      long edge = (leading(offset) + segment) << shift();
      double sum =
          precision == Precision.F32
              ? Float.intBitsToFloat((int) edge)
              : Double.longBitsToDouble(edge);
      return sum - offset;
    }

    @Override
    public double high(int segment) {
      return low(segment + 1);
    }

    @Override
    public Ball reference(int segment) {
      double low = low(segment);
      return Ball.of(isCentred ? low + (high(segment) - low) / 2 : low);
    }

    @Override
    public int place(int segment) {
      return (int) ((leading(offset) + segment) & (segments - 1));
    }
  }

  /**
   * The same segments on both sides of 0, each side with polynomials of its own. Those of negative
   * numbers come first, from 0 downwards.
   *
   * @param side the segments of a side
   */
  record Sides(Binades side) implements Partition {

    @Override
    public int segments() {
      return 2 * side.segments();
    }

    private boolean isNegative(int segment) {
      return segment < side.segments();
    }

    @Override
    public double low(int segment) {
      return isNegative(segment) ? -side.high(segment) : side.low(segment - side.segments());
    }

    @Override
    public double high(int segment) {
      return isNegative(segment) ? -side.low(segment) : side.high(segment - side.segments());
    }

    @Override
    public Ball reference(int segment) {
      return isNegative(segment)
          ? side.reference(segment).negate()
          : side.reference(segment - side.segments());
    }

    @Override
    public int place(int segment) {
      int half = side.segments();
      return isNegative(segment) ? half + side.place(segment) : side.place(segment - half);
    }
  }

  /**
   * Segments for functions of u that decay like 2^(u / period) to the left: one to each period or
   * to each two, with centres {@code n * step}. Polynomials are of the function over a power of two
   * that follows it down, and those of the leftmost segment stand for all segments to its left.
   *
   * @param periods the segments, with the width as far as the precision of the kernel goes
   * @param stepLow what is left of the width; 0 where that is let go, and centres are multiples of
   *     the rounded width
   * @param exponent by how many powers of two the function falls from a segment to the next
   * @param shared how many of the highest powers have the same coefficient in all segments of the
   *     left half
   */
  record Octaves(Uniform periods, double stepLow, int exponent, int shared) implements Partition {

    /** The largest magnitude of the exponent of a float that is a normal number. */
    private static final int FALL = 126;

    /** 127 and the bias, which keeps falling powers of two normal numbers, are to be divisible. */
    private static final int BIASED = 191;

    /** The power of two that powers of two have over what they stand for. */
    public int bias() {
      return BIASED - 127 + (exponent - 1);
    }

    /** The number of the leftmost segment that has coefficients of its own for all powers. */
    public int firstOfHalf() {
      return periods.first() + segments() / 2;
    }

    /** The power of two that the polynomial of a segment has over the function. */
    public int scale(int segment) {
      return -exponent * Math.min(number(segment), 0);
    }

    /**
     * The number of a segment. The leftmost one is seen in the middle of all it stands for: where
     * centres are multiples of a rounded width, errors grow from there to both sides.
     */
    private int number(int segment) {
      int first = periods.first();
      return stepLow == 0 && segment == 0
          ? Math.min(first, (first - FALL / exponent) / 2)
          : first + segment;
    }

    @Override
    public int segments() {
      return periods.segments();
    }

    @Override
    public double low(int segment) {
      return (number(segment) - 0.5) * periods.step();
    }

    @Override
    public double high(int segment) {
      return (number(segment) + 0.5) * periods.step();
    }

    @Override
    public Ball reference(int segment) {
      return Ball.of(periods.step()).plus(stepLow).times(number(segment));
    }

    @Override
    public int place(int segment) {
      int biased = (BIASED + exponent - 1) / exponent;
      return Math.floorMod(periods.first() + segment + biased, segments());
    }

    @Override
    public int entries(int power, int degree) {
      return power > degree - shared ? segments() / 2 : segments();
    }
  }
}
