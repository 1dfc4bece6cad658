package dev.limen.bench.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import dev.limen.Accuracy;
import dev.limen.Formulas;
import dev.limen.bench.catalogue.Catalogue.Entry;
import dev.limen.runtime.FunctionProperties.KinkPoint;
import dev.limen.verify.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the comments of Formulas say of a function is true of its kernel; and docs/catalogue.md says
 * the same. {@code -Dlimen.rewrite=true} writes the page anew, but for its introduction.
 */
class CataloguePageTest {

  private static final Path PAGE = Path.of("..", "docs", "catalogue.md");
  private static final Path SOURCE =
      Path.of("..", "annotations", "src", "main", "java", "dev", "limen", "Formulas.java");

  private static final Pattern SECTION_OR_FORMULA =
      Pattern.compile(
          "^  // (?<section>.*)\\.$|^  /\\*\\*\\n(?<comment>(?:   \\* ?.*\\n)+?)   \\*/\\n"
              + "  public static final String (?<name>\\w+)",
          Pattern.MULTILINE);
  private static final Pattern KINK =
      Pattern.compile("at (?<at>\\S+) from (?<left>\\S+) to (?<right>[^\\s,]+?)[,.]?(?=\\s|$)");
  private static final Pattern RANGE = Pattern.compile("([\\[(])(\\S+), (\\S+)([\\])])\\.");

  private static final double CLOSE = 1e-6;
  private static final double LARGE = 100;

