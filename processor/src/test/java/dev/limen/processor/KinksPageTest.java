package dev.limen.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Kink;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Differentiator;
import dev.limen.processor.formula.FormulaException;
import dev.limen.processor.formula.KinkPoint;
import dev.limen.processor.formula.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/kinks.md holds. */
class KinksPageTest {

  private static final Path PAGE = Path.of("..", "docs", "kinks.md");
  private static final List<Kink> POLICIES =
      List.of(Kink.MIN_NORM, Kink.LEFT, Kink.RIGHT, Kink.MEAN);

  static Stream<List<String>> rows() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE, UTF_8)) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 11 && cells[2].contains("`")) {
        rows.add(Stream.of(cells).map(cell -> cell.strip().replace("`", "")).toList());
      }
    }
    assertThat(rows).hasSizeGreaterThan(15);
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRowIsWhatDifferentiationGives(List<String> row) throws FormulaException {
    for (int i = 0; i < POLICIES.size(); i++) {
      Derivative derivative =
          Differentiator.differentiate(
              Parser.parse(row.get(2), Set.of()), POLICIES.get(i), Map.of());
      if (row.get(3).equals("none")) {
        assertThat(derivative.kinks()).isEmpty();
      } else {
        double at = Double.parseDouble(row.get(3));
        assertThat(derivative.kinks())
            .filteredOn(kink -> kink.at() == at)
            .containsExactly(
                new KinkPoint(
                    at,
                    Double.parseDouble(row.get(4)),
                    Double.parseDouble(row.get(5)),
                    Double.parseDouble(row.get(6 + i))));
      }
    }
  }
}
