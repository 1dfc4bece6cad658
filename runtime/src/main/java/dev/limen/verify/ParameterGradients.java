package dev.limen.verify;

import dev.limen.runtime.ParameterSlope;
import java.util.ArrayList;
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
    this.slopes = subject.trainable;
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

  private double[] gradients(Subject<A> kernel, A x, A gradY) {
    A sums = kernel.array(slopes.size());
    kernel.backward(x, gradY, kernel.array(kernel.length(x)), sums);
    return kernel.numbers(sums);
  }

  /** The gradients over one element; for an upstream gradient of 1 the derivatives. */
  private double[] term(Subject<A> kernel, double x, double gradY) {
    return gradients(kernel, kernel.array(x), kernel.array(gradY));
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
      A nan = subject.array(1);
      subject.setBits(nan, 0, bits);
      expectNaN("x", gradients(subject, nan, subject.array(1.0)));
      expectNaN("gradY", gradients(subject, subject.array(0.5), nan));
    }
  }

  private void expectNaN(String argument, double[] actual) {
    for (int p = 0; p < actual.length; p++) {
      tally.compared(1);
      if (!Double.isNaN(actual[p])) {
        tally.violation(
            Double.NaN,
            "gradient of %s is %s for a NaN in %s",
            slopes.get(p).parameter(),
            probe.show(actual[p]),
            argument);
      }
    }
  }

  // Sums.

  private void sums() {
    List<Double> inputs = summable();
    if (inputs.isEmpty()) {
      return;
    }
    boolean[] isExact = addsTermsOfTheFormat(inputs);
    int lanes = subject.sumLanes;
    for (int length = 0; length <= 4 * lanes + 1; length++) {
      sums(inputs, length, length % (lanes + 1), isExact);
    }
    for (int length : LONG_LENGTHS) {
      sums(inputs, length, length % 3, isExact);
    }
  }

  /** The inputs whose derivatives are numbers, of a size that is seen in a sum if there are any. */
  private List<Double> summable() {
    List<Double> all = new ArrayList<>();
    List<Double> seen = new ArrayList<>();
    for (double x : probe.inputs) {
      boolean isNumber = true;
      boolean isSeen = false;
      for (double slope : term(subject, x, 1)) {
        isNumber &= Math.abs(slope) <= 0x1p40;
        isSeen |= Math.abs(Math.getExponent(slope)) < SEEN;
      }
      if (isNumber) {
        (isSeen ? seen : all).add(x);
      }
    }
    return seen.isEmpty() ? all : seen;
  }

  /**
   * Whether terms are rounded to the kernel's format before they are added, for each parameter: two
   * that nearly cancel show what lies below the last digit.
   */
  private boolean[] addsTermsOfTheFormat(List<Double> inputs) {
    boolean[] result = new boolean[slopes.size()];
    Arrays.fill(result, true);
    for (int i = 0; i < inputs.size() && probe.format() == Format.F32; i += 7) {
      double x = inputs.get(i);
      double gradY = probe.format().round(1 + random.nextDouble());
      double opposite = -probe.format().up(gradY);
      double[] sums = gradients(subject, subject.array(x, x), subject.array(gradY, opposite));
      double[] first = term(subject, x, gradY);
      double[] second = term(subject, x, opposite);
      for (int p = 0; p < result.length; p++) {
        result[p] &= sums[p] == probe.format().round(first[p] + second[p]);
      }
    }
    return result;
  }

  private void sums(List<Double> inputs, int length, int offset, boolean[] isExact) {
    boolean cancels = true;
    for (boolean exact : isExact) {
      cancels &= exact;
    }
    double[] x = new double[length];
    double[] gradY = new double[length];
    draw(inputs, cancels, x, gradY);
    double[][] terms = new double[length][];
    for (int i = 0; i < length; i++) {
      terms[i] = term(subject, x[i], gradY[i]);
    }
    double[] sums = gradients(subject, subject.array(x), subject.array(gradY));
    for (int p = 0; p < sums.length; p++) {
      compare(p, isExact[p], sums[p], terms);
    }
    new Forms<>(probe, tally, x, gradY).training(offset, sums);
  }

  /**
   * Draws elements to sum. Where sums are to be exact they are shuffled pairs of all sizes that
   * cancel, so that what is left of the sum is the rounding errors of its order; else none is small
   * beside the errors that are allowed.
   */
  private void draw(List<Double> inputs, boolean cancels, double[] x, double[] gradY) {
    double input = 0;
    double gradient = 0;
    for (int i = 0; i < x.length; i++) {
      if (i % 2 == 0 || !cancels) {
        input = inputs.get(random.nextInt(inputs.size()));
        int exponent = cancels ? random.nextInt(-20, 21) : 0;
        gradient = probe.format().round(Math.scalb(1 + random.nextDouble(), exponent));
      } else {
        gradient = -gradient;
      }
      int place = random.nextInt(i + 1);
      x[i] = x[place];
      gradY[i] = gradY[place];
      x[place] = input;
      gradY[place] = gradient;
    }
  }

  private void compare(int p, boolean isExact, double actual, double[][] terms) {
    double sum = inOrder(p, terms);
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
          terms.length,
          probe.show(actual),
          probe.show(expected));
    }
  }

  /** The sum in the order that is promised. */
  private double inOrder(int p, double[][] terms) {
    int lanes = subject.sumLanes;
    int bound = terms.length - terms.length % lanes;
    double sum = 0;
    for (int i = bound; i < terms.length; i++) {
      sum += terms[i][p];
    }
    for (int from = 0; from < bound; from += subject.sumBlock) {
      int to = Math.min(from + subject.sumBlock, bound);
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

  // A twin.

  /** The terms of all inputs, and sums over them in runs of some thousands. */
  static <A> void twin(Probe<A> probe, Subject<A> twin, Tally tally) {
    ParameterGradients<A> gradients = new ParameterGradients<>(probe, tally);
    for (double x : probe.inputs) {
      gradients.twin(twin, new double[] {x}, new double[] {1});
    }
    List<Double> inputs = gradients.summable();
    for (int length : LONG_LENGTHS) {
      if (!inputs.isEmpty()) {
        double[] x = new double[length];
        double[] gradY = new double[length];
        gradients.draw(inputs, true, x, gradY);
        gradients.twin(twin, x, gradY);
      }
    }
  }

  private void twin(Subject<A> twin, double[] x, double[] gradY) {
    double[] ours = gradients(subject, subject.array(x), subject.array(gradY));
    double[] theirs = gradients(twin, twin.array(x), twin.array(gradY));
    for (int p = 0; p < ours.length; p++) {
      String what = "gradient of " + slopes.get(p).parameter();
      Forms.twin(probe, tally, what, ours[p], theirs[p], x);
    }
  }
}
