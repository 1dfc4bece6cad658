package dev.limen.runtime;

/**
 * The derivative of a function with respect to a trainable parameter, as kernels compute it before
 * they sum it.
 *
 * @param parameter the name of the parameter
 * @param contract the largest error allowed: mostly an absolute one, for sums show no other
 * @param certificate the measured error, with the declared parameter values
 */
public record ParameterSlope(String parameter, Contract contract, Certificate certificate) {}
