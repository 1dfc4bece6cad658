package dev.limen.sample.network;

import dev.limen.runtime.FloatKernel;
import dev.limen.runtime.ParameterSlope;
import dev.limen.runtime.TrainableFloatKernel;
import java.util.List;
import java.util.function.Function;

/**
 * What a network applies between its layers.
 *
 * @param kernel with the declared values of its parameters
 * @param learnt the parameters that are learnt with the weights, in each layer by itself
 * @param binding gives a kernel that reads them from an array
 */
public record Activation(
    FloatKernel kernel, List<String> learnt, Function<float[], ? extends FloatKernel> binding) {

  public Activation {
    learnt = List.copyOf(learnt);
  }

  /** One that stays as it is declared. */
  public static Activation fixed(FloatKernel kernel) {
    return new Activation(kernel, List.of(), _ -> kernel);
  }

  /** One whose trainable parameters are learnt, from the declared values on. */
  public static Activation learning(
      TrainableFloatKernel kernel, Function<float[], TrainableFloatKernel> binding) {
    List<String> parameters =
        kernel.info().parameterSlopes().stream().map(ParameterSlope::parameter).toList();
    return new Activation(kernel, parameters, binding);
  }

  /** The declared values of the parameters that are learnt. */
  public float[] start() {
    float[] values = new float[learnt.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = kernel.info().parameters().get(learnt.get(i)).floatValue();
    }
    return values;
  }

  /** The kernel that reads what is learnt from an array at each call. */
  public FloatKernel boundTo(float[] parameters) {
    return binding.apply(parameters);
  }
}
