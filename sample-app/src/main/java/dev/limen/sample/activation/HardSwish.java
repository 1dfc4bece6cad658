package dev.limen.sample.activation;

import dev.limen.Activation;
import dev.limen.Formula;

/** The swish of MobileNetV3 (Howard et al. 2019), with a hard sigmoid for its sigmoid. */
@Activation
@Formula("x * clamp(x + 3, 0, 6)/6")
public interface HardSwish {}
