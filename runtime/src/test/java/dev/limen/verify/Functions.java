package dev.limen.verify;

import dev.limen.runtime.Backend;
import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract;
import dev.limen.runtime.Contract.Measure;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.KinkPoint;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.runtime.FunctionProperties.Symmetry;
import dev.limen.runtime.KernelInfo;
import dev.limen.runtime.ParameterSlope;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Functions written by hand, right ones. */
final class Functions {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  static final Contract STANDARD = new Contract("STANDARD", Measure.ULP, 4);

  private Functions() {}

  /** A reference by two functions of balls, with the limits at the infinities. */
  static Reference reference(
      UnaryOperator<Ball> value, UnaryOperator<Ball> slope, double... limits) {
    return new Reference() {
      @Override
      public Ball value(double x) {
        return at(x, value, 0);
      }

      @Override
      public Ball derivative(double x) {
        return at(x, slope, 2);
      }

      private Ball at(double x, UnaryOperator<Ball> function, int firstLimit) {
        return Double.isInfinite(x)
            ? Ball.of(limits[firstLimit + (x < 0 ? 0 : 1)])
            : function.apply(Ball.of(x));
      }
    };
  }

  static KernelInfo info(String name, String precision, FunctionProperties properties) {
    Certificate certificate = new Certificate(0.5, 0.5, 0, 1);
    return new KernelInfo(
        "test." + name,
        precision,
        name + "(x)",
        name + "'(x)",
        Map.of(),
        STANDARD,
        certificate,
        certificate,
        List.of(),
        properties,
        "plain",
        Backend.SCALAR);
  }

  // relu

  static final FunctionProperties RELU_PROPERTIES =
      new FunctionProperties(
          0,
          INFINITY,
          Symmetry.NONE,
          Monotonicity.INCREASING,
          false,
          false,
          List.of(0.0),
          List.of(new KinkPoint(0, 0, 1, 0)));

  static final Reference RELU =
      reference(
          Ball::relu,
          x -> Ball.ifLessOrEqual(x, Ball.of(0), Ball.of(0), Ball.of(1)),
          0,
          INFINITY,
          0,
          1);

  static PlainFloatKernel relu() {
    return new PlainFloatKernel(
        info("Relu", "F32", RELU_PROPERTIES),
        x -> x > 0 ? x : x * 0 == 0 ? 0 : x < 0 ? 0 : x,
        x -> x > 0 ? 1 : x <= 0 ? 0 : x);
  }

  static PlainDoubleKernel reluOfDoubles() {
    return new PlainDoubleKernel(
        info("Relu", "F64", RELU_PROPERTIES),
        x -> x > 0 ? x : x <= 0 ? 0 : x,
        x -> x > 0 ? 1 : x <= 0 ? 0 : x);
  }

  // |x|

  static final FunctionProperties ABS_PROPERTIES =
      new FunctionProperties(
          0,
          INFINITY,
          Symmetry.EVEN,
          Monotonicity.NONE,
          false,
          false,
          List.of(0.0),
          List.of(new KinkPoint(0, -1, 1, 0)));

  static final Reference ABS = reference(Ball::abs, Ball::sign, INFINITY, INFINITY, -1, 1);

  static PlainFloatKernel abs() {
    return new PlainFloatKernel(info("Abs", "F32", ABS_PROPERTIES), Math::abs, Math::signum);
  }

  // tanh

  static final FunctionProperties TANH_PROPERTIES =
      new FunctionProperties(
          -1, 1, Symmetry.ODD, Monotonicity.INCREASING, false, false, List.of(), List.of());

  static final Reference TANH =
      reference(Ball::tanh, x -> Ball.of(1).dividedBy(x.cosh().square()), -1, 1, 0, 0);

  static PlainFloatKernel tanh() {
    return new PlainFloatKernel(
        info("Tanh", "F32", TANH_PROPERTIES),
        x -> (float) Math.tanh(x),
        x -> (float) (1 / (Math.cosh(x) * Math.cosh(x))));
  }

  static PlainDoubleKernel tanhOfDoubles() {
    return new PlainDoubleKernel(
        info("Tanh", "F64", TANH_PROPERTIES),
        x -> x == 0 ? x : TANH.value(x).toDouble(),
        x -> TANH.derivative(x).toDouble());
  }

  // Swish

  static final FunctionProperties SWISH_PROPERTIES =
      new FunctionProperties(
          -0.28, INFINITY, Symmetry.NONE, Monotonicity.NONE, false, true, List.of(), List.of());

