package dev.limen.sample.activation;

import dev.limen.Activation;
import dev.limen.Clamp;

/** The hard sigmoid of Theano and of Keras 1 and 2. */
@Activation
@Clamp(slope = 0.2, shift = 0.5, min = 0, max = 1)
public interface TheanoHardSigmoid {}
