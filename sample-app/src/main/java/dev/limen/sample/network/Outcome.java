package dev.limen.sample.network;

import java.util.List;

/**
 * What came of a training.
 *
 * @param accuracy the part of the test images that is recognised
 * @param nanos the time that the training took
 * @param activationNanos the time spent in activations, forward and backward, over all threads
 * @param activations the number of values and derivatives computed in that time
 * @param preActivations what the activations are applied to in the trained network, batch by batch
 */
public record Outcome(
    double accuracy,
    long nanos,
    long activationNanos,
    long activations,
    List<float[]> preActivations) {}
