package dev.limen.sample.plot;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/**
 * Points of a function's graph from left to right, with a gap (a NaN) where it jumps.
 *
 * @param x the abscissas, ascending
 * @param y the values
 */
record Curve(double[] x, double[] y) {
  private static final int STEPS = 400;

  /** Evaluates a float function from {@code -reach} to {@code reach}, with gaps at some points. */
  static Curve of(DoubleUnaryOperator f, double reach, List<Double> gaps) {
    double[] x =
        DoubleStream.concat(
                DoubleStream.iterate(-STEPS, i -> i <= STEPS, i -> i + 1)
                    .map(i -> reach * i / STEPS),
                gaps.stream()
                    .filter(gap -> Math.abs(gap) < reach)
                    .mapToDouble(gap -> gap)
                    .flatMap(Curve::around))
            .sorted()
            .distinct()
            .toArray();
    double[] y =
        Arrays.stream(x).map(at -> gaps.contains(at) ? Double.NaN : f.applyAsDouble(at)).toArray();
    return new Curve(x, y);
  }

  private static DoubleStream around(double at) {
    float rounded = (float) at;
    return DoubleStream.of(Math.nextDown(rounded), at, Math.nextUp(rounded));
  }
}
