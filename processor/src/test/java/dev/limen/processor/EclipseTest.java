package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processor in Eclipse's compiler. */
class EclipseTest {

  private static final String[] SPECS = {
    "@Activation @Formula(\"x * sigmoid(beta*x)\")"
        + " interface Swish { @Parameter(1.0) double beta(); }",
    "interface Outer { @Activation @Clamp(min = 0, max = 6) interface Relu6 {} }",
    "@Activation @Piecewise(breakpoints = 0, slopes = {0.25, 1}, shifts = {0, 0})"
        + " interface Leaky {}"
  };

  @TempDir Path directory;

  @Test
  void bothCompilersGetTheSameSources() {
    Build.Result javac = Build.javac(directory.resolve("javac")).compile(SPECS);
    Build.Result eclipse = Build.eclipse(directory.resolve("eclipse")).compile(SPECS);

    assertThat(javac.messages(Kind.ERROR)).isEmpty();
    assertThat(eclipse.messages(Kind.ERROR)).isEmpty();
    assertThat(eclipse.succeeded()).isTrue();
    assertThat(eclipse.generated()).isNotEmpty().isEqualTo(javac.generated());
  }

  @Test
  void anErrorIsOnItsLine() {
    Build.Result result =
        Build.eclipse(directory)
            .compile(
                """
                @Activation
                @Piecewise(
                    formulas = {"0", "x", "x"},
                    breakpoints = {1, 0})
                interface S {}
                """,
                """
                @Activation
                @Formula(
                    "x *")
                interface T {}
                """);

    assertThat(result.diagnostics().stream().filter(d -> d.getKind() == Kind.ERROR))
        .extracting(d -> d.getLineNumber() + ":" + d.getColumnNumber())
        .containsExactlyInAnyOrder("8:5", "7:5");
    assertThat(result.messages(Kind.ERROR))
        .anyMatch(message -> message.startsWith("[limen:breakpoints-not-increasing] "))
        .anyMatch(message -> message.startsWith("[limen:syntax] "));
    assertThat(result.generated()).isEmpty();
  }
}
