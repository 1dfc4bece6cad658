package dev.limen.processor.kernel;

import dev.limen.runtime.Contract;

/**
 * The error that a contract allows.
 *
 * @param sample the function, measured
 * @param contract what it allows
 */
record Tolerance(Measurement sample, Contract contract) {

  /** Whether errors are allowed in proportion to results, down to the least of them. */
  boolean isRelative() {
    return contract.measure() == Contract.Measure.ULP;
  }

  /** The largest absolute error allowed at x, where the function has a value. */
  double at(double x, double value) {
    return contract.bound() * (isRelative() ? sample.ulp(value) : Contract.scale(x, value));
  }
}
