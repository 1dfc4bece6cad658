package dev.limen.sample.activation;

import dev.limen.Activation;
import dev.limen.Clamp;

/**
 * The hard sigmoid of "Noisy Activation Functions" (Gulcehre et al. 2016): the tangent of the
 * sigmoid at 0.
 */
@Activation
@Clamp(slope = 0.25, shift = 0.5, min = 0, max = 1)
public interface QuarterHardSigmoid {}
