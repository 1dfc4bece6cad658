package dev.limen.processor.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {

  private static Pieces pieces(String formula) throws FormulaException {
    return Pieces.of(Parser.parse(formula, Set.of())).orElseThrow();
  }

  @Test
  void aFunctionIsCutWhereItBends() throws FormulaException {
    Pieces pieces = pieces("x*clamp(0.25*x + 0.5, 0, 1)");
    assertThat(pieces.breakpoints()).extracting(Pieces.Breakpoint::at).containsExactly(-2.0, 2.0);
    assertThat(pieces.pieces()).first().isEqualTo(Expr.ZERO);
    assertThat(pieces.pieces()).last().isEqualTo(Expr.X);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "min(4.9e-324*x, 0.5)",
        "max(4.9e-324*x, -0.5)",
        "max(min(1e-300*x + 1e300, 2e300), -1e300)"
      })
  void wherePiecesMeetBeyondDoublesThereIsOne(String formula) throws FormulaException {
    Pieces pieces = pieces(formula);
    assertThat(pieces.breakpoints()).isEmpty();
    assertThat(pieces.pieces()).hasSize(1).first().asString().contains("x");
  }
}
