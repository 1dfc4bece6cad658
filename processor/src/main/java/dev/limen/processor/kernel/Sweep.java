package dev.limen.processor.kernel;

import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Looks for the largest errors of a kernel in float at more inputs than references can be computed
 * for: another kernel, in double, stands for the function. Rounding errors of a sample are less
 * than those of all floats by a third, and more.
 *
 * @param kernel in float
 * @param function the function, in double; its own errors do not matter
 * @param parameters for both
 */
record Sweep(Graph kernel, Graph function, Map<String, Double> parameters) {

  private static final int INPUTS = 1 << 16;

  /** How many of the worst inputs are kept. */
  private static final int KEPT = 32;

  /** Binades count where the sample shows this part of the largest error. */
  private static final double NEAR_THE_WORST = 0.6;

  private static final int SIGNIFICAND_BITS = 23;

  /**
   * The inputs at which errors are largest, the worst first.
   *
   * @param sample the function at some inputs
   * @param errors those of the kernel at these
   */
  double[] worst(Measurement sample, double[] errors) {
    int[] binades = binades(sample, errors);
    if (binades.length == 0) {
      return new double[0];
    }
    int count = INPUTS / binades.length;
    double[] inputs = new double[count * binades.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = Float.intBitsToFloat(bits(binades[i / count], i % count, count));
    }
    double[] actual = Measurement.run(kernel, sample.precision(), inputs, parameters);
    double[] expected = new double[inputs.length];
    new DoubleInterpreter(function, parameters)
        .run(new double[][] {inputs}, new double[][] {expected}, inputs.length);
    double[] largest = new double[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      boolean isComparable = Double.isFinite(expected[i]) && Double.isFinite(actual[i]);
      largest[i] = isComparable ? Math.abs(actual[i] - expected[i]) / sample.ulp(expected[i]) : 0;
    }
    double least = leastOfTheLargest(largest);
    return IntStream.range(0, inputs.length)
        .filter(i -> largest[i] >= least)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -largest[i]))
        .limit(KEPT)
        .mapToDouble(i -> inputs[i])
        .toArray();
  }

  private static double leastOfTheLargest(double[] errors) {
    PriorityQueue<Double> kept = new PriorityQueue<>();
    for (double error : errors) {
      if (kept.size() < KEPT) {
        kept.add(error);
      } else if (error > kept.element()) {
        kept.remove();
        kept.add(error);
      }
    }
    return kept.element();
  }

  /** Sign and exponent of inputs, as in the upper bits of a float. */
  private static int[] binades(Measurement sample, double[] errors) {
    double worst = 0;
    for (int i = 0; i < errors.length; i++) {
      worst = Math.max(worst, isNormal(sample.input(i)) ? errors[i] : 0);
    }
    Set<Integer> binades = new TreeSet<>();
    for (int i = 0; i < errors.length; i++) {
      if (isNormal(sample.input(i)) && errors[i] >= NEAR_THE_WORST * worst) {
        binades.add(Float.floatToRawIntBits((float) sample.input(i)) >> SIGNIFICAND_BITS);
      }
    }
    return binades.stream().mapToInt(Integer::intValue).toArray();
  }

  private static boolean isNormal(double x) {
    return Math.abs(x) >= Float.MIN_NORMAL && Math.abs(x) <= Float.MAX_VALUE;
  }

  private static int bits(int binade, int i, int count) {
    return (binade << SIGNIFICAND_BITS) + (int) ((i + 0.5) * (1 << SIGNIFICAND_BITS) / count);
  }
}