  static final Reference SWISH =
      reference(
          x -> x.times(x.sigmoid()),
          x -> x.sigmoid().times(x.negate().sigmoid().times(x).plus(1)),
          0,
          INFINITY,
          0,
          1);

  static PlainFloatKernel swish() {
    return new PlainFloatKernel(
        info("Swish", "F32", SWISH_PROPERTIES),
        x -> x == Float.NEGATIVE_INFINITY ? 0 : (float) (x / (1 + Math.exp(-x))),
        x -> {
          double left = 1 / (1 + Math.exp(x));
          double right = 1 / (1 + Math.exp(-x));
          // The limit, where infinity meets 0.
          return (float) (right + (left == 0 || right == 0 ? 0 : x * left * right));
        });
  }

  // Swish with a trainable beta

  private static final Contract TERMS = new Contract("STANDARD", Measure.ABSOLUTE, 0x1p-22);

  /** x * sigmoid(beta*x) for a positive beta. */
  static class TrainableSwish implements Reference {
    private final double beta;

    TrainableSwish(double beta) {
      this.beta = beta;
    }

    @Override
    public Ball value(double x) {
      return Double.isInfinite(x) ? Ball.of(Math.max(x, 0)) : sigmoid(x).times(x);
    }

    @Override
    public Ball derivative(double x) {
      return Double.isInfinite(x)
          ? Ball.of(x > 0 ? 1 : 0)
          : sigmoid(x).times(sigmoid(-x).times(Ball.of(x).times(beta)).plus(1));
    }

    @Override
    public Ball parameterDerivative(String parameter, double x) {
      return Double.isInfinite(x)
          ? Ball.of(0)
          : sigmoid(x).times(sigmoid(-x)).times(Ball.of(x).square());
    }

    @Override
    public Reference with(String parameter, double value) {
      return new TrainableSwish(value);
    }

    private Ball sigmoid(double x) {
      return Ball.of(x).times(beta).sigmoid();
    }
  }

  private static KernelInfo trainable(KernelInfo info) {
    return new KernelInfo(
        info.name(),
        info.precision(),
        info.formula(),
        info.derivative(),
        Map.of("beta", 1.0),
        info.contract(),
        info.value(),
        info.slope(),
        List.of(new ParameterSlope("beta", TERMS, info.slope())),
        info.properties(),
        info.algorithm(),
        info.backend());
  }

  private static double slopeByBeta(double x) {
    return Double.isInfinite(x) ? 0 : x * x / (1 + Math.exp(-x)) / (1 + Math.exp(x));
  }

  static PlainTrainableKernel trainableSwish() {
    return new PlainTrainableKernel(
        trainable(info("Swish", "F32", SWISH_PROPERTIES)),
        swish(),
        (x, gradY) -> gradY * (float) slopeByBeta(x));
  }

  /** With terms in double precision. */
  static PlainTrainableKernel wideSwish() {
    return new PlainTrainableKernel(
        trainable(info("Swish", "F32", SWISH_PROPERTIES)),
        swish(),
        (x, gradY) -> gradY * slopeByBeta(x));
  }

  // GELU

  static final FunctionProperties GELU_PROPERTIES =
      new FunctionProperties(
          -0.17, INFINITY, Symmetry.NONE, Monotonicity.NONE, false, true, List.of(), List.of());

  static final Reference GELU = reference(Functions::gelu, Functions::geluSlope, 0, INFINITY, 0, 1);

  private static Ball gelu(Ball x) {
    return x.times(normal(x));
  }

  private static Ball normal(Ball x) {
    return x.negate().times(Ball.of(0.5).sqrt()).erfc().times(0.5);
  }

  private static Ball geluSlope(Ball x) {
    Ball density = x.square().times(-0.5).exp().dividedBy(Ball.pi().times(2).sqrt());
    return normal(x).plus(x.times(density));
  }

  static PlainFloatKernel gelu() {
    return new PlainFloatKernel(
        info("Gelu", "F32", GELU_PROPERTIES),
        x -> GELU.value(x).toFloat(),
        x -> GELU.derivative(x).toFloat());
  }

  static PlainDoubleKernel geluOfDoubles() {
    return new PlainDoubleKernel(
        info("Gelu", "F64", GELU_PROPERTIES),
        x -> GELU.value(x).toDouble(),
        x -> GELU.derivative(x).toDouble());
  }
}
