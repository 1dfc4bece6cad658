package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract;
import dev.limen.verify.Ball;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What a kernel is measured against: a function at a sample of inputs.
 *
 * <p>Errors are in ulp of the correctly rounded result, or absolute over {@code max(1, |x|)}, as
 * the contract says. A NaN for a number, no NaN for NaN, and a wrong infinity are infinite errors;
 * where the function is not defined, anything is right.
 */
final class Measurement {

  /** Where a function crosses zero away from 0, ulp are those of at least this number. */
  static final double CROSSING_FLOOR = 0x1p-10;

  /** Where a closer look is taken: at so many places, at so many inputs each. */
  private static final int PEAKS = 12;

  private static final int CLOSER = 24;

  private final Precision precision;
  private final double[] inputs;
  private final Ball[] exact;
  private final double floor;

  /**
   * A function at a sample of inputs.
   *
   * @param inputs numbers of the precision, in ascending order
   * @param exact the value of the function at each
   * @param crossesZero whether it crosses zero away from 0
   */
  Measurement(Precision precision, double[] inputs, Ball[] exact, boolean crossesZero) {
    this.precision = precision;
    this.inputs = inputs;
    this.exact = exact;
    this.floor = crossesZero ? CROSSING_FLOOR : 0;
  }

  /** The same function at the inputs of both. */
  Measurement and(Measurement other) {
    double[] both = new double[inputs.length + other.inputs.length];
    Ball[] values = new Ball[both.length];
    int size = 0;
    int i = 0;
    int k = 0;
    while (i < inputs.length || k < other.inputs.length) {
      int order =
          i == inputs.length
              ? 1
              : k == other.inputs.length ? -1 : Double.compare(inputs[i], other.inputs[k]);
      both[size] = order < 0 ? inputs[i] : other.inputs[k];
      values[size] = order < 0 ? exact[i] : other.exact[k];
      i += order <= 0 ? 1 : 0;
      k += order >= 0 ? 1 : 0;
      size++;
    }
    return new Measurement(
        precision, Arrays.copyOf(both, size), Arrays.copyOf(values, size), floor > 0);
  }

