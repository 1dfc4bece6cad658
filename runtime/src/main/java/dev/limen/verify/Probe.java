package dev.limen.verify;

import dev.limen.runtime.FunctionProperties;

/**
 * What the checks work on.
 *
 * @param subject the kernel
 * @param reference what it approximates
 * @param inputs distinct, ascending, the infinities at the ends
 * @param value how errors of the value are measured
 * @param slope how errors of the derivative are measured
 * @param <A> the arrays of the kernel
 */
record Probe<A>(
    Subject<A> subject,
    Reference reference,
    double[] inputs,
    ErrorMeasure value,
    ErrorMeasure slope) {

  FunctionProperties properties() {
    return subject.info().properties();
  }

  Format format() {
    return subject.format();
  }

  String show(double x) {
    return format().show(x);
  }

  boolean isBreakpoint(double x) {
    return properties().breakpoints().stream().anyMatch(b -> b == x)
        || properties().kinks().stream().anyMatch(k -> k.at() == x);
  }
}
