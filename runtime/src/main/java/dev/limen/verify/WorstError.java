package dev.limen.verify;

/**
 * The largest error that was seen.
 *
 * @param error the error, in the measure of the contract
 * @param input where it was seen; NaN if nothing was compared
 * @param actual what the kernel gave there
 * @param expected the correctly rounded result
 */
public record WorstError(double error, double input, double actual, double expected) {
  /** Nothing was compared. */
  public static final WorstError NONE = new WorstError(0, Double.NaN, Double.NaN, Double.NaN);

  WorstError or(WorstError other) {
    return other.error > error || Double.isNaN(input) ? other : this;
  }
}
