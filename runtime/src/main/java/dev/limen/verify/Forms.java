package dev.limen.verify;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/**
 * The array and segment forms against the scalar ones, bit for bit: all lengths that a loop over
 * vectors of up to 16 lanes, unrolled up to four times, can end in; all offsets within a vector;
 * what lies around the output stays as it was.
 *
 * @param <A> the arrays of the kernel
 */
final class Forms<A> {
  private static final int LANES = 16;
  private static final int LONGEST = 4 * LANES + 3;

  /** Results are computed for this many inputs, and taken from there in turn. */
  private static final int POOL = 1009;

  /** What arrays are filled with around the numbers of a call. */
  private static final double FILL = -77.25;

  private final Probe<A> probe;
  private final Subject<A> subject;
  private final Tally tally;
  private final double[] x = new double[POOL];
  private final double[] gradY = new double[POOL];
  private final double[] y = new double[POOL];
  private final double[] slope = new double[POOL];
  private final double[] gradX = new double[POOL];

  /** Where in the pool the numbers of the present call start. */
  private int start;

  private Forms(Probe<A> probe, Check check) {
    this.probe = probe;
    this.subject = probe.subject();
    this.tally = new Tally(check);
    double[] inputs = probe.inputs();
    double[] gradients = {1, -1, 0.5, -0.0, 3, 1e-3, -1e10, Double.POSITIVE_INFINITY, Double.NaN};
    for (int i = 0; i < POOL; i++) {
      // A stride without common factors mixes large and small, positive and negative.
      x[i] = i % 97 == 96 ? Double.NaN : inputs[(int) (i * 7919L % inputs.length)];
      gradY[i] = subject.format().round(gradients[i % gradients.length]);
      y[i] = subject.apply(x[i]);
      slope[i] = subject.derivative(x[i]);
      gradX[i] = subject.format().times(gradY[i], slope[i]);
    }
  }

  static <A> Outcome arrays(Probe<A> probe) {
    Forms<A> forms = new Forms<>(probe, Check.ARRAYS);
    forms.sample();
    for (int length = 0; length <= LONGEST; length++) {
      for (int offset = 0; offset <= LANES; offset++) {
        forms.start = (forms.start + 61) % POOL;
        forms.forward(length, offset);
        forms.backward(length, offset);
        forms.fused(length, offset);
      }
      forms.withoutOffsets(length);
    }
    return forms.tally.outcome();
  }

  /** All inputs of the sample, in long arrays. */
  private void sample() {
    double[] inputs = probe.inputs();
    int length = inputs.length;
    A in = subject.array(inputs);
    A ones = filled(length, i -> 1);
    A out = subject.array(length);
    A slopes = subject.array(length);
    subject.forward(in, out);
    compareAll("forward of the sample", out, subject::apply);
    subject.backward(in, ones, out);
    compareAll("backward of the sample", out, subject::derivative);
    subject.forwardAndDerivative(in, out, slopes);
    compareAll("forwardAndDerivative of the sample, value,", out, subject::apply);
    compareAll("forwardAndDerivative of the sample, derivative,", slopes, subject::derivative);
  }

  private void compareAll(String form, A actual, DoubleUnaryOperator expected) {
    double[] inputs = probe.inputs();
    for (int i = 0; i < inputs.length; i++) {
      compare(form, inputs[i], i, subject.get(actual, i), expected.applyAsDouble(inputs[i]));
    }
  }

  private void forward(int length, int offset) {
    int other = (5 * offset + 3) % (LANES + 1);
    A in = at(x, offset, length);
    A out = filled(length + other + LANES, i -> FILL);
    subject.forward(in, offset, out, other, length);
    expect("forward", out, other, length, y, FILL);
    expect("x of forward", in, offset, length, x, FILL);
    subject.forward(in, offset, in, offset, length);
    expect("forward in place", in, offset, length, y, FILL);
    // Two ranges of one array that do not meet.
    A both = filled(2 * length + offset + LANES, i -> FILL);
    fill(both, offset, length, x);
    subject.forward(both, offset, both, offset + length, length);
    expect("forward to the end of x", slice(both, 0, offset + length), offset, length, x, FILL);
    expectRange("forward to the end of x", both, offset + length, length, y);
  }

