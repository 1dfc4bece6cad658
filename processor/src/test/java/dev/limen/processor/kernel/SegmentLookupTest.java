package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.limen.Precision;
import dev.limen.processor.approx.Partition;
import dev.limen.processor.approx.SegmentFit;
import dev.limen.processor.approx.SegmentTable;
import dev.limen.processor.approx.SegmentTable.Variable;
import dev.limen.verify.Ball;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fits tables, and runs what they are lowered to. */
final class SegmentLookupTest {

  private static final double ZERO_OF_SILU_SLOPE = 1.2784645427610738;

  /** The derivative of silu, which crosses zero. */
  private static Ball siluSlope(double x) {
    Ball u = Ball.of(x);
    Ball complement = u.negate().sigmoid();
    return u.sigmoid().times(Ball.of(1).plus(u.times(complement)));
  }

  @ParameterizedTest
  @CsvSource({"F32, 5, 32, 5, 1.5", "F32, 5, 32, 6, 1.5", "F64, 3, 16, 14, 2.5"})
  void slopeOfSilu(Precision precision, int parts, int segments, int degree, double bound) {
    double step = ZERO_OF_SILU_SLOPE / parts;
    assertThat(worst(SegmentLookupTest::siluSlope, precision, step, segments, degree))
        .isBetween(0.4, bound);
  }

  @ParameterizedTest
  @CsvSource({"F32, 32, 5, 1.7", "F64, 16, 15, 2.5"})
  void anOddFunctionKeepsItsRelativeAccuracyNextToZero(
      Precision precision, int segments, int degree, double bound) {
    assertThat(worst(x -> Ball.of(x).atan(), precision, 0.1875, segments, degree))
        .isBetween(0.4, bound);
  }

  /** In the next segment the function falls to an eighth: an ulp at its centre is eight there. */
  @ParameterizedTest
  @CsvSource({"F32, 32, 5, 8", "F64, 16, 15, 8"})
  void aZeroKeepsItsOrder(Precision precision, int segments, int degree, double bound) {
    DoubleFunction<Ball> tanhshrink =
        x -> {
          Ball u = Ball.of(x);
          // The difference loses all digits next to 0.
          return Math.abs(x) < 0x1p-20
              ? u.pow(3).dividedBy(Ball.of(3)).times(Ball.of(1).minus(u.pow(2).times(Ball.of(0.4))))
              : u.minus(u.tanh());
        };
    assertThat(worst(tanhshrink, precision, 0.0625, segments, degree)).isBetween(0.4, bound);
  }

  /** A zero of third order stays one though a parabola has none. */
  @Test
  void aZeroOfAnOrderAboveTheDegreeStaysExact() {
    Partition partition = new Partition.Uniform(0.125, 0, 16);
    SegmentTable table =
        new SegmentFit(
                Precision.F32, x -> Ball.of(x).pow(3), (x, value) -> 1e-3, 0, partition.high(15))
            .closest(partition, Variable.DISTANCE, 2);
    GraphBuilder builder = new GraphBuilder(Precision.F32);
    Graph graph = builder.build(SegmentLookup.lower(builder, table, builder.x()));
    assertThat(new FloatInterpreter(graph, Map.of()).apply(0f)).isZero();
  }

  /** Whether the width is a power of two, so that sums find the segment, or not. */
  @ParameterizedTest
  @CsvSource({
    "F32, 0.5, 4, ARGUMENT, 1e-6",
    "F32, 0.5, 5, DISTANCE, 3e-7",
    "F32, 0.4375, 4, ARGUMENT, 3e-6",
    "F64, 0.5, 10, DISTANCE, 1e-13",
    "F64, 0.4375, 10, DISTANCE, 1e-12"
  })
  void theOutermostSegmentsReachAsFarAsTheInterval(
      Precision precision, double step, int degree, Variable variable, double bound) {
    DoubleFunction<Ball> function = x -> Ball.of(x).sigmoid();
    double reach = 9.5;
    Partition partition = new Partition.Uniform(step, -16, 32, true);
    SegmentTable table =
        new SegmentFit(precision, function, (x, value) -> bound, -reach, reach)
            .closest(partition, variable, degree);
    GraphBuilder builder = new GraphBuilder(precision);
    Graph graph = builder.build(SegmentLookup.lower(builder, table, builder.x()));
    double[] x = IntStream.rangeClosed(-950, 950).mapToDouble(i -> i / 100.0).toArray();
    if (precision == Precision.F32) {
      x = Arrays.stream(x).map(at -> (float) at).toArray();
    }
    double[] y = Interpreters.run(graph, Map.of(), x)[0];
    for (int i = 0; i < x.length; i++) {
      assertThat(function.apply(x[i]).errorOf(y[i])).as("at %s", x[i]).isLessThanOrEqualTo(bound);
    }
  }

