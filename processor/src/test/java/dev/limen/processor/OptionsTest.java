package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import dev.limen.processor.spec.Report;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  private static Optional<Options> read(Map<String, String> given) {
    return Options.read(given, new Report(Set.of()));
  }

  @Test
  void withoutOptionsTheDefaultsHold() {
    assertThat(read(Map.of("other.option", "1"))).contains(new Options(Options.Vector.AUTO, false));
  }

  @Test
  void eachValueIsRead() {
    assertThat(read(Map.of("limen.vector", "off", "limen.explain", "true")))
        .contains(new Options(Options.Vector.OFF, true));
    assertThat(read(Map.of("limen.vector", "on", "limen.explain", "false")))
        .contains(new Options(Options.Vector.ON, false));
  }

  @Test
  void theProcessorSupportsTheKeysOfTheEnum() {
    assertThat(new LimenProcessor().getSupportedOptions())
        .containsExactlyInAnyOrder("limen.vector", "limen.explain")
        .hasSize(Option.values().length);
  }

  @ParameterizedTest
  @CsvSource({
    "-Alimen.vektor=on, unknown-option, unknown option -Alimen.vektor",
    "-Alimen.trace=on, unknown-option, Known are limen.vector and limen.explain",
    "-Alimen.vector=yes, option-value, -Alimen.vector=yes",
    "-Alimen.vector, option-value, 'The values are auto, on, off'",
    "-Alimen.explain=TRUE, option-value, 'The values are false, true'",
  })
  void aWrongOptionIsOneErrorAndNothingElse(String option, String key, String text) {
    Compilation compilation =
        Sources.compile(
            List.of(option), "@Activation interface NoForm {}", "@Activation class NoInterface {}");

    assertThat(compilation.errors()).hasSize(1);
    assertThat(Sources.messages(compilation, Diagnostic.Kind.ERROR))
        .singleElement()
        .asString()
        .startsWith("[limen:" + key + "] ")
        .contains(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Alimen.vector=auto", "-Alimen.explain=false", "-Aother.vector=17"})
  void rightOptionsAndThoseOfOthersAreLeftAlone(String option) {
    Compilation compilation = Sources.compile(List.of(option), "@Activation interface NoForm {}");

    assertThat(Sources.messages(compilation, Diagnostic.Kind.ERROR))
        .singleElement()
        .asString()
        .startsWith("[limen:no-form]");
  }

  @Test
  void eachOptionHasADefaultThatIsOneOfItsChoices() {
    assertThat(Arrays.stream(Option.values()).map(o -> o.choices().getFirst()))
        .containsExactly("auto", "false");
  }
}
