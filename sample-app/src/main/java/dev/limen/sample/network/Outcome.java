package dev.limen.sample.network;

import java.util.List;
import java.util.Map;

/**
 * What came of a training.
 *
 * @param accuracy the part of the test images that is recognised
 * @param nanos the time that the training took
 * @param activationNanos the time spent in activations, forward and backward, over all threads
 * @param activations the number of values and derivatives computed in that time
 * @param learnt the values of each parameter of the activation that is learnt, layer by layer
 * @param preActivations what the activations are applied to in the trained network, batch by batch
 */
public record Outcome(
    double accuracy,
    long nanos,
    long activationNanos,
    long activations,
    Map<String, List<Float>> learnt,
    List<float[]> preActivations) {}