  private void backward(int length, int offset) {
    int second = (7 * offset + 2) % (LANES + 1);
    int third = (3 * offset + 8) % (LANES + 1);
    A in = at(x, offset, length);
    A gradients = at(gradY, second, length);
    A out = filled(length + third + LANES, i -> FILL);
    subject.backward(in, offset, gradients, second, out, third, length);
    expect("backward", out, third, length, gradX, FILL);
    expect("x of backward", in, offset, length, x, FILL);
    expect("gradY of backward", gradients, second, length, gradY, FILL);
    subject.backward(in, offset, gradients, second, gradients, second, length);
    expect("backward, gradX in gradY,", gradients, second, length, gradX, FILL);
    gradients = at(gradY, second, length);
    subject.backward(in, offset, gradients, second, in, offset, length);
    expect("backward, gradX in x,", in, offset, length, gradX, FILL);
    in = at(x, offset, length);
    subject.backward(in, offset, in, offset, in, offset, length);
    for (int i = 0; i < length; i++) {
      double expected = probe.format().times(x[pool(i)], slope[pool(i)]);
      compare("backward, all in one,", x[pool(i)], i, subject.get(in, offset + i), expected);
    }
  }

  private void fused(int length, int offset) {
    int second = (7 * offset + 4) % (LANES + 1);
    int third = (3 * offset + 1) % (LANES + 1);
    A in = at(x, offset, length);
    A out = filled(length + second + LANES, i -> FILL);
    A slopes = filled(length + third + LANES, i -> FILL);
    subject.forwardAndDerivative(in, offset, out, second, slopes, third, length);
    expect("forwardAndDerivative, value,", out, second, length, y, FILL);
    expect("forwardAndDerivative, derivative,", slopes, third, length, slope, FILL);
    expect("x of forwardAndDerivative", in, offset, length, x, FILL);
    subject.forwardAndDerivative(in, offset, in, offset, slopes, third, length);
    expect("forwardAndDerivative, y in x, value,", in, offset, length, y, FILL);
    expect("forwardAndDerivative, y in x, derivative,", slopes, third, length, slope, FILL);
    in = at(x, offset, length);
    subject.forwardAndDerivative(in, offset, out, second, in, offset, length);
    expect("forwardAndDerivative, dydx in x, value,", out, second, length, y, FILL);
    expect("forwardAndDerivative, dydx in x, derivative,", in, offset, length, slope, FILL);
  }

  private void withoutOffsets(int length) {
    A in = slice(at(x, 0, length), 0, length);
    A gradients = slice(at(gradY, 0, length), 0, length);
    A out = filled(length + 3, i -> FILL);
    A slopes = filled(length + 3, i -> FILL);
    subject.forward(in, out);
    expect("forward(x, y)", out, 0, length, y, FILL);
    subject.backward(in, gradients, out);
    expect("backward(x, gradY, gradX)", out, 0, length, gradX, FILL);
    subject.forwardAndDerivative(in, out, slopes);
    expect("forwardAndDerivative(x, y, dydx), value,", out, 0, length, y, FILL);
    expect("forwardAndDerivative(x, y, dydx), derivative,", slopes, 0, length, slope, FILL);
  }

  private int pool(int i) {
    return (start + i) % POOL;
  }

  private A filled(int length, IntToDoubleFunction values) {
    A array = subject.array(length);
    for (int i = 0; i < length; i++) {
      subject.set(array, i, values.applyAsDouble(i));
    }
    return array;
  }

  /** An array that holds numbers of the pool at an offset. */
  private A at(double[] pool, int offset, int length) {
    A array = filled(length + offset + LANES, i -> FILL);
    fill(array, offset, length, pool);
    return array;
  }

  private void fill(A array, int offset, int length, double[] pool) {
    for (int i = 0; i < length; i++) {
      subject.set(array, offset + i, pool[pool(i)]);
    }
  }

  private A slice(A array, int from, int to) {
    return filled(to - from, i -> subject.get(array, from + i));
  }

  private void expect(
      String form, A array, int offset, int length, double[] pool, double around) {
    expectRange(form, array, offset, length, pool);
    int size = subject.length(array);
    for (int i = 0; i < size; i++) {
      if (i == offset) {
        i += length;
        if (i == size) {
          break;
        }
      }
      outside(form, length, i - offset, subject.get(array, i), around);
    }
  }

  private void expectRange(String form, A array, int offset, int length, double[] pool) {
    for (int i = 0; i < length; i++) {
      String where = form + " of " + length + " at offset " + offset;
      if (!Format.same(subject.get(array, offset + i), pool[pool(i)])) {
        compare(where, x[pool(i)], i, subject.get(array, offset + i), pool[pool(i)]);
      }
    }
    tally.compared(length);
  }

  private void outside(String form, int length, int index, double actual, double before) {
    if (!Format.same(actual, before)) {
      tally.violation(
          Double.NaN,
          form
              + " of "
              + length
              + " wrote "
              + probe.show(actual)
              + " at index "
              + index
              + ", outside of its range");
    }
  }

