package dev.limen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyTest {

  /** As generated facades are: not public. */
  static final class ReluKernels {
    static final FloatKernel F32 = Functions.relu();
    static final DoubleKernel F64 = Functions.reluOfDoubles();

    private ReluKernels() {}

    static Reference reference() {
      return Functions.RELU;
    }
  }

  /** For floats only, and wrong. */
  static final class WrongKernels {
    static final FloatKernel F32 =
        new PlainFloatKernel(Functions.relu()) {
          @Override
          public float apply(float x) {
            return x > 3 && x < 3.5f ? 2.9f : super.apply(x);
          }
        };

    private WrongKernels() {}

    static Reference reference() {
      return Functions.RELU;
    }
  }

  /** Without kernels. */
  static final class Empty {
    private Empty() {}

    static Reference reference() {
      return Functions.RELU;
    }
  }

  /** Without a reference. */
  static final class Bare {
    static final FloatKernel F32 = Functions.relu();

    private Bare() {}
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    return Verify.run(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        args);
  }

  private static String name(Class<?> type) {
    return type.getName();
  }

  @Test
  void aFacadeIsVerifiedInBothPrecisions() {
    assertThat(run("--samples", "1", "--seed", "7", name(ReluKernels.class))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("test.Relu F32 (scalar): passed", "test.Relu F64 (scalar): passed");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void oneWrongKernelFailsTheRun() {
    assertThat(run("--samples", "1", name(WrongKernels.class), name(ReluKernels.class)))
        .isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("FAILED value error", " is 2.9 (", "test.Relu F64 (scalar): passed");
  }

  @ParameterizedTest
  @CsvSource({
    "'', no facade named",
    "--wrong, unknown option --wrong",
    "no.such.Kernels, no class no.such.Kernels",
    "--samples, --samples needs a value",
    "--samples 0 a.B, --samples: 0 is out of range",
    "--samples x a.B, --samples: x is no number",
    "--resume f a.B, --resume is for --all",
    "dev.limen.verify.VerifyTest$Empty, has neither F32 nor F64",
    "dev.limen.verify.VerifyTest$Bare, has no static method reference()"
  })
  void wrongArguments(String line, String message) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(message)
        .contains("usage: java -cp ... dev.limen.verify.Verify [options] FACADE...");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
