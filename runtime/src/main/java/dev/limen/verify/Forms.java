package dev.limen.verify;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

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

  private static final double[] GRADIENTS = {
    1, -1, 0.5, -0.0, 3, 1e-3, -1e10, Double.POSITIVE_INFINITY, Double.NaN
  };

  private final Probe<A> probe;
  private final Subject<A> subject;
  private final Tally tally;
  private final double[] x = new double[POOL];
  private final double[] gradY = new double[POOL];
  private final double[] y = new double[POOL];
  private final double[] slope = new double[POOL];
  private final double[] gradX = new double[POOL];
  private final double[] xTimesSlope = new double[POOL];

  /** Where in the pool the numbers of the present call start. */
  private int start;

  private int length;

  private Forms(Probe<A> probe, Check check) {
    this.probe = probe;
    this.subject = probe.subject;
    this.tally = new Tally(check);
    Format format = probe.format();
    double[] inputs = probe.inputs;
    for (int i = 0; i < POOL; i++) {
      // A stride without common factors mixes large and small, positive and negative.
      x[i] = i % 97 == 96 ? Double.NaN : inputs[(int) (i * 7919L % inputs.length)];
      gradY[i] = format.round(GRADIENTS[i % GRADIENTS.length]);
      y[i] = subject.apply(x[i]);
      slope[i] = subject.derivative(x[i]);
      gradX[i] = format.times(gradY[i], slope[i]);
      xTimesSlope[i] = format.times(x[i], slope[i]);
    }
  }

  static <A> Outcome arrays(Probe<A> probe) {
    Forms<A> forms = new Forms<>(probe, Check.ARRAYS);
    forms.sample();
    for (int n = 0; n <= LONGEST; n++) {
      forms.length = n;
      for (int offset = 0; offset <= LANES; offset++) {
        forms.start = (forms.start + 61) % POOL;
        forms.forward(offset);
        forms.backward(offset);
        forms.fused(offset);
      }
      forms.withoutOffsets();
    }
    return forms.tally.outcome();
  }

  /** All inputs of the sample, in long arrays. */
  private void sample() {
    double[] inputs = probe.inputs;
    A in = subject.array(inputs);
    A[] out = all(subject, in);
    for (int i = 0; i < inputs.length; i++) {
      double value = subject.apply(inputs[i]);
      double derivative = subject.derivative(inputs[i]);
      compare("forward", inputs[i], i, subject.get(out[0], i), value);
      compare("backward", inputs[i], i, subject.get(out[1], i), derivative);
      compare("forwardAndDerivative, value,", inputs[i], i, subject.get(out[2], i), value);
      compare(
          "forwardAndDerivative, derivative,", inputs[i], i, subject.get(out[3], i), derivative);
    }
    inPlace(out[2], out[3]);
  }

  /** Values, then derivatives in the place of all inputs of the sample. */
  private void inPlace(A y, A slope) {
    double[] inputs = probe.inputs;
    A values = subject.array(inputs);
    A slopes = subject.array(inputs);
    A others = subject.array(inputs.length);
    subject.forwardAndDerivative(values, values, others);
    compare("forwardAndDerivative, y in x, derivative,", others, slope);
    subject.forwardAndDerivative(slopes, others, slopes);
    compare("forwardAndDerivative, dydx in x, value,", others, y);
    compare("forwardAndDerivative, y in x, value,", values, y);
    compare("forwardAndDerivative, dydx in x, derivative,", slopes, slope);
  }

  private void compare(String form, A actual, A expected) {
    double[] inputs = probe.inputs;
    for (int i = 0; i < inputs.length; i++) {
      compare(form, inputs[i], i, subject.get(actual, i), subject.get(expected, i));
    }
  }

  private static <A> A[] all(Subject<A> kernel, A in) {
    int length = kernel.length(in);
    A[] out = kernel.arrays(4, length);
    kernel.forward(in, out[0]);
    A ones = kernel.array(length);
    for (int i = 0; i < length; i++) {
      kernel.set(ones, i, 1);
    }
    kernel.backward(in, ones, out[1]);
    kernel.forwardAndDerivative(in, out[2], out[3]);
    return out;
  }

  private void forward(int offset) {
    int other = (5 * offset + 3) % (LANES + 1);
    A in = at(x, offset);
    A out = at(null, other);
    subject.forward(in, offset, out, other, length);
    expect("forward", out, other, y);
    expect("x of forward", in, offset, x);
    subject.forward(in, offset, in, offset, length);
    expect("forward in place", in, offset, y);
    // Two ranges of one array that do not meet.
    A both = filled(2 * length + offset + LANES);
    fill(both, offset, x);
    subject.forward(both, offset, both, offset + length, length);
    expectRange("x before y", both, offset, x);
    expectRange("forward to the end of x", both, offset + length, y);
  }

  private void backward(int offset) {
    int second = (7 * offset + 2) % (LANES + 1);
    int third = (3 * offset + 8) % (LANES + 1);
    A in = at(x, offset);
    A gradients = at(gradY, second);
    A out = at(null, third);
    subject.backward(in, offset, gradients, second, out, third, length);
    expect("backward", out, third, gradX);
    expect("x of backward", in, offset, x);
    expect("gradY of backward", gradients, second, gradY);
    subject.backward(in, offset, gradients, second, gradients, second, length);
    expect("backward, gradX in gradY,", gradients, second, gradX);
    fill(gradients, second, gradY);
    subject.backward(in, offset, gradients, second, in, offset, length);
    expect("backward, gradX in x,", in, offset, gradX);
    fill(in, offset, x);
    subject.backward(in, offset, in, offset, in, offset, length);
    expect("backward, all in x,", in, offset, xTimesSlope);
  }

  private void fused(int offset) {
    int second = (7 * offset + 4) % (LANES + 1);
    int third = (3 * offset + 1) % (LANES + 1);
    A in = at(x, offset);
    A out = at(null, second);
    A slopes = at(null, third);
    subject.forwardAndDerivative(in, offset, out, second, slopes, third, length);
    expect("forwardAndDerivative, value,", out, second, y);
    expect("forwardAndDerivative, derivative,", slopes, third, slope);
    expect("x of forwardAndDerivative", in, offset, x);
    subject.forwardAndDerivative(in, offset, in, offset, slopes, third, length);
    expect("forwardAndDerivative, y in x, value,", in, offset, y);
    expect("forwardAndDerivative, y in x, derivative,", slopes, third, slope);
    fill(in, offset, x);
    subject.forwardAndDerivative(in, offset, out, second, in, offset, length);
    expect("forwardAndDerivative, dydx in x, value,", out, second, y);
    expect("forwardAndDerivative, dydx in x, derivative,", in, offset, slope);
  }

  private void withoutOffsets() {
    A in = subject.array(length);
    fill(in, 0, x);
    A gradients = subject.array(length);
    fill(gradients, 0, gradY);
    A out = at(null, 0);
    A slopes = at(null, 0);
    subject.forward(in, out);
    expect("forward(x, y)", out, 0, y);
    subject.backward(in, gradients, out);
    expect("backward(x, gradY, gradX)", out, 0, gradX);
    subject.forwardAndDerivative(in, out, slopes);
    expect("forwardAndDerivative(x, y, dydx), value,", out, 0, y);
    expect("forwardAndDerivative(x, y, dydx), derivative,", slopes, 0, slope);
  }

  private int pool(int i) {
    return (start + i) % POOL;
  }

  private A filled(int size) {
    A array = subject.array(size);
    for (int i = 0; i < size; i++) {
      subject.set(array, i, FILL);
    }
    return array;
  }

  /** An array that holds numbers of a pool, or of none, at an offset. */
  private A at(double[] pool, int offset) {
    A array = filled(length + offset + LANES);
    if (pool != null) {
      fill(array, offset, pool);
    }
    return array;
  }

  private void fill(A array, int offset, double[] pool) {
    for (int i = 0; i < length; i++) {
      subject.set(array, offset + i, pool[pool(i)]);
    }
  }

  private void expect(String form, A array, int offset, double[] pool) {
    expectRange(form, array, offset, pool);
    int size = subject.length(array);
    for (int i = 0; i < size; i++) {
      if (i < offset || i >= offset + length) {
        compare(form, Double.NaN, i - offset, subject.get(array, i), FILL);
      }
    }
  }

  private void expectRange(String form, A array, int offset, double[] pool) {
    for (int i = 0; i < length; i++) {
      compare(form, x[pool(i)], i, subject.get(array, offset + i), pool[pool(i)]);
    }
  }

  private void compare(String form, double input, int index, double actual, double expected) {
    tally.compared(1);
    if (!Format.same(actual, expected)) {
      boolean outside = expected == FILL && Double.isNaN(input);
      tally.violation(
          input,
          outside
              ? "%s of %d numbers writes %s at index %d, outside of its range"
              : "%s of %d numbers gives %s at index %d for %s, the scalar form %s",
          form,
          length,
          probe.show(actual),
          index,
          probe.show(input),
          probe.show(expected));
    }
  }

  // Segments.

  static <A> Outcome segments(Probe<A> probe) {
    Forms<A> forms = new Forms<>(probe, Check.SEGMENTS);
    Subject<A> subject = probe.subject;
    int bytes = subject.bytes();
    int size = (LONGEST + 2) * bytes;
    try (Arena arena = Arena.ofConfined()) {
      for (int shift : new int[] {0, 1, bytes}) {
        MemorySegment[] natives = new MemorySegment[3];
        MemorySegment[] heap = new MemorySegment[3];
        MemorySegment[] numbers = new MemorySegment[3];
        for (int i = 0; i < 3; i++) {
          natives[i] = arena.allocate(size, 64);
          heap[i] = MemorySegment.ofArray(new byte[size]);
          numbers[i] = subject.segment(subject.array(LONGEST + 2));
        }
        forms.segments("off-heap", shift, natives);
        forms.segments("in byte[]", shift, heap);
        forms.segments("in an array", shift, numbers);
      }
    }
    return forms.tally.outcome();
  }

  private void segments(String kind, int shift, MemorySegment[] memory) {
    String where = " " + kind + " at byte " + shift;
    for (length = 0; length <= LONGEST; length++) {
      start = (start + 61) % POOL;
      long bytes = (long) length * subject.bytes();
      MemorySegment in = memory[0].asSlice(shift, bytes);
      MemorySegment gradients = memory[1].asSlice(shift, bytes);
      // An output may be longer than x.
      MemorySegment out = memory[2].asSlice(shift, bytes + subject.bytes());
      fill(in, x);
      fill(gradients, gradY);
      subject.set(out, length, FILL);
      subject.forward(in, out);
      expect("forward", where, out, y);
      expect("x of forward", where, in, x);
      subject.backward(in, gradients, out);
      expect("backward", where, out, gradX);
      expect("x of backward", where, in, x);
      expect("gradY of backward", where, gradients, gradY);
      compare("a form" + where, Double.NaN, length, subject.get(out, length), FILL);
      subject.backward(in, gradients, gradients);
      expect("backward, gradX in gradY,", where, gradients, gradX);
      fill(gradients, gradY);
      subject.backward(in, gradients, in);
      expect("backward, gradX in x,", where, in, gradX);
      fill(in, x);
      subject.forward(in, in);
      expect("forward in place", where, in, y);
    }
  }

  private void fill(MemorySegment segment, double[] pool) {
    for (int i = 0; i < length; i++) {
      subject.set(segment, i, pool[pool(i)]);
    }
  }

  private void expect(String form, String where, MemorySegment segment, double[] pool) {
    String name = form + where;
    for (int i = 0; i < length; i++) {
      compare(name, x[pool(i)], i, subject.get(segment, i), pool[pool(i)]);
    }
  }

  // A twin.

  static <A> Outcome twin(Probe<A> probe, Subject<A> twin) {
    Tally tally = new Tally(Check.TWIN);
    Subject<A> subject = probe.subject;
    A in = subject.array(probe.inputs);
    A[] ours = all(subject, in);
    A[] theirs = all(twin, in);
    for (int i = 0; i < probe.inputs.length; i++) {
      double input = probe.inputs[i];
      twin(probe, tally, "apply", input, subject.apply(input), twin.apply(input));
      twin(probe, tally, "derivative", input, subject.derivative(input), twin.derivative(input));
      for (int form = 0; form < ours.length; form++) {
        double a = subject.get(ours[form], i);
        twin(probe, tally, "an array form", input, a, subject.get(theirs[form], i));
      }
    }
    if (!subject.trainable().isEmpty() && !twin.trainable().isEmpty()) {
      ParameterGradients.twin(probe, twin, tally);
    }
    return tally.outcome();
  }

  private static void twin(
      Probe<?> probe, Tally tally, String form, double input, double ours, double theirs) {
    tally.compared(1);
    if (!Format.same(ours, theirs)) {
      tally.violation(
          input,
          "%s gives %s for %s, and %s by the twin",
          form,
          probe.show(ours),
          probe.show(input),
          probe.show(theirs));
    }
  }
}
