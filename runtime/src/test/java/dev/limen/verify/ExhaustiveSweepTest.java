package dev.limen.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.limen.runtime.FloatKernel;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExhaustiveSweepTest {
  /** Floats with these upper bits lie in [1, 1.0625). */
  private static final int FROM = 0x3f80;

  private static final int TO = 0x3f88;

  @TempDir Path directory;

  private static ExhaustiveSweep sweep(FloatKernel kernel) {
    return KernelVerification.of(kernel, Functions.TANH).exhaustive().withUpperBits(FROM, TO);
  }

  private static FloatKernel tanhWrongAbove1() {
    return new PlainFloatKernel(Functions.tanh()) {
      @Override
      public float apply(float x) {
        return x > 1.001f && x < 1.0011f ? 0.7f : super.apply(x);
      }
    };
  }

  @Test
  void everyFloatIsCompared() {
    List<String> lines = new ArrayList<>();
    VerificationReport report = sweep(Functions.tanh()).withProgress(lines::add).run();
    report.assertPassed();
    long inputs = (long) (TO - FROM) << 16;
    assertThat(report.outcomes())
        .filteredOn(o -> List.of(Check.VALUE, Check.DERIVATIVE, Check.RANGE).contains(o.check()))
        .hasSize(3)
        .allSatisfy(o -> assertThat(o.compared()).isEqualTo(inputs));
    assertThat(report.worstValue().error()).isBetween(0.49, 0.51);
    assertThat(report.worstValue().input()).isBetween(1.0, 1.0625);
    assertThat(lines.getLast())
        .startsWith("test.Tanh 100.0 %, ")
        .contains("million inputs/s", "0:00:00 left", "worst value 0.5", "0 wrong");
  }

  @Test
  void nanAndInfinitiesAreAmongThem() {
    VerificationReport report =
        KernelVerification.of(Functions.relu(), Functions.RELU)
            .exhaustive()
            .withUpperBits(0x7f80, 0x7f81)
            .run()
            .assertPassed();
    Outcome special =
        report.outcomes().stream()
            .filter(o -> o.check() == Check.SPECIAL_VALUES)
            .findFirst()
            .orElseThrow();
    assertThat(special.compared()).isEqualTo((1 << 16) - 1);
    FloatKernel lost =
        new PlainFloatKernel(Functions.relu()) {
          @Override
          public float derivative(float x) {
            return x > 0 ? 1 : 0;
          }
        };
    assertThat(
            KernelVerification.of(lost, Functions.RELU)
                .exhaustive()
                .withUpperBits(0x7f80, 0x7f81)
                .run()
                .passed())
        .isFalse();
  }

  @Test
  void aPartHasInputsOfEveryBinade() {
    boolean[] seen = new boolean[512];
    int[] inputs = new int[1];
    FloatKernel kernel =
        new PlainFloatKernel(Functions.relu()) {
          @Override
          public void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
            super.forward(x, xOffset, y, yOffset, length);
            for (int i = 0; i < length; i++) {
              seen[Float.floatToRawIntBits(x[i]) >>> 23] = true;
            }
            inputs[0] += length;
          }
        };
    KernelVerification.of(kernel, Functions.RELU)
        .exhaustive()
        .withThreads(1)
        .withPart(20_000)
        .run()
        .assertPassed();
    assertThat(seen).doesNotContain(false);
    assertThat(inputs[0]).isBetween((1 << 30) / 5_100, (1 << 30) / 4_900);
    assertThatThrownBy(() -> sweep(kernel).withPart(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("part");
  }

  @Test
  void theWorstInputIsNamed() {
    VerificationReport report = sweep(tanhWrongAbove1()).run();
    assertThat(report.passed()).isFalse();
    assertThat(report.worstValue().actual()).isEqualTo(0.7f);
    assertThat(report.worstValue().input()).isBetween(1.001, 1.0011);
    assertThat(report.toString()).contains("FAILED value error", "more");
    assertThat(report.findings().getFirst().input()).isEqualTo(Math.nextUp(1.001f));
  }

  @Test
  void threadsDoNotChangeTheReport() {
    VerificationReport one = sweep(tanhWrongAbove1()).withThreads(1).run();
    assertThat(sweep(tanhWrongAbove1()).withThreads(3).run()).isEqualTo(one);
    assertThatThrownBy(() -> sweep(Functions.tanh()).withThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threads");
  }

  @Test
  void aSweepGoesOnFromItsState() throws Exception {
    Path state = directory.resolve("tanh.sweep");
    VerificationReport whole = sweep(tanhWrongAbove1()).run();
    FloatKernel kernel = tanhWrongAbove1();
    sweep(kernel).withState(state).withUpperBits(FROM, FROM + 3).run();
    assertThat(state).exists();
    assertThat(Files.size(state)).isLessThan(10_000);
    int[] calls = new int[1];
    FloatKernel counting =
        new PlainFloatKernel(Functions.tanh()) {
          @Override
          public float apply(float x) {
            return kernel.apply(x);
          }

          @Override
          public void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
            calls[0]++;
            super.forward(x, xOffset, y, yOffset, length);
          }
        };
    VerificationReport resumed = sweep(counting).withThreads(1).withState(state).run();
    assertThat(calls[0]).isEqualTo(TO - FROM - 3);
    assertThat(resumed).isEqualTo(whole);
    // Done is done.
    assertThat(sweep(counting).withState(state).run()).isEqualTo(whole);
    assertThat(calls[0]).isEqualTo(TO - FROM - 3);
  }

  @Test
  void aKillWhileTheStateIsWrittenLeavesTheOldOne() throws Exception {
    Path state = directory.resolve("tanh.sweep");
    sweep(Functions.tanh()).withState(state).withUpperBits(FROM, FROM + 1).run();
    byte[] whole = Files.readAllBytes(state);
    Files.write(directory.resolve("tanh.sweep.next"), Arrays.copyOf(whole, whole.length / 2));
    VerificationReport resumed = sweep(Functions.tanh()).withState(state).run();
    assertThat(resumed).isEqualTo(sweep(Functions.tanh()).run());
  }

  @Test
  void theStateOfAnotherSweepIsRefused() throws Exception {
    Path state = directory.resolve("relu.sweep");
    KernelVerification.of(Functions.relu(), Functions.RELU)
        .exhaustive()
        .withUpperBits(FROM, FROM + 1)
        .withState(state)
        .run();
    assertThatThrownBy(() -> sweep(Functions.tanh()).withState(state).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("relu.sweep")
        .hasMessageContaining("test.Relu");
    Path damaged = directory.resolve("damaged.sweep");
    Files.write(damaged, new byte[] {0, 1, 'x'});
    assertThatThrownBy(() -> sweep(Functions.tanh()).withState(damaged).run())
        .isInstanceOf(RuntimeException.class);
    Files.write(damaged, new byte[] {0});
    assertThatThrownBy(() -> sweep(Functions.tanh()).withState(damaged).run())
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aKernelThatThrowsStopsTheSweep() {
    FloatKernel throwing =
        new PlainFloatKernel(Functions.tanh()) {
          @Override
          public float apply(float x) {
            if (x == 1.03125f) {
              throw new ArithmeticException("here");
            }
            return super.apply(x);
          }
        };
    assertThatThrownBy(() -> sweep(throwing).run())
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("here");
  }

  @Test
  void doublesAreTooMany() {
    assertThatThrownBy(
            () -> KernelVerification.of(Functions.tanhOfDoubles(), Functions.TANH).exhaustive())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sampled");
  }
}
