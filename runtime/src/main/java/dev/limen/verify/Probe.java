package dev.limen.verify;

import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.KinkPoint;

/**
 * What the checks work on.
 *
 * @param <A> the arrays of the kernel
 */
final class Probe<A> {
  final Subject<A> subject;
  final Reference reference;

  /** Distinct, ascending, the infinities at the ends. */
  final double[] inputs;

  /** Where the function, or its derivative, may jump. */
  private final double[] breaks;

  /** How errors of the value are measured. */
  final ErrorMeasure value;

  /** How errors of the derivative are measured. */
  final ErrorMeasure slope;

  Probe(Subject<A> subject, Reference reference, Contract contract, double[] inputs) {
    this.subject = subject;
    this.reference = reference;
    this.inputs = inputs;
    FunctionProperties properties = subject.info.properties();
    breaks = breaks(properties);
    value = new ErrorMeasure(subject.format, contract, properties.valueCrossesZero());
    slope = new ErrorMeasure(subject.format, contract, properties.derivativeCrossesZero());
  }

  FunctionProperties properties() {
    return subject.info.properties();
  }

  /** Where the function, or its derivative, may jump. */
  static double[] breaks(FunctionProperties properties) {
    double[] breaks = new double[properties.breakpoints().size() + properties.kinks().size()];
    int size = 0;
    for (double at : properties.breakpoints()) {
      breaks[size++] = at;
    }
    for (KinkPoint kink : properties.kinks()) {
      breaks[size++] = kink.at();
    }
    return breaks;
  }

  /** Whether the function, or its derivative, may jump from a number to a larger one. */
  boolean breaksBetween(double low, double high) {
    for (double at : breaks) {
      if (low <= at && at <= high) {
        return true;
      }
    }
    return false;
  }

  Format format() {
    return subject.format;
  }

  String show(double x) {
    return format().show(x);
  }

  ErrorTally values(Tally tally) {
    return new ErrorTally(value, tally, "value at");
  }

  ErrorTally slopes(Tally tally) {
    return new ErrorTally(slope, tally, "derivative at");
  }
}
