package dev.limen.sample.activation;

import dev.limen.Accuracy;
import dev.limen.Activation;
import dev.limen.Formula;
import dev.limen.Parameter;

/** Swish (Ramachandran et al. 2017); with a beta of 1 it is the sigmoid linear unit, SiLU. */
@Activation(accuracy = Accuracy.FAST)
@Formula("x * sigmoid(beta*x)")
public interface Swish {
  /** How sharply it bends. */
  @Parameter(1.0)
  double beta();
}
