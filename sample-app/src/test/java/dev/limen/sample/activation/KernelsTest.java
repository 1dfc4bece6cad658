package dev.limen.sample.activation;

import dev.limen.VerifyKernels;

/** Asks Limen for the tests of the application's kernels. */
@VerifyKernels({
  TheanoHardSigmoid.class,
  Relu6HardSigmoid.class,
  BinaryHardSigmoid.class,
  QuarterHardSigmoid.class,
  Plan.class,
  HardSwish.class,
  Gelu.class,
  Swish.class,
  Smu.class,
  Elbow.class
})
final class KernelsTest {}
