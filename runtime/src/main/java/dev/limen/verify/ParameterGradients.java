package dev.limen.verify;

import dev.limen.runtime.ParameterSlope;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The gradients of trainable parameters: single terms against the reference, sums against the order
 * that {@link dev.limen.runtime.TrainableFloatKernel} promises.
 *
 * @param <A> the arrays of the kernel
 */
final class ParameterGradients<A> {
  /** What arrays are filled with around the numbers of a call. */
  private static final double FILL = -77.25;

  /** Around the ends of blocks. */
  private static final int[] LONG_LENGTHS = {2047, 2048, 2049, 2065, 4096, 5003};

  /** Derivatives to this power of two and its inverse are seen in a sum. */
  private static final int SEEN = 10;

  private final Probe<A> probe;
  private final Subject<A> subject;
  private final List<ParameterSlope> slopes;
  private final Tally tally;
  private final SplittableRandom random = new SplittableRandom(KernelVerification.SEED);

  private ParameterGradients(Probe<A> probe, Tally tally) {
    this.probe = probe;
    this.subject = probe.subject;
    this.slopes = subject.trainable();
    this.tally = tally;
  }

  static <A> Outcome check(Probe<A> probe) {
    ParameterGradients<A> gradients =
        new ParameterGradients<>(probe, new Tally(Check.PARAMETER_GRADIENTS));
    gradients.terms();
    gradients.nan();
    gradients.sums();
    return gradients.tally.outcome();
  }

  /** The gradients over one element; for an upstream gradient of 1 the derivatives. */
  private double[] term(Subject<A> kernel, double x, double gradY) {
    A sums = kernel.array(slopes.size());
    kernel.backward(kernel.array(x), kernel.array(gradY), kernel.array(1), sums);
    return numbers(sums);
  }

  private double[] numbers(A array) {
    double[] numbers = new double[subject.length(array)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = subject.get(array, i);
    }
    return numbers;
  }

  // Terms.

  private void terms() {
    ErrorTally[] errors = new ErrorTally[slopes.size()];
    for (int p = 0; p < errors.length; p++) {
      ParameterSlope slope = slopes.get(p);
      // Of relative errors there is nothing to say where a derivative crosses zero.
      ErrorMeasure measure = new ErrorMeasure(probe.format(), slope.contract(), true);
      errors[p] = new ErrorTally(measure, tally, "derivative by " + slope.parameter() + " at");
    }
    for (double x : probe.inputs) {
      double[] actual = term(subject, x, 1);
      for (int p = 0; p < errors.length; p++) {
        errors[p].add(
            x, actual[p], probe.reference.parameterDerivative(slopes.get(p).parameter(), x));
      }
    }
  }

  private void nan() {
    for (long bits : subject.nans()) {
      A x = subject.array(1);
      subject.setBits(x, 0, bits);
      A ofX = subject.array(slopes.size());
      subject.backward(x, subject.array(1.0), subject.array(1), ofX);
      A gradY = subject.array(1);
      subject.setBits(gradY, 0, bits);
      A ofGradY = subject.array(slopes.size());
      subject.backward(subject.array(0.5), gradY, subject.array(1), ofGradY);
      for (int p = 0; p < slopes.size(); p++) {
        expectNaN("x", p, subject.get(ofX, p));
        expectNaN("gradY", p, subject.get(ofGradY, p));
      }
    }
  }

  private void expectNaN(String argument, int p, double actual) {
    tally.compared(1);
    if (!Double.isNaN(actual)) {
      tally.violation(
          Double.NaN,
          "gradient of %s is %s for a NaN in %s",
          slopes.get(p).parameter(),
          probe.show(actual),
          argument);
    }
  }

  // Sums.

  private void sums() {
    double[] inputs = summable();
    if (inputs.length == 0) {
      return;
    }
    boolean[] isExact = addsTermsOfTheFormat(inputs);
    boolean cancels = true;
    for (boolean exact : isExact) {
      cancels &= exact;
    }
    int lanes = subject.sumLanes();
    for (int length = 0; length <= 4 * lanes + 1; length++) {
      new Sum(inputs, length, cancels).check(length % (lanes + 1), isExact);
    }
    for (int length : LONG_LENGTHS) {
      new Sum(inputs, length, cancels).check(length % 3, isExact);
    }
  }

