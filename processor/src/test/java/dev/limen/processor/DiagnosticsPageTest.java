package dev.limen.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.limen.processor.spec.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/diagnostics.md says what the catalogue says, and its examples are what it says they are.
 *
 * <p>After a change of the catalogue, the page is rewritten with {@code -Dlimen.rewrite=true}; the
 * examples in it are kept.
 */
class DiagnosticsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "diagnostics.md");

  private static final Pattern SECTION =
      Pattern.compile(
          "^### (\\S+)\\n.*?^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir Path directory;

  private record Example(String language, String text) {}

  private static String page() throws IOException {
    return Files.readString(PAGE, UTF_8);
  }

  private static Map<Diagnostic, Example> examples() throws IOException {
    Map<Diagnostic, Example> examples = new EnumMap<>(Diagnostic.class);
    Matcher section = SECTION.matcher(page());
    while (section.find()) {
      String name = section.group(1).toUpperCase(Locale.ROOT).replace('-', '_');
      if (Arrays.stream(Diagnostic.values()).anyMatch(d -> d.name().equals(name))) {
        examples.put(Diagnostic.valueOf(name), new Example(section.group(2), section.group(3)));
      }
    }
    return examples;
  }

  @Test
  void thePageIsThatOfTheCatalogue() throws IOException {
    Map<Diagnostic, Example> examples = examples();
    String page = page();
    StringBuilder expected = new StringBuilder(page.substring(0, page.indexOf("### ")));
    for (Diagnostic diagnostic : Diagnostic.values()) {
      Example example = examples.getOrDefault(diagnostic, new Example("java", "// an example\n"));
      expected
          .append("### ")
          .append(diagnostic.key())
          .append("\n\n")
          .append(diagnostic.kind().toString().toLowerCase(Locale.ROOT))
          .append(": `")
          .append(withoutSlots(diagnostic.text()))
          .append("`\n\n```")
          .append(example.language())
          .append('\n')
          .append(example.text())
          .append("```\n\n")
          .append(withoutSlots(diagnostic.cure()).replace("<", "&lt;"))
          .append("\n\n");
    }
    expected.setLength(expected.length() - 1);
    if (Boolean.getBoolean("limen.rewrite")) {
      Files.writeString(PAGE, expected, UTF_8);
      fail("rewritten; run the test again");
    }
    assertThat(page).isEqualTo(expected.toString());
  }

  private static String withoutSlots(String text) {
    return text.replaceAll("%\\d\\$[sd]", "…");
  }

  static Stream<Diagnostic> withSource() throws IOException {
    return examples().entrySet().stream()
        .filter(entry -> entry.getValue().language().equals("java"))
        .map(Map.Entry::getKey);
  }

  @ParameterizedTest
  @MethodSource("withSource")
  void theExampleIsWhatItSaysItIs(Diagnostic diagnostic) throws IOException {
    Build.Result result =
        Build.javac(directory)
            .classPath(Test.class)
            .compile(Map.of("p/Example.java", source(examples().get(diagnostic).text())));

    List<String> messages =
        result.diagnostics().stream()
            .filter(d -> d.getKind() == diagnostic.kind())
            .map(d -> d.getMessage(Locale.ROOT))
            .filter(message -> message.startsWith("[limen:"))
            .toList();
    String start = "[limen:" + diagnostic.key() + "] ";
    assertThat(messages).anySatisfy(message -> assertThat(message).startsWith(start));
    if (diagnostic.isError()) {
      assertThat(messages).allSatisfy(message -> assertThat(message).startsWith(start));
    }
    // What costs accuracy is told where the contract is missed, which is an error.
    assertThat(result.succeeded())
        .isEqualTo(!diagnostic.isError() && diagnostic != Diagnostic.CANCELLATION);
  }

  private static String source(String example) {
    return example.contains("package ") ? example : Sources.HEADER + example;
  }
}
