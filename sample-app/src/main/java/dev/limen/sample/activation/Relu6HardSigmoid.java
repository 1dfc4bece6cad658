package dev.limen.sample.activation;

import dev.limen.Activation;
import dev.limen.Formula;

/** The hard sigmoid of MobileNetV3 (Howard et al. 2019), PyTorch and ONNX. */
@Activation
@Formula("clamp(x + 3, 0, 6)/6")
public interface Relu6HardSigmoid {}
