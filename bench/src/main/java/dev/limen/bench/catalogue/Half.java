package dev.limen.bench.catalogue;

import dev.limen.Accuracy;
import dev.limen.Activation;
import dev.limen.Formula;
import dev.limen.Formulas;
import dev.limen.Kink;
import dev.limen.Parameter;

/** The catalogue of activation functions, each with the accuracy {@link Accuracy#HALF}. */
final class Half {
  private Half() {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.IDENTITY)
  interface Identity {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.LINEAR)
  interface Linear {
    @Parameter(1)
    double alpha();

    @Parameter(0)
    double beta();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.RELU)
  interface Relu {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.RELU6)
  interface Relu6 {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.RELU_0_TO_1)
  interface Relu0To1 {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.RELU_N1_TO_1)
  interface ReluN1To1 {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.CLAMP)
  interface Clamp {
    @Parameter(-1)
    double low();

    @Parameter(1)
    double high();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.HARD_TANH)
  interface HardTanh {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.KERAS_RELU)
  interface KerasRelu {
    @Parameter(0.5)
    double slope();

    @Parameter(5)
    double threshold();

    @Parameter(8)
    double high();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.LEAKY_RELU)
  interface LeakyRelu {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.LEAKY_RELU_TENSORFLOW)
  interface LeakyReluTensorflow {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.LEAKY_RELU_KERAS_LAYER)
  interface LeakyReluKerasLayer {}

  @Activation(accuracy = Accuracy.HALF, kink = Kink.LEFT)
  @Formula(Formulas.PRELU)
  interface Prelu {
    @Parameter(0.25)
    double slope();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.RRELU_EVAL)
  interface RreluEval {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.THRESHOLD)
  interface Threshold {
    @Parameter(0)
    double threshold();

    @Parameter(0)
    double value();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.THRESHOLDED_RELU)
  interface ThresholdedRelu {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.FAT_RELU)
  interface FatRelu {
    @Parameter(0.5)
    double threshold();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.RELU_SQUARED)
  interface ReluSquared {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SPARSE_PLUS)
  interface SparsePlus {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SMELU)
  interface Smelu {
    @Parameter(0.5)
    double beta();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.HARD_SHRINK)
  interface HardShrink {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.HARD_SHRINK_BOUND)
  interface HardShrinkBound {
    @Parameter(0.5)
    double bound();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SOFT_SHRINK)
  interface SoftShrink {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SOFT_SHRINK_BOUND)
  interface SoftShrinkBound {
    @Parameter(0.5)
    double bound();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SHRINK_ONNX)
  interface ShrinkOnnx {
    @Parameter(0.5)
    double bound();

    @Parameter(0)
    double bias();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.HARD_SIGMOID)
  interface HardSigmoid {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.HARD_SIGMOID_THEANO)
  interface HardSigmoidTheano {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.HARD_SIGMOID_QUARTER)
  interface HardSigmoidQuarter {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.HARD_SIGMOID_ALPHA_BETA)
  interface HardSigmoidAlphaBeta {
    @Parameter(0.2)
    double alpha();

    @Parameter(0.5)
    double beta();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SPARSE_SIGMOID)
  interface SparseSigmoid {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.PLAN)
  interface Plan {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SONF)
  interface Sonf {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.ULTRA_FAST_SIGMOID)
  interface UltraFastSigmoid {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.HARD_SWISH)
  interface HardSwish {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.HARD_SWISH_ONNX)
  interface HardSwishOnnx {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.ABS)
  interface Abs {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SIGN)
  interface Sign {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.STEP)
  interface Step {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SQUARE)
  interface Square {}

  @SuppressWarnings("limen:undefined")
  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SQRT)
  interface Sqrt {}

  @SuppressWarnings("limen:undefined")
  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.POWER)
  interface Power {
    @Parameter(1)
    double alpha();

    @Parameter(1.5)
    double beta();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.EXP)
  interface Exp {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.EXPM1)
  interface Expm1 {}

  @SuppressWarnings("limen:undefined")
  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.LOG)
  interface Log {}

  @SuppressWarnings("limen:undefined")
  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.LOG1P)
  interface Log1p {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.ERF)
  interface Erf {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SIGMOID)
  interface Sigmoid {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.TANH)
  interface Tanh {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.LOG_SIGMOID)
  interface LogSigmoid {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SOFT_SIGN)
  interface SoftSign {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.TANH_SHRINK)
  interface TanhShrink {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.ELU)
  interface Elu {}

  @Activation(accuracy = Accuracy.HALF, kink = Kink.LEFT)
  @Formula(Formulas.ELU_ALPHA)
  interface EluAlpha {
    @Parameter(2)
    double alpha();
  }

  @Activation(accuracy = Accuracy.HALF, kink = Kink.LEFT)
  @Formula(Formulas.SELU)
  interface Selu {}

  @Activation(accuracy = Accuracy.HALF, kink = Kink.LEFT)
  @Formula(Formulas.SELU_ONNX)
  interface SeluOnnx {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.CELU)
  interface Celu {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.CELU_ALPHA)
  interface CeluAlpha {
    @Parameter(2)
    double alpha();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.GELU)
  interface Gelu {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.GELU_TANH)
  interface GeluTanh {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.GELU_QUICK)
  interface GeluQuick {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SILU)
  interface Silu {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SWISH)
  interface Swish {
    @Parameter(1)
    double beta();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.MISH)
  interface Mish {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SOFTPLUS)
  interface Softplus {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SOFTPLUS_PYTORCH)
  interface SoftplusPytorch {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SOFTPLUS_BETA)
  interface SoftplusBeta {
    @Parameter(2)
    double beta();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SQUARE_PLUS)
  interface SquarePlus {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SQUARE_PLUS_B)
  interface SquarePlusB {
    @Parameter(4)
    double b();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SMU)
  interface Smu {
    @Parameter(0.25)
    double alpha();

    @Parameter(1000000)
    double mu();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.SMU_1)
  interface Smu1 {
    @Parameter(0.25)
    double alpha();

    @Parameter(4.352665993287951e-9)
    double mu();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.DICE)
  interface Dice {
    @Parameter(0)
    double alpha();

    @Parameter(0)
    double mean();

    @Parameter(1)
    double variance();
  }

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.LISHT)
  interface Lisht {}

  @Activation(accuracy = Accuracy.HALF)
  @Formula(Formulas.LOG_COSH)
  interface LogCosh {}
}
