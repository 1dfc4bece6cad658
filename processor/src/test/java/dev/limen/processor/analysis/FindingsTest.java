package dev.limen.processor.analysis;

import static dev.limen.processor.analysis.Functions.analyze;
import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.processor.formula.Printer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FindingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max(0, x)",
        "clamp(0.2*x + 0.5, 0, 1)",
        "x/(1 + abs(x))",
        "1/(1 + exp(-x))",
        "log(1 + exp(x))",
        "exp(x)/(exp(x) + exp(-x))",
        "1/cosh(x)",
        "x < 0 ? exp(x) - 1 : x",
        "x > 0 ? log(x) + 5 : x < -1 ? sqrt(-x) : 1/(x - 1)",
        "sqrt(abs(x) + 1e-3)",
        "log(max(x, 1e-3))",
        "1/max(x, 0.1)",
        "x/sqrt(1 + x^2)",
        "log(x^2 + 1)",
        "x^2",
        "(1 + x^2)^0.5",
        "1/(2 + sin(x))",
        "x*atan(x)",
        Functions.GELU,
        Functions.GELU_TANH,
        Functions.SILU,
        Functions.MISH,
        Functions.SONF,
      })
  void nothingIsWrongWith(String formula) {
    assertThat(analyze(formula).findings())
        .filteredOn(finding -> !(finding instanceof Finding.Jump))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          log(x)           | log(x)      | 0    | -Infinity | 0
          sqrt(x)          | sqrt(x)     | 0    | -Infinity | 0
          x^0.5            | x^0.5       | 0    | -Infinity | 0
          pow(x, 1.5)      | pow(x, 1.5) | 0    | -Infinity | 0
          log1p(x)         | log1p(x)    | -1   | -Infinity | -1
          log(2 - x)       | log(2 - x)  | 2    | 2         | Infinity
          x*sqrt(x^2 - 4)  | sqrt(x^2 - 4) | 0  | -2        | 2
          sin(x)/x         | sin(x)/x    | 0    | 0         | 0
          """)
  void undefined(String formula, String subexpression, double at, double from, double to) {
    assertThat(analyze(formula).findings())
        .filteredOn(finding -> finding instanceof Finding.Undefined)
        .singleElement()
        .satisfies(finding -> {
          Finding.Undefined undefined = (Finding.Undefined) finding;
          assertThat(Printer.print(undefined.subexpression())).isEqualTo(subexpression);
          assertThat(undefined.at()).isEqualTo(at);
          assertThat(undefined.from()).isEqualTo(from);
          assertThat(undefined.to()).isEqualTo(to);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1/x                          | 1/x            | 0
          1/(x-1)                      | 1/(x - 1)      | 1
          2 + x/((x+3)*(x-2))          | x/((x + 3)*(x - 2)) | 2
          log(x^2)                     | log(x^2)       | 0
          log(abs(x-1))                | log(abs(x - 1)) | 1
          x^-2                         | x^-2           | 0
          x > -5 ? 1/(x+4) : 0         | 1/(x + 4)      | -4
          1/(x^2-2)                    | 1/(x^2 - 2)    | 1.4142135623730951
          """)
  void poles(String formula, String subexpression, double at) {
    assertThat(analyze(formula).findings())
        .filteredOn(finding -> finding instanceof Finding.Pole)
        .singleElement()
        .satisfies(finding -> {
          Finding.Pole pole = (Finding.Pole) finding;
          assertThat(Printer.print(pole.subexpression())).isEqualTo(subexpression);
          assertThat(Math.abs(pole.at())).isEqualTo(Math.abs(at));
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x < 0 ? x : x < -1 ? 2*x : 3*x        | 2*x
          x^2 < 0 ? 7 : x                       | 7
          exp(x) > 0 ? x : 8                    | 8
          x < 0 ? (x > 1 ? 9 : x) : x           | 9
          x >= 1 ? x : x >= 2 ? 6 : 0           | 6
          """)
  void unreachableBranches(String formula, String branch) {
    assertThat(analyze(formula).findings())
        .filteredOn(finding -> finding instanceof Finding.Unreachable)
        .extracting(finding -> Printer.print(finding.subexpression()))
        .containsExactly(branch);
  }

  @Test
  void parametersMayReachABranch() {
    assertThat(analyze("x < a ? 0 : x < 1 ? 5 : x", Map.of("a", 2.0)).findings())
        .noneMatch(finding -> finding instanceof Finding.Unreachable);
  }

  @ParameterizedTest
  @CsvSource({"3, 3", "x*0 + 2, 2", "'clamp(x, 2, 2)', 2", "'min(1, max(1, x))', 1", "x - x, 0"})
  void constants(String formula, double value) {
    assertThat(analyze(formula).findings())
        .filteredOn(finding -> finding instanceof Finding.ConstantFunction)
        .singleElement()
        .satisfies(
            finding -> assertThat(((Finding.ConstantFunction) finding).value()).isEqualTo(value));
    assertThat(analyze("tanh(x)").findings()).isEmpty();
  }

  @Test
  void jumps() {
    assertThat(jumps("x < 0 ? 0 : 1")).containsExactly(new double[] {0, 0, 1});
    assertThat(jumps("step(x - 3)")).containsExactly(new double[] {3, 0, 1});
    assertThat(jumps("x*step(x)")).isEmpty();
    assertThat(jumps("x^2 < 2 ? 0 : x^2 - 2")).isEmpty();
    assertThat(jumps("2*x < 3 ? 0 : 1")).containsExactly(new double[] {1.5, 0, 1});
    assertThat(jumps("x < 1 ? (x < -1 ? -1 : x) : 1")).isEmpty();
    assertThat(jumps(Functions.PLAN))
        .containsExactly(
            new double[] {-2.375, 0.08203125, 0.078125},
            new double[] {2.375, 0.921875, 0.91796875});
    assertThat(jumps("x < 0 ? 0 : x <= 0 ? 5 : 0")).hasSize(1);
  }

  private static List<double[]> jumps(String formula) {
    return analyze(formula).findings().stream()
        .filter(finding -> finding instanceof Finding.Jump)
        .map(Finding.Jump.class::cast)
        .map(jump -> new double[] {jump.at(), jump.left(), jump.right()})
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (x+sqrt(x^2+4))/2 | x + sqrt(x^2 + 4) | -128 | false
          x - tanh(x)       | x - tanh(x)       | 0    | false
          sinh(x) - x       | sinh(x) - x       | 0    | false
          """)
  void cancellations(String formula, String sum, double about, boolean ofDerivative) {
    assertThat(analyze(formula).findings())
        .filteredOn(finding -> finding instanceof Finding.Cancellation)
        .first()
        .satisfies(finding -> {
          Finding.Cancellation loss = (Finding.Cancellation) finding;
          assertThat(Printer.print(loss.subexpression())).isEqualTo(sum);
          assertThat(loss.at()).isBetween(about - 1, about + 1);
          assertThat(loss.bits()).isGreaterThan(12);
          assertThat(loss.ofDerivative()).isEqualTo(ofDerivative);
        });
  }
}
