package dev.limen.bench;

import dev.limen.Activation;
import dev.limen.BenchmarkKernels;
import dev.limen.Formula;
import dev.limen.Parameter;

/** Functions that a plain loop computes with {@code Math.exp} and its kin, or with a division. */
@BenchmarkKernels({
  Smooth.Sigmoid.class,
  Smooth.Tanh.class,
  Smooth.Softplus.class,
  Smooth.LogSigmoid.class,
  Smooth.Softsign.class,
  Smooth.Squareplus.class,
  Smooth.Elu.class,
  Smooth.Selu.class,
  Smooth.Gelu.class,
  Smooth.GeluTanh.class,
  Smooth.Swish.class,
  Smooth.Mish.class,
  Smooth.Smu.class,
  Smooth.Gaussian.class,
  Smooth.TanhShrink.class,
})
final class Smooth {
  private Smooth() {}

  /** The logistic function. */
  @Activation
  @Formula("sigmoid(x)")
  interface Sigmoid {}

  /** The hyperbolic tangent. */
  @Activation
  @Formula("tanh(x)")
  interface Tanh {}

  /** The smooth rectifier. */
  @Activation
  @Formula("softplus(x)")
  interface Softplus {}

  /** The logarithm of the logistic function. */
  @Activation
  @Formula("-softplus(-x)")
  interface LogSigmoid {}

  /** A sigmoid by division alone. */
  @Activation
  @Formula("x/(1 + abs(x))")
  interface Softsign {}

  /** A smooth rectifier by a square root. */
  @Activation
  @Formula("(x + sqrt(x^2 + 4))/2")
  interface Squareplus {}

  /** The exponential linear unit. */
  @Activation
  @Formula("x > 0 ? x : expm1(x)")
  interface Elu {}

  /** The exponential linear unit that keeps mean and variance. */
  @Activation
  @Formula("1.0507009873554805 * (x > 0 ? x : 1.6732632423543772*expm1(x))")
  interface Selu {}

  /** The exact Gaussian error linear unit. */
  @Activation
  @Formula("0.5*x*(1 + erf(x/sqrt(2)))")
  interface Gelu {}

  /** The Gaussian error linear unit as approximated by a tanh. */
  @Activation
  @Formula("0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))")
  interface GeluTanh {}

  /** Swish, with a beta of 1 the sigmoid linear unit. */
  @Activation
  @Formula("x * sigmoid(beta*x)")
  interface Swish {
    /** How sharply it bends. */
    @Parameter(1.0)
    double beta();
  }

  /** Mish. */
  @Activation
  @Formula("x * tanh(softplus(x))")
  interface Mish {}

  /** The smooth maximum unit. */
  @Activation
  @Formula("((1 + alpha)*x + (1 - alpha)*x*erf(mu*(1 - alpha)*x))/2")
  interface Smu {
    /** The slope far on the left. */
    @Parameter(value = 0.25, trainable = false)
    double alpha();

    /** How sharply it bends. */
    @Parameter(value = 1.0, trainable = false)
    double mu();
  }

  /** The bell curve. */
  @Activation
  @Formula("exp(-x^2)")
  interface Gaussian {}

  /** What a tanh leaves. */
  @Activation
  @Formula("x - tanh(x)")
  interface TanhShrink {}
}
