package dev.limen.processor.kernel;

import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract;

/**
 * The kernel of a derivative with respect to a parameter.
 *
 * @param parameter its name
 * @param slope x to the derivative
 * @param term x and the upstream gradient to its product with the derivative, which is summed
 * @param contract the error allowed
 * @param certificate the error measured
 */
public record ParameterKernel(
    String parameter, Graph slope, Graph term, Contract contract, Certificate certificate) {}
