package dev.limen.verify;

/**
 * The mathematical function that a kernel approximates: value and derivative with a proven error
 * bound.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface Reference {

  /**
   * Returns the function at x.
   *
   * @param x any double; at an infinity the limit is meant
   * @return a ball that contains the value; the NaN ball where there is none, and for NaN
   */
  Ball value(double x);

  /**
   * Returns the derivative at x; at a kink the one that the kink policy of the spec names.
   *
   * @param x any double; at an infinity the limit is meant
   * @return a ball that contains the derivative; the NaN ball where there is none, and for NaN
   */
  Ball derivative(double x);
}