  /** The inputs whose derivatives are numbers, of a size that is seen in a sum if there are any. */
  private double[] summable() {
    double[] all = inputs(false);
    double[] seen = inputs(true);
    return seen.length > 0 ? seen : all;
  }

  private double[] inputs(boolean seen) {
    return Arrays.stream(probe.inputs)
        .filter(x -> {
          double[] slopes = term(subject, x, 1);
          return Arrays.stream(slopes).allMatch(slope -> Math.abs(slope) <= 0x1p40)
              && (!seen || Arrays.stream(slopes).anyMatch(ParameterGradients::isSeen));
        })
        .toArray();
  }

  private static boolean isSeen(double slope) {
    return Math.abs(Math.getExponent(slope)) < SEEN;
  }

  /**
   * Whether terms are rounded to the kernel's format before they are added, for each parameter: two
   * that nearly cancel show what lies below the last digit.
   */
  private boolean[] addsTermsOfTheFormat(double[] inputs) {
    boolean[] result = new boolean[slopes.size()];
    Arrays.fill(result, true);
    for (int i = 0; i < inputs.length && probe.format() == Format.F32; i += 7) {
      double gradY = probe.format().round(1 + random.nextDouble());
      double opposite = -probe.format().up(gradY);
      A sums = subject.array(slopes.size());
      subject.backward(
          subject.array(inputs[i], inputs[i]),
          subject.array(gradY, opposite),
          subject.array(2),
          sums);
      double[] first = term(subject, inputs[i], gradY);
      double[] second = term(subject, inputs[i], opposite);
      for (int p = 0; p < result.length; p++) {
        result[p] &= subject.get(sums, p) == probe.format().round(first[p] + second[p]);
      }
    }
    return result;
  }

  /**
   * Elements to sum. Where sums are to be exact they are shuffled pairs of all sizes that cancel,
   * so that what is left of the sum is the rounding errors of its order; else none is small beside
   * the errors that are allowed.
   */
  private final class Sum {
    private final int length;
    private final double[] x;
    private final double[] gradY;
    private final double[][] terms;

    Sum(double[] inputs, int length, boolean cancels) {
      this.length = length;
      x = new double[length];
      gradY = new double[length];
      terms = new double[length][];
      for (int i = 0; i < length; i++) {
        if (i % 2 == 0 || !cancels) {
          x[i] = inputs[random.nextInt(inputs.length)];
          int exponent = cancels ? random.nextInt(-20, 21) : 0;
          gradY[i] = probe.format().round(Math.scalb(1 + random.nextDouble(), exponent));
        } else {
          x[i] = x[i - 1];
          gradY[i] = -gradY[i - 1];
        }
      }
      for (int i = length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        swap(x, i, j);
        swap(gradY, i, j);
      }
      for (int i = 0; i < length; i++) {
        terms[i] = term(subject, x[i], gradY[i]);
      }
    }

    private static void swap(double[] array, int i, int j) {
      double kept = array[i];
      array[i] = array[j];
      array[j] = kept;
    }

    void check(int offset, boolean[] isExact) {
      int second = (7 * offset + 2) % (subject.sumLanes() + 1);
      int third = (3 * offset + 1) % (subject.sumLanes() + 1);
      A in = at(x, offset);
      A gradients = at(gradY, second);
      A out = at(null, third);
      A plain = at(null, third);
      A sums = subject.array(slopes.size() + 2);
      fill(sums);
      subject.backward(in, offset, gradients, second, plain, third, length);
      subject.backward(in, offset, gradients, second, out, third, sums, 1, length);
      compare("gradX", out, 0, plain, 0, subject.length(plain));
      compare("x", in, 0, at(x, offset), 0, subject.length(in));
      compare("gradY", gradients, 0, at(gradY, second), 0, subject.length(gradients));
      for (int p = 0; p < slopes.size(); p++) {
        compare(p, isExact[p], subject.get(sums, p + 1));
      }
      A expected = subject.array(numbers(sums));
      subject.set(expected, 0, FILL);
      subject.set(expected, slopes.size() + 1, FILL);
      compare("gradParameters", sums, 0, expected, 0, slopes.size() + 2);
      subject.backward(in, offset, gradients, second, gradients, second, sums, 1, length);
      compare("gradX in gradY", gradients, second, plain, third, length);
      compare("gradParameters, gradX in gradY,", sums, 0, expected, 0, slopes.size() + 2);
      gradients = at(gradY, second);
      subject.backward(in, offset, gradients, second, in, offset, sums, 1, length);
      compare("gradX in x", in, offset, plain, third, length);
      compare("gradParameters, gradX in x,", sums, 0, expected, 0, slopes.size() + 2);
    }

