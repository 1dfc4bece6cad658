package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generated classes of the same name. */
class ClashesTest {

  @TempDir Path directory;

  @Test
  void twoSpecsThatWriteTheSameClassAreBothErrors() {
    Build.Result result =
        Build.javac(directory)
            .compile(
                "interface Outer { @Activation @Clamp(min = 0) interface Gelu {} }",
                "@Activation @Clamp(min = 0) interface Outer_Gelu {}",
                "@Activation @Clamp(min = 0) interface Other {}");

    assertThat(result.messages(Kind.ERROR))
        .hasSize(2)
        .allSatisfy(message -> assertThat(message).startsWith("[limen:same-class] "))
        .anySatisfy(message ->
            assertThat(message)
                .contains("p.Outer.Gelu and p.Outer_Gelu", "the class p.Outer_GeluKernels"))
        .anySatisfy(message -> assertThat(message).contains("p.Outer_Gelu and p.Outer.Gelu"));
    assertThat(result.diagnostics().stream().filter(d -> d.getKind() == Kind.ERROR))
        .extracting(d ->
            Path.of(d.getSource().toUri()).getFileName()
                + ":"
                + d.getLineNumber()
                + ":"
                + d.getColumnNumber())
        .containsExactlyInAnyOrder("Outer.java:5:19", "Outer_Gelu.java:5:1");
    assertThat(result.generated().keySet())
        .contains("p/OtherKernels.java")
        .noneMatch(path -> path.contains("Gelu"));
  }

  @Test
  void aClassOfThatNameInTheSourcesIsAnError() {
    Build.Result result =
        Build.javac(directory)
            .compile("@Activation @Clamp(min = 0) interface Gelu {}", "final class GeluKernels {}");

    assertThat(result.messages(Kind.ERROR))
        .singleElement()
        .asString()
        .startsWith("[limen:class-exists] ")
        .contains("p.Gelu would generate the class p.GeluKernels", "Rename");
    assertThat(result.generated()).isEmpty();
  }

  @Test
  void aSecondClassOfThatNameIsAnErrorToo() {
    Build.Result result =
        Build.javac(directory)
            .compile(
                "@Activation @Clamp(min = 0) interface Gelu {}",
                "final class Any {} class Gelu_ScalarF64 {}");

    assertThat(result.messages(Kind.ERROR))
        .singleElement()
        .asString()
        .contains("the class p.Gelu_ScalarF64");
  }

  @Test
  void aClassOfThatNameInAnotherPackageIsNone() {
    Build.Result result =
        Build.javac(directory)
            .compile(
                Map.of(
                    "p/Gelu.java",
                    "package p; import dev.limen.*; @Activation @Clamp(min = 0) interface Gelu {}",
                    "q/Gelu.java",
                    "package q; import dev.limen.*; @Activation @Clamp(min = 0) interface Gelu {}",
                    "r/GeluKernels.java",
                    "package r; class GeluKernels { class Gelu_ScalarF32 {} }"));

    assertThat(result.messages(Kind.ERROR)).isEmpty();
    assertThat(result.generated()).containsKeys("p/GeluKernels.java", "q/GeluKernels.java");
  }

  @Test
  void classFilesOfAnEarlierCompilationAreNoClash() {
    Build.Result first =
        Build.javac(directory).compile("@Activation @Clamp(min = 0) interface Gelu {}");
    assertThat(first.messages(Kind.ERROR)).isEmpty();

    Build.Result again =
        Build.javac(directory)
            .classPath(first.classes())
            .compile("@Activation @Clamp(min = 0) interface Gelu {}");
    assertThat(again.messages(Kind.ERROR)).isEmpty();
  }
}
