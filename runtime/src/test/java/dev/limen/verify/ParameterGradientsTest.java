package dev.limen.verify;

import static dev.limen.verify.KernelVerificationTest.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.limen.runtime.Arguments;
import dev.limen.runtime.FloatKernel;
import org.junit.jupiter.api.Test;

/** Kernels with a trainable parameter: Swish at a beta of 1. */
class ParameterGradientsTest {

  private static KernelVerification<FloatKernel> checks(FloatKernel kernel) {
    return KernelVerification.of(kernel, new Functions.TrainableSwish(1)).withSamplesPerBinade(1);
  }

  private static VerificationReport swish(FloatKernel kernel) {
    return checks(kernel).run();
  }

  @Test
  void rightKernelsPass() {
    for (PlainTrainableKernel kernel :
        new PlainTrainableKernel[] {Functions.trainableSwish(), Functions.wideSwish()}) {
      VerificationReport report = swish(kernel).assertPassed();
      assertThat(report.outcomes())
          .filteredOn(outcome -> outcome.check() == Check.PARAMETER_GRADIENTS)
          .singleElement()
          .satisfies(outcome -> assertThat(outcome.compared()).isGreaterThan(10_000));
    }
  }

  @Test
  void thereIsNoSuchCheckWithoutTrainableParameters() {
    KernelVerification<FloatKernel> checks =
        KernelVerification.of(Functions.swish(), Functions.SWISH);
    assertThat(checks.withSamplesPerBinade(1).run().outcomes())
        .extracting(Outcome::check)
        .doesNotContain(Check.PARAMETER_GRADIENTS);
    assertThatThrownBy(() -> checks.run(Check.PARAMETER_GRADIENTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are no trainable parameters");
  }

  @Test
  void referencesOfOtherFunctionsNameTheParameter() {
    assertThatThrownBy(() -> Functions.SWISH.parameterDerivative("beta", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no trainable parameter beta");
    assertThatThrownBy(() -> Functions.SWISH.with("beta", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no trainable parameter beta");
  }

  @Test
  void aWrongDerivative() {
    VerificationReport report =
        swish(
            new PlainTrainableKernel(Functions.trainableSwish()) {
              @Override
              double term(float x, float gradY) {
                return super.term(x, gradY) * (x > 1 && x < 1.2 ? 1 + 0x1p-19 : 1);
              }
            });
    assertFails(report, Check.PARAMETER_GRADIENTS);
    assertThat(report.findings().getFirst().text()).startsWith("derivative by beta at 1.0");
  }

  @Test
  void aWrongLimit() {
    assertFails(
        swish(
            new PlainTrainableKernel(Functions.trainableSwish()) {
              @Override
              double term(float x, float gradY) {
                return x == Float.POSITIVE_INFINITY ? x : super.term(x, gradY);
              }
            }),
        Check.PARAMETER_GRADIENTS);
  }

  @Test
  void aNumberForNaN() {
    VerificationReport report =
        swish(
            new PlainTrainableKernel(Functions.trainableSwish()) {
              @Override
              double term(float x, float gradY) {
                return Float.isNaN(x) ? 0 : super.term(x, gradY);
              }
            });
    assertFails(report, Check.PARAMETER_GRADIENTS);
    assertThat(report.findings().getFirst().text()).endsWith("is 0.0 for a NaN in x");
  }

  @Test
  void sumsInAnotherOrder() {
    VerificationReport report =
        swish(
            new PlainTrainableKernel(Functions.trainableSwish()) {
              @Override
              double sum(double... terms) {
                double sum = 0;
                for (double term : terms) {
                  sum += term;
                }
                return sum;
              }
            });
    assertFails(report, Check.PARAMETER_GRADIENTS);
    assertThat(report.findings().getFirst().text()).contains("the sum of single terms");
  }

  @Test
  void sumsInSinglePrecision() {
    for (PlainTrainableKernel right :
        new PlainTrainableKernel[] {Functions.trainableSwish(), Functions.wideSwish()}) {
      assertFails(
          swish(
              new PlainTrainableKernel(right) {
                @Override
                double sum(double... terms) {
                  if (terms.length < 40) {
                    return super.sum(terms);
                  }
                  float sum = 0;
                  for (double term : terms) {
                    sum += (float) term;
                  }
                  return sum;
                }
              }),
          Check.PARAMETER_GRADIENTS);
    }
  }

  @Test
  void anElementLeftOut() {
    assertFails(
        swish(
            new PlainTrainableKernel(Functions.wideSwish()) {
              @Override
              double sum(double... terms) {
                if (terms.length == 2049) {
                  terms[2048] = 0;
                }
                return super.sum(terms);
              }
            }),
        Check.PARAMETER_GRADIENTS);
  }

  @Test
  void gradientsAddedToWhatIsThere() {
    assertFails(
        swish(
            new PlainTrainableKernel(Functions.trainableSwish()) {
              @Override
              public void backward(
                  float[] x,
                  int xo,
                  float[] gradY,
                  int go,
                  float[] gradX,
                  int o,
                  float[] gradParameters,
                  int po,
                  int length) {
                float before = po < gradParameters.length && po > 0 ? gradParameters[po] : 0;
                super.backward(x, xo, gradY, go, gradX, o, gradParameters, po, length);
                gradParameters[po] += before;
              }
            }),
        Check.PARAMETER_GRADIENTS);
  }

  @Test
  void anotherGradientOfInputs() {
    VerificationReport report =
        swish(
            new PlainTrainableKernel(Functions.trainableSwish()) {
              @Override
              public void backward(
                  float[] x,
                  int xo,
                  float[] gradY,
                  int go,
                  float[] gradX,
                  int o,
                  float[] gradParameters,
                  int po,
                  int length) {
                super.backward(x, xo, gradY, go, gradX, o, gradParameters, po, length);
                if (length > 30) {
                  gradX[o + 30] = Math.nextUp(gradX[o + 30]);
                }
              }
            });
    assertFails(report, Check.PARAMETER_GRADIENTS);
    assertThat(report.findings().getFirst().text()).contains("scalar form");
  }

  @Test
  void inputsReadAfterTheyAreOverwritten() {
    assertFails(
        swish(
            new PlainTrainableKernel(Functions.trainableSwish()) {
              @Override
              public void backward(
                  float[] x,
                  int xo,
                  float[] gradY,
                  int go,
                  float[] gradX,
                  int o,
                  float[] gradParameters,
                  int po,
                  int length) {
                super.backward(x, xo, gradY, go, gradX, o, gradParameters, po, length);
                if (gradX == gradY) {
                  super.backward(
                      x, xo, gradY, go, new float[length], 0, gradParameters, po, length);
                }
              }
            }),
        Check.PARAMETER_GRADIENTS);
  }

  @Test
  void wrongArgumentsAccepted() {
    VerificationReport report =
        swish(
            new PlainTrainableKernel(Functions.trainableSwish()) {
              @Override
              public void backward(
                  float[] x,
                  int xo,
                  float[] gradY,
                  int go,
                  float[] gradX,
                  int o,
                  float[] gradParameters,
                  int po,
                  int length) {
                float[] own = new float[1];
                super.backward(x, xo, gradY, go, gradX, o, own, 0, length);
                if (po >= 0 && po < gradParameters.length) {
                  gradParameters[po] = own[0];
                }
              }
            });
    assertFails(report, Check.ARGUMENTS);
    assertThat(report.findings())
        .anyMatch(f -> f.text().startsWith("backward with gradParameters of size 0 from 0"));
  }

  @Test
  void overlapsAccepted() {
    VerificationReport report =
        swish(
            new PlainTrainableKernel(Functions.trainableSwish()) {
              @Override
              public void backward(
                  float[] x,
                  int xo,
                  float[] gradY,
                  int go,
                  float[] gradX,
                  int o,
                  float[] gradParameters,
                  int po,
                  int length) {
                if (gradParameters == gradY) {
                  float[] own = gradParameters.clone();
                  super.backward(x, xo, gradY, go, gradX, o, own, po, length);
                  gradParameters[po] = own[po];
                } else {
                  super.backward(x, xo, gradY, go, gradX, o, gradParameters, po, length);
                }
              }
            });
    assertFails(report, Check.ARGUMENTS);
    assertThat(report.findings())
        .anyMatch(f -> f.text().contains("gradParameters 0 after gradY is not refused"));
  }

  @Test
  void refusedAfterWriting() {
    assertFails(
        swish(
            new PlainTrainableKernel(Functions.trainableSwish()) {
              @Override
              public void backward(
                  float[] x,
                  int xo,
                  float[] gradY,
                  int go,
                  float[] gradX,
                  int o,
                  float[] gradParameters,
                  int po,
                  int length) {
                backward(x, xo, gradY, go, gradX, o, length);
                Arguments.backward(x, xo, gradY, go, gradX, o, gradParameters, po, length, 1);
                super.backward(x, xo, gradY, go, gradX, o, gradParameters, po, length);
              }
            }),
        Check.PARAMETER_GRADIENTS,
        Check.ARGUMENTS);
  }

  @Test
  void aTwinOfOtherGradients() {
    FloatKernel otherTerms =
        new PlainTrainableKernel(Functions.trainableSwish()) {
          @Override
          double term(float x, float gradY) {
            return super.term(x, gradY) * (x > 1 && x < 1.2 ? 1 + 0x1p-22 : 1);
          }
        };
    FloatKernel otherSums =
        new PlainTrainableKernel(Functions.trainableSwish()) {
          @Override
          double sum(double... terms) {
            return super.sum(terms) * (terms.length == 2065 ? 1 + 0x1p-22 : 1);
          }
        };
    for (FloatKernel twin : new FloatKernel[] {otherTerms, otherSums}) {
      VerificationReport report = checks(Functions.trainableSwish()).withTwin(twin).run();
      assertFails(report, Check.TWIN);
      assertThat(report.findings().getFirst().text()).startsWith("gradient of beta ");
    }
    checks(Functions.trainableSwish())
        .withTwin(Functions.trainableSwish())
        .run(Check.TWIN)
        .assertPassed();
  }

  @Test
  void aReferenceWhoseDerivativeIsNotThatOfItsValue() {
    VerificationReport report =
        KernelVerification.of(Functions.trainableSwish(), new WrongReference(1))
            .run(Check.GRADIENT);
    assertFails(report, Check.GRADIENT);
    assertThat(report.findings().getFirst().text())
        .startsWith("the reference's derivative by beta = ");
  }

  private static final class WrongReference extends Functions.TrainableSwish {
    WrongReference(double beta) {
      super(beta);
    }

    @Override
    public Ball parameterDerivative(String parameter, double x) {
      Ball slope = super.parameterDerivative(parameter, x);
      return x > 3 ? slope.times(1 + 0x1p-20) : slope;
    }

    @Override
    public Reference with(String parameter, double value) {
      return new WrongReference(value);
    }
  }
}
