package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Activation;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the compilation can read. */
class EnvironmentTest {

  private static final String[] TWO_SPECS = {
    "@Activation @Clamp(min = 0) interface Relu {}",
    "@Activation @Clamp(min = 0, max = 6) interface Relu6 {}"
  };

  @TempDir Path directory;

  private static List<String> notes(Build.Result result) {
    return result.messages(Kind.NOTE).stream().filter(m -> m.startsWith("[limen:")).toList();
  }

  @Test
  void aMissingRuntimeIsOneError() {
    Build.Result result = Build.javac(directory).onlyClassPath(Activation.class).compile(TWO_SPECS);

    assertThat(result.messages(Kind.ERROR))
        .singleElement()
        .asString()
        .startsWith("[limen:runtime-missing] ")
        .contains("limen-runtime", "Add dev.limen:limen-runtime as a dependency");
    assertThat(result.diagnostics().stream().filter(d -> d.getKind() == Kind.ERROR))
        .extracting(d -> d.getLineNumber() + ":" + d.getColumnNumber())
        .containsExactly("5:1");
    assertThat(result.generated()).isEmpty();
  }

  @Test
  void withoutTheVectorModuleThereIsOneNote() {
    Build.Result result = Build.javac(directory).onlyOptions("-Werror").compile(TWO_SPECS);

    assertThat(result.succeeded()).isTrue();
    assertThat(notes(result))
        .singleElement()
        .asString()
        .startsWith("[limen:vector-missing] ")
        .contains("--add-modules jdk.incubator.vector");
    assertThat(result.generated()).containsKey("p/Relu_ScalarF32.java");
    assertThat(result.generated().keySet()).noneMatch(path -> path.contains("Vector"));
  }

  @Test
  void withoutVectorKernelsTheVectorModuleIsNotMissed() {
    Build.Result result =
        Build.javac(directory).onlyOptions("-Alimen.vector=off").compile(TWO_SPECS);

    assertThat(result.succeeded()).isTrue();
    assertThat(notes(result)).isEmpty();
    assertThat(result.generated().keySet()).noneMatch(path -> path.contains("Vector"));
  }

  @Test
  void vectorKernelsCanBeLeftOutWhereTheVectorModuleIs() {
    Build.Result result = Build.javac(directory).options("-Alimen.vector=off").compile(TWO_SPECS);

    assertThat(result.succeeded()).isTrue();
    assertThat(result.generated().keySet()).noneMatch(path -> path.contains("Vector"));
  }

  @Test
  void requiredVectorKernelsWithoutTheVectorModuleAreOneError() {
    Build.Result result =
        Build.javac(directory).onlyOptions("-Alimen.vector=on").compile(TWO_SPECS);

    assertThat(result.messages(Kind.ERROR))
        .singleElement()
        .asString()
        .startsWith("[limen:vector-required] ");
    assertThat(result.generated()).isEmpty();
  }

  @Test
  void anExplanationForEachPrecisionIsPrintedOnDemand() {
    Build.Result result =
        Build.javac(directory).options("-Alimen.explain=true").compile(TWO_SPECS[0]);

    assertThat(notes(result))
        .hasSize(2)
        .allSatisfy(note ->
            assertThat(note)
                .startsWith("[limen:explanation] p.Relu in F")
                .contains("Tried, with cost", "composed of elementary functions"));
  }
}
