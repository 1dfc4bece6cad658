package dev.limen.sample.network;

import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import dev.limen.sample.activation.BinaryHardSigmoidKernels;
import dev.limen.sample.activation.ElbowKernels;
import dev.limen.sample.activation.GeluKernels;
import dev.limen.sample.activation.HardSwishKernels;
import dev.limen.sample.activation.PlanKernels;
import dev.limen.sample.activation.QuarterHardSigmoidKernels;
import dev.limen.sample.activation.Relu6HardSigmoidKernels;
import dev.limen.sample.activation.SmuKernels;
import dev.limen.sample.activation.SwishKernels;
import dev.limen.sample.activation.TheanoHardSigmoidKernels;

/** The activations of the application in both precisions. */
@SuppressWarnings("ImmutableEnumChecker") // Kernels are immutable, which no annotation says.
enum Activations {
  THEANO(TheanoHardSigmoidKernels.F32, TheanoHardSigmoidKernels.F64),
  RELU6(Relu6HardSigmoidKernels.F32, Relu6HardSigmoidKernels.F64),
  BINARY(BinaryHardSigmoidKernels.F32, BinaryHardSigmoidKernels.F64),
  QUARTER(QuarterHardSigmoidKernels.F32, QuarterHardSigmoidKernels.F64),
  PLAN(PlanKernels.F32, PlanKernels.F64),
  HARDSWISH(HardSwishKernels.F32, HardSwishKernels.F64),
  GELU(GeluKernels.F32, GeluKernels.F64),
  SWISH(Activation.learning(SwishKernels.F32, SwishKernels::f32), SwishKernels.F64),
  SMU(SmuKernels.F32, SmuKernels.F64),
  ELBOW(ElbowKernels.F32, ElbowKernels.F64);

  private final Activation activation;
  private final DoubleKernel f64;

  Activations(FloatKernel f32, DoubleKernel f64) {
    this(Activation.fixed(f32), f64);
  }

  Activations(Activation activation, DoubleKernel f64) {
    this.activation = activation;
    this.f64 = f64;
  }

  Activation activation() {
    return activation;
  }

  DoubleKernel f64() {
    return f64;
  }
}
