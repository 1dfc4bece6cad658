package dev.limen.verify;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

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
  private final double[] x;
  private final double[] gradY;
  private final double[] y;
  private final double[] slope;
  private final double[] gradX;
  private final double[] xTimesSlope;

  /** Where in the pool the numbers of the present call start. */
  private int start;

  private int length;

  /** What backward gives for parameters, with what lies around it; null if it is not asked. */
  private double[] gradParameters;

  /** Prepares calls over numbers of a pool, all of them to begin with. */
  Forms(Probe<A> probe, Tally tally, double[] x, double[] gradY) {
    this.probe = probe;
    this.subject = probe.subject;
    this.tally = tally;
    this.x = x;
    this.gradY = gradY;
    length = x.length;
    y = new double[length];
    slope = new double[length];
    gradX = new double[length];
    xTimesSlope = new double[length];
    for (int i = 0; i < length; i++) {
      y[i] = subject.apply(x[i]);
      slope[i] = subject.derivative(x[i]);
      gradX[i] = probe.format().times(gradY[i], slope[i]);
      xTimesSlope[i] = probe.format().times(x[i], slope[i]);
    }
  }

  private static <A> Forms<A> overInputs(Probe<A> probe, Check check) {
    double[] inputs = probe.inputs;
    double[] x = new double[POOL];
    double[] gradY = new double[POOL];
    for (int i = 0; i < POOL; i++) {
      // A stride without common factors mixes large and small, positive and negative.
      x[i] = i % 97 == 96 ? Double.NaN : inputs[(int) (i * 7919L % inputs.length)];
      gradY[i] = probe.format().round(GRADIENTS[i % GRADIENTS.length]);
    }
    return new Forms<>(probe, new Tally(check), x, gradY);
  }

  static <A> Outcome arrays(Probe<A> probe) {
    Forms<A> forms = overInputs(probe, Check.ARRAYS);
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

  /** All inputs of the sample, in long arrays, in place too. */
  private void sample() {
    double[] inputs = probe.inputs;
    A values = subject.array(inputs.length);
    A slopes = subject.array(inputs.length);
    for (int i = 0; i < inputs.length; i++) {
      subject.set(values, i, subject.apply(inputs[i]));
      subject.set(slopes, i, subject.derivative(inputs[i]));
    }
    A[] out = all(subject, subject.array(inputs));
    compare("forward", out[0], values);
    compare("backward", out[1], slopes);
    compare("forwardAndDerivative, value,", out[2], values);
    compare("forwardAndDerivative, derivative,", out[3], slopes);
    A valuesOfX = subject.array(inputs);
    A slopesOfX = subject.array(inputs);
    subject.forwardAndDerivative(valuesOfX, valuesOfX, out[3]);
    compare("forwardAndDerivative, y in x, value,", valuesOfX, values);
    compare("forwardAndDerivative, y in x, derivative,", out[3], slopes);
    subject.forwardAndDerivative(slopesOfX, out[2], slopesOfX);
    compare("forwardAndDerivative, dydx in x, value,", out[2], values);
    compare("forwardAndDerivative, dydx in x, derivative,", slopesOfX, slopes);
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
    kernel.backward(in, kernel.filled(length, 1), out[1]);
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
    A both = subject.filled(2 * length + offset + LANES, FILL);
    fill(both, offset, x);
    subject.forward(both, offset, both, offset + length, length);
    expect("x before y", from(both, offset), x);
    expect("forward to the end of x", from(both, offset + length), y);
  }

  /** Backward with gradients of parameters, which are the same wherever gradX goes. */
  void training(int offset, double... sums) {
    gradParameters = new double[sums.length + 2];
    Arrays.fill(gradParameters, FILL);
    System.arraycopy(sums, 0, gradParameters, 1, sums.length);
    backward(offset);
  }

  private void backward(int offset) {
    int second = (7 * offset + 2) % (LANES + 1);
    int third = (3 * offset + 8) % (LANES + 1);
    A in = at(x, offset);
    A gradients = at(gradY, second);
    A out = at(null, third);
    backward("backward", in, offset, gradients, second, out, third);
    expect("x of backward", in, offset, x);
    expect("gradY of backward", gradients, second, gradY);
    backward("backward, gradX in gradY,", in, offset, gradients, second, gradients, second);
    fill(gradients, second, gradY);
    backward("backward, gradX in x,", in, offset, gradients, second, in, offset);
    fill(in, offset, x);
    subject.backward(in, offset, in, offset, in, offset, length);
    expect("backward, all in x,", in, offset, xTimesSlope);
  }

  private void backward(String form, A in, int offset, A gradients, int second, A out, int third) {
    if (gradParameters == null) {
      subject.backward(in, offset, gradients, second, out, third, length);
    } else {
      A sums = subject.filled(gradParameters.length, FILL);
      subject.backward(in, offset, gradients, second, out, third, sums, 1, length);
      double[] actual = subject.numbers(sums);
      tally.compared(1);
      if (!Arrays.equals(actual, gradParameters)) {
        tally.violation(
            Double.NaN,
            "%s of %d numbers makes gradParameters %s instead of %s",
            form,
            length,
            Arrays.toString(actual),
            Arrays.toString(gradParameters));
      }
    }
    expect(form, out, third, gradX);
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
    return (start + i) % x.length;
  }

  /** An array that holds numbers of a pool, or of none, at an offset. */
  private A at(double[] pool, int offset) {
    A array = subject.filled(length + offset + LANES, FILL);
    if (pool != null) {
      fill(array, offset, pool);
    }
    return array;
  }

  private MemorySegment from(A array, int offset) {
    return subject.segment(array).asSlice((long) offset * subject.format.bytes);
  }

  private void fill(A array, int offset, double[] pool) {
    fill(from(array, offset), pool);
  }

  private void expect(String form, A array, int offset, double[] pool) {
    expect(form, from(array, offset), pool);
    int size = subject.length(array);
    for (int i = 0; i < size; i++) {
      if (i < offset || i >= offset + length) {
        compare(form, Double.NaN, i - offset, subject.get(array, i), FILL);
      }
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
    Forms<A> forms = overInputs(probe, Check.SEGMENTS);
    Subject<A> subject = probe.subject;
    int bytes = subject.format.bytes;
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
      long bytes = (long) length * subject.format.bytes;
      MemorySegment in = memory[0].asSlice(shift, bytes);
      MemorySegment gradients = memory[1].asSlice(shift, bytes);
      // An output may be longer than x.
      MemorySegment out = memory[2].asSlice(shift, bytes + subject.format.bytes);
      fill(in, x);
      fill(gradients, gradY);
      subject.set(out, length, FILL);
      subject.forward(in, out);
      expect("forward" + where, out, y);
      expect("x of forward" + where, in, x);
      subject.backward(in, gradients, out);
      expect("backward" + where, out, gradX);
      expect("x of backward" + where, in, x);
      expect("gradY of backward" + where, gradients, gradY);
      compare("a form" + where, Double.NaN, length, subject.get(out, length), FILL);
      subject.backward(in, gradients, gradients);
      expect("backward, gradX in gradY," + where, gradients, gradX);
      fill(gradients, gradY);
      subject.backward(in, gradients, in);
      expect("backward, gradX in x," + where, in, gradX);
      fill(in, x);
      subject.forward(in, in);
      expect("forward in place" + where, in, y);
    }
  }

  private void fill(MemorySegment segment, double[] pool) {
    for (int i = 0; i < length; i++) {
      subject.set(segment, i, pool[pool(i)]);
    }
  }

  private void expect(String form, MemorySegment segment, double[] pool) {
    for (int i = 0; i < length; i++) {
      compare(form, x[pool(i)], i, subject.get(segment, i), pool[pool(i)]);
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
      twin(probe, tally, "apply", subject.apply(input), twin.apply(input), input);
      twin(probe, tally, "derivative", subject.derivative(input), twin.derivative(input), input);
      for (int form = 0; form < ours.length; form++) {
        double a = subject.get(ours[form], i);
        twin(probe, tally, "an array form", a, subject.get(theirs[form], i), input);
      }
    }
    if (!subject.trainable.isEmpty() && !twin.trainable.isEmpty()) {
      ParameterGradients.twin(probe, twin, tally);
    }
    return tally.outcome();
  }

  /** Compares results for an input, or over several. */
  static void twin(
      Probe<?> probe, Tally tally, String form, double ours, double theirs, double... inputs) {
    tally.compared(1);
    if (!Format.same(ours, theirs)) {
      boolean single = inputs.length == 1;
      tally.violation(
          single ? inputs[0] : Double.NaN,
          "%s gives %s for %s, and %s by the twin",
          form,
          probe.show(ours),
          single ? probe.show(inputs[0]) : inputs.length + " numbers",
          probe.show(theirs));
    }
  }
}
