package dev.limen.verify;

import dev.limen.runtime.FunctionProperties.Symmetry;

/** NaN, the infinities and the zeros. */
final class SpecialValues {
  private static final int LONGEST = 67;

  private SpecialValues() {}

  static <A> Outcome check(Probe<A> probe) {
    Tally tally = new Tally(Check.SPECIAL_VALUES);
    nan(probe, tally);
    infinities(probe, tally);
    if (probe.properties().symmetry() == Symmetry.ODD) {
      zeros(probe, tally);
    }
    return tally.outcome();
  }

  private static <A> void nan(Probe<A> probe, Tally tally) {
    Subject<A> subject = probe.subject();
    for (long bits : subject.nans()) {
      String nan = "NaN (bits 0x" + Long.toHexString(bits) + ")";
      expectNaN(tally, "value", nan, subject.applyToBits(bits));
      expectNaN(tally, "derivative", nan, subject.derivativeAtBits(bits));
    }
    for (int length = 1; length <= LONGEST; length++) {
      for (int at = 0; at < length; at++) {
        nanInArrays(subject, tally, length, at);
      }
    }
  }

  private static <A> void nanInArrays(Subject<A> subject, Tally tally, int length, int at) {
    long[] nans = subject.nans();
    A x = subject.array(length);
    subject.setBits(x, at, nans[(length + at) % nans.length]);
    A ones = subject.array(length);
    for (int i = 0; i < length; i++) {
      subject.set(ones, i, 1);
    }
    String where = "NaN at index " + at + " of " + length;
    A y = subject.array(length);
    A dydx = subject.array(length);
    subject.forward(x, y);
    expectNaN(tally, "forward", where, subject.get(y, at));
    subject.backward(x, ones, y);
    expectNaN(tally, "backward", where, subject.get(y, at));
    subject.set(y, at, 0);
    subject.forwardAndDerivative(x, y, dydx);
    expectNaN(tally, "value of forwardAndDerivative", where, subject.get(y, at));
    expectNaN(tally, "derivative of forwardAndDerivative", where, subject.get(dydx, at));
    subject.forward(subject.segment(x), subject.segment(y));
    expectNaN(tally, "forward of segments", where, subject.get(y, at));
    subject.backward(subject.segment(x), subject.segment(ones), subject.segment(y));
    expectNaN(tally, "backward of segments", where, subject.get(y, at));
  }

  private static void expectNaN(Tally tally, String what, String where, double actual) {
    tally.compared(1);
    if (!Double.isNaN(actual)) {
      tally.violation(Double.NaN, what + " of " + where + " is " + actual + " instead of NaN");
    }
  }

  private static <A> void infinities(Probe<A> probe, Tally tally) {
    Subject<A> subject = probe.subject();
    ErrorTally values = new ErrorTally(probe.value(), tally, "value at ");
    ErrorTally slopes = new ErrorTally(probe.slope(), tally, "derivative at ");
    for (double x : new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}) {
      values.add(x, subject.apply(x), probe.reference().value(x));
      slopes.add(x, subject.derivative(x), probe.reference().derivative(x));
    }
  }

  private static <A> void zeros(Probe<A> probe, Tally tally) {
    for (double zero : new double[] {0.0, -0.0}) {
      double actual = probe.subject().apply(zero);
      tally.compared(1);
      if (!Format.same(actual, zero)) {
        tally.violation(
            zero, "the function is odd, but its value at " + zero + " is " + probe.show(actual));
      }
    }
  }
}
