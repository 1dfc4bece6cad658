package dev.limen.processor.kernel;

import dev.limen.Precision;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The inputs that kernels are measured at: a stratified sample of the bit space. Every binade
 * (every few of them in double precision) with both signs, more where activation functions bend;
 * the specials; and the neighbours of given points.
 *
 * <p>No random numbers: the same inputs for every run, on every machine.
 */
final class SampleInputs {

  /** By how much the exponent of the nearest power of x changes where a function bends. */
  private static final double BEND = 0.05;

  /** Inputs with less between their logarithms tell nothing of a slope. */
  private static final double NEAR = 0x1p-6;

  /** What bends in more places has no place of its own. */
  private static final int MOST_BENT_BINADES = 24;

  /** The neighbours of a point that are taken on each side. */
  private static final int NEIGHBOURS = 2;

  /** 2^64 over the golden ratio: its multiples are spread evenly, however many are taken. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final Precision precision;
  private final TreeSet<Double> inputs = new TreeSet<>();
  private long state;

  private SampleInputs(Precision precision) {
    this.precision = precision;
  }

  /**
   * The inputs in ascending order, -0 before 0, NaN last.
   *
   * @param points where the function bends or the kernel changes its course
   */
  static double[] of(Precision precision, Iterable<Double> points) {
    SampleInputs sample = new SampleInputs(precision);
    if (precision == Precision.F32) {
      sample.binades(-149, -21, 1, 2);
      sample.binades(-20, -7, 1, 16);
      sample.binades(-6, 5, 1, 192);
      sample.binades(6, 9, 1, 32);
      sample.binades(10, 127, 1, 2);
    } else {
      sample.binades(-1074, -61, 16, 1);
      sample.binades(-60, -9, 2, 4);
      sample.binades(-8, 5, 1, 64);
      sample.binades(6, 11, 1, 16);
      sample.binades(12, 60, 2, 2);
      sample.binades(61, 1023, 16, 1);
    }
    sample.specials();
    points.forEach(sample::around);
    return sample.inputs.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void binades(int from, int to, int step, int count) {
    for (int exponent = from; exponent <= to; exponent += step) {
      for (int i = 0; i < count; i++) {
        double significand = 1 + (state >>> 11) * 0x1p-53;
        state += GOLDEN;
        double x = rounded(Math.scalb(significand, exponent));
        inputs.add(x);
        inputs.add(-x);
      }
    }
  }

  private void specials() {
    boolean isFloat = precision == Precision.F32;
    double[] points = {
      0,
      isFloat ? Float.MIN_NORMAL : Double.MIN_NORMAL,
      1,
      2,
      3,
      isFloat ? Float.MAX_VALUE : Double.MAX_VALUE,
      // Where squares and cubes overflow.
      isFloat ? 0x1p64 : 0x1p512,
      isFloat ? 0x1p43 : 0x1p342
    };
    for (double point : points) {
      around(point);
      around(-point);
    }
    inputs.add(-0.0);
    inputs.add(Double.NaN);
  }

  private void around(double point) {
    double up = rounded(point);
    double down = up;
    inputs.add(up);
    for (int i = 0; i < NEIGHBOURS; i++) {
      up = precision == Precision.F32 ? Math.nextUp((float) up) : Math.nextUp(up);
      down = precision == Precision.F32 ? Math.nextDown((float) down) : Math.nextDown(down);
      inputs.add(up);
      inputs.add(down);
    }
  }

  /**
   * More inputs for a function that bends where the sample is sparse, as one of a large multiple of
   * x does: there the logarithm of the function is no straight line over that of x.
   *
   * @param sample the function at a sample of inputs
   * @return numbers of the precision; empty where there is no such place
   */
  static double[] ofBends(Measurement sample) {
    SampleInputs bends = new SampleInputs(sample.precision());
    Set<Integer> exponents = new TreeSet<>();
    for (int i = 1; i < sample.size() - 1; i++) {
      if (bends.isBend(sample, i)) {
        int exponent = Math.getExponent(sample.input(i));
        exponents.addAll(List.of(exponent - 1, exponent, exponent + 1));
      }
    }
    exponents.removeIf(exponent -> !bends.isSparse(exponent));
    if (exponents.size() > MOST_BENT_BINADES) {
      return new double[0];
    }
    for (int exponent : exponents) {
      bends.binades(exponent, exponent, 1, sample.precision() == Precision.F32 ? 192 : 64);
    }
    return bends.inputs.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private boolean isSparse(int exponent) {
    int least = precision == Precision.F32 ? -126 : -1022;
    return exponent >= least && (exponent < -8 || exponent > 9) && exponent < -least;
  }

  private boolean isBend(Measurement sample, int i) {
    double before = sample.input(i - 1);
    double after = sample.input(i + 1);
    boolean isInside = before * after > 0 && Double.isFinite(before) && Double.isFinite(after);
    if (!isInside || !isSparse(Math.getExponent(sample.input(i)))) {
      return false;
    }
    double rise = slope(sample, i - 1, i);
    double next = slope(sample, i, i + 1);
    return Math.abs(rise - next) > BEND;
  }

  /**
   * The rise of the logarithm of the function over that of x; NaN where it changes its sign, is no
   * normal number, or cannot be told from so near.
   */
  private static double slope(Measurement sample, int from, int to) {
    double width = StrictMath.log(sample.input(to) / sample.input(from));
    double before = sample.exact(from).toDouble();
    double after = sample.exact(to).toDouble();
    boolean isNormal = isNormal(before) && isNormal(after);
    return isNormal && Math.abs(width) > NEAR ? StrictMath.log(after / before) / width : Double.NaN;
  }

  private static boolean isNormal(double value) {
    return Math.abs(value) >= Double.MIN_NORMAL && Double.isFinite(value);
  }

  private double rounded(double x) {
    return precision == Precision.F32 ? (float) x : x;
  }
}
