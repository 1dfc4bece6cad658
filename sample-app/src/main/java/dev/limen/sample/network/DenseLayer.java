package dev.limen.sample.network;

import java.util.random.RandomGenerator;

/**
 * A layer {@code z = x W + b}, whose weights and biases lie in the network's array of parameters:
 * the weights first, a row for each input.
 *
 * @param inputs the number of inputs
 * @param outputs the number of outputs
 * @param offset where its parameters begin
 */
record DenseLayer(int inputs, int outputs, int offset) {

  /** Returns where the parameters of the next layer begin. */
  int end() {
    return offset + (inputs + 1) * outputs;
  }

  private int biasOffset() {
    return offset + inputs * outputs;
  }

  Matrix weights(float[] parameters) {
    return Matrix.of(parameters, offset, inputs, outputs);
  }

  /** Computes z for some rows of x. */
  void forward(float[] parameters, Matrix x, Matrix z, MatrixProduct product) {
    product.multiply(x, weights(parameters), z);
    float[] data = z.data();
    int bias = biasOffset();
    for (int row = 0; row < z.rows(); row++) {
      int from = row * outputs;
      for (int j = 0; j < outputs; j++) {
        data[from + j] += parameters[bias + j];
      }
    }
  }

  /** Computes the gradient of weights and biases from the gradient of z. */
  void gradient(Matrix x, Matrix gradZ, float[] gradient, MatrixProduct product) {
    product.multiply(x.transposed(), gradZ, weights(gradient));
    int bias = biasOffset();
    for (int j = 0; j < outputs; j++) {
      float sum = 0;
      for (int row = 0; row < gradZ.rows(); row++) {
        sum += gradZ.data()[row * outputs + j];
      }
      gradient[bias + j] = sum;
    }
  }

  /** Computes the gradient of x from the gradient of z. */
  void backward(float[] parameters, Matrix gradZ, Matrix gradX, MatrixProduct product) {
    product.multiply(gradZ, weights(parameters).transposed(), gradX);
  }

  /**
   * Draws weights that give z mean 0 and deviation 1, where x has the given mean and deviation.
   *
   * <p>The mean of x matters: a hard sigmoid's is 1/2, and would push every z of the next layer far
   * out to where it is flat. The biases take it back.
   */
  void initialize(float[] parameters, Moments x, RandomGenerator random) {
    double deviation = 1 / (x.deviation() * Math.sqrt(inputs));
    for (int j = 0; j < outputs; j++) {
      double sum = 0;
      for (int i = 0; i < inputs; i++) {
        float weight = (float) (deviation * random.nextGaussian());
        parameters[offset + i * outputs + j] = weight;
        sum += weight;
      }
      parameters[biasOffset() + j] = (float) (-x.mean() * sum);
    }
  }
}
