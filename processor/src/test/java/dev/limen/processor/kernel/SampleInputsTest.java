package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Precision;
import dev.limen.verify.Ball;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleInputsTest {

  private static Measurement sample(Precision precision, DoubleFunction<Ball> function) {
    double[] inputs = SampleInputs.of(precision, List.of());
    Ball[] exact =
        Arrays.stream(inputs)
            .mapToObj(x -> Double.isFinite(x) ? function.apply(x) : Ball.of(Double.NaN))
            .toArray(Ball[]::new);
    return new Measurement(precision, inputs, exact, false);
  }

  @ParameterizedTest
  @EnumSource
  void functionsOfALargeMultipleAreLookedAtWhereTheyBend(Precision precision) {
    Measurement sample = sample(precision, x -> Ball.of(x).times(3e6).tanh().plus(2));
    double[] bends = SampleInputs.ofBends(sample);
    assertThat(bends).hasSizeBetween(300, 12_000);
    assertThat(Arrays.stream(bends).map(Math::abs))
        .allMatch(x -> x > 1e-8 && x < 1e-5)
        .anyMatch(x -> x > 2e-7 && x < 5e-7);
  }

  @ParameterizedTest
  @EnumSource
  void powersAndWhatBendsNextToOneNeedNoMore(Precision precision) {
    assertThat(SampleInputs.ofBends(sample(precision, x -> Ball.of(x).square())).length).isZero();
    assertThat(SampleInputs.ofBends(sample(precision, x -> Ball.of(x).sigmoid())).length).isZero();
  }

  @Test
  void specialsAreThere() {
    double[] inputs = SampleInputs.of(Precision.F32, List.of(0.3));
    assertThat(inputs)
        .contains(0.0, -0.0, Float.MIN_NORMAL, Float.MAX_VALUE, 0.3f, Math.nextUp(0.3f))
        .contains(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN);
  }
}
