package dev.limen.processor.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatMath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreciseFunctionsTest {

  private static final long SEED = 20261121;

  enum Case {
    EXP(PreciseFunctions::exp, ApfloatMath::exp),
    LOG(PreciseFunctions::log, ApfloatMath::log),
    SIN(PreciseFunctions::sin, ApfloatMath::sin),
    COS(PreciseFunctions::cos, ApfloatMath::cos),
    ATAN(PreciseFunctions::atan, ApfloatMath::atan);

    private final UnaryOperator<Apfloat> function;
    private final UnaryOperator<Apfloat> library;

    Case(UnaryOperator<Apfloat> function, UnaryOperator<Apfloat> library) {
      this.function = function;
      this.library = library;
    }

    private Apfloat argument(Random random, long digits) {
      int exponent = random.nextInt(5) == 0 ? random.nextInt(70) - 60 : random.nextInt(6) - 3;
      double size = random.nextGaussian() * StrictMath.pow(10, exponent);
      Apfloat x = new Apfloat(new BigDecimal(size), digits).divide(new Apfloat(7, digits));
      if (this != LOG) {
        return x;
      }
      Apfloat positive = ApfloatMath.abs(x);
      return switch (random.nextInt(3)) {
        case 0 -> new Apfloat(1, digits).add(positive);
        case 1 -> ApfloatMath.scale(positive, random.nextInt(2000) - 1000);
        default -> positive;
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void allDigitsAreThoseOfTheLibrary(Case each) {
    Random random = new Random(SEED);
    for (int i = 0; i < 60; i++) {
      long digits = i % 2 == 0 ? 45 : 120;
      Apfloat x = each.argument(random, digits);
      Apfloat actual = each.function.apply(x);
      // The argument with zeros behind its last digit.
      Apfloat expected = each.library.apply(x.precision(digits + 60));
      Apfloat difference = ApfloatMath.abs(actual.precision(digits + 60).subtract(expected));
      assertThat(difference.signum() == 0 ? Long.MIN_VALUE : difference.scale())
          .as("%s(%s), seed %d: %s", each, x, SEED, actual)
          .isLessThanOrEqualTo(expected.scale() - actual.precision());
      assertThat(actual.precision())
          .as("digits of %s(%s), seed %d", each, x, SEED)
          .isGreaterThanOrEqualTo(each.library.apply(x).precision() - 5);
    }
  }

  @Test
  @Timeout(10)
  void logarithmsOfHugeNumbersOfFewDigitsComeToAnEnd() {
    for (long digits : new long[] {1, 2, 5, 20}) {
      Apfloat huge = new Apfloat("3e400000000000", digits);
      assertThat(PreciseFunctions.log(huge).doubleValue())
          .isCloseTo(4e11 * StrictMath.log(10), within(10.0));
      Apfloat tiny = new Apfloat("3e-400000000000", digits);
      assertThat(PreciseFunctions.log(tiny).doubleValue())
          .isCloseTo(-4e11 * StrictMath.log(10), within(10.0));
    }
  }

  @Test
  void noDigitIsInvented() {
    Apfloat large = new Apfloat("1e60", 45);
    assertThatThrownBy(() -> PreciseFunctions.sin(large)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> PreciseFunctions.exp(large)).isInstanceOf(ArithmeticException.class);
    assertThat(PreciseFunctions.exp(new Apfloat("1e12", 45)).precision()).isEqualTo(33);
  }
}
