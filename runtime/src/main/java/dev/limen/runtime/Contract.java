package dev.limen.runtime;

/**
 * The largest error that a kernel may have.
 *
 * @param tier the name of the accuracy tier, such as {@code STANDARD}
 * @param measure how the error is measured
 * @param bound the largest error allowed, in that measure
 */
public record Contract(String tier, Measure measure, double bound) {

  /** How an error is measured. */
  public enum Measure {
    /**
     * In {@code Math.ulp} of the correctly rounded result; where the function crosses zero away
     * from x = 0 ({@link FunctionProperties#valueCrossesZero}), of {@code max(|f|, 2^-10)}.
     */
    ULP,
    /**
     * As {@code |error| / max(1, |x|)}. Where the function outgrows its argument, a quarter of its
     * own size stands for that: no float is nearer to e^50 than half an ulp of it.
     */
    ABSOLUTE
  }

  /**
   * What {@link Measure#ABSOLUTE} errors are relative to: {@code max(1, |x|, |f(x)|/4)}.
   *
   * @param x the input
   * @param value f(x)
   * @return a finite number; the largest of all stands for infinity
   */
  public static double scale(double x, double value) {
    double size = Math.max(Math.max(1, Math.abs(x)), Math.abs(value) / 4);
    return Math.min(size, Double.MAX_VALUE);
  }

  @Override
  public String toString() {
    return tier
        + ": at most "
        + (measure == Measure.ULP ? bound + " ulp" : power() + " * max(1, |x|)");
  }

  /** The bound, as a power of two where it is one. */
  private String power() {
    int exponent = Math.getExponent(bound);
    return bound == Math.scalb(1.0, exponent) ? "2^" + exponent : Double.toString(bound);
  }
}