  /**
   * Inputs next to those where errors are largest, for a second and closer look: evenly spaced in
   * the bit space, between the neighbours of each.
   *
   * @param errors the error at each input
   */
  double[] aroundTheWorst(double[] errors) {
    List<Integer> peaks =
        IntStream.range(1, inputs.length - 1)
            .filter(i -> errors[i] > errors[i - 1] && errors[i] >= errors[i + 1])
            .filter(i -> Double.isFinite(inputs[i - 1]) && Double.isFinite(inputs[i + 1]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -errors[i]))
            .limit(PEAKS)
            .toList();
    TreeSet<Double> closer = new TreeSet<>();
    for (int peak : peaks) {
      long from = order(inputs[peak - 1]);
      long step = Math.max(1, (order(inputs[peak + 1]) - from) / CLOSER);
      for (int k = 1; k < CLOSER; k++) {
        closer.add(ordered(from + k * step));
      }
    }
    return closer.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The place of an input in the ascending order of all numbers of the precision. */
  private long order(double x) {
    long bits =
        precision == Precision.F32
            ? Float.floatToRawIntBits((float) x)
            : Double.doubleToRawLongBits(x);
    return bits < 0 ? least() - bits : bits;
  }

  private double ordered(long place) {
    long bits = place < 0 ? least() - place : place;
    return precision == Precision.F32
        ? Float.intBitsToFloat((int) bits)
        : Double.longBitsToDouble(bits);
  }

  /** The bits of -0, as a signed number. */
  private long least() {
    return precision == Precision.F32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
  }

  /** The format of inputs and results. */
  Precision precision() {
    return precision;
  }

  boolean crossesZero() {
    return floor > 0;
  }

  /** A zero away from 0, if one is taken care of. */
  OptionalDouble crossing() {
    return crossesZero() ? zeros().findFirst() : OptionalDouble.empty();
  }

  /** Where the function changes its sign away from 0, by linear interpolation. */
  DoubleStream zeros() {
    return IntStream.range(1, inputs.length).filter(this::isBehindZero).mapToDouble(this::zero);
  }

  private boolean isBehindZero(int i) {
    double product = inputs[i - 1] * inputs[i];
    return product > 0 && Double.isFinite(product) && exact[i - 1].hi() * exact[i].hi() < 0;
  }

  private double zero(int i) {
    double y = exact[i].hi();
    return inputs[i] - y * (inputs[i] - inputs[i - 1]) / (y - exact[i - 1].hi());
  }

  int size() {
    return inputs.length;
  }

  double input(int i) {
    return inputs[i];
  }

  /** The place of an input; negative where the function is not known there. */
  int indexOf(double x) {
    return Arrays.binarySearch(inputs, x);
  }

  Ball exact(int i) {
    return exact[i];
  }

  /** The first output of a graph at the inputs, rounded. */
  double[] run(Graph graph, Map<String, Double> parameters) {
    return run(graph, precision, inputs, parameters);
  }

  /** The first output of a graph at some inputs, rounded to a precision. */
  static double[] run(
      Graph graph, Precision precision, double[] inputs, Map<String, Double> parameters) {
    if (graph.precision() == Precision.F64) {
      double[] results = new double[inputs.length];
      new DoubleInterpreter(graph, parameters)
          .run(new double[][] {inputs}, new double[][] {results}, inputs.length);
      if (precision == Precision.F32) {
        Arrays.setAll(results, i -> (float) results[i]);
      }
      return results;
    }
    float[] x = new float[inputs.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) inputs[i];
    }
    float[] y = new float[x.length];
    new FloatInterpreter(graph, parameters).run(new float[][] {x}, new float[][] {y}, x.length);
    double[] results = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      results[i] = y[i];
    }
    return results;
  }

  /** A number in the precision. */
  double rounded(double value) {
    return precision == Precision.F32 ? (float) value : value;
  }

  /** The error of a result, in a measure. */
  double error(int i, double result, Contract.Measure measure) {
    Ball value = exact[i];
    double x = inputs[i];
    if (Double.isNaN(x)) {
      return Double.isNaN(result) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (value.isNaN()) {
      return 0;
    }
    boolean isFloat = precision == Precision.F32;
    double rounded = isFloat ? value.toFloat() : value.toDouble();
    if (rounded == result) {
      // Also the infinities.
      return Double.isInfinite(rounded) ? 0 : scaled(value.errorOf(result), rounded, x, measure);
    }
    if (Double.isNaN(result) || Double.isInfinite(value.hi()) || Double.isInfinite(x)) {
      boolean isAtInfinity = Double.isInfinite(x) && Double.isFinite(result) && value.isFinite();
      return isAtInfinity
          ? scaled(value.errorOf(result), rounded, 1, measure)
          : Double.POSITIVE_INFINITY;
    }
    if (Double.isInfinite(result)) {
      // Stands for the number at which rounding takes over to it.
      Ball half = Ball.of(Math.copySign(isFloat ? 0x1p127 : 0x1p1023, result));
      double error = value.minus(half.times(2)).abs().toDouble();
      return scaled(error, rounded, x, measure);
    }
    return scaled(value.errorOf(result), rounded, x, measure);
  }

  private double scaled(double error, double rounded, double x, Contract.Measure measure) {
    if (measure == Contract.Measure.ABSOLUTE) {
      return error / Contract.scale(x, rounded);
    }
    return error / ulp(rounded);
  }

  /** The unit in the last place that the error of a value is measured in. */
  double ulp(double value) {
    double size = Math.max(Math.abs(value), floor);
    return precision == Precision.F32
        ? Math.ulp(Math.min((float) size, Float.MAX_VALUE))
        : Math.ulp(Math.min(size, Double.MAX_VALUE));
  }

  /** The error over {@code max(1, |f(x)|)}. */
  double relativeError(int i, double result) {
    double absolute = error(i, result, Contract.Measure.ABSOLUTE);
    if (absolute == 0 || Double.isInfinite(absolute)) {
      return absolute;
    }
    double size = exact[i].hi();
    return absolute * Contract.scale(inputs[i], size) / Math.max(1, Math.abs(size));
  }

  /**
   * The largest error of results.
   *
   * @param errors the error of each, in a measure
   */
  Certificate certificate(double[] results, double[] errors, Contract.Measure measure) {
    double worst = 0;
    double worstInput = inputs[0];
    double maxUlp = 0;
    for (int i = 0; i < results.length; i++) {
      if (errors[i] > worst) {
        worst = errors[i];
        worstInput = inputs[i];
      }
      maxUlp =
          Math.max(
              maxUlp,
              measure == Contract.Measure.ULP
                  ? errors[i]
                  : error(i, results[i], Contract.Measure.ULP));
    }
    return new Certificate(worst, maxUlp, worstInput, results.length);
  }
}
