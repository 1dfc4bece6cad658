package dev.limen.sample.activation;

import dev.limen.Activation;
import dev.limen.Clamp;

/** The hard sigmoid of BinaryConnect (Courbariaux et al. 2015). */
@Activation
@Clamp(slope = 0.5, shift = 0.5, min = 0, max = 1)
public interface BinaryHardSigmoid {}
