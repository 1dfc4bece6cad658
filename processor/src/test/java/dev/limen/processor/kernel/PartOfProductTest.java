package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.processor.formula.Evaluator;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.FormulaException;
import dev.limen.processor.formula.Parser;
import dev.limen.processor.formula.Printer;
import dev.limen.processor.formula.Simplifier;
import dev.limen.verify.Ball;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of one product inside of other arithmetic. */
class PartOfProductTest {

  private static final List<String> PARAMETERS = List.of("alpha", "beta", "gamma");

  private static Expr parse(String formula) throws FormulaException {
    return Simplifier.simplify(Parser.parse(formula, Set.copyOf(PARAMETERS)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x*(alpha + tanh(beta*x))                  | beta       | tanh(x)
          alpha*x - erf(beta*x)*x/2                 | beta       | -(0.5*erf(x))
          exp(alpha*tanh(beta*x))                   | beta       | tanh(x)
          alpha + tanh(x/beta)                      | 1/beta     | tanh(x)
          alpha + beta*x*exp(-beta*x)               | -beta      | -(x*exp(x))
          gamma*(alpha + (beta*x)^2*erf(2*beta*x))  | 2*beta     | 0.25*x^2*erf(x)
          alpha + tanh(beta*x) + beta*x/cosh(beta*x)^2   | beta  | tanh(x) + x*(1/cosh(x)^2)
          tanh(beta*x)^3 + x                        | beta       | tanh(x)^3
          """)
  void thePartIsAsLargeAsCanBe(String formula, String factor, String function)
      throws FormulaException {
    PartOfProduct found = PartOfProduct.of(parse(formula)).orElseThrow();
    assertThat(Printer.print(found.part().factor())).isEqualTo(factor);
    assertThat(Printer.print(found.part().function())).isEqualTo(function);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Nothing to look up
        "alpha*x + beta",
        "max(alpha*x, x)",
        // Nothing else
        "tanh(beta*x)",
        // Two of them
        "tanh(beta*x) + gamma*erf(beta*x)",
        // No product
        "x + tanh(beta + x)",
        "alpha + sin(x)",
      })
  void noneIsFoundWhereThereIsNone(String formula) throws FormulaException {
    assertThat(PartOfProduct.of(parse(formula))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x*(alpha + tanh(beta*x))",
        "((1 + alpha)*x + (1 - alpha)*x*erf(beta*(1 - alpha)*x))/2",
        "0.5*(1 + alpha + (1 - alpha)*erf(beta*(1 - alpha)*x)"
            + " + 2/sqrt(pi)*(1 - alpha)^2*x*beta*exp(-(beta*(1 - alpha)*x)^2))",
        "alpha*x^3 - (x^2*(gamma - erf(x/beta)) - x)/gamma",
        "gamma - (alpha - beta*x*tanh(beta*x))/(1 + x^2)",
        "(alpha - beta)*x*sigmoid(gamma*(alpha - beta)*x) + beta*x",
        "alpha + (3*beta*x)^2*exp(-3*beta*x)/x",
        "exp(alpha*tanh(beta*x)) - x*tanh(gamma*x)",
        "-(x - gamma*erf(beta*x)/x)",
      })
  void withThePartInItsPlaceTheFunctionIsTheSame(String formula) throws FormulaException {
    long seed = 20_261_121;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Expr expression = parse(formula);
    PartOfProduct found = PartOfProduct.of(expression).orElseThrow();
    Expr argument = new Expr.Multiply(found.part().factor(), Expr.X);
    Expr part = found.part().function().substitute(Map.of(Expr.X, argument));
    Expr whole = found.whole().substitute(Map.of(PartOfProduct.PART, part));
    assertThat(found.whole().subexpressions()).contains(PartOfProduct.PART);
    for (int i = 0; i < 100; i++) {
      double x = random.nextGaussian();
      double[] values = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      Ball expected = Evaluator.of(expression, PARAMETERS).evaluate(x, values);
      Ball actual = Evaluator.of(whole, PARAMETERS).evaluate(x, values);
      assertThat(actual.minus(expected).abs().lo())
          .as("%s at %s with %s", whole, x, values)
          .isLessThanOrEqualTo(0x1p-60 * (1 + Math.abs(expected.hi())));
      assertThat(actual.minus(expected).abs().hi())
          .isLessThanOrEqualTo(0x1p-60 * (1 + Math.abs(expected.hi())));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "x*(alpha + tanh(beta*x)), true",
    "alpha*x^2 + x^3*erf(beta*x), true",
    "alpha + tanh(beta*x), false",
    "alpha*x + tanh(beta*x), false",
  })
  void multiplesOfXAreSeen(String formula, boolean isMultiple) throws FormulaException {
    Optional<PartOfProduct> found = PartOfProduct.of(parse(formula));
    assertThat(found.orElseThrow().isMultipleOfX()).isEqualTo(isMultiple);
  }
}
