package dev.limen.verify;

import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.KinkPoint;
import java.util.ArrayList;
import java.util.List;

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

  /** How errors of the value are measured. */
  final ErrorMeasure value;

  /** How errors of the derivative are measured. */
  final ErrorMeasure slope;

  Probe(Subject<A> subject, Reference reference, Contract contract, double[] inputs) {
    this.subject = subject;
    this.reference = reference;
    this.inputs = inputs;
    FunctionProperties properties = subject.info().properties();
    value = new ErrorMeasure(subject.format(), contract, properties.valueCrossesZero());
    slope = new ErrorMeasure(subject.format(), contract, properties.derivativeCrossesZero());
  }

  FunctionProperties properties() {
    return subject.info().properties();
  }

  /** Where the function, or its derivative, may jump. */
  static List<Double> breaks(FunctionProperties properties) {
    List<Double> breaks = new ArrayList<>(properties.breakpoints());
    for (KinkPoint kink : properties.kinks()) {
      breaks.add(kink.at());
    }
    return breaks;
  }

  Format format() {
    return subject.format();
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
