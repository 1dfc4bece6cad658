package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Activation;
import dev.limen.runtime.FloatKernel;
import java.nio.file.Path;
import java.util.Map;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Specs in named modules. */
class ModulesTest {

  private static final String SPEC =
      "package p; import dev.limen.*; @Activation @Clamp(min = 0) public interface Relu {}";

  @TempDir Path directory;

  private Build.Result compile(String requirements, String... options) {
    return Build.javac(directory)
        .onlyOptions(options)
        .onlyModulePath(Activation.class, FloatKernel.class)
        .compile(
            Map.of("p/Relu.java", SPEC, "module-info.java", "module m { " + requirements + " }"));
  }

  @Test
  void vectorKernelsInANamedModule() {
    Build.Result result =
        compile(
            "requires static transitive dev.limen.annotations; requires transitive"
                + " dev.limen.runtime; requires static jdk.incubator.vector; exports p;",
            "-Xlint:all,-incubating,-requires-automatic");

    assertThat(result.messages(Kind.ERROR)).isEmpty();
    assertThat(result.messages(Kind.WARNING)).isEmpty();
    assertThat(result.messages(Kind.MANDATORY_WARNING)).isEmpty();
    assertThat(result.generated()).containsKeys("p/ReluKernels.java", "p/Relu_VectorF32.java");
  }

  @Test
  void aModuleThatDoesNotReadTheVectorModule() {
    Build.Result result =
        compile(
            "requires static dev.limen.annotations; requires dev.limen.runtime;",
            "--add-modules",
            "jdk.incubator.vector");

    assertThat(result.messages(Kind.ERROR)).isEmpty();
    assertThat(result.messages(Kind.NOTE))
        .anySatisfy(note ->
            assertThat(note)
                .startsWith("[limen:vector-missing] ")
                .contains("'requires static jdk.incubator.vector;' in module-info.java"));
    assertThat(result.generated().keySet()).noneMatch(path -> path.contains("Vector"));
  }

  @Test
  void aModuleThatDoesNotReadTheRuntime() {
    Build.Result result = compile("requires static dev.limen.annotations;");

    assertThat(result.messages(Kind.ERROR))
        .singleElement()
        .asString()
        .startsWith("[limen:runtime-missing] ")
        .contains("'requires dev.limen.runtime;' to module-info.java");
  }
}
