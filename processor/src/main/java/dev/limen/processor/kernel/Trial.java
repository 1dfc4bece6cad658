package dev.limen.processor.kernel;

/**
 * A kernel that was tried for a function or its derivative.
 *
 * @param target {@code value} or {@code derivative}
 * @param algorithm how it computes
 * @param cost what it costs, in the unit of the cost model: one fma of a vector
 * @param error the largest error found, in the measure of the contract; NaN where polynomials were
 *     seen to be too far off before they were measured
 */
public record Trial(String target, String algorithm, double cost, double error) {}
