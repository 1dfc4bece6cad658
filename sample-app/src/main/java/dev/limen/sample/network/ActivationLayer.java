package dev.limen.sample.network;

import dev.limen.runtime.FloatKernel;

/** The activations of a layer of neurons for a few images, and the time that they take. */
final class ActivationLayer {
  private final FloatKernel kernel;
  private final int width;
  private final float[] z;
  private final float[] activation;
  private long nanos;
  private long elements;

  ActivationLayer(FloatKernel kernel, int width, int rows) {
    this.kernel = kernel;
    this.width = width;
    z = new float[rows * width];
    activation = new float[rows * width];
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

  /** Turns the gradient of the activations into that of z, in place. */
  void backward(Matrix gradient) {
    int length = gradient.rows() * width;
    long start = System.nanoTime();
    kernel.backward(z, 0, gradient.data(), 0, gradient.data(), 0, length);
    nanos += System.nanoTime() - start;
    elements += length;
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
