package dev.limen.runtime;

/**
 * The error that was measured of a kernel while it was compiled, over a stratified sample of its
 * inputs: every binade, both signs, every breakpoint and seam with its neighbours, special values.
 *
 * @param maxError the largest error found, in the measure of the contract
 * @param maxUlp the largest error found, as {@link Contract.Measure#ULP} measures it: for a
 *     contract in that measure the same; for others a supplement, found at another input perhaps
 * @param worstInput the input of the largest error, in the measure of the contract
 * @param samples the number of inputs tried
 */
public record Certificate(double maxError, double maxUlp, double worstInput, long samples) {}
