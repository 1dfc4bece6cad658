package dev.limen.sample.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A multilayer perceptron: layers of weights, and one activation between them. */
final class Network {
  private final List<DenseLayer> layers;
  private final Activation activation;
  private final float[] parameters;
  private final List<float[]> activationParameters;

  /**
   * Draws the initial weights.
   *
   * @param widths the number of inputs, of neurons of each hidden layer, and of outputs
   */
  Network(List<Integer> widths, Activation activation, RandomGenerator random) {
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
    activationParameters = Stream.generate(activation::start).limit(layers.size() - 1L).toList();

    Moments hidden = Moments.of(activation.kernel());
    for (DenseLayer layer : layers) {
      layer.initialize(parameters, layer == layers.getFirst() ? Moments.STANDARD : hidden, random);
    }
  }

  List<DenseLayer> layers() {
    return layers;
  }

  Activation activation() {
    return activation;
  }

  /** All weights and biases: the array itself. */
  float[] parameters() {
    return parameters;
  }

  /** What each hidden layer's activation is bound to: the arrays themselves. */
  List<float[]> activationParameters() {
    return activationParameters;
  }

  /** The values of each parameter that is learnt, layer by layer. */
  Map<String, List<Float>> learnt() {
    Map<String, List<Float>> values = new LinkedHashMap<>();
    for (int i = 0; i < activation.learnt().size(); i++) {
      int index = i;
      values.put(
          activation.learnt().get(i),
          activationParameters.stream().map(layer -> layer[index]).toList());
    }
    return values;
  }
}
