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
import org.junit.jupiter.params.provider.ValueSource;

/** Declarations with one fault each: one error, or warning, at the value that is at fault. */
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

  private static Stream<Bad> read(String name) throws IOException {
    try (InputStream table = BadSpecsTest.class.getResourceAsStream("/" + name)) {
      String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(Pattern.quote(" | ")))
          .map(cells -> new Bad(cells[0], cells[1].replace(LINE_BREAK, '\n'), cells[2]));
    }
  }

  static Stream<Bad> bads() throws IOException {
    return read("bad-specs.txt");
  }

  static Stream<Bad> doubtful() throws IOException {
    return read("doubtful-specs.txt");
  }

  @ParameterizedTest
  @MethodSource("bads")
  void oneErrorWhereTheFaultIs(Bad bad) {
    Compilation compilation = compile(bad);

    assertThat(compilation.errors()).hasSize(1);
    assertIsWhereTheMarkIs(bad, compilation.errors().getFirst());
  }

  @ParameterizedTest
  @MethodSource("doubtful")
  void aWarningOrNoteWhereTheDoubtIs(Bad bad) {
    Compilation compilation = compile(bad);

    assertThat(compilation.status()).isEqualTo(Compilation.Status.SUCCESS);
    assertOneIsWhereTheMarkIs(bad, compilation);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Formula(»\"(x - sin(x))*sin(exp(x))\") interface S {}",
        "@Piecewise(breakpoints = 0, formulas = {\"x\", »\"(x - sin(x))*sin(exp(x))\"})"
            + " interface S {}"
      })
  void whatLosesAccuracyIsToldWithTheError(String source) {
    Bad bad =
        new Bad(
            "cancellation",
            "@Activation(precisions = Precision.F32) " + source,
            " bits of accuracy at x = ");
    Compilation compilation = compile(bad);

    assertThat(compilation.errors()).hasSize(1);
    assertThat(compilation.errors().getFirst().getMessage(Locale.ROOT))
        .startsWith("[limen:contract-missed] ");
    assertOneIsWhereTheMarkIs(bad, compilation);
  }

  private static void assertOneIsWhereTheMarkIs(Bad bad, Compilation compilation) {
    List<Diagnostic<? extends JavaFileObject>> messages =
        compilation.diagnostics().stream()
            .filter(d -> d.getMessage(Locale.ROOT).startsWith("[limen:" + bad.key() + "] "))
            .toList();
    assertThat(messages).hasSize(1);
    assertIsWhereTheMarkIs(bad, messages.getFirst());
    assertThat(messages.getFirst().getKind())
        .isEqualTo(
            dev.limen.processor.spec.Diagnostic.valueOf(
                    bad.key().toUpperCase(Locale.ROOT).replace('-', '_'))
                .kind());
  }

  private static Compilation compile(Bad bad) {
    return Sources.compile(bad.source().replace(String.valueOf(MARK), ""));
  }

  private static void assertIsWhereTheMarkIs(
      Bad bad, Diagnostic<? extends JavaFileObject> message) {
    String source = Sources.HEADER + bad.source();
    int offset = source.indexOf(MARK);
    assertThat(message.getMessage(Locale.ROOT))
        .startsWith("[limen:" + bad.key() + "] ")
        .contains(bad.text());
    assertThat(message.getLineNumber())
        .isEqualTo(source.substring(0, offset).chars().filter(c -> c == '\n').count() + 1);
    assertThat(message.getColumnNumber()).isEqualTo(offset - source.lastIndexOf('\n', offset - 1));
  }
}
