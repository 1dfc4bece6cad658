/**
 * Approximations as data: polynomials and constants with their intervals and error bounds, and how
 * they were found.
 *
 * <p>Unless said otherwise, polynomials are minimax in the relative error of the function that they
 * serve: found by Remez's exchange algorithm on Chebyshev grids with 40 decimal digits, then
 * rounded one coefficient at a time, the most influential first, fitting the remaining ones again
 * after each.
 */
package dev.limen.processor.approx;
