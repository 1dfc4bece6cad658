package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Declarations with one fault: one error each, at the value that is at fault. */
class BadSpecsTest {

  private static final char MARK = '»';
  private static final char LINE_BREAK = '¶';

  /**
   * A declaration with a fault.
   *
   * @param key the key of the diagnostic
   * @param source with the mark before the place of the error
   * @param text part of the message
   */
  record Bad(String key, String source, String text) {
    @Override
    public String toString() {
      return key + ": " + source;
    }
  }

  static Stream<Bad> bads() throws IOException {
    try (InputStream table = BadSpecsTest.class.getResourceAsStream("/bad-specs.txt")) {
      String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(Pattern.quote(" | ")))
          .map(cells -> new Bad(cells[0], cells[1].replace(LINE_BREAK, '\n'), cells[2]));
    }
  }

  @ParameterizedTest
  @MethodSource("bads")
  void oneErrorWhereTheFaultIs(Bad bad) {
    String source = Sources.HEADER + bad.source();
    int offset = source.indexOf(MARK);

    Compilation compilation =
        Sources.compile(new StringBuilder(source).deleteCharAt(offset).toString());

    List<Diagnostic<? extends JavaFileObject>> errors = compilation.errors();
    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst().getMessage(Locale.ROOT))
        .startsWith("[limen:" + bad.key() + "] ")
        .contains(bad.text());
    assertThat(errors.getFirst().getLineNumber())
        .isEqualTo(source.substring(0, offset).chars().filter(c -> c == '\n').count() + 1);
    assertThat(errors.getFirst().getColumnNumber())
        .isEqualTo(offset - source.lastIndexOf('\n', offset - 1));
  }
}
