package dev.limen.processor.approx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlgorithmTest {

  @Test
  void tellsFunctionMethodAndBound() {
    assertThat(Algorithm.EXP.describe(Precision.F32))
        .isEqualTo("exp(u) by 2^n e^r with a rounding constant, degree 6, 0.89 ulp");
    assertThat(Algorithm.LOGISTIC_DENSITY.describe(Precision.F64))
        .startsWith("sigmoid(u) * sigmoid(-u) by e/(1 + e)^2 with e = 2^n e^r")
        .endsWith("degree 11, 2.35 ulp");
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheStandardContract(Algorithm algorithm) {
    for (Precision precision : Precision.values()) {
      assertThat(algorithm.bound(precision)).isBetween(0.5, 4.0);
    }
  }
}
