/**
 * A multilayer perceptron in plain Java. Its activations, forward and backward, are generated
 * kernels and nothing else.
 */
package dev.limen.sample.network;
