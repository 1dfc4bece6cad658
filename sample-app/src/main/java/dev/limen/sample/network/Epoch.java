package dev.limen.sample.network;

/**
 * What is told after each epoch.
 *
 * @param number the epoch, from 1
 * @param loss the mean loss of the images learnt from, while learning
 * @param accuracy the part of the test images that is recognised
 */
public record Epoch(int number, double loss, double accuracy) {}
