package dev.limen.sample.network;

import dev.limen.runtime.FloatKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A multilayer perceptron: layers of weights, and one activation between them. */
final class Network {
  private final List<DenseLayer> layers;
  private final FloatKernel activation;
  private final float[] parameters;

  /**
   * Draws the initial weights.
   *
   * @param widths the number of inputs, of neurons of each hidden layer, and of outputs
   */
  Network(List<Integer> widths, FloatKernel activation, RandomGenerator random) {
    List<DenseLayer> stack = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i + 1 < widths.size(); i++) {
      DenseLayer layer = new DenseLayer(widths.get(i), widths.get(i + 1), offset);
      stack.add(layer);
      offset = layer.end();
    }
    layers = List.copyOf(stack);
    parameters = new float[offset];
    this.activation = activation;

    Moments hidden = Moments.of(activation);
    for (DenseLayer layer : layers) {
      layer.initialize(parameters, layer == layers.getFirst() ? Moments.STANDARD : hidden, random);
    }
  }

  List<DenseLayer> layers() {
    return layers;
  }

  FloatKernel activation() {
    return activation;
  }

  /** All weights and biases: the array itself. */
  float[] parameters() {
    return parameters;
  }
}
