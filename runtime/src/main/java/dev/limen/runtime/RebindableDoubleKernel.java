package dev.limen.runtime;

/** What {@link BoundDoubleKernel} needs of a generated kernel, and nobody else. */
public interface RebindableDoubleKernel extends TrainableDoubleKernel {

  /**
   * Changes the values of the trainable parameters.
   *
   * @param parameters the values, in the order in which the parameters are declared
   * @throws IllegalArgumentException if one is NaN or infinite
   */
  void bind(double[] parameters);
}
