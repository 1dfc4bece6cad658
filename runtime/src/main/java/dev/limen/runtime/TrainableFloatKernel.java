package dev.limen.runtime;

/**
 * The kernels of an activation function with parameters that training may change, over {@code
 * float}.
 *
 * <p>A kernel bound to an array of parameters reads them at the start of every call: a trainer
 * updates the array, and nothing is allocated. Calls must not run while the array is changed.
 */
public interface TrainableFloatKernel extends FloatKernel {

  /** How many sums run side by side: as many as elements fill 512 bits. */
  int SUM_LANES = 16;

  /** How many elements are summed before lanes are added up. */
  int SUM_BLOCK = 2048;

  /**
   * Computes {@code gradX = gradY * f'(x)}, as {@link #backward(float[], int, float[], int,
   * float[], int, int)} does, and in the same pass the gradient of each trainable parameter p: the
   * sum of {@code gradY * df/dp(x)} over all elements. They take the place of what is in {@code
   * gradParameters}, in the order in which the parameters are declared.
   *
   * <p>Sums are made in double, in an order that depends on nothing but the length, so that every
   * backend gives the same bits: elements that are left over when the length is divided by {@value
   * #SUM_LANES} first; then blocks of {@value #SUM_BLOCK}, of each the elements 0, {@value
   * #SUM_LANES}, ..., then 1, {@value #SUM_LANES} + 1, ..., and so on, each such sum added to the
   * whole.
   *
   * @throws IndexOutOfBoundsException if a range is outside its array
   * @throws IllegalArgumentException if arrays overlap otherwise than in place
   */
  void backward(
      float[] x,
      int xOffset,
      float[] gradY,
      int gradYOffset,
      float[] gradX,
      int gradXOffset,
      float[] gradParameters,
      int gradParametersOffset,
      int length);

  /** Does the same for every element of x, from the start of all arrays. */
  default void backward(float[] x, float[] gradY, float[] gradX, float[] gradParameters) {
    backward(x, 0, gradY, 0, gradX, 0, gradParameters, 0, x.length);
  }
}
