package dev.limen.processor.analysis;

import static dev.limen.processor.analysis.Functions.analyze;
import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.runtime.FunctionProperties.Symmetry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions of the literature, by name. */
final class AnalyzerTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name           | formula                                   | min  | max  | symmetry | direction
          relu             | max(0, x)                                 | 0    | Infinity | NONE | INCREASING
          relu6            | min(6, max(0, x))                         | 0    | 6    | NONE     | INCREASING
          leaky            | x < 0 ? 0.01*x : x                        | -Infinity | Infinity | NONE | INCREASING
          Theano's         | clamp(0.2*x + 0.5, 0, 1)                  | 0    | 1    | NONE     | INCREASING
          Keras's          | x <= -2.5 ? 0 : x < 2.5 ? 0.2*x + 0.5 : 1 | 0    | 1    | NONE     | INCREASING
          PyTorch's        | relu(min(x + 3, 6))/6                     | 0    | 1    | NONE     | INCREASING
          hard swish       | x*clamp(x + 3, 0, 6)/6                    | -0.375 | Infinity | NONE | NONE
          hard shrink      | x < -0.5 ? x : x <= 0.5 ? 0 : x           | -Infinity | Infinity | ODD | INCREASING
          soft shrink      | x < -0.5 ? x+0.5 : x <= 0.5 ? 0 : x-0.5   | -Infinity | Infinity | ODD | INCREASING
          hard tanh        | clamp(x, -1, 1)                           | -1   | 1    | ODD      | INCREASING
          hard tanh again  | min(1, max(-1, x))                        | -1   | 1    | ODD      | INCREASING
          softsign         | x/(1 + abs(x))                            | -1   | 1    | ODD      | INCREASING
          tanh             | tanh(x)                                   | -1   | 1    | ODD      | INCREASING
          sigmoid          | sigmoid(x)                                | 0    | 1    | NONE     | INCREASING
          sigmoid spelt    | 1/(1+exp(-x))                             | 0    | 1    | NONE     | INCREASING
          centred sigmoid  | sigmoid(x) - 0.5                          | -0.5 | 0.5  | ODD      | INCREASING
          falling          | sigmoid(-x)                               | 0    | 1    | NONE     | DECREASING
          softplus         | softplus(x)                               | 0    | Infinity | NONE | INCREASING
          logsigmoid       | -softplus(-x)                             | -Infinity | 0 | NONE    | INCREASING
          elu              | x < 0 ? expm1(x) : x                      | -1   | Infinity | NONE | INCREASING
          selu             | 1.0507009873554805*(x<0 ? 1.6732632423543772*(exp(x)-1) : x) | -1.7580993408473766 | Infinity | NONE | INCREASING
          celu             | max(0, x) + min(0, 2*(exp(x/2) - 1))      | -2   | Infinity | NONE | INCREASING
          erf              | erf(x)                                    | -1   | 1    | ODD      | INCREASING
          Gauss            | exp(-x^2)                                 | 0    | 1    | EVEN     | NONE
          tanhshrink       | x - tanh(x)                               | -Infinity | Infinity | ODD | INCREASING
          squareplus       | (x+sqrt(x^2+4))/2                         | 0    | Infinity | NONE | INCREASING
          inverse root     | x/sqrt(1+x^2)                             | -1   | 1    | ODD      | INCREASING
          x atan           | x*atan(x)                                 | 0    | Infinity | EVEN | NONE
          lisht            | x*tanh(x)                                 | 0    | Infinity | EVEN | NONE
          bent identity    | (sqrt(x^2+1)-1)/2 + x                     | -Infinity | Infinity | NONE | INCREASING
          sine             | sin(x)                                    | -1   | 1    | ODD      | NONE
          identity         | x                                         | -Infinity | Infinity | ODD | INCREASING
          cube             | x^3                                       | -Infinity | Infinity | ODD | INCREASING
          """)
  void rangeSymmetryAndDirection(
      String name,
      String formula,
      double minimum,
      double maximum,
      Symmetry symmetry,
      Monotonicity monotonicity) {
    FunctionProperties properties = analyze(formula).properties();
    assertThat(properties.minimum()).isEqualTo(minimum);
    assertThat(properties.maximum()).isEqualTo(maximum);
    assertThat(properties.symmetry()).isEqualTo(symmetry);
    assertThat(properties.monotonicity()).isEqualTo(monotonicity);
  }

  // Minima from 40-digit arithmetic, rounded to the nearest double.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x*sigmoid(x)                                   | -0.2784645427610738
          0.5*x*(1+erf(x/sqrt(2)))                       | -0.16997120747990366
          0.5*x*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))    | -0.17004075057125406
          x*tanh(softplus(x))                            | -0.30884341301725043
          x*tanh(log(1+exp(x)))                          | -0.30884341301725043
          """)
  void minimaAreTight(String formula, double minimum) {
    assertThat(analyze(formula).properties().minimum()).isEqualTo(minimum);
    assertThat(analyze(formula).properties().maximum()).isEqualTo(INFINITY);
    assertThat(analyze("-(" + formula + ")").properties().maximum()).isEqualTo(-minimum);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # formula                               | f crosses | f' crosses
          0.5*x*(1+erf(x/sqrt(2)))                | false     | true
          x*sigmoid(x)                            | false     | true
          x*tanh(softplus(x))                     | false     | true
          tanh(x)                                 | false     | false
          softplus(x)                             | false     | false
          exp(-x^2)                               | false     | false
          x - tanh(x)                             | false     | false
          max(0, x)                               | false     | false
          clamp(x, -1, 1)                         | false     | false
          min(6, max(0, x))                       | false     | false
          clamp(0.2*x + 0.5, 0, 1)                | true      | false
          x < -0.5 ? x+0.5 : x <= 0.5 ? 0 : x-0.5 | true      | false
          x < -0.5 ? x : x <= 0.5 ? 0 : x         | false     | false
          x*clamp(x + 3, 0, 6)/6                  | true      | true
          x - 1                                   | true      | false
          (x - 1)^2                               | true      | true
          x^2                                     | false     | false
          sin(x)                                  | true      | true
          log(1+x^2)/(1+abs(x))                   | false     | true
          sin(x)^2 + x                            | false     | true
          x + sin(x)                              | false     | true
          2 + x + sin(3*x)/3                      | true      | true
          1 - cos(x - 1)                          | true      | true
          x + 0.999999*sin(x)                     | false     | false
          1 + x^2 + 0.5*sin(x)                    | false     | true
          """)
  void zerosAwayFromZero(String formula, boolean value, boolean derivative) {
    FunctionProperties properties = analyze(formula).properties();
    assertThat(properties.valueCrossesZero()).isEqualTo(value);
    assertThat(properties.derivativeCrossesZero()).isEqualTo(derivative);
  }

  @Test
  void breakpointsAreWhereTheFormulaChanges() {
    assertThat(analyze("clamp(0.2*x + 0.5, 0, 1)").properties().breakpoints())
        .containsExactly(-2.5, 2.5);
    assertThat(analyze(Functions.SONF).properties().breakpoints()).containsExactly(-4.0, 0.0, 4.0);
    assertThat(analyze(Functions.SONF).properties().kinks()).isEmpty();
    assertThat(analyze("x*x < 4 ? 1 : x*x - 3").properties().breakpoints())
        .containsExactly(-2.0, 2.0);
    assertThat(analyze("abs(x - 1)").properties().kinks())
        .singleElement()
        .satisfies(kink -> {
          assertThat(kink.at()).isEqualTo(1);
          assertThat(kink.left()).isEqualTo(-1);
          assertThat(kink.right()).isEqualTo(1);
          assertThat(kink.derivative()).isZero();
        });
    assertThat(analyze(Functions.GELU).properties().breakpoints()).isEmpty();
  }

  @Test
  void aFallByRoundingIsNoRise() {
    // In exact arithmetic 0.2 * -2.5 + 0.5 is less than 0.
    FunctionProperties properties =
        analyze("x < -2.5 ? 0 : x < 2.5 ? 0.2*x + 0.5 : 1").properties();
    assertThat(properties.monotonicity()).isEqualTo(Monotonicity.NONE);
    assertThat(properties.minimum()).isEqualTo(-0x1p-55);
    assertThat(analyze(Functions.PLAN).properties().monotonicity()).isEqualTo(Monotonicity.NONE);
  }

  @Test
  void valuesAtBreakpointsBelongToASymmetry() {
    assertThat(analyze("x < 0 ? -1 : 1").properties().symmetry()).isEqualTo(Symmetry.NONE);
    assertThat(analyze("sign(x)").properties().symmetry()).isEqualTo(Symmetry.ODD);
    assertThat(analyze("x < 0 ? x^2 : -(x^2)").properties().symmetry()).isEqualTo(Symmetry.ODD);
    assertThat(analyze("x < 0 ? -x : x").properties().symmetry()).isEqualTo(Symmetry.EVEN);
    assertThat(analyze("abs(x) < 1 ? x : x^3").properties().symmetry()).isEqualTo(Symmetry.ODD);
  }

  @Test
  void parametersLimitWhatIsKnown() {
    AnalyzedFunction prelu = analyze("x < 0 ? a*x : x", Map.of("a", 0.25));
    assertThat(prelu.properties().monotonicity()).isEqualTo(Monotonicity.INCREASING);
    assertThat(prelu.propertiesForAll().monotonicity()).isEqualTo(Monotonicity.NONE);
    AnalyzedFunction scaled = analyze("tanh(a*x)", Map.of("a", 2.0));
    assertThat(scaled.properties().monotonicity()).isEqualTo(Monotonicity.INCREASING);
    assertThat(scaled.propertiesForAll().monotonicity()).isEqualTo(Monotonicity.NONE);
    assertThat(scaled.propertiesForAll().symmetry()).isEqualTo(Symmetry.ODD);
    assertThat(scaled.propertiesForAll().minimum()).isEqualTo(-1);
    assertThat(scaled.propertiesForAll().maximum()).isEqualTo(1);
    AnalyzedFunction smu = analyze(Functions.SMU, Map.of("alpha", 0.25, "mu", 2.5));
    assertThat(smu.properties().monotonicity()).isEqualTo(Monotonicity.INCREASING);
    AnalyzedFunction smu1 = analyze(Functions.SMU1, Map.of("alpha", 0.25, "mu", 0.5));
    assertThat(smu1.properties().monotonicity()).isEqualTo(Monotonicity.INCREASING);
    assertThat(analyze("x < 0 ? x/sqrt(1+a*x^2) : x", Map.of("a", 4.0)).properties().minimum())
        .isEqualTo(-0.5);
  }

  @Test
  void polesAreNoBounds() {
    assertThat(analyze("1/(x-1)").properties().maximum()).isEqualTo(INFINITY);
    assertThat(analyze("1/(x-1)").properties().minimum()).isEqualTo(-INFINITY);
    assertThat(analyze("log(x)").properties().minimum()).isEqualTo(-INFINITY);
    assertThat(analyze("sqrt(x)").properties().minimum()).isZero();
  }
}
