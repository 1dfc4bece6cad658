package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.limen.Kink;
import dev.limen.processor.formula.Differentiator;
import dev.limen.processor.formula.Evaluator;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.FormulaException;
import dev.limen.processor.formula.Parser;
import dev.limen.processor.formula.Printer;
import dev.limen.processor.formula.Simplifier;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentialFractionTest {

  private static final long SEED = 20261121;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x*sigmoid(x)",
        "x*sigmoid(-x)",
        "x*tanh(softplus(x))",
        "x^2*sigmoid(2*x)/(1+exp(x))",
        "x*exp(x)/(1+exp(2*x))",
        "x*sigmoid(1.702*x)"
      })
  void isEqualToWhatItIsMadeOf(String formula) throws FormulaException {
    for (boolean isExact : new boolean[] {false, true}) {
      for (Expr expression : new Expr[] {parsed(formula), derivative(formula)}) {
        ExponentialFraction.of(expression, isExact)
            .ifPresent(fraction -> assertEqual(expression, fraction));
      }
    }
    assertThat(ExponentialFraction.of(derivative(formula), false)).isPresent();
  }

  private static void assertEqual(Expr expression, Expr fraction) {
    Evaluator exact = Evaluator.of(expression, List.of());
    Evaluator evaluator = Evaluator.of(fraction, List.of());
    Random random = new Random(SEED);
    for (int i = 0; i < 200; i++) {
      double x = 4 * random.nextGaussian();
      double expected = exact.evaluate(x).toDouble();
      assertThat(evaluator.evaluate(x).toDouble())
          .as("%s at %s, seed %d", Printer.print(fraction), x, SEED)
          .isCloseTo(expected, within(1e-12 * (1 + Math.abs(expected))));
    }
  }

  @Test
  void whatDoesNotDependOnTheExponentialComesFirst() throws FormulaException {
    assertThat(ExponentialFraction.of(derivative("x*sigmoid(x)"), false).map(Printer::print))
        .hasValue("exp(x)*(1 + x + exp(x))/(1 + exp(x)*(2 + exp(x)))");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x^2", "erf(x)", "exp(x)*sin(x)", "sigmoid(x)*exp(x^2)", "x*exp(x)"})
  void otherFunctionsAreNone(String formula) throws FormulaException {
    assertThat(ExponentialFraction.of(parsed(formula), false)).isEmpty();
  }

  @Test
  void coefficientsThatRoundingWouldChangeAreRefused() throws FormulaException {
    assertThat(ExponentialFraction.of(derivative("x*sigmoid(1.702*x)"), true)).isEmpty();
  }

  private static Expr parsed(String formula) throws FormulaException {
    return Simplifier.simplify(Parser.parse(formula, Set.of()));
  }

  private static Expr derivative(String formula) throws FormulaException {
    return Differentiator.differentiate(parsed(formula), Kink.MIN_NORM, Map.of()).expression();
  }
}