  /** The tail of softplus, as far as subnormal numbers. */
  @ParameterizedTest
  @CsvSource({"exact, 0, 1.9", "rounded, 0, 3.2", "rounded, 3, 3.5"})
  void octavesMayHaveARoundedWidthAndShareCoefficients(String width, int shared, double bound) {
    DoubleFunction<Ball> function = x -> Ball.of(x).exp().log1p();
    Ball period = Ball.of(2).log();
    double step = period.toFloat();
    double low = width.equals("exact") ? period.minus(step).toFloat() : 0;
    Partition partition =
        new Partition.Octaves(new Partition.Uniform(step, -31, 32), low, 1, shared);
    SegmentTable table =
        new SegmentFit(Precision.F32, function, (x, value) -> Math.ulp((float) value), -104, 0)
            .closest(partition, Variable.DISTANCE, 5);
    GraphBuilder builder = new GraphBuilder(Precision.F32);
    Node u = builder.negate(builder.x());
    Graph graph = builder.build(SegmentLookup.lower(builder, table, u));
    assertThat(graph.tables().stream().map(List::size).filter(size -> size == 16)).hasSize(shared);

    long seed = 20261122;
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[20_000];
    Arrays.setAll(x, i -> (float) random.nextDouble(0, 104));
    double[] y = Interpreters.run(graph, Map.of(), x)[0];
    for (int i = 0; i < x.length; i++) {
      Ball exact = function.apply(-x[i]);
      assertThat(exact.errorOf(y[i]) / Math.ulp(exact.toFloat()))
          .as("at %s, seed %s", -x[i], seed)
          .isLessThanOrEqualTo(bound);
    }
  }

  @Test
  void aLineSharesAllItsCoefficients() {
    double step = Ball.of(2).log().toFloat();
    Partition partition = new Partition.Octaves(new Partition.Uniform(step, -31, 32), 0, 1, 3);
    SegmentTable table =
        new SegmentFit(Precision.F32, x -> Ball.of(x).exp(), (x, value) -> value, -104, 0)
            .fit(partition, Variable.DISTANCE, 1)
            .orElseThrow();
    assertThat(table.coefficients()).hasSize(2).allSatisfy(row -> assertThat(row).hasSize(16));
  }

  @Test
  void aLowDegreeShowsItsError() {
    assertThat(worst(SegmentLookupTest::siluSlope, Precision.F32, 0.25, 32, 3)).isGreaterThan(8);
  }

  /** The largest error in ulp of max(|f|, 2^-10), or of f next to 0 where f(0) = 0. */
  private static double worst(
      DoubleFunction<Ball> function, Precision precision, double width, int segments, int degree) {
    boolean isFloat = precision == Precision.F32;
    double step = isFloat ? (float) width : width;
    double floor = function.apply(0).toDouble() == 0 ? 0 : Measurement.CROSSING_FLOOR;
    Partition partition = new Partition.Uniform(step, -segments / 2, segments);
    double low = partition.low(0);
    double high = partition.high(segments - 1);
    SegmentTable table =
        new SegmentFit(
                precision,
                function,
                (x, value) -> ulp(isFloat, Math.max(Math.abs(value), floor)),
                low,
                high)
            .closest(partition, Variable.DISTANCE, degree);
    GraphBuilder builder = new GraphBuilder(precision);
    Graph graph = builder.build(SegmentLookup.lower(builder, table, builder.x()));

    long seed = 20261121;
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[20_000];
    for (int i = 0; i < x.length; i++) {
      double any = random.nextDouble(low, high);
      if (i % 8 == 0) {
        any *= Math.scalb(1.0, -random.nextInt(isFloat ? 100 : 900));
      }
      x[i] = isFloat ? (float) any : any;
    }
    double[] y = Interpreters.run(graph, Map.of(), x)[0];
    double worst = 0;
    for (int i = 0; i < x.length; i++) {
      Ball exact = function.apply(x[i]);
      double size = Math.max(Math.abs(exact.toDouble()), floor);
      worst = Math.max(worst, exact.errorOf(y[i]) / ulp(isFloat, size));
    }
    return worst;
  }

  private static double ulp(boolean isFloat, double size) {
    return isFloat ? Math.ulp((float) size) : Math.ulp(size);
  }

  @Test
  void aTableMayEndWithAConstant() {
    Partition partition = new Partition.Uniform(0.25, 0, 32);
    double end = partition.low(31);
    SegmentFit fit =
        new SegmentFit(Precision.F32, x -> Ball.of(x).tanh(), (x, y) -> Math.ulp((float) y), 0, 2);
    SegmentTable table = fit.fitUpTo(1, partition, Variable.DISTANCE, 5).orElseThrow();
    GraphBuilder graph = new GraphBuilder(Precision.F32);
    FloatInterpreter kernel =
        new FloatInterpreter(graph.build(SegmentLookup.lower(graph, table, graph.x())), Map.of());
    assertThat(kernel.apply((float) partition.high(31) - 0.125f)).isEqualTo(1);
    // Beyond the interval, too.
    for (float x = 0; x < end; x += 0x1p-7f) {
      assertThat(kernel.apply(x)).isCloseTo((float) Math.tanh(x), within(2e-7f));
    }
  }
}
