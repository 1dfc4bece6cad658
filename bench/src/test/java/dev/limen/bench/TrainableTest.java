package dev.limen.bench;

import dev.limen.VerifyKernels;

/** Asks Limen for the tests of the functions whose parameters are trained. */
@VerifyKernels({
  Trainable.Swish.class,
  Trainable.PRelu.class,
  Trainable.Smu.class,
  Trainable.Smu1.class,
  Trainable.Elu.class,
  Trainable.Celu.class,
  Trainable.Softplus.class,
  Trainable.Squareplus.class,
})
final class TrainableTest {}
