package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same declarations give the same bytes and the same messages, in whatever order. */
class DeterminismTest {

  private static final List<String> SPECS =
      List.of(
          "@Activation @Clamp(slope = 0.2, shift = 0.5, min = 0, max = 1) interface HardSigmoid {}",
          "@Activation @Formula(\"x * sigmoid(beta*x)\")"
              + " interface Swish { @Parameter(1.0) double beta(); }",
          "interface Outer { @Activation @Formula(\"x > 0 ? x : expm1(x)\") interface Elu {}"
              + " @Activation @Piecewise(breakpoints = 0, slopes = {0.25, 1}, shifts = {0, 0})"
              + " interface Leaky {} }",
          "@Activation @Formula(\"x * erff(x)\") interface Unknown {}",
          "@Activation @Formula(\"log(x)\") interface Logarithm {}",
          "interface Clash { @Activation @Clamp interface A {} }",
          "@Activation @Clamp interface Clash_A {}");

  @TempDir Path directory;

  private record Outcome(Map<String, String> sources, List<String> messages) {}

  private Outcome compile(int number, List<String> specs) {
    Build.Result result =
        Build.javac(directory.resolve(String.valueOf(number)))
            .options("-Alimen.explain=true")
            .compile(specs.toArray(String[]::new));
    return new Outcome(
        result.generated(),
        result.diagnostics().stream()
            .filter(d -> d.getKind() != Diagnostic.Kind.OTHER)
            .map(d -> d.getKind() + " " + d.getMessage(Locale.ROOT))
            .toList());
  }

  @Test
  void theOrderOfSourcesDoesNotShow() {
    long seed = 20261121;
    List<String> shuffled = new ArrayList<>(SPECS);
    Outcome first = compile(0, SPECS);
    // Elu and Swish have kernels of their own for narrow vectors, Swish some that read an array.
    assertThat(first.sources()).hasSize(5 * 6 + 2 * 4 + 2).containsKey("p/Outer_EluKernels.java");
    assertThat(first.messages()).isNotEmpty();

    Locale locale = Locale.getDefault();
    try {
      // A decimal comma, and an upper case that is not ASCII's.
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(compile(1, shuffled)).as("seed %d", seed).isEqualTo(first);
    } finally {
      Locale.setDefault(locale);
    }
  }
}
