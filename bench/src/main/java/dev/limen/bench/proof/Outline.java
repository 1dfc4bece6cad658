package dev.limen.bench.proof;

import dev.limen.runtime.FloatKernel;
import java.util.stream.IntStream;

/**
 * The shape of a kernel over all floats, from its results alone.
 *
 * @param minimum the least value
 * @param maximum the greatest value
 * @param falls how often the value of the next float is less
 * @param rises how often it is greater
 * @param deepestFall the largest step down, in ulp of the value before
 * @param highestRise the largest step up, in ulp of the value before
 * @param leastSlope the least derivative
 * @param greatestSlope the greatest derivative
 * @param nans how many inputs that are numbers or infinities give NaN, as value or derivative
 */
record Outline(
    float minimum,
    float maximum,
    long falls,
    long rises,
    double deepestFall,
    double highestRise,
    float leastSlope,
    float greatestSlope,
    long nans) {

  private static final int RUN = 1 << 16;

  private static final Outline NOTHING =
      new Outline(
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          0,
          0,
          0,
          0,
          Float.POSITIVE_INFINITY,
          Float.NEGATIVE_INFINITY,
          0);

  /**
   * Evaluates a kernel.
   *
   * @param part 1 for all floats; more for one run of {@value #RUN} in so many
   */
  static Outline of(FloatKernel kernel, int part) {
    return IntStream.range(0, RUN)
        .parallel()
        .filter(run -> run % part == 0)
        .mapToObj(run -> of(kernel, run, new Outlining()))
        .reduce(NOTHING, Outline::and);
  }

  /** The float that so many others are less than; negative NaN come first, the others last. */
  static float ranked(long rank) {
    int bits = (int) (rank < 1L << 31 ? 0xffff_ffffL - rank : rank - (1L << 31));
    return Float.intBitsToFloat(bits);
  }

  private static Outline of(FloatKernel kernel, int run, Outlining outlining) {
    // The last of the run before is looked at again, for the step from there.
    float[] x = new float[RUN + 1];
    for (int i = 0; i < x.length; i++) {
      x[i] = ranked(Math.max(0, (long) run * RUN + i - 1));
    }
    float[] y = new float[x.length];
    float[] slope = new float[x.length];
    kernel.forwardAndDerivative(x, y, slope);
    return outlining.of(x, y, slope);
  }

  private Outline and(Outline other) {
    return new Outline(
        Math.min(minimum, other.minimum),
        Math.max(maximum, other.maximum),
        falls + other.falls,
        rises + other.rises,
        Math.max(deepestFall, other.deepestFall),
        Math.max(highestRise, other.highestRise),
        Math.min(leastSlope, other.leastSlope),
        Math.max(greatestSlope, other.greatestSlope),
        nans + other.nans);
  }

  /** One run. */
  private static final class Outlining {
    private float minimum = NOTHING.minimum;
    private float maximum = NOTHING.maximum;
    private float leastSlope = NOTHING.leastSlope;
    private float greatestSlope = NOTHING.greatestSlope;
    private long falls;
    private long rises;
    private double deepestFall;
    private double highestRise;
    private long nans;

    Outline of(float[] x, float[] y, float[] slope) {
      for (int i = 1; i < x.length; i++) {
        if (Float.isNaN(y[i]) || Float.isNaN(slope[i])) {
          nans += Float.isNaN(x[i]) ? 0 : 1;
          continue;
        }
        minimum = y[i] < minimum ? y[i] : minimum;
        maximum = y[i] > maximum ? y[i] : maximum;
        leastSlope = slope[i] < leastSlope ? slope[i] : leastSlope;
        greatestSlope = slope[i] > greatestSlope ? slope[i] : greatestSlope;
        if (y[i] < y[i - 1]) {
          falls++;
          deepestFall = Math.max(deepestFall, step(y[i - 1], y[i]));
        } else if (y[i] > y[i - 1]) {
          rises++;
          highestRise = Math.max(highestRise, step(y[i - 1], y[i]));
        }
      }
      return new Outline(
          minimum,
          maximum,
          falls,
          rises,
          deepestFall,
          highestRise,
          leastSlope,
          greatestSlope,
          nans);
    }

    private static double step(float from, float to) {
      return Float.isInfinite(from) ? 0 : Math.abs((double) to - from) / Math.ulp(from);
    }
  }
}
