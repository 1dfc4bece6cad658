package dev.limen.sample.network;

import java.util.ArrayList;
import java.util.List;

/** A run of a network over a few images, forward and backward: for one thread at a time. */
final class Pass {
  private final Network network;
  private final float[] inputs;
  private final int[] labels;
  private final List<ActivationLayer> hidden = new ArrayList<>();
  private final float[] scores;
  private final float[] gradient;
  private final float[][] gradActivation;
  private final MatrixProduct product = new MatrixProduct();
  private int rows;

  Pass(Network network, int capacity) {
    this.network = network;
    List<DenseLayer> layers = network.layers();
    inputs = new float[capacity * layers.getFirst().inputs()];
    labels = new int[capacity];
    for (int i = 0; i < layers.size() - 1; i++) {
      float[] learnt = network.activationParameters().get(i);
      hidden.add(
          new ActivationLayer(network.activation(), learnt, layers.get(i).outputs(), capacity));
    }
    scores = new float[capacity * layers.getLast().outputs()];
    gradient = new float[network.parameters().length];
    gradActivation = new float[hidden.size()][];
    for (int i = 0; i < gradActivation.length; i++) {
      gradActivation[i] = new float[capacity * layers.get(i).outputs()];
    }
  }

  /** The inputs, for the caller to fill before {@link #forward}. */
  float[] inputs() {
    return inputs;
  }

  /** The labels, for the caller to fill before {@link #backward}. */
  int[] labels() {
    return labels;
  }

  List<ActivationLayer> hidden() {
    return hidden;
  }

  /** Computes the scores of as many images as said. */
  Matrix forward(int images) {
    rows = images;
    float[] parameters = network.parameters();
    List<DenseLayer> layers = network.layers();
    for (int i = 0; i < hidden.size(); i++) {
      layers.get(i).forward(parameters, input(i), hidden.get(i).z(rows), product);
      hidden.get(i).forward(rows);
    }
    Matrix out = out();
    layers.getLast().forward(parameters, input(hidden.size()), out, product);
    return out;
  }

  /**
   * Computes the gradient of the loss, where each image counts with a weight, after {@link
   * #forward}.
   *
   * @return the sum of the losses of the images, not weighted
   */
  double backward(float weight) {
    float[] parameters = network.parameters();
    List<DenseLayer> layers = network.layers();
    Matrix gradZ = out();
    final double loss = SoftmaxCrossEntropy.lossAndGradient(gradZ, labels, weight);
    for (int i = hidden.size(); i >= 0; i--) {
      DenseLayer layer = layers.get(i);
      layer.gradient(input(i), gradZ, gradient, product);
      if (i > 0) {
        Matrix gradX = Matrix.of(gradActivation[i - 1], rows, layer.inputs());
        layer.backward(parameters, gradZ, gradX, product);
        hidden.get(i - 1).backward(gradX);
        gradZ = gradX;
      }
    }
    return loss;
  }

  /** The gradient of every weight and bias of the network: the array itself. */
  float[] gradient() {
    return gradient;
  }

  private Matrix input(int layer) {
    return layer == 0
        ? Matrix.of(inputs, rows, network.layers().getFirst().inputs())
        : hidden.get(layer - 1).activation(rows);
  }

  private Matrix out() {
    return Matrix.of(scores, rows, network.layers().getLast().outputs());
  }
}
