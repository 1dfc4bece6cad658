package dev.limen.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.limen.runtime.Arguments;
import dev.limen.runtime.Contract;
import dev.limen.runtime.Contract.Measure;
import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.KinkPoint;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.runtime.FunctionProperties.Symmetry;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelVerificationTest {

  private static KernelVerification<FloatKernel> checks(FloatKernel kernel, Reference reference) {
    return KernelVerification.of(kernel, reference).withSamplesPerBinade(2);
  }

  private static VerificationReport relu(FloatKernel kernel) {
    return checks(kernel, Functions.RELU).run();
  }

  private static VerificationReport tanh(FloatKernel kernel) {
    return checks(kernel, Functions.TANH).run();
  }

  /** Fails unless these checks, and no others, have findings. */
  static void assertFails(VerificationReport report, Check... checks) {
    assertThat(report.outcomes().stream().filter(o -> !o.passed()).map(Outcome::check))
        .as(report.toString())
        .containsExactly(checks);
    assertThat(report.passed()).isFalse();
    assertThatThrownBy(report::assertPassed)
        .isInstanceOf(AssertionError.class)
        .hasMessage(report.toString())
        .hasMessageContaining("FAILED " + checks[0].title());
  }

  @Nested
  class RightKernels {

    static Stream<Named<KernelVerification<?>>> kernels() {
      return Stream.of(
          Named.of("relu", KernelVerification.of(Functions.relu(), Functions.RELU)),
          Named.of("abs", KernelVerification.of(Functions.abs(), Functions.ABS)),
          Named.of("tanh", KernelVerification.of(Functions.tanh(), Functions.TANH)),
          Named.of("swish", KernelVerification.of(Functions.swish(), Functions.SWISH)),
          Named.of("relu F64", KernelVerification.of(Functions.reluOfDoubles(), Functions.RELU)),
          Named.of("tanh F64", KernelVerification.of(Functions.tanhOfDoubles(), Functions.TANH)));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void pass(KernelVerification<?> verification) {
      VerificationReport report = verification.withSamplesPerBinade(1).run().assertPassed();
      assertThat(report.passed()).isTrue();
      assertThat(report.findings()).isEmpty();
      assertThat(report.undecided()).as(report.toString()).isZero();
      assertThat(report.worstValue().error()).isLessThanOrEqualTo(1);
      assertThat(report.worstDerivative().error()).isLessThanOrEqualTo(1);
      assertThat(report.outcomes())
          .extracting(Outcome::check)
          .containsExactly(
              Stream.of(Check.values())
                  .filter(c -> c != Check.TWIN && c != Check.KNOWN_ANSWERS)
                  .filter(c -> c != Check.PARAMETER_GRADIENTS)
                  .toArray(Check[]::new));
      assertThat(report.outcomes())
          .filteredOn(o -> o.check() == Check.VALUE || o.check() == Check.ARGUMENTS)
          .allMatch(o -> o.compared() > 50);
    }

    @Test
    void correctlyRoundedTailsAreDecided() {
      // Down to the subnormal numbers of both formats.
      double[] tail = {-5.5, -13.7, -14.3, -26.1, -37.6, -38.2, -38.45, -38.5};
      VerificationReport floats =
          checks(Functions.gelu(), Functions.GELU)
              .withInputsAround(tail)
              .run(Check.VALUE, Check.DERIVATIVE);
      VerificationReport doubles =
          KernelVerification.of(Functions.geluOfDoubles(), Functions.GELU)
              .withSamplesPerBinade(2)
              .withInputsAround(tail)
              .run(Check.VALUE, Check.DERIVATIVE);
      for (VerificationReport report : List.of(floats, doubles)) {
        assertThat(report.assertPassed().undecided()).as(report.toString()).isZero();
        assertThat(report.worstValue().error()).isBetween(0.48, 0.5 + 1e-9);
        assertThat(report.worstDerivative().error()).isBetween(0.48, 0.5 + 1e-9);
      }
    }

    @Test
    void knownAnswersAreMeasuredAsTheContractSays() {
      double value = Math.tanh(0.5);
      double slope = 1 - value * value;
      KernelVerification<DoubleKernel> checks =
          KernelVerification.of(Functions.tanhOfDoubles(), Functions.TANH);
      double[] right = {0.5, value, 0, slope, 0};
      double[] wrong = {0.5, value, 100 * Math.ulp(value), slope, 0};
      VerificationReport passed = checks.withKnownAnswers(right).run();
      assertThat(passed.assertPassed().outcomes())
          .extracting(Outcome::check)
          .contains(Check.KNOWN_ANSWERS);
      VerificationReport failed = checks.withKnownAnswers(right, wrong).run(Check.KNOWN_ANSWERS);
      assertThat(failed.findings()).hasSize(1);
      assertThat(failed.findings().getFirst().text()).startsWith("value at 0.5 (0x1.0p-1) is ");
      assertThatThrownBy(() -> checks.run(Check.KNOWN_ANSWERS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("there are no known answers to compare with");
      assertThatThrownBy(() -> checks.withKnownAnswers(right, new double[4]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("known answer 1 has 4 numbers instead of 5");
    }

    @Test
    void theSampleHoldsEveryBinadeAndTheBreakpoints() {
      double[] inputs = Inputs.floats(1, 5, 0.7, Double.NaN);
      assertThat(inputs).isSorted().doesNotHaveDuplicates();
      assertThat(inputs[0]).isEqualTo(Double.NEGATIVE_INFINITY);
      assertThat(inputs[inputs.length - 1]).isEqualTo(Double.POSITIVE_INFINITY);
      float middle = 0.7f;
      assertThat(inputs)
          .contains(
              0.0,
              -0.0,
              middle,
              Math.nextUp(middle),
              Math.nextUp(Math.nextUp(middle)),
              Math.nextDown(Math.nextDown(middle)),
              Float.MIN_VALUE,
              -Float.MIN_VALUE,
              Float.MAX_VALUE);
      for (int exponent = -149; exponent <= 127; exponent++) {
        double start = Math.scalb(1.0, exponent);
        assertThat(inputs).contains(start, -start);
      }
      for (double x : inputs) {
        assertThat((double) (float) x).isEqualTo(x);
      }
      assertThat(Inputs.doubles(1, 5)).contains(Double.MIN_VALUE, -Double.MAX_VALUE);
      assertThat(Inputs.floats(1, 5, 0.7)).isEqualTo(Inputs.floats(1, 5, 0.7, Double.NaN));
      assertThat(Inputs.floats(1, 6)).isNotEqualTo(Inputs.floats(1, 5));
      assertThatThrownBy(() -> Inputs.floats(0, 5)).hasMessageContaining("perBinade");
    }

    @Test
    void aTwinIsCompared() {
      VerificationReport report =
          checks(Functions.tanh(), Functions.TANH).withTwin(Functions.tanh()).run();
      assertThat(report.assertPassed().outcomes())
          .filteredOn(o -> o.check() == Check.TWIN)
          .singleElement()
          .satisfies(o -> assertThat(o.compared()).isGreaterThan(1000));
    }

    @Test
    void theReportReadsWell() {
      String text = tanh(Functions.tanh()).toString();
      assertThat(text)
          .startsWith("test.Tanh F32 (scalar): passed, STANDARD: at most 4.0 ulp")
          .contains("\n  ok     value error: ")
          .containsPattern("value error: [0-9,]+ compared, at worst 0\\.[0-9]+ ulp at ");
      Locale before = Locale.getDefault();
      Locale.setDefault(Locale.GERMANY);
      try {
        assertThat(tanh(Functions.tanh())).hasToString(text);
      } finally {
        Locale.setDefault(before);
      }
    }

    @Test
    void someChecksAlone() {
      VerificationReport report =
          checks(Functions.relu(), Functions.RELU).run(Check.KINKS, Check.RANGE);
      assertThat(report.outcomes())
          .extracting(Outcome::check)
          .containsExactly(Check.KINKS, Check.RANGE);
      assertThatThrownBy(() -> checks(Functions.relu(), Functions.RELU).run(Check.TWIN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("twin");
    }
  }

  @Nested
  class Errors {

    private PlainFloatKernel tanhWith(PlainFloatKernel.FloatFunction value) {
      return new PlainFloatKernel(Functions.tanh()) {
        @Override
        public float apply(float x) {
          return value.at(x);
        }
      };
    }

    @Test
    void anInaccurateBinadeIsFound() {
      VerificationReport report =
          tanh(
              tanhWith(x -> {
                double y = Math.tanh(x);
                return (float) (Math.abs(y) > 0.125 && Math.abs(y) < 0.25 ? y * (1 + 0x1p-21) : y);
              }));
      assertFails(report, Check.VALUE);
      assertThat(report.worstValue().error()).isBetween(4.0, 8.6);
      assertThat(Math.abs(report.worstValue().input())).isBetween(0.125, 0.26);
      assertThat(report.findings().getFirst().text())
          .contains("value at ")
          .contains(" instead of ")
          .contains(" ulp");
    }

    @Test
    void anInaccurateDerivativeIsFound() {
      VerificationReport report =
          tanh(
              new PlainFloatKernel(Functions.tanh()) {
                @Override
                public float derivative(float x) {
                  float tanh = apply(x);
                  return 1 - tanh * tanh;
                }
              });
      assertFails(report, Check.DERIVATIVE);
      assertThat(report.worstDerivative().error()).isGreaterThan(1e4);
    }

    @Test
    void nanForANumberIsFound() {
      VerificationReport report =
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public float derivative(float x) {
                  return x == Float.MIN_VALUE ? Float.NaN : super.derivative(x);
                }
              });
      assertFails(report, Check.DERIVATIVE);
      assertThat(report.worstDerivative().error()).isInfinite();
      assertThat(report.worstDerivative().input()).isEqualTo(Float.MIN_VALUE);
    }

    @Test
    void subnormalsFlushedToZeroAreFound() {
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public float apply(float x) {
                  float y = super.apply(x);
                  return Math.abs(y) < Float.MIN_NORMAL ? 0 : y;
                }
              }),
          Check.VALUE);
    }

    @Test
    void overflowTooEarlyIsFound() {
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public float apply(float x) {
                  return super.apply(x) > 3e38f ? Float.POSITIVE_INFINITY : super.apply(x);
                }
              }),
          Check.VALUE);
    }

    @Test
    void anAbsoluteContractForgivesTails() {
      Contract fast = new Contract("FAST", Measure.ABSOLUTE, 0x1p-20);
      PlainFloatKernel cancelling =
          new PlainFloatKernel(Functions.tanh()) {
            @Override
            public float derivative(float x) {
              float tanh = apply(x);
              return 1 - tanh * tanh;
            }
          };
      checks(cancelling, Functions.TANH).withContract(fast).run().assertPassed();
      Contract tighter = new Contract("TIGHT", Measure.ABSOLUTE, 0x1p-27);
      VerificationReport report =
          checks(cancelling, Functions.TANH).withContract(tighter).run(Check.DERIVATIVE);
      assertFails(report, Check.DERIVATIVE);
      assertThat(report.toString()).contains("TIGHT").contains("* max(1, |x|) at ");
    }

    @Test
    void atCrossingsUlpAreThoseOf2ToTheMinus10() {
      FunctionProperties crossing =
          new FunctionProperties(
              -1, 1, Symmetry.NONE, Monotonicity.NONE, true, true, List.of(), List.of());
      // An absolute error of 3 * 2^-33 next to the zero of x - 1.
      Reference line = Functions.reference(x -> x.minus(1), x -> Ball.of(1), -1, 1, 1, 1);
      PlainFloatKernel.FloatFunction value =
          x -> x - 1 + (Math.abs(x - 1) < 0x1p-10 ? 0x1.8p-32f : 0);
      FloatKernel kernel =
          new PlainFloatKernel(Functions.info("Line", "F32", crossing), value, x -> 1);
      FloatKernel strict =
          new PlainFloatKernel(
              Functions.info("Line", "F32", Functions.GELU_PROPERTIES), value, x -> 1);
      KernelVerification<FloatKernel> checks =
          checks(kernel, line).withInputsAround(1, 1 + 0x1p-13);
      assertThat(checks.run(Check.VALUE).assertPassed().worstValue().error()).isEqualTo(3);
      assertFails(
          checks(strict, line).withInputsAround(1, 1 + 0x1p-13).run(Check.VALUE), Check.VALUE);
    }

    @Test
    void whatTheReferenceDoesNotKnowIsUndecided() {
      Reference coarse =
          Functions.reference(
              x -> Ball.of(x.hi(), 0, Math.abs(x.hi())), x -> Ball.entire(), 0, 0, 0, 0);
      FloatKernel kernel =
          new PlainFloatKernel(
              Functions.info("Line", "F32", Functions.GELU_PROPERTIES), x -> x, x -> 1);
      VerificationReport report = checks(kernel, coarse).run(Check.VALUE, Check.DERIVATIVE);
      assertThat(report.passed()).isTrue();
      assertThat(report.undecided()).isGreaterThan(1000);
      assertThat(report.toString()).contains(" undecided");
    }

    @Test
    void whatIsNotDefinedMustNotBeANumber() {
      Reference root =
          Functions.reference(
              Ball::sqrt,
              x -> Ball.of(0.5).dividedBy(x.sqrt()),
              Double.NaN,
              Double.POSITIVE_INFINITY,
              Double.NaN,
              0);
      FunctionProperties properties =
          new FunctionProperties(
              0,
              Double.POSITIVE_INFINITY,
              Symmetry.NONE,
              Monotonicity.NONE,
              false,
              false,
              List.of(),
              List.of());
      PlainFloatKernel right =
          new PlainFloatKernel(
              Functions.info("Root", "F32", properties),
              x -> (float) Math.sqrt(x),
              x -> (float) (0.5 / Math.sqrt(x)));
      checks(right, root).run().assertPassed();
      assertFails(
          checks(
                  new PlainFloatKernel(right) {
                    @Override
                    public float apply(float x) {
                      return x < 0 ? 0 : super.apply(x);
                    }
                  },
                  root)
              .run(),
          Check.VALUE);
    }

    @Test
    void doublesAreMeasuredInTheirUlp() {
      DoubleKernel coarse =
          new PlainDoubleKernel(
              Functions.info("Tanh", "F64", Functions.TANH_PROPERTIES),
              Math::tanh,
              x -> 1 - Math.tanh(x) * Math.tanh(x));
      VerificationReport report =
          KernelVerification.of(coarse, Functions.TANH).withSamplesPerBinade(1).run();
      assertFails(report, Check.DERIVATIVE);
      assertThat(report.worstValue().error()).isBetween(0.5, 2.5);
    }
  }

  @Nested
  class SpecialNumbers {

    @Test
    void nanLostByAComparison() {
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public float apply(float x) {
                  return x > 0 ? x : 0;
                }
              }),
          Check.SPECIAL_VALUES);
    }

    @Test
    void signallingNanTakenForANumber() {
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public float derivative(float x) {
                  return Float.floatToRawIntBits(x) == 0x7f800001 ? 1 : super.derivative(x);
                }
              }),
          Check.SPECIAL_VALUES);
    }

    @Test
    void nanLostInATail() {
      VerificationReport report =
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
                  super.forward(x, xOffset, y, yOffset, length);
                  if (length % 16 != 0 && Float.isNaN(y[yOffset + length - 1])) {
                    y[yOffset + length - 1] = 0;
                  }
                }
              });
      assertFails(report, Check.SPECIAL_VALUES, Check.ARRAYS);
      assertThat(report.findings().getFirst().text()).contains("NaN (bits 0x");
    }

    @Test
    void nanAtAnInfinity() {
      VerificationReport report =
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public float apply(float x) {
                  return x == Float.NEGATIVE_INFINITY ? Float.NaN : super.apply(x);
                }
              });
      assertFails(report, Check.SPECIAL_VALUES);
      assertThat(report.findings().getFirst().input()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void aWrongLimit() {
      assertFails(
          tanh(
              new PlainFloatKernel(Functions.tanh()) {
                @Override
                public float derivative(float x) {
                  return Float.isInfinite(x) ? 1 : super.derivative(x);
                }
              }),
          Check.SPECIAL_VALUES);
    }

    @Test
    void aLostSignOfZero() {
      assertFails(
          tanh(
              new PlainFloatKernel(Functions.tanh()) {
                @Override
                public float apply(float x) {
                  return super.apply(x) + 0.0f;
                }
              }),
          Check.SPECIAL_VALUES,
          Check.SYMMETRY);
    }
  }

  @Nested
  class Declarations {

    private FloatKernel reluDeclared(FunctionProperties properties) {
      PlainFloatKernel relu = Functions.relu();
      return new PlainFloatKernel(
          Functions.info("Relu", "F32", properties), relu::apply, relu::derivative);
    }

    private FunctionProperties withKink(double left, double right, double derivative) {
      return new FunctionProperties(
          0,
          Double.POSITIVE_INFINITY,
          Symmetry.NONE,
          Monotonicity.INCREASING,
          false,
          false,
          List.of(0.0),
          List.of(new KinkPoint(0, left, right, derivative)));
    }

    @Test
    void anotherDerivativeAtTheKink() {
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public float derivative(float x) {
                  return x == 0 ? 0.5f : super.derivative(x);
                }
              }),
          Check.DERIVATIVE,
          Check.KINKS);
    }

    @Test
    void kinksDeclaredOtherwise() {
      assertFails(relu(reluDeclared(withKink(0, 1, 0.5))), Check.KINKS);
      assertFails(relu(reluDeclared(withKink(0.1, 1, 0))), Check.KINKS);
      assertFails(relu(reluDeclared(withKink(0, 2, 0))), Check.KINKS);
    }

    @Test
    void aReferenceThatContradictsItself() {
      Reference wrong =
          Functions.reference(
              Ball::tanh,
              x -> Ball.of(1).dividedBy(x.cosh().square()).times(1 + 1e-9),
              -1,
              1,
              0,
              0);
      VerificationReport report = checks(Functions.tanh(), wrong).run();
      assertFails(report, Check.GRADIENT);
      assertThat(report.findings().getFirst().text()).contains("differences of its value");
    }

    @Test
    void valuesOutOfRange() {
      VerificationReport report =
          tanh(
              new PlainFloatKernel(Functions.tanh()) {
                @Override
                public float apply(float x) {
                  return Math.abs(x) > 20 ? Math.copySign(Math.nextUp(1f), x) : super.apply(x);
                }
              });
      assertFails(report, Check.RANGE);
    }

    @Test
    void slopesOfTheWrongSign() {
      assertFails(
          tanh(
              new PlainFloatKernel(Functions.tanh()) {
                @Override
                public float derivative(float x) {
                  return Math.abs(x) > 60 ? -Float.MIN_VALUE : super.derivative(x);
                }
              }),
          Check.MONOTONICITY);
    }

    @Test
    void valuesThatStepBack() {
      VerificationReport report =
          checks(
                  new PlainFloatKernel(Functions.relu()) {
                    @Override
                    public float apply(float x) {
                      return x > 3 && x < 4 ? 2 : super.apply(x);
                    }
                  },
                  Functions.RELU)
              .run(Check.MONOTONICITY);
      assertFails(report, Check.MONOTONICITY);
      assertThat(report.findings().getFirst().text()).contains("INCREASING");
    }

    @Test
    void anOddFunctionThatIsNot() {
      assertFails(
          tanh(
              new PlainFloatKernel(Functions.tanh()) {
                @Override
                public float apply(float x) {
                  return x < -1 && x > -3 ? Math.nextUp(super.apply(x)) : super.apply(x);
                }
              }),
          Check.SYMMETRY);
      assertFails(
          tanh(
              new PlainFloatKernel(Functions.tanh()) {
                @Override
                public float derivative(float x) {
                  return x < -1 && x > -3 ? Math.nextUp(super.derivative(x)) : super.derivative(x);
                }
              }),
          Check.SYMMETRY);
    }

    @Test
    void anEvenFunctionThatIsNot() {
      assertFails(
          checks(
                  new PlainFloatKernel(Functions.abs()) {
                    @Override
                    public float apply(float x) {
                      return x < -1 && x > -3 ? Math.nextUp(super.apply(x)) : super.apply(x);
                    }
                  },
                  Functions.ABS)
              .run(),
          Check.SYMMETRY);
    }
  }

  @Nested
  class BitIdentity {

    @Test
    void anotherRoundingInATail() {
      VerificationReport report =
          tanh(
              new PlainFloatKernel(Functions.tanh()) {
                @Override
                public void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
                  Arguments.forward(x, xOffset, y, yOffset, length);
                  float last = length == 0 ? 0 : x[xOffset + length - 1];
                  super.forward(x, xOffset, y, yOffset, length);
                  if (length % 8 == 3 && Math.abs(last) > 0.1f && Math.abs(last) < 1) {
                    y[yOffset + length - 1] = Math.nextUp(y[yOffset + length - 1]);
                  }
                }
              });
      assertFails(report, Check.ARRAYS);
      assertThat(report.findings().getFirst().text()).startsWith("forward").contains("scalar form");
    }

    @Test
    void aNumberTooMany() {
      VerificationReport report =
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void backward(
                    float[] x, int xo, float[] gradY, int go, float[] gradX, int o, int length) {
                  super.backward(x, xo, gradY, go, gradX, o, length);
                  if (length > 0 && o + length < gradX.length) {
                    gradX[o + length] = 0;
                  }
                }
              });
      assertFails(report, Check.ARRAYS);
      assertThat(report.findings().getFirst().text()).contains("outside of its range");
    }

    @Test
    void aNumberBefore() {
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
                  super.forward(x, xOffset, y, yOffset, length);
                  if (length > 16 && yOffset > 0 && x != y) {
                    y[yOffset - 1] = 1;
                  }
                }
              }),
          Check.ARRAYS);
    }

    @Test
    void anInputOverwritten() {
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void backward(
                    float[] x, int xo, float[] gradY, int go, float[] gradX, int o, int length) {
                  super.backward(x, xo, gradY, go, gradX, o, length);
                  if (length > 0 && gradY != gradX && gradY != x) {
                    gradY[go] = 12;
                  }
                }
              }),
          Check.ARRAYS);
    }

    @Test
    void inPlaceReadAfterWrite() {
      VerificationReport report =
          tanh(
              new PlainFloatKernel(Functions.tanh()) {
                @Override
                public void forwardAndDerivative(
                    float[] x, int xo, float[] y, int yo, float[] dydx, int o, int length) {
                  Arguments.forwardAndDerivative(x, xo, y, yo, dydx, o, length);
                  for (int i = 0; i < length; i++) {
                    y[yo + i] = apply(x[xo + i]);
                    dydx[o + i] = derivative(x[xo + i]);
                  }
                }
              });
      assertFails(report, Check.ARRAYS);
      assertThat(report.findings().getFirst().text())
          .startsWith("forwardAndDerivative, y in x, derivative,");
    }

    @Test
    void offsetsMixedUp() {
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void forwardAndDerivative(
                    float[] x, int xo, float[] y, int yo, float[] dydx, int o, int length) {
                  super.forwardAndDerivative(x, xo, y, yo, dydx, o, length);
                  if (length > 0 && dydx != x && yo + length <= dydx.length && yo < o) {
                    dydx[yo] = dydx[o];
                  }
                }
              }),
          Check.ARRAYS);
    }

    @Test
    void derivativesOfAnotherRounding() {
      assertFails(
          tanh(
              new PlainFloatKernel(Functions.tanh()) {
                @Override
                public void forwardAndDerivative(
                    float[] x, int xo, float[] y, int yo, float[] dydx, int o, int length) {
                  super.forwardAndDerivative(x, xo, y, yo, dydx, o, length);
                  for (int i = 0; i < length; i++) {
                    dydx[o + i] *= 1 + 0x1p-23f;
                  }
                }
              }),
          Check.ARRAYS);
    }

    @Test
    void segmentsInTheWrongByteOrder() {
      ValueLayout.OfFloat bigEndian = PlainFloatKernel.FLOAT.withOrder(ByteOrder.BIG_ENDIAN);
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void backward(MemorySegment x, MemorySegment gradY, MemorySegment gradX) {
                  Arguments.backward(x, gradY, gradX, BYTES);
                  for (long i = 0; i < x.byteSize(); i += BYTES) {
                    float slope = derivative(x.get(FLOAT, i));
                    gradX.set(bigEndian, i, gradY.get(FLOAT, i) * slope);
                  }
                }
              }),
          // NaN survives, its bytes do not.
          Check.SPECIAL_VALUES,
          Check.SEGMENTS);
    }

    @Test
    void segmentsThatMustBeAligned() {
      VerificationReport report =
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void forward(MemorySegment x, MemorySegment y) {
                  Arguments.forward(x, y, BYTES);
                  for (long i = 0; i < x.byteSize(); i += BYTES) {
                    y.set(ValueLayout.JAVA_FLOAT, i, apply(x.get(ValueLayout.JAVA_FLOAT, i)));
                  }
                }
              });
      assertFails(report, Check.SEGMENTS);
      assertThat(report.findings().getFirst().text()).startsWith("stopped by ");
    }

    @Test
    void segmentsWrittenToTheEndOfTheOutput() {
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void forward(MemorySegment x, MemorySegment y) {
                  super.forward(x, y);
                  if (x.byteSize() < y.byteSize()) {
                    y.set(FLOAT, x.byteSize(), 0);
                  }
                }
              }),
          Check.SEGMENTS);
    }

    @Test
    void aTwinOfOtherBits() {
      FloatKernel twin =
          new PlainFloatKernel(Functions.tanh()) {
            @Override
            public float derivative(float x) {
              return x > 0.5f && x < 1 ? Math.nextUp(super.derivative(x)) : super.derivative(x);
            }
          };
      VerificationReport report = checks(Functions.tanh(), Functions.TANH).withTwin(twin).run();
      assertFails(report, Check.TWIN);
      assertThat(report.findings().getFirst().text()).contains("by the twin");
    }
  }

  @Nested
  class WrongArguments {

    @Test
    void nothingChecked() {
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
                  for (int i = 0; i < length; i++) {
                    y[yOffset + i] = apply(x[xOffset + i]);
                  }
                }
              }),
          Check.ARGUMENTS);
    }

    private static void range(float[] array, int offset, int length) {
      if (offset < 0 || length < 0 || length > array.length - offset) {
        throw new IndexOutOfBoundsException("out of bounds: " + offset);
      }
    }

    @Test
    void namelessRefusals() {
      VerificationReport report =
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
                  range(x, xOffset, length);
                  range(y, yOffset, length);
                  super.forward(x, xOffset, y, yOffset, length);
                }
              });
      assertFails(report, Check.ARGUMENTS);
      assertThat(report.findings()).allMatch(f -> f.text().contains("without naming the argument"));
    }

    @Test
    void overlapsAllowed() {
      VerificationReport report =
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
                  Arguments.forward(x, xOffset, y.clone(), yOffset, length);
                  for (int i = 0; i < length; i++) {
                    y[yOffset + i] = apply(x[xOffset + i]);
                  }
                }
              });
      assertFails(report, Check.ARGUMENTS);
      assertThat(report.findings()).anyMatch(f -> f.text().contains("is not refused"));
      assertThat(report.findings()).anyMatch(f -> f.text().contains("writes to an array"));
    }

    @Test
    void twoOutputsInOnePlaceAllowed() {
      VerificationReport report =
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void forwardAndDerivative(
                    float[] x, int xo, float[] y, int yo, float[] dydx, int o, int length) {
                  if (y == dydx && yo == o) {
                    super.forward(x, xo, y, yo, length);
                  } else {
                    super.forwardAndDerivative(x, xo, y, yo, dydx, o, length);
                  }
                }
              });
      assertFails(report, Check.ARGUMENTS);
      assertThat(report.findings().getFirst().text()).contains("dydx 0 after y");
    }

    @Test
    void refusedAfterWriting() {
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void backward(
                    float[] x, int xo, float[] gradY, int go, float[] gradX, int o, int length) {
                  if (gradX.length > 50 && length > gradY.length - go) {
                    gradX[0] = 5;
                  }
                  super.backward(x, xo, gradY, go, gradX, o, length);
                }
              }),
          Check.ARGUMENTS);
    }

    @Test
    void overlappingSegmentsAllowed() {
      VerificationReport report =
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void forward(MemorySegment x, MemorySegment y) {
                  Arguments.forward(x, MemorySegment.ofArray(new byte[(int) y.byteSize()]), BYTES);
                  for (long i = 0; i < x.byteSize(); i += BYTES) {
                    y.set(FLOAT, i, apply(x.get(FLOAT, i)));
                  }
                }
              });
      assertFails(report, Check.ARGUMENTS);
      assertThat(report.findings()).anyMatch(f -> f.text().contains("1 bytes after x"));
    }

    @Test
    void oddSizesOfSegmentsAllowed() {
      assertFails(
          relu(
              new PlainFloatKernel(Functions.relu()) {
                @Override
                public void backward(MemorySegment x, MemorySegment gradY, MemorySegment gradX) {
                  long bytes = x.byteSize() / BYTES * BYTES;
                  super.backward(x.asSlice(0, bytes), gradY, gradX);
                }
              }),
          Check.ARGUMENTS);
    }
  }

  @Test
  void settingsAreChecked() {
    KernelVerification<FloatKernel> checks =
        KernelVerification.of(Functions.relu(), Functions.RELU);
    assertThatThrownBy(() -> checks.withSamplesPerBinade(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("samples per binade");
    assertThatThrownBy(() -> checks.withTwin(null)).hasMessageContaining("twin");
    assertThatThrownBy(() -> KernelVerification.of(Functions.relu(), null))
        .hasMessageContaining("reference");
    assertThatCode(() -> checks.withSeed(3).run(Check.VALUE)).doesNotThrowAnyException();
  }

  @Test
  void aKernelThatThrowsIsAFinding() {
    VerificationReport report =
        relu(
            new PlainFloatKernel(Functions.relu()) {
              @Override
              public void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
                super.forward(x, xOffset, y, yOffset, length);
                if (length == 66) {
                  throw new IllegalStateException("no");
                }
              }
            });
    assertFails(report, Check.SPECIAL_VALUES, Check.ARRAYS);
    assertThat(report.findings().getFirst().text()).startsWith("stopped by ");
  }
}
