package dev.limen.bench;

import dev.limen.Activation;
import dev.limen.BenchmarkKernels;
import dev.limen.Clamp;
import dev.limen.Formula;
import dev.limen.Piecewise;

/** Functions made of lines: what they cost is to read and write the arrays. */
@BenchmarkKernels({
  Hard.Relu.class,
  Hard.Relu6.class,
  Hard.LeakyRelu.class,
  Hard.HardTanh.class,
  Hard.HardSigmoid.class,
  Hard.Plan.class,
  Hard.HardSwish.class,
  Hard.SoftShrink.class,
})
final class Hard {
  private Hard() {}

  /** The rectifier. */
  @Activation
  @Clamp(min = 0)
  interface Relu {}

  /** The rectifier up to 6. */
  @Activation
  @Clamp(min = 0, max = 6)
  interface Relu6 {}

  /** The rectifier that lets a little through. */
  @Activation
  @Piecewise(
      breakpoints = 0,
      slopes = {0.01, 1},
      shifts = {0, 0})
  interface LeakyRelu {}

  /** The identity between -1 and 1. */
  @Activation
  @Clamp(min = -1, max = 1)
  interface HardTanh {}

  /** Theano's hard sigmoid. */
  @Activation
  @Clamp(slope = 0.2, shift = 0.5, min = 0, max = 1)
  interface HardSigmoid {}

  /** PLAN, a sigmoid of seven lines. */
  @Activation
  @Piecewise(
      breakpoints = {-5, -2.375, -1, 1, 2.375, 5},
      slopes = {0, 0.03125, 0.125, 0.25, 0.125, 0.03125, 0},
      shifts = {0, 0.15625, 0.375, 0.5, 0.625, 0.84375, 1},
      continuous = false)
  interface Plan {}

  /** MobileNetV3's swish. */
  @Activation
  @Formula("x * clamp(x + 3, 0, 6)/6")
  interface HardSwish {}

  /** What is left beyond 1/2. */
  @Activation
  @Formula("relu(x - 0.5) - relu(-x - 0.5)")
  interface SoftShrink {}
}
