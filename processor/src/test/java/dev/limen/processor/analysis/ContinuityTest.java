package dev.limen.processor.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.FormulaException;
import dev.limen.processor.formula.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContinuityTest {

  private static List<Finding.Jump> check(List<Double> breakpoints, String... pieces)
      throws FormulaException {
    List<Expr> parsed = new ArrayList<>();
    for (String piece : pieces) {
      parsed.add(Parser.parse(piece, Set.of()));
    }
    return Continuity.check(breakpoints, parsed, Map.of());
  }

  @Test
  void theRoundingOfDecimalsIsNoJump() throws FormulaException {
    assertThat(check(List.of(-2.5, 2.5), "0", "0.2*x + 0.5", "1")).isEmpty();
    assertThat(check(List.of(-2.5), "0", "x*(0.2*x + 0.5)/3")).isEmpty();
    assertThat(check(List.of(0.1), "0", "10*x - 1")).isEmpty();
    assertThat(
            Continuity.check(
                Parser.parse("x < -2.5 ? 0 : x < 2.5 ? 0.2*x + 0.5 : 1", Set.of()), Map.of()))
        .isEmpty();
  }

  @Test
  void whatIsMoreThanRoundingIsAJump() throws FormulaException {
    assertThat(check(List.of(2.375), "0.125*x + 0.625", "0.03125*x + 0.84375"))
        .singleElement()
        .satisfies(jump -> {
          assertThat(jump.at()).isEqualTo(2.375);
          assertThat(jump.left()).isEqualTo(0.921875);
          assertThat(jump.right()).isEqualTo(0.91796875);
          assertThat(jump.size()).isEqualTo(1 / 256.0);
        });
    assertThat(check(List.of(-2.5), "0", "0.2*x + 0.50000000000001")).hasSize(1);
    assertThat(check(List.of(0.0, 1.0), "0", "1e-300", "1e-300")).hasSize(1);
  }
}
