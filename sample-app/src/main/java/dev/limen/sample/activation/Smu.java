package dev.limen.sample.activation;

import dev.limen.Accuracy;
import dev.limen.Activation;
import dev.limen.Formula;
import dev.limen.Parameter;

/**
 * The smooth maximum unit (Biswas et al. 2022): a smooth max(x, alpha*x), with alpha and mu held
 * fixed.
 */
@Activation(accuracy = Accuracy.FAST)
@Formula("((1 + alpha)*x + (1 - alpha)*x*erf(mu*(1 - alpha)*x))/2")
public interface Smu {
  /** The slope far on the left. */
  @Parameter(value = 0.25, trainable = false)
  double alpha();

  /** How sharply it bends. */
  @Parameter(value = 1.0, trainable = false)
  double mu();
}
