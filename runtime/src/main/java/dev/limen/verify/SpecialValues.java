package dev.limen.verify;

import dev.limen.runtime.FunctionProperties.Symmetry;

/**
 * NaN, the infinities and the zeros.
 *
 * @param <A> the arrays of the kernel
 */
final class SpecialValues<A> {
  private static final int LONGEST = 67;
  private static final int STRIDE = 3;
  private static final String[] FORMS = {
    "forward",
    "backward",
    "forwardAndDerivative, value,",
    "forwardAndDerivative, derivative,",
    "forward of segments",
    "backward of segments"
  };

  private final Probe<A> probe;
  private final Subject<A> subject;
  private final Tally tally = new Tally(Check.SPECIAL_VALUES);

  private SpecialValues(Probe<A> probe) {
    this.probe = probe;
    this.subject = probe.subject;
  }

  static <A> Outcome check(Probe<A> probe) {
    SpecialValues<A> checks = new SpecialValues<>(probe);
    checks.nan();
    checks.infinities();
    if (probe.properties().symmetry() == Symmetry.ODD) {
      checks.zeros();
    }
    return checks.tally.outcome();
  }

  private void nan() {
    for (long bits : subject.nans()) {
      expectNaN("value", 0, 1, bits, subject.applyToBits(bits));
      expectNaN("derivative", 0, 1, bits, subject.derivativeAtBits(bits));
    }
    for (int length = 1; length <= LONGEST; length++) {
      for (int first = 0; first < STRIDE; first++) {
        nanInArrays(length, first);
      }
    }
  }

  /** Every third number is NaN. */
  private void nanInArrays(int length, int first) {
    long[] nans = subject.nans();
    A x = subject.array(length);
    A ones = subject.array(length);
    for (int i = 0; i < length; i++) {
      subject.set(ones, i, 1);
      if (i % STRIDE == first) {
        subject.setBits(x, i, nans[(length + i / STRIDE) % nans.length]);
      }
    }
    A[] out = subject.arrays(FORMS.length, length);
    subject.forward(x, out[0]);
    subject.backward(x, ones, out[1]);
    subject.forwardAndDerivative(x, out[2], out[3]);
    subject.forward(subject.segment(x), subject.segment(out[4]));
    subject.backward(subject.segment(x), subject.segment(ones), subject.segment(out[5]));
    for (int form = 0; form < FORMS.length; form++) {
      for (int i = first; i < length; i += STRIDE) {
        long bits = nans[(length + i / STRIDE) % nans.length];
        expectNaN(FORMS[form], i, length, bits, subject.get(out[form], i));
      }
    }
  }

  private void expectNaN(String form, int at, int length, long bits, double actual) {
    tally.compared(1);
    if (!Double.isNaN(actual)) {
      tally.violation(
          Double.NaN,
          "%s of NaN (bits 0x%x), number %d of %d, is %s instead of NaN",
          form,
          bits,
          at + 1,
          length,
          probe.show(actual));
    }
  }

  private void infinities() {
    ErrorTally values = probe.values(tally);
    ErrorTally slopes = probe.slopes(tally);
    for (double x : new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}) {
      values.add(x, subject.apply(x), probe.reference.value(x));
      slopes.add(x, subject.derivative(x), probe.reference.derivative(x));
    }
  }

  private void zeros() {
    for (double zero : new double[] {0.0, -0.0}) {
      double actual = subject.apply(zero);
      tally.compared(1);
      if (!Format.same(actual, zero)) {
        tally.violation(
            zero, "the function is odd, but its value at %s is %s", zero, probe.show(actual));
      }
    }
  }
}
