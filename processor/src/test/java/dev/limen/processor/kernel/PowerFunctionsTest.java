package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Precision;
import dev.limen.processor.approx.Algorithm;
import dev.limen.verify.Ball;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Powers on the interpreter, against reference arithmetic. */
class PowerFunctionsTest {

  private static double[] constantPower(Precision precision, double exponent, double... x) {
    GraphBuilder builder = new GraphBuilder(precision);
    Node power = new Elementary(builder).pow(builder.x(), exponent);
    return Interpreters.run(builder.build(power), Map.of(), x)[0];
  }

  private static double[] power(Precision precision, double[] x, double[] v) {
    GraphBuilder builder = new GraphBuilder(precision);
    Node power = new Elementary(builder).pow(builder.x(), builder.gradY());
    return Interpreters.run(builder.build(power), Map.of(), x, v)[0];
  }

  private static double ulps(Precision precision, Ball exact, double actual) {
    return precision == Precision.F32 ? exact.ulpsFrom((float) actual) : exact.ulpsFrom(actual);
  }

  /** Numbers the powers of which are in range, and some that overflow or underflow. */
  private static double[] bases(Precision precision, double exponent, SplittableRandom random) {
    double reach = (precision == Precision.F32 ? 155 : 1080) / Math.max(1.3, Math.abs(exponent));
    double[] x = new double[1500];
    Arrays.setAll(
        x,
        i -> {
          double base = Math.exp((i % 3 == 0 ? 1 : 0.69 * reach) * random.nextDouble(-1, 1));
          double signed = i % 2 == 0 ? base : -base;
          return precision == Precision.F32 ? (float) signed : signed;
        });
    return x;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.1",
    "2, 0.6",
    "3, 2",
    "4, 3",
    "5, 3.6",
    "-1, 0.6",
    "-2, 2",
    "-3, 3",
    "-4, 3.6",
    "0.5, 0.6",
    "1.5, 2",
    "2.5, 3",
    "-0.5, 1.6",
    "-1.5, 3",
    "-2.5, 3.6",
    "6, 0.95",
    "7, 0.95",
    "-5, 0.95",
    "-12, 0.95",
    "100, 0.95",
    "0.333, 0.95",
    "2.7, 0.95",
    "-3.3, 0.95",
    "50.25, 0.95"
  })
  void raisesToConstants(double exponent, double bound) {
    SplittableRandom random = new SplittableRandom(3);
    for (Precision precision : Precision.values()) {
      double[] x = bases(precision, exponent, random);
      double[] y = constantPower(precision, exponent, x);
      for (int i = 0; i < x.length; i++) {
        boolean isInteger = Math.rint(exponent) == exponent;
        if (x[i] < 0 && !isInteger) {
          assertThat(y[i]).isNaN();
          continue;
        }
        Ball exact =
            isInteger ? Ball.of(x[i]).pow((int) exponent) : Ball.of(x[i]).pow(Ball.of(exponent));
        assertThat(ulps(precision, exact, y[i]))
            .as("%s^%s in %s", x[i], exponent, precision)
            .isLessThanOrEqualTo(bound);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void raisesToVariables(Precision precision) {
    SplittableRandom random = new SplittableRandom(5);
    double[] v = new double[4000];
    double[] x = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      double size = Math.exp(random.nextDouble(-3, 8));
      double exponent = i % 4 == 0 ? Math.rint(size) : size;
      v[i] = (float) (random.nextBoolean() ? exponent : -exponent);
      x[i] = bases(precision, v[i], random)[0];
      x[i] = i % 4 == 0 && random.nextBoolean() ? -x[i] : x[i];
    }
    double[] y = power(precision, x, v);
    double worst = 0;
    for (int i = 0; i < v.length; i++) {
      Ball magnitude = Ball.of(Math.abs(x[i])).pow(Ball.of(v[i]));
      boolean isOdd = Math.rint(v[i] / 2) != v[i] / 2;
      if (x[i] < 0 && Math.rint(v[i]) != v[i]) {
        assertThat(y[i]).isNaN();
        continue;
      }
      Ball exact = x[i] < 0 && isOdd ? magnitude.negate() : magnitude;
      worst = Math.max(worst, ulps(precision, exact, y[i]));
    }
    assertThat(worst).isBetween(0.6, Algorithm.POW.bound(precision));
  }

  @ParameterizedTest
  @EnumSource
  void followsJavaAtSpecials(Precision precision) {
    double infinity = Double.POSITIVE_INFINITY;
    double[] bases = {0, -0.0, 1, -1, 2, -2, 0.5, -0.5, infinity, -infinity, 1e30, -1e-30};
    double[] exponents = {0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 0.3, 1e30, 16777217, 8388609};
    for (double base : bases) {
      for (double exponent : exponents) {
        double x = precision == Precision.F32 ? (float) base : base;
        double v = precision == Precision.F32 ? (float) exponent : exponent;
        double actual = power(precision, new double[] {x}, new double[] {v})[0];
        boolean isDefined = base >= 0 || Math.rint(v) == v;
        if (!isDefined && base != 0) {
          assertThat(actual).as("%s^%s", x, v).isNaN();
          continue;
        }
        double expected = Math.pow(x, v);
        double rounded = precision == Precision.F32 ? (float) expected : expected;
        if (rounded == 0 || Double.isInfinite(rounded) || rounded == 1) {
          assertThat((Object) actual).as("%s^%s in %s", x, v, precision).isEqualTo(rounded);
        } else {
          assertThat(actual / rounded).as("%s^%s", x, v).isBetween(1 - 1e-6, 1 + 1e-6);
        }
      }
    }
  }

  @Test
  void givesNaNForNaN() {
    for (Precision precision : Precision.values()) {
      for (double exponent : new double[] {0, 1, 2, -3, 0.5, -1.5, 0.3, 17}) {
        assertThat(constantPower(precision, exponent, Double.NaN)[0]).isNaN();
        assertThat(power(precision, new double[] {Double.NaN}, new double[] {exponent})[0]).isNaN();
      }
      assertThat(power(precision, new double[] {2}, new double[] {Double.NaN})[0]).isNaN();
    }
  }

  @Test
  void keepsZeroAndInfinityOfConstantPowers() {
    double infinity = Double.POSITIVE_INFINITY;
    for (Precision precision : Precision.values()) {
      assertThat(constantPower(precision, 7, -0.0, 0, infinity, -infinity))
          .containsExactly(-0.0, 0, infinity, -infinity);
      assertThat(constantPower(precision, -8, -0.0, 0, infinity, -infinity))
          .containsExactly(infinity, infinity, 0, 0);
      assertThat(constantPower(precision, 0.3, 0, infinity)).containsExactly(0, infinity);
      assertThat(constantPower(precision, -0.3, 0, infinity)).containsExactly(infinity, 0);
      assertThat(constantPower(precision, 0, 0, infinity, -3)).containsExactly(1, 1, 1);
    }
  }
}
