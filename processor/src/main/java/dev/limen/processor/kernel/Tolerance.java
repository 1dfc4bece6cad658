package dev.limen.processor.kernel;

import dev.limen.runtime.Contract;

/**
 * The error that a contract allows.
 *
 * @param sample the function, measured
 * @param contract what it allows
 */
record Tolerance(Measurement sample, Contract contract) {

  /** The largest absolute error allowed at x, where the function has a value. */
  double at(double x, double value) {
    return contract.bound()
        * (contract.measure() == Contract.Measure.ULP
            ? sample.ulp(value)
            : Measurement.scale(x, value));
  }
}
