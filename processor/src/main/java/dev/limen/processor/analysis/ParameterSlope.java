package dev.limen.processor.analysis;

import dev.limen.processor.formula.Expr;

/**
 * The derivative of a function with respect to a trainable parameter, as a function of x.
 *
 * @param parameter its name
 * @param expression the derivative
 * @param below the derivative towards negative infinity
 * @param above the derivative towards positive infinity
 * @param crossesZero whether it crosses zero away from x = 0
 */
public record ParameterSlope(
    String parameter, Expr expression, Tail below, Tail above, boolean crossesZero) {}
