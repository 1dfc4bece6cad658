package dev.limen.processor.formula;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Kink;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What would cancel as it is written meets. */
final class SimplifierTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # formula                 | simplified                       | its derivative
          sinh(x)/(1 + cosh(x))     | tanh(0.5*x)                      | 0.5*(1/cosh(0.5*x)^2)
          1/(1 + cosh(x))           | 0.5*(1/cosh(0.5*x)^2)            | -(0.5*(1/cosh(0.5*x)^2)*tanh(0.5*x))
          (cosh(x) - 1)/sinh(x)     | tanh(0.5*x)                      | 0.5*(1/cosh(0.5*x)^2)
          sinh(x)/(2 + cosh(x))     | sinh(x)/(2 + cosh(x))            | (1 + 2*cosh(x))/(2 + cosh(x))^2
          sin(x)/(2 + cos(x))       | sin(x)/(2 + cos(x))              | (1 + 2*cos(x))/(2 + cos(x))^2
          cosh(x)^2 - sinh(x)^2 + x | 1 + x                            | 1
          log(1 + cosh(x))          | log1p(cosh(x))                   | tanh(0.5*x)
          (cosh(x) - 1)/(1+cosh(x)) | tanh(0.5*x)^2                    | tanh(0.5*x)*(1/cosh(0.5*x)^2)
          cosh(x)/(1 + cosh(x))     | cosh(x)/(1 + cosh(x))            | 0.5*(1/cosh(0.5*x)^2)*tanh(0.5*x)
          log(1 + tanh(x))          | -log1p(0.5*expm1(-(2*x)))        | 2*sigmoid(-(2*x))
          log(1 + erf(abs(x)))      | log1p(erf(abs(x)))               |
          log(1 + erf(x))           | log(erfc(-x))                    |
          x/(1 + abs(x)^3)^(1/3)    | x*(1 + abs(x)*x^2)^-(1/3)        | (1 + abs(x)*x^2)^-(4/3)
          (1 + x^2)^(1/3)/(1 + x^2) | (1 + x^2)^-(2/3)                 |
          (x + 1)^(1/3)*(x + 1)     | (x + 1)^(1/3)*(x + 1)            |
          """)
  void whatWouldCancelMeets(String formula, String simplified, String derivative)
      throws FormulaException {
    Expr value = Simplifier.simplify(Parser.parse(formula, Set.of()));
    assertThat(Printer.print(value)).isEqualTo(simplified);
    if (derivative != null) {
      Expr slope = Differentiator.differentiate(value, Kink.MIN_NORM, Map.of()).expression();
      assertThat(Printer.print(slope)).isEqualTo(derivative);
    }
  }
}
