package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.limen.processor.formula.Expr;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UniformTest {

  private static final Expr.Parameter B = new Expr.Parameter("b");

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 0.75, 1.25, 1.5, 2, 2.25, 3, 4, -0.25, -1, -2.75})
  void smallPowersAreProductsOfRoots(double exponent) {
    Uniform uniform = uniform(exponent);
    assertThat(uniform.expression().subexpressions()).noneMatch(e -> e instanceof Expr.Power);
    for (double b : new double[] {0.3, 1, 7.5, 1e20}) {
      double expected = StrictMath.pow(b, exponent);
      assertThat(UniformEvaluator.evaluate(uniform.expression(), Map.of("b", b)))
          .isCloseTo(expected, within(8 * Math.ulp(expected)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 4.25, 5, -7, 0.3333333333333333})
  void othersStayPowers(double exponent) {
    assertThat(uniform(exponent).expression()).isInstanceOf(Expr.Power.class);
  }

  @Test
  void powersWithinAreFoundToo() {
    Expr square = new Expr.Power(new Expr.Add(B, Expr.ONE), Expr.constant(2));
    Uniform uniform = new Uniform(new Expr.Divide(Expr.ONE, square), Uniform.Part.HIGH);
    assertThat(uniform.expression().subexpressions()).noneMatch(e -> e instanceof Expr.Power);
    assertThat(UniformEvaluator.evaluate(uniform.expression(), Map.of("b", 3.0)))
        .isEqualTo(1 / 16.0);
  }

  private static Uniform uniform(double exponent) {
    return new Uniform(new Expr.Power(B, Expr.constant(exponent)), Uniform.Part.HIGH);
  }
}
