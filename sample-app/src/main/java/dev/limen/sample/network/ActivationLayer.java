package dev.limen.sample.network;

import dev.limen.runtime.FloatKernel;
import dev.limen.runtime.TrainableFloatKernel;

/** The activations of a layer of neurons for a few images, and the time that they take. */
final class ActivationLayer {
  private final FloatKernel kernel;
  private final int width;
  private final float[] z;
  private final float[] activation;
  private final float[] gradient;
  private long nanos;
  private long elements;

  /**
   * Creates a layer.
   *
   * @param parameters what is learnt of the activation
   */
  ActivationLayer(Activation activation, float[] parameters, int width, int rows) {
    kernel = activation.boundTo(parameters);
    gradient = new float[parameters.length];
    this.width = width;
    z = new float[rows * width];
    this.activation = new float[rows * width];
  }

  /** What the layer of weights before writes. */
  Matrix z(int rows) {
    return Matrix.of(z, rows, width);
  }

  /** What the layer of weights behind reads. */
  Matrix activation(int rows) {
    return Matrix.of(activation, rows, width);
  }

  void forward(int rows) {
    long start = System.nanoTime();
    kernel.forward(z, 0, activation, 0, rows * width);
    nanos += System.nanoTime() - start;
    elements += (long) rows * width;
  }

  /**
   * Turns the gradient of the activations into that of z, in place, and into that of what is
   * learnt.
   */
  void backward(Matrix gradY) {
    int length = gradY.rows() * width;
    long start = System.nanoTime();
    float[] data = gradY.data();
    if (gradient.length > 0) {
      ((TrainableFloatKernel) kernel).backward(z, 0, data, 0, data, 0, gradient, 0, length);
    } else {
      kernel.backward(z, 0, data, 0, data, 0, length);
    }
    nanos += System.nanoTime() - start;
    elements += length;
  }

  /** The gradient of what is learnt: the array itself. */
  float[] gradient() {
    return gradient;
  }

  /** The time spent in kernels so far. */
  long nanos() {
    return nanos;
  }

  /** The number of values and derivatives computed so far. */
  long elements() {
    return elements;
  }
}
