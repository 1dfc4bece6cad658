package dev.limen.runtime;

import java.lang.foreign.MemorySegment;

/** A kernel that reads its trainable parameters from an array, at the start of every call. */
public final class BoundFloatKernel implements TrainableFloatKernel {

  private final float[] parameters;
  private final RebindableFloatKernel kernel;

  /**
   * Called by generated code.
   *
   * @param kernel a kernel that nobody else has
   */
  public BoundFloatKernel(float[] parameters, RebindableFloatKernel kernel) {
    this.parameters = parameters;
    this.kernel = kernel;
  }

  @Override
  public float apply(float x) {
    kernel.bind(parameters);
    return kernel.apply(x);
  }

  @Override
  public float derivative(float x) {
    kernel.bind(parameters);
    return kernel.derivative(x);
  }

  @Override
  public void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
    kernel.bind(parameters);
    kernel.forward(x, xOffset, y, yOffset, length);
  }

  @Override
  public void backward(
      float[] x,
      int xOffset,
      float[] gradY,
      int gradYOffset,
      float[] gradX,
      int gradXOffset,
      int length) {
    kernel.bind(parameters);
    kernel.backward(x, xOffset, gradY, gradYOffset, gradX, gradXOffset, length);
  }

  @Override
  public void backward(
      float[] x,
      int xOffset,
      float[] gradY,
      int gradYOffset,
      float[] gradX,
      int gradXOffset,
      float[] gradParameters,
      int gradParametersOffset,
      int length) {
    kernel.bind(parameters);
    kernel.backward(
        x,
        xOffset,
        gradY,
        gradYOffset,
        gradX,
        gradXOffset,
        gradParameters,
        gradParametersOffset,
        length);
  }

  @Override
  public void forwardAndDerivative(
      float[] x, int xOffset, float[] y, int yOffset, float[] dydx, int dydxOffset, int length) {
    kernel.bind(parameters);
    kernel.forwardAndDerivative(x, xOffset, y, yOffset, dydx, dydxOffset, length);
  }

  @Override
  public void forward(MemorySegment x, MemorySegment y) {
    kernel.bind(parameters);
    kernel.forward(x, y);
  }

  @Override
  public void backward(MemorySegment x, MemorySegment gradY, MemorySegment gradX) {
    kernel.bind(parameters);
    kernel.backward(x, gradY, gradX);
  }

  /** Describes the kernel, with the values of the parameters when it was bound. */
  @Override
  public KernelInfo info() {
    return kernel.info();
  }
}
