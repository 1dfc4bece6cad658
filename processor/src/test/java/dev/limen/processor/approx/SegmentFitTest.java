package dev.limen.processor.approx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Precision;
import dev.limen.processor.approx.SegmentTable.Variable;
import dev.limen.verify.Ball;
import java.util.Random;
import java.util.function.DoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SegmentFitTest {

  private static final long SEED = 20261121;

  private static final Partition PARTITION = new Partition.Uniform(0.5, -2, 4);

  @ParameterizedTest
  @EnumSource
  void refusesNothingThatFits(Precision precision) {
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      double rate = 4 * random.nextGaussian();
      int degree = 2 + random.nextInt(precision == Precision.F32 ? 5 : 9);
      double tolerance =
          StrictMath.pow(10, -(precision == Precision.F32 ? 6 : 14) * random.nextDouble());
      DoubleFunction<Ball> function = x -> Ball.of(x).times(rate).exp();
      SegmentFit fit = new SegmentFit(precision, function, (x, y) -> tolerance * y, -1.25, 0.75);
      boolean fits = fit.fit(PARTITION, Variable.DISTANCE, degree).isPresent();
      double error =
          error(fit.closest(PARTITION, Variable.DISTANCE, degree), function, degree) / tolerance;
      refused += fits ? 0 : 1;
      assertThat(error)
          .as("e^(%s x), degree %d, tolerance %s, seed %d", rate, degree, tolerance, SEED)
          .matches(e -> fits ? e < 1.5 : e > 0.9);
    }
    assertThat(refused).isBetween(10, 50);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatIsNotKnown(Precision precision) {
    SegmentFit fit = new SegmentFit(precision, x -> Ball.entire(), (x, y) -> 1, -1.25, 0.75);
    assertThat(fit.fit(PARTITION, Variable.DISTANCE, 3)).isEmpty();
  }

  /** The largest relative error of a table. */
  private static double error(SegmentTable table, DoubleFunction<Ball> function, int degree) {
    double largest = 0;
    for (int segment = 0; segment < PARTITION.segments(); segment++) {
      double low = PARTITION.low(segment);
      for (int i = 0; i <= 100; i++) {
        double x = low + (PARTITION.high(segment) - low) * i / 100;
        Ball distance = Ball.of(x).minus(PARTITION.reference(segment));
        Ball sum = Ball.of(0);
        for (int power = degree; power >= 0; power--) {
          double coefficient = table.coefficients().get(power).get(PARTITION.place(segment));
          sum = sum.times(distance).plus(coefficient);
        }
        Ball exact = function.apply(x);
        largest = Math.max(largest, sum.minus(exact).dividedBy(exact).abs().toDouble());
      }
    }
    return largest;
  }
}
