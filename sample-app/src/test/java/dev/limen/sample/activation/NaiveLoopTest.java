package dev.limen.sample.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is compared in the table computes the same. */
class NaiveLoopTest {
  private static final long SEED = 77;
  private static final int LENGTH = 5000;
  private static final float[] ONES = new float[LENGTH];

  static {
    Arrays.fill(ONES, 1);
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheKernel(DeclaredActivation activation) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] x = new float[LENGTH];
    float[] gradY = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      x[i] = (float) (3 * random.nextGaussian());
      gradY[i] = (float) random.nextGaussian();
    }
    float[] naive = new float[LENGTH];
    float[] kernel = new float[LENGTH];
    activation.naive().forward(x, naive);
    activation.kernel().forward(x, kernel);
    assertClose("f", x, ONES, naive, kernel);
    activation.naive().backward(x, gradY, naive);
    activation.kernel().backward(x, gradY, kernel);
    assertClose("f'", x, gradY, naive, kernel);
  }

  private static void assertClose(
      String what, float[] x, float[] factor, float[] naive, float[] kernel) {
    for (int i = 0; i < LENGTH; i++) {
      // Kernels of the tier FAST are off by up to 2^-20 * max(1, |x|).
      assertThat(kernel[i])
          .as("%s(%s), seed %d", what, x[i], SEED)
          .isCloseTo(
              naive[i],
              within(2e-6f * Math.max(1, Math.abs(x[i])) * Math.max(1, Math.abs(factor[i]))));
    }
  }
}
