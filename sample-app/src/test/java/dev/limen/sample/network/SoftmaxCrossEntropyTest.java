package dev.limen.sample.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftmaxCrossEntropyTest {

  @Test
  void knowsTheLossOfEqualScores() {
    Matrix scores = Matrix.of(new float[] {2, 2, 2, 2}, 1, 4);
    double loss = SoftmaxCrossEntropy.lossAndGradient(scores, new int[] {1}, 0.5f);
    assertThat(loss).isCloseTo(Math.log(4), within(1e-12));
    assertThat(scores.data()).containsExactly(0.125f, -0.375f, 0.125f, 0.125f);
  }

  @Test
  void survivesHugeScores() {
    Matrix scores = Matrix.of(new float[] {1e30f, -1e30f, 0, 3e38f}, 2, 2);
    double loss = SoftmaxCrossEntropy.lossAndGradient(scores, new int[] {0, 0}, 1);
    assertThat(loss).isCloseTo(3e38, within(1e32));
    assertThat(scores.data()).containsExactly(0, 0, -1, 1);
  }
}
