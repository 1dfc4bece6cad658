package dev.limen.runtime;

/** What {@link BoundFloatKernel} needs of a generated kernel, and nobody else. */
public interface RebindableFloatKernel extends TrainableFloatKernel {

  /**
   * Changes the values of the trainable parameters.
   *
   * @param parameters the values, in the order in which the parameters are declared
   * @throws IllegalArgumentException if one is NaN or infinite
   */
  void bind(float[] parameters);
}
