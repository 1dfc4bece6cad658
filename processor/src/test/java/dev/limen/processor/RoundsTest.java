package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other processors write, and see. */
class RoundsTest {

  @TempDir Path directory;

  /** Writes a class in the first round, and notes which classes it sees, round by round. */
  private static final class Other extends AbstractProcessor {
    private final String name;
    private final String source;
    private final List<List<String>> rounds = new ArrayList<>();

    Other(String name, String source) {
      this.name = name;
      this.source = source;
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      rounds.add(round.getRootElements().stream().map(Object::toString).sorted().toList());
      if (rounds.size() == 1 && !name.isEmpty()) {
        try (Writer writer = processingEnv.getFiler().createSourceFile(name).openWriter()) {
          writer.write(source);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return false;
    }
  }

  @Test
  void aSpecWaitsForWhatAnotherProcessorWrites() {
    Build.Result result =
        Build.javac(directory)
            .processor(
                new Other("p.Numbers", "package p; class Numbers { static final double A = 2; }"))
            .compile(
                """
                @Activation @Clamp(slope = Numbers.A, min = 0) interface Waiting {}
                """,
                """
                @Activation @Clamp(min = 0) interface Ready {}
                """);

    assertThat(result.messages(Kind.ERROR)).isEmpty();
    assertThat(result.generated())
        .containsKeys("p/WaitingKernels.java", "p/ReadyKernels.java")
        .hasEntrySatisfying(
            "p/WaitingKernels.java", source -> assertThat(source).contains("relu(2*x)"));
  }

  @Test
  void aSpecWaitsForATypeItExtends() {
    Build.Result result =
        Build.javac(directory)
            .processor(new Other("p.Marker", "package p; interface Marker {}"))
            .compile("@Activation @Clamp(min = 0) interface Waiting extends Marker {}");

    assertThat(result.messages(Kind.ERROR)).isEmpty();
    assertThat(result.generated()).containsKey("p/WaitingKernels.java");
  }

  @Test
  void aSpecThatAnotherProcessorWritesIsSeen() {
    Build.Result result =
        Build.javac(directory)
            .processor(
                new Other(
                    "p.Late",
                    "package p; import dev.limen.*;"
                        + " @Activation @Clamp(min = 0) interface Late {}"))
            .compile("class Any {}");

    assertThat(result.messages(Kind.ERROR)).isEmpty();
    assertThat(result.generated()).containsKey("p/LateKernels.java");
  }

  @Test
  void whatNeverComesIsTheCompilersError() {
    Build.Result result =
        Build.javac(directory)
            .compile(
                """
                @Activation @Clamp(slope = Numbers.A) interface Waiting {}
                """,
                """
                @VerifyKernels({Waiting.class, Never.class}) class WaitingTest {}
                """);

    assertThat(result.messages(Kind.ERROR))
        .isNotEmpty()
        .noneMatch(message -> message.contains("limen:"));
    assertThat(result.generated()).isEmpty();
  }

  @Test
  void aMissingOrWrongValueIsTheCompilersError() {
    Build.Result result =
        Build.javac(directory)
            .compile(
                "@Activation @Formula interface NoValue {}",
                "@Activation @Piecewise(formulas = {\"0\", \"x\"}) interface NoBreakpoints {}",
                "@Activation @Clamp(slope = \"steep\") interface Wrong {}",
                "@Activation(kink = Kink.UP) @Clamp interface NoKink {}");

    assertThat(result.messages(Kind.ERROR))
        .isNotEmpty()
        .noneMatch(message -> message.contains("limen:"));
    assertThat(result.generated()).isEmpty();
  }

  @Test
  void otherProcessorsSeeTheKernels() {
    Other other = new Other("", "");
    Build.Result result =
        Build.javac(directory)
            .processor(other)
            .compile("@Activation @Clamp(min = 0) interface Relu {}");

    assertThat(result.succeeded()).isTrue();
    assertThat(other.rounds).hasSizeGreaterThanOrEqualTo(3);
    assertThat(other.rounds.get(0)).containsExactly("p.Relu");
    assertThat(other.rounds.get(1)).contains("p.ReluKernels", "p.Relu_ScalarF32");
    assertThat(other.rounds.getLast()).isEmpty();
  }

  @Test
  void aSpecWithAnErrorKeepsNoOtherFromBeingGenerated() {
    Build.Result result =
        Build.javac(directory)
            .compile(
                "@Activation @Clamp(min = 0) interface Good {}",
                "@Activation @Clamp(min = 1, max = 0) interface Bad {}",
                "@Activation @Formula(\"x*\") interface Worse {}");

    assertThat(result.messages(Kind.ERROR)).hasSize(2);
    assertThat(result.generated().keySet())
        .contains("p/GoodKernels.java")
        .allMatch(path -> path.startsWith("p/Good"));
  }

  @Test
  void theClassesThatAreWrittenAreThoseThatTheNameTells() {
    Build.Result result =
        Build.javac(directory)
            .compile(
                Map.of(
                    "Outer.java",
                    """
                    import dev.limen.*;
                    interface Outer { @Activation @Clamp(min = 0) interface Relu {} }
                    """));

    assertThat(result.messages(Kind.ERROR)).isEmpty();
    assertThat(result.generated().keySet())
        .containsExactlyInAnyOrder(
            "Outer_ReluKernels.java",
            "Outer_Relu_Reference.java",
            "Outer_Relu_ScalarF32.java",
            "Outer_Relu_ScalarF64.java",
            "Outer_Relu_VectorF32.java",
            "Outer_Relu_VectorF64.java");
  }
}
