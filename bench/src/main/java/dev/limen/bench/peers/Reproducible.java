package dev.limen.bench.peers;

import dev.limen.Formula;
import dev.limen.Formulas;
import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;

/** The compared functions with one algorithm for all lane widths: what the same bits cost. */
final class Reproducible {
  private Reproducible() {}

  @dev.limen.Activation(reproducible = true)
  @Formula(Formulas.TANH)
  interface Tanh {}

  @dev.limen.Activation(reproducible = true)
  @Formula(Formulas.SIGMOID)
  interface Sigmoid {}

  @dev.limen.Activation(reproducible = true)
  @Formula(Formulas.GELU)
  interface Gelu {}

  @dev.limen.Activation(reproducible = true)
  @Formula(Formulas.GELU_TANH)
  interface GeluTanh {}

  @dev.limen.Activation(reproducible = true)
  @Formula(Formulas.SILU)
  interface Silu {}

  @dev.limen.Activation(reproducible = true)
  @Formula(Formulas.MISH)
  interface Mish {}

  @dev.limen.Activation(reproducible = true)
  @Formula(Formulas.SOFTPLUS)
  interface Softplus {}

  @dev.limen.Activation(reproducible = true)
  @Formula(Formulas.ELU)
  interface Elu {}

  @dev.limen.Activation(reproducible = true)
  @Formula(Formulas.HARD_SWISH)
  interface HardSwish {}

  @dev.limen.Activation(reproducible = true)
  @Formula(Formulas.HARD_SIGMOID)
  interface HardSigmoid {}

  @dev.limen.Activation(reproducible = true)
  @Formula(Formulas.RELU6)
  interface Relu6 {}

  @dev.limen.Activation(reproducible = true)
  @Formula(Formulas.RELU)
  interface Relu {}

  static FloatKernel floats(Activation activation) {
    return switch (activation) {
      case TANH -> Reproducible_TanhKernels.F32;
      case SIGMOID -> Reproducible_SigmoidKernels.F32;
      case GELU -> Reproducible_GeluKernels.F32;
      case GELU_TANH -> Reproducible_GeluTanhKernels.F32;
      case SILU -> Reproducible_SiluKernels.F32;
      case MISH -> Reproducible_MishKernels.F32;
      case SOFTPLUS -> Reproducible_SoftplusKernels.F32;
      case ELU -> Reproducible_EluKernels.F32;
      case HARD_SWISH -> Reproducible_HardSwishKernels.F32;
      case HARD_SIGMOID -> Reproducible_HardSigmoidKernels.F32;
      case RELU6 -> Reproducible_Relu6Kernels.F32;
      case RELU -> Reproducible_ReluKernels.F32;
    };
  }

  static DoubleKernel doubles(Activation activation) {
    return switch (activation) {
      case TANH -> Reproducible_TanhKernels.F64;
      case SIGMOID -> Reproducible_SigmoidKernels.F64;
      case GELU -> Reproducible_GeluKernels.F64;
      case GELU_TANH -> Reproducible_GeluTanhKernels.F64;
      case SILU -> Reproducible_SiluKernels.F64;
      case MISH -> Reproducible_MishKernels.F64;
      case SOFTPLUS -> Reproducible_SoftplusKernels.F64;
      case ELU -> Reproducible_EluKernels.F64;
      case HARD_SWISH -> Reproducible_HardSwishKernels.F64;
      case HARD_SIGMOID -> Reproducible_HardSigmoidKernels.F64;
      case RELU6 -> Reproducible_Relu6Kernels.F64;
      case RELU -> Reproducible_ReluKernels.F64;
    };
  }
}