    /** An array that holds numbers, or none, at an offset. */
    private A at(double[] numbers, int offset) {
      A array = subject.array(length + offset + subject.sumLanes());
      fill(array);
      for (int i = 0; i < length && numbers != null; i++) {
        subject.set(array, offset + i, numbers[i]);
      }
      return array;
    }

    private void fill(A array) {
      for (int i = 0; i < subject.length(array); i++) {
        subject.set(array, i, FILL);
      }
    }

    private void compare(
        String what, A actual, int offset, A expected, int expectedOffset, int count) {
      tally.compared(count);
      for (int i = 0; i < count; i++) {
        double number = subject.get(actual, offset + i);
        double other = subject.get(expected, expectedOffset + i);
        if (!Format.same(number, other)) {
          tally.violation(
              Double.NaN,
              "backward of %d numbers with gradients of parameters: %s is %s at index %d instead"
                  + " of %s",
              length,
              what,
              probe.show(number),
              i,
              probe.show(other));
        }
      }
    }

    private void compare(int p, boolean isExact, double actual) {
      double sum = inOrder(p);
      double magnitudes = 0;
      for (double[] term : terms) {
        magnitudes += Math.abs(term[p]) + Float.MIN_VALUE;
      }
      // Half an ulp of each term, and of the sum.
      double allowed = isExact ? 0 : 0x1p-24 * (magnitudes + Math.abs(sum));
      double expected = probe.format().round(sum);
      tally.compared(1);
      if (!(Math.abs(actual - (isExact ? expected : sum)) <= allowed)) {
        tally.violation(
            Double.NaN,
            "gradient of %s over %d numbers is %s instead of %s, the sum of single terms",
            slopes.get(p).parameter(),
            length,
            probe.show(actual),
            probe.show(expected));
      }
    }

    /** The sum in the order that is promised. */
    private double inOrder(int p) {
      int lanes = subject.sumLanes();
      int bound = length - length % lanes;
      double sum = 0;
      for (int i = bound; i < length; i++) {
        sum += terms[i][p];
      }
      for (int from = 0; from < bound; from += subject.sumBlock()) {
        int to = Math.min(from + subject.sumBlock(), bound);
        for (int lane = from; lane < from + lanes; lane++) {
          double ofLane = 0;
          for (int i = lane; i < to; i += lanes) {
            ofLane += terms[i][p];
          }
          sum += ofLane;
        }
      }
      return sum;
    }
  }

  // A twin.

  /** The terms of all inputs, and sums over them in runs of some thousands. */
  static <A> void twin(Probe<A> probe, Subject<A> twin, Tally tally) {
    ParameterGradients<A> gradients = new ParameterGradients<>(probe, tally);
    double[] inputs = gradients.summable();
    for (double x : probe.inputs) {
      gradients.same(
          "at " + probe.show(x),
          x,
          gradients.term(probe.subject, x, 1),
          gradients.term(twin, x, 1));
    }
    for (int length : LONG_LENGTHS) {
      if (inputs.length > 0) {
        ParameterGradients<A>.Sum sum = gradients.new Sum(inputs, length, true);
        gradients.same(
            "over " + length + " numbers",
            Double.NaN,
            gradients.all(probe.subject, sum),
            gradients.all(twin, sum));
      }
    }
  }

  private double[] all(Subject<A> kernel, Sum sum) {
    A sums = kernel.array(slopes.size());
    A gradX = kernel.array(sum.length);
    kernel.backward(kernel.array(sum.x), kernel.array(sum.gradY), gradX, sums);
    return numbers(sums);
  }

  private void same(String where, double x, double[] ours, double[] theirs) {
    for (int p = 0; p < ours.length; p++) {
      tally.compared(1);
      if (!Format.same(ours[p], theirs[p])) {
        tally.violation(
            x,
            "gradient of %s %s is %s, and %s by the twin",
            slopes.get(p).parameter(),
            where,
            probe.show(ours[p]),
            probe.show(theirs[p]));
      }
    }
  }
}
