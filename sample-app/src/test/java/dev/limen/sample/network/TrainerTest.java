package dev.limen.sample.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.sample.data.DigitSets;
import dev.limen.sample.data.DrawnDigits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
  private static final DigitSets DIGITS = DrawnDigits.draw(1, 4000, 500);
  private static final Settings SETTINGS = new Settings(List.of(48, 32), 3, 32, 0.006, 1);

  @ParameterizedTest
  @EnumSource
  void learnsWithEveryActivation(Activations activation) {
    List<Epoch> epochs = new ArrayList<>();
    Outcome outcome = trainer(activation, SETTINGS).train(epochs::add);

    assertThat(outcome.accuracy()).isGreaterThan(0.8).isLessThan(1);
    assertThat(epochs).extracting(Epoch::number).containsExactly(1, 2, 3);
    assertThat(epochs.getLast().loss()).isLessThan(epochs.getFirst().loss());
    assertThat(epochs.getLast().accuracy()).isEqualTo(outcome.accuracy());
    assertThat(outcome.activations()).isEqualTo(3L * 4000 * (48 + 32) * 2);
    assertThat(outcome.activationNanos()).isPositive().isLessThan(2 * outcome.nanos());
    assertThat(outcome.preActivations()).isNotEmpty().allMatch(z -> z.length > 0);
  }

  @Test
  void theSameSeedGivesTheSameNetwork() {
    assertThat(losses(SETTINGS)).isEqualTo(losses(SETTINGS));
    Settings other = new Settings(SETTINGS.hidden(), 3, 32, 0.006, 2);
    assertThat(losses(other)).isNotEqualTo(losses(SETTINGS));
  }

  @Test
  void betaIsLearntInEachLayer() {
    List<Epoch> epochs = new ArrayList<>();
    Outcome outcome = trainer(Activations.SWISH, SETTINGS).train(epochs::add);
    assertThat(outcome.learnt()).containsOnlyKeys("beta");
    assertThat(outcome.learnt().get("beta"))
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allSatisfy(beta -> assertThat(Math.abs(beta - 1)).isBetween(0.01f, 2f));
    assertThat(epochs).extracting(Epoch::learnt).doesNotHaveDuplicates();
    assertThat(epochs.getLast().learnt()).isEqualTo(outcome.learnt());
    assertThat(trainer(Activations.SWISH, SETTINGS).train(_ -> {}).learnt())
        .isEqualTo(outcome.learnt());
    assertThat(trainer(Activations.GELU, SETTINGS).train(_ -> {}).learnt()).isEmpty();
  }

  @Test
  void aLastBatchOfOneImageIsLearntFromToo() {
    Settings settings = new Settings(List.of(5), 1, 1333, 0.006, 1);
    assertThat(losses(settings)).allMatch(Double::isFinite);
    assertThat(trainer(Activations.GELU, settings).train(_ -> {}).activations())
        .isEqualTo(4000L * 5 * 2);
  }

  private static List<Double> losses(Settings settings) {
    List<Double> losses = new ArrayList<>();
    trainer(Activations.GELU, settings).train(epoch -> losses.add(epoch.loss()));
    return losses;
  }

  private static Trainer trainer(Activations activation, Settings settings) {
    return new Trainer(DIGITS.train(), DIGITS.test(), activation.activation(), settings);
  }
}
