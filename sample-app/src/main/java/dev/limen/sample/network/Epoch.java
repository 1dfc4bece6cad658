package dev.limen.sample.network;

import java.util.List;
import java.util.Map;

/**
 * What is told after each epoch.
 *
 * @param number the epoch, from 1
 * @param loss the mean loss of the images learnt from, while learning
 * @param accuracy the part of the test images that is recognised
 * @param learnt the values of each parameter of the activation that is learnt, layer by layer
 */
public record Epoch(int number, double loss, double accuracy, Map<String, List<Float>> learnt) {}