  private void compare(String form, double input, int index, double actual, double expected) {
    tally.compared(1);
    if (!Format.same(actual, expected)) {
      tally.violation(
          input,
          form
              + " gives "
              + probe.show(actual)
              + " at index "
              + index
              + " for "
              + probe.show(input)
              + ", the scalar form "
              + probe.show(expected));
    }
  }

  // Segments.

  static <A> Outcome segments(Probe<A> probe) {
    Forms<A> forms = new Forms<>(probe, Check.SEGMENTS);
    try (Arena arena = Arena.ofConfined()) {
      int bytes = probe.subject().bytes();
      long size = (LONGEST + 2L) * bytes;
      for (int shift : new int[] {0, 1, bytes}) {
        forms.segments("native, " + shift + " bytes off,", shift, () -> arena.allocate(size, 64));
        forms.segments(
            "byte[], " + shift + " bytes off,", shift, () -> MemorySegment.ofArray(new byte[(int) size]));
      }
      for (int shift : new int[] {0, bytes}) {
        forms.segments(
            "array, " + shift + " bytes off,",
            shift,
            () -> probe.subject().segment(probe.subject().array(LONGEST + 2)));
      }
    }
    return forms.tally.outcome();
  }

  private interface Memory {
    MemorySegment fresh();
  }

  private void segments(String kind, int shift, Memory memory) {
    MemorySegment a = memory.fresh();
    MemorySegment b = memory.fresh();
    MemorySegment c = memory.fresh();
    for (int length = 0; length <= LONGEST; length++) {
      start = (start + 61) % POOL;
      String of = " of " + kind + " " + length + " numbers,";
      long bytes = (long) length * subject.bytes();
      MemorySegment in = a.asSlice(shift, bytes);
      MemorySegment gradients = b.asSlice(shift, bytes);
      // An output may be longer than x.
      MemorySegment out = c.asSlice(shift, bytes + subject.bytes());
      fill(in, length, x);
      fill(gradients, length, gradY);
      subject.set(out, length, FILL);
      subject.forward(in, out);
      expect("forward" + of, out, length, y);
      expect("x of forward" + of, in, length, x);
      subject.backward(in, gradients, out);
      expect("backward" + of, out, length, gradX);
      expect("x of backward" + of, in, length, x);
      expect("gradY of backward" + of, gradients, length, gradY);
      outside("a form" + of, length, length, subject.get(out, length), FILL);
      subject.backward(in, gradients, gradients);
      expect("backward, gradX in gradY," + of, gradients, length, gradX);
      fill(gradients, length, gradY);
      subject.backward(in, gradients, in);
      expect("backward, gradX in x," + of, in, length, gradX);
      fill(in, length, x);
      subject.forward(in, in);
      expect("forward in place" + of, in, length, y);
    }
  }

  private void fill(MemorySegment segment, int length, double[] pool) {
    for (int i = 0; i < length; i++) {
      subject.set(segment, i, pool[pool(i)]);
    }
  }

  private void expect(String form, MemorySegment segment, int length, double[] pool) {
    for (int i = 0; i < length; i++) {
      compare(form, x[pool(i)], i, subject.get(segment, i), pool[pool(i)]);
    }
  }

  // A twin.

  static <A> Outcome twin(Probe<A> probe, Subject<A> twin) {
    Tally tally = new Tally(Check.TWIN);
    double[] inputs = probe.inputs();
    int length = inputs.length;
    Subject<A> subject = probe.subject();
    A in = subject.array(inputs);
    A[] ours = subject.arrays(5, length);
    A[] theirs = subject.arrays(5, length);
    all(subject, in, ours);
    all(twin, in, theirs);
    String[] forms = {
      "forward", "backward", "the value of forwardAndDerivative",
      "the derivative of forwardAndDerivative", "apply"
    };
    for (int form = 0; form < forms.length; form++) {
      for (int i = 0; i < length; i++) {
        tally.compared(1);
        double a = subject.get(ours[form], i);
        double b = subject.get(theirs[form], i);
        if (!Format.same(a, b)) {
          tally.violation(
              inputs[i],
              forms[form]
                  + " gives "
                  + probe.show(a)
                  + " for "
                  + probe.show(inputs[i])
                  + ", and "
                  + probe.show(b)
                  + " by the twin");
        }
      }
    }
    return tally.outcome();
  }

  private static <A> void all(Subject<A> kernel, A in, A[] out) {
    int length = kernel.length(in);
    A ones = kernel.array(length);
    for (int i = 0; i < length; i++) {
      kernel.set(ones, i, 1);
      kernel.set(out[4], i, kernel.apply(kernel.get(in, i)));
    }
    kernel.forward(in, out[0]);
    kernel.backward(in, ones, out[1]);
    kernel.forwardAndDerivative(in, out[2], out[3]);
  }
}
