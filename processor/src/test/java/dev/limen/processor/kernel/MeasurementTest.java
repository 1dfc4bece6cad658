package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Accuracy;
import dev.limen.Precision;
import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract.Measure;
import dev.limen.verify.Ball;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasurementTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static double error(double x, Ball exact, double result, Measure measure) {
    return new Measurement(Precision.F32, new double[] {x}, new Ball[] {exact}, false)
        .error(0, result, measure);
  }

  private static double ulps(Ball exact, double result) {
    return error(1, exact, result, Measure.ULP);
  }

  @Test
  void ulpsAreThoseOfTheCorrectlyRoundedResult() {
    assertThat(ulps(Ball.of(1), 1)).isZero();
    assertThat(ulps(Ball.of(1), 1 + 0x1p-23)).isEqualTo(1);
    assertThat(ulps(Ball.of(1), 1 - 0x1p-24)).isEqualTo(0.5);
    assertThat(ulps(Ball.of(1).dividedBy(3), 1 / 3f)).isBetween(0.3, 0.35);
    // Below the least float, the unit is that float.
    assertThat(ulps(Ball.of(0x1p-151), 0)).isEqualTo(0.25);
    assertThat(ulps(Ball.of(-10).exp().pow(100), 0)).isZero();
    // Double rounding would give 0.5.
    assertThat(ulps(Ball.of(1 + 0x1p-24, 0x1p-60), 1)).isGreaterThan(0.5);
  }

  @Test
  void ulpsHaveAFloorWhereTheFunctionCrossesZero() {
    Ball exact = Ball.of(0x1p-30);
    Measurement measurement =
        new Measurement(Precision.F32, new double[] {1}, new Ball[] {exact}, true);
    assertThat(measurement.error(0, 0x1p-29, Measure.ULP)).isEqualTo(0x1p-30 / 0x1p-33);
    assertThat(ulps(exact, 0x1p-29)).isEqualTo(0x1p23);
  }

  @Test
  void absoluteErrorsGrowWithX() {
    assertThat(error(0.5, Ball.of(1), 1.25, Measure.ABSOLUTE)).isEqualTo(0.25);
    assertThat(error(-8, Ball.of(1), 1.25, Measure.ABSOLUTE)).isEqualTo(0.25 / 8);
  }

  @Test
  void whatIsNoNumberIsInfinitelyWrong() {
    assertThat(ulps(Ball.of(1), Double.NaN)).isEqualTo(INFINITY);
    assertThat(error(Double.NaN, Ball.nan(), 1, Measure.ABSOLUTE)).isEqualTo(INFINITY);
    assertThat(error(Double.NaN, Ball.nan(), Double.NaN, Measure.ULP)).isZero();
    // log(-1) may be anything.
    assertThat(ulps(Ball.nan(), 3)).isZero();
  }

  @Test
  void infinitiesMustBeRight() {
    assertThat(error(INFINITY, Ball.of(INFINITY), INFINITY, Measure.ULP)).isZero();
    assertThat(error(INFINITY, Ball.of(INFINITY), -INFINITY, Measure.ULP)).isEqualTo(INFINITY);
    assertThat(error(INFINITY, Ball.of(INFINITY), 1, Measure.ABSOLUTE)).isEqualTo(INFINITY);
    assertThat(error(INFINITY, Ball.of(1), 1, Measure.ULP)).isZero();
    assertThat(error(INFINITY, Ball.of(0), 1e-3, Measure.ABSOLUTE)).isEqualTo(1e-3);
    assertThat(error(INFINITY, Ball.of(0), INFINITY, Measure.ABSOLUTE)).isEqualTo(INFINITY);
    // A finite result that overflows: infinity is its correct rounding.
    assertThat(ulps(Ball.of(1e39), INFINITY)).isZero();
    assertThat(ulps(Ball.of(1000).exp(), INFINITY)).isZero();
    assertThat(ulps(Ball.of(Float.MAX_VALUE), INFINITY)).isEqualTo(1);
    assertThat(ulps(Ball.of(1), INFINITY)).isGreaterThan(1e30);
  }

  @Test
  void theCertificateNamesTheWorstInput() {
    GraphBuilder b = new GraphBuilder(Precision.F32);
    Graph kernel = b.build(b.add(b.x(), b.constant(1)));
    double[] inputs = {-3, 0.5, 2, 4, Double.NaN};
    Ball[] exact = {Ball.of(-2), Ball.of(1.5), Ball.of(3 + 0x1p-21), Ball.of(5), Ball.nan()};
    Measurement measurement = new Measurement(Precision.F32, inputs, exact, false);
    double[] results = measurement.run(kernel, Map.of());
    assertThat(certificate(measurement, results, Accuracy.STANDARD))
        .isEqualTo(new Certificate(2, 2, 2, 5));
    assertThat(certificate(measurement, results, Accuracy.FAST))
        .isEqualTo(new Certificate(0x1p-22, 2, 2, 5));
  }

  private static Certificate certificate(
      Measurement measurement, double[] results, Accuracy accuracy) {
    Measure measure = Contracts.of(accuracy, Precision.F32).measure();
    double[] errors = new double[results.length];
    Arrays.setAll(errors, i -> measurement.error(i, results[i], measure));
    return measurement.certificate(results, errors, measure);
  }

  @Test
  void theSampleHoldsEveryBinadeTheSpecialsAndTheNeighboursOfPoints() {
    double[] inputs = SampleInputs.of(Precision.F32, List.of(0.1, -7.0));
    assertThat(inputs).isSorted().hasSizeBetween(4_000, 20_000);
    Set<Integer> binades = new HashSet<>();
    for (double x : inputs) {
      assertThat((double) (float) x).isEqualTo(Double.valueOf(x));
      binades.add((x < 0 ? -1000 : 0) + Math.getExponent((float) x));
    }
    assertThat(binades).hasSize(2 * (254 + 1) + 2);
    assertThat(inputs)
        .contains(0.1f, Math.nextUp(0.1f), Math.nextDown(Math.nextDown(0.1f)))
        .contains(-7, Math.nextUp(-7f))
        .contains(0.0, -0.0, INFINITY, -INFINITY, Double.NaN, Float.MIN_VALUE, Float.MAX_VALUE);
    assertThat(SampleInputs.of(Precision.F64, List.of()))
        .isSorted()
        .hasSizeBetween(1_000, 4_000)
        .contains(Double.MIN_VALUE, -Double.MAX_VALUE);
    assertThat(SampleInputs.of(Precision.F64, List.of()))
        .isEqualTo(SampleInputs.of(Precision.F64, List.of()));
  }
}