  /** A constant with the paragraphs of its comment, by what they begin with. */
  record Documented(String section, String name, Map<String, String> paragraphs) {
    String formula() {
      try {
        return (String) Formulas.class.getField(name).get(null);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    String paragraph(String title) {
      return paragraphs.getOrDefault(title, "");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Documented> all() throws IOException {
    List<Documented> all = new ArrayList<>();
    String section = "";
    List<MatchResult> parts =
        SECTION_OR_FORMULA.matcher(Files.readString(SOURCE, UTF_8)).results().toList();
    for (MatchResult part : parts) {
      if (part.group("section") != null) {
        section = part.group("section");
      } else {
        all.add(new Documented(section, part.group("name"), paragraphs(part.group("comment"))));
      }
    }
    assertThat(all).extracting(Documented::name).isEqualTo(Catalogue.names());
    return all;
  }

  private static Map<String, String> paragraphs(String comment) {
    Map<String, String> paragraphs = new LinkedHashMap<>();
    String text = comment.replaceAll("(?m)^   \\* ?", "").replaceAll("\\s+", " ");
    for (String paragraph : text.split("<p>")) {
      int colon = paragraph.indexOf(": ");
      String title = paragraphs.isEmpty() ? "" : paragraph.substring(0, colon);
      paragraphs.put(title, paragraph.substring(paragraphs.isEmpty() ? 0 : colon + 2).strip());
    }
    return paragraphs;
  }

  @ParameterizedTest
  @MethodSource("all")
  void theCommentIsTrue(Documented documented) {
    Entry entry = Catalogue.entry(documented.name(), Accuracy.STANDARD);
    assertThat(documented.paragraphs().keySet())
        .isSubsetOf("", "Source", "Parameters", "Range", "Kinks")
        .contains("", "Source", "Range", "Kinks");

    String parameters =
        entry.doubles().info().parameters().entrySet().stream()
            .map(parameter -> parameter.getKey() + " = " + show(parameter.getValue()))
            .collect(joining(", "));
    assertThat(documented.paragraph("Parameters"))
        .isEqualTo(parameters.isEmpty() ? "" : parameters + ".");

    kinks(documented.paragraph("Kinks"), entry);
    range(documented.paragraph("Range"), entry);
  }

  private static String show(double value) {
    String text = Double.toString(value).toLowerCase(Locale.ROOT);
    return value == (long) value ? Long.toString((long) value) : text;
  }

  private static void kinks(String text, Entry entry) {
    List<KinkPoint> kinks = entry.doubles().info().properties().kinks();
    Map<String, Double> parameters = entry.doubles().info().parameters();
    String first = text.split("\\. ", 2)[0];
    List<double[]> written =
        KINK.matcher(first)
            .results()
            .map(kink ->
                Stream.of("at", "left", "right")
                    .mapToDouble(number -> Double.parseDouble(kink.group(number)))
                    .toArray())
            .toList();
    assertThat(written.isEmpty()).as(text).isEqualTo(first.startsWith("none"));
    // Where a kink is found while the kernel runs, the kernel does not tell of it.
    if (parameters.isEmpty() || !kinks.isEmpty()) {
      assertThat(written)
          .as("%s, %s", text, kinks)
          .extracting(kink -> kink[0])
          .usingElementComparator(CataloguePageTest::compareClosely)
          .isEqualTo(kinks.stream().map(KinkPoint::at).toList());
    }
    for (double[] kink : written) {
      double at = kink[0];
      double left = entry.reference().derivative(at - CLOSE).toDouble();
      double right = entry.reference().derivative(at + CLOSE).toDouble();
      assertThat(new double[] {left, right})
          .as("%s: at %s", text, at)
          .containsExactly(new double[] {kink[1], kink[2]}, within(4 * CLOSE));
    }
  }

  private static int compareClosely(double a, double b) {
    return Math.abs(a - b) <= CLOSE ? 0 : Double.compare(a, b);
  }

  /** No value leaves the range, and some come near its ends. */
  private static void range(String text, Entry entry) {
    assertThat(text).matches(RANGE);
    MatchResult range = RANGE.matcher(text).results().findFirst().orElseThrow();
    double low = number(range.group(2));
    double high = number(range.group(3));
    double[] values =
        Arrays.stream(Inputs.doubles(4, 1))
            .map(entry.doubles()::apply)
            .filter(value -> !Double.isNaN(value))
            .toArray();
    double least = Arrays.stream(values).min().orElseThrow();
    double greatest = Arrays.stream(values).max().orElseThrow();
    if (low == Double.NEGATIVE_INFINITY) {
      assertThat(least).isLessThan(-LARGE);
    } else {
      assertThat(least).isCloseTo(low, within(1e-3)).isGreaterThanOrEqualTo(low - CLOSE);
    }
    if (high == Double.POSITIVE_INFINITY) {
      assertThat(greatest).isGreaterThan(LARGE);
    } else {
      assertThat(greatest).isCloseTo(high, within(1e-3)).isLessThanOrEqualTo(high + CLOSE);
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  @Test
  void thePageSaysTheSame() throws IOException {
    String page = Files.readString(PAGE, UTF_8);
    StringBuilder expected = new StringBuilder(page.substring(0, page.indexOf("## ")));
    String section = "";
    for (Documented documented : all()) {
      if (!documented.section().equals(section)) {
        expected.append(section.isEmpty() ? "" : "\n");
        section = documented.section();
        expected.append("## ").append(section).append("\n\n");
        expected.append("| constant | formula | range | kinks | source |\n|---|---|---|---|---|\n");
      }
      expected.append(row(documented)).append('\n');
    }
    if (Boolean.getBoolean("limen.rewrite") && !page.contentEquals(expected)) {
      Files.writeString(PAGE, expected, UTF_8);
      fail("rewritten; run the test again");
    }
    assertThat(page).isEqualTo(expected.toString());
  }

  private static String row(Documented documented) {
    String parameters = documented.paragraph("Parameters");
    return Stream.of(
            "**" + documented.name() + "** " + markdown(documented.paragraph("")),
            "`"
                + documented.formula()
                + "`"
                + (parameters.isEmpty() ? "" : " with " + markdown(withoutStop(parameters))),
            withoutStop(documented.paragraph("Range")),
            markdown(withoutStop(documented.paragraph("Kinks"))),
            markdown(withoutStop(documented.paragraph("Source"))))
        .collect(joining(" | ", "| ", " |"));
  }

  private static String withoutStop(String text) {
    return text.replaceAll("\\.$", "");
  }

  private static String markdown(String comment) {
    return comment
        .replaceAll("\\{@link #(\\w+)}", "`$1`")
        .replaceAll("\\{@link (\\w+)#(\\w+)}", "`$1.$2`")
        .replaceAll("\\{@(?:link|code) ([^{}]*(?:\\{[^{}]*}[^{}]*)*)}", "`$1`")
        .replace("|", "\\|");
  }
}
