package dev.limen.bench.peers;

import java.util.function.DoubleUnaryOperator;

/** The functions that the native libraries have too, with the loops that one writes by hand. */
public enum Activation {
  /** The hyperbolic tangent. */
  TANH(Math::tanh, x -> 1 - Math.pow(Math.tanh(x), 2)),
  /** The logistic function. */
  SIGMOID(Activation::sigmoid, x -> sigmoid(x) * (1 - sigmoid(x))),
  /** The exact Gaussian error linear unit. */
  GELU(
      x -> 0.5 * x * (1 + erf(x * Math.sqrt(0.5))),
      x ->
          0.5 * (1 + erf(x * Math.sqrt(0.5)))
              + x * Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)),
  /** The Gaussian error linear unit by a tanh. */
  GELU_TANH(
      x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
      x -> {
        double t = Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
        double slope = Math.sqrt(2 / Math.PI) * (1 + 0.134145 * x * x);
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope;
      }),
  /** The sigmoid linear unit. */
  SILU(x -> x * sigmoid(x), x -> sigmoid(x) * (1 + x * (1 - sigmoid(x)))),
  /** Mish. */
  MISH(
      x -> x * Math.tanh(softplus(x)),
      x -> {
        double t = Math.tanh(softplus(x));
        return t + x * (1 - t * t) * sigmoid(x);
      }),
  /** The smooth rectifier. */
  SOFTPLUS(Activation::softplus, Activation::sigmoid),
  /** The exponential linear unit. */
  ELU(x -> x > 0 ? x : Math.expm1(x), x -> x > 0 ? 1 : Math.exp(x)),
  /** MobileNetV3's swish. */
  HARD_SWISH(x -> x * clamp(x / 6 + 0.5, 0, 1), x -> x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5),
  /** PyTorch's hard sigmoid. */
  HARD_SIGMOID(x -> clamp(x / 6 + 0.5, 0, 1), x -> x <= -3 || x >= 3 ? 0 : 1.0 / 6),
  /** The rectifier up to 6. */
  RELU6(x -> clamp(x, 0, 6), x -> x <= 0 || x >= 6 ? 0 : 1),
  /** The rectifier. */
  RELU(x -> x > 0 ? x : 0, x -> x > 0 ? 1 : 0);

  private final DoubleUnaryOperator value;
  private final DoubleUnaryOperator derivative;

  Activation(DoubleUnaryOperator value, DoubleUnaryOperator derivative) {
    this.value = value;
    this.derivative = derivative;
  }

  DoubleUnaryOperator naive(Direction direction) {
    return direction == Direction.FORWARD ? value : derivative;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double clamp(double x, double low, double high) {
    return Math.max(low, Math.min(high, x));
  }

  /** Abramowitz and Stegun 7.1.26, the usual stand-in where there is no erf. */
  private static double erf(double u) {
    double t = 1 / (1 + 0.3275911 * Math.abs(u));
    double p =
        ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592)
            * t;
    return Math.copySign(1 - p * Math.exp(-u * u), u);
  }
}
