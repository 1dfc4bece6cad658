package dev.limen.processor.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.verify.Ball;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorFunctionBoundsTest {

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void boundsHoldAndAreTight(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      double x = (random.nextDouble() - 0.4) * 50;
      if (i % 3 == 0) {
        x = Math.scalb(x, -random.nextInt(80));
      }
      check(
          seed,
          "erf",
          x,
          Ball.of(x).erf(),
          ErrorFunctionBounds.erfDown(x),
          ErrorFunctionBounds.erfUp(x));
      check(
          seed,
          "erfc",
          x,
          Ball.of(x).erfc(),
          ErrorFunctionBounds.erfcDown(x),
          ErrorFunctionBounds.erfcUp(x));
    }
  }

  private static void check(
      long seed, String name, double x, Ball exact, double lower, double upper) {
    double value = exact.toDouble();
    assertThat(value).as("seed %d: %s(%s)", seed, name, x).isBetween(lower, upper);
    if (Math.abs(value) > Double.MIN_NORMAL) {
      assertThat(upper - lower)
          .as("seed %d: %s(%s)", seed, name, x)
          .isLessThan(0x1p-36 * Math.abs(value));
    }
  }
}
