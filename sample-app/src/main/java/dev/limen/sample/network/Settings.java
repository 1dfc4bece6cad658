package dev.limen.sample.network;

import java.util.List;

/**
 * How to train.
 *
 * @param hidden the number of neurons of each hidden layer
 * @param epochs how often each image is shown
 * @param batch how many images make a step
 * @param learningRate the size of the first step; the steps shrink to nothing until the end
 * @param seed decides the initial weights and the order of images
 */
public record Settings(
    List<Integer> hidden, int epochs, int batch, double learningRate, long seed) {

  public Settings {
    hidden = List.copyOf(hidden);
  }
}
