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

  /**
   * Returns the derivative with respect to a trainable parameter at x.
   *
   * @param parameter the name of the parameter
   * @param x any double; at an infinity the limit is meant
   * @return a ball that contains the derivative; the NaN ball where there is none, and for NaN
   * @throws IllegalArgumentException if there is no trainable parameter of this name
   */
  default Ball parameterDerivative(String parameter, double x) {
    throw new IllegalArgumentException("no trainable parameter " + parameter);
  }

  /**
   * Returns the same function with another value of a trainable parameter.
   *
   * @param parameter the name of the parameter
   * @throws IllegalArgumentException if there is no trainable parameter of this name, or if the
   *     value is not finite
   */
  default Reference with(String parameter, double value) {
    throw new IllegalArgumentException("no trainable parameter " + parameter);
  }
}
