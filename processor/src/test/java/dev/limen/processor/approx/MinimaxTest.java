package dev.limen.processor.approx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.limen.Precision;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MinimaxTest {

  /** {@code factor(u) v(u)^k} for k from 0 on. */
  private static List<UnaryOperator<Ball>> powers(
      UnaryOperator<Ball> factor, UnaryOperator<Ball> v, int count) {
    List<UnaryOperator<Ball>> basis = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int exponent = k;
      basis.add(
          u -> exponent == 0 ? factor.apply(u) : factor.apply(u).times(v.apply(u).pow(exponent)));
    }
    return basis;
  }

  @Test
  void findsChebyshevsPolynomials() {
    // The best approximation of x^5 by lower powers leaves T5/16.
    Minimax.Fit fit =
        new Minimax(-1, 1, x -> x.pow(5), powers(x -> Ball.of(1), x -> x, 5), x -> Ball.of(1))
            .fit();
    assertThat(fit.error()).isCloseTo(1 / 16.0, within(5e-5));
    double[] expected = {0, -5 / 16.0, 0, 20 / 16.0, 0};
    for (int k = 0; k < expected.length; k++) {
      assertThat(fit.coefficients().get(k).hi()).isCloseTo(expected[k], within(2e-3));
    }
  }

  @Test
  void findsTheBestLineThroughASquareRoot() {
    // sqrt on [1/4, 1] by a line: 17/48 + 2/3 x leaves 1/48.
    Minimax.Fit fit =
        new Minimax(0.25, 1, Ball::sqrt, powers(x -> Ball.of(1), x -> x, 2), x -> Ball.of(1)).fit();
    assertThat(fit.error()).isCloseTo(1 / 48.0, within(1e-4));
    assertThat(fit.coefficients().get(0).hi()).isCloseTo(17 / 48.0, within(1e-3));
    assertThat(fit.coefficients().get(1).hi()).isCloseTo(2 / 3.0, within(1e-3));
  }

  private static void assertRederives(Polynomial polynomial, Precision precision, Minimax minimax) {
    Minimax.Fit rounded = minimax.rounded(precision);
    assertThat(rounded.error()).isBetween(0.8 * polynomial.error(), 1.25 * polynomial.error());
    assertThat(minimax.fit().error()).isLessThanOrEqualTo(rounded.error());
    int leading = polynomial.coefficients().indexOf(largest(polynomial.coefficients()));
    double expected = polynomial.coefficients().get(leading);
    assertThat(rounded.coefficients().get(leading).hi() / expected).isCloseTo(1, within(1e-4));
  }

  private static double largest(List<Double> coefficients) {
    return coefficients.stream().max(Comparator.comparingDouble(Math::abs)).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void rederivesExp(Precision precision) {
    Polynomial p = Exponential.of(precision).exp();
    assertRederives(
        p,
        precision,
        new Minimax(
            p.from(),
            p.to(),
            r -> r.expm1().minus(r),
            powers(Ball::square, r -> r, p.degree() + 1),
            r -> r.negate().exp()));
  }

  @ParameterizedTest
  @EnumSource
  void rederivesTanh(Precision precision) {
    Polynomial p = Hyperbolic.of(precision).tanh();
    assertRederives(
        p,
        precision,
        new Minimax(
            p.from(),
            p.to(),
            r -> r.tanh().minus(r),
            powers(r -> r.times(r.square()), Ball::square, p.degree() + 1),
            r -> Ball.of(1).dividedBy(r.tanh())));
  }

  @ParameterizedTest
  @EnumSource
  void rederivesLargeErf(Precision precision) {
    Polynomial p = ErrorFunction.of(precision).large();
    assertRederives(
        p,
        precision,
        new Minimax(
            p.from(),
            p.to(),
            a -> a.erfc().log(),
            powers(a -> Ball.of(1), a -> a, p.degree() + 1),
            a -> a.erfc().dividedBy(a.erf())));
  }
}
