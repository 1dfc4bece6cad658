/**
 * Approximations as data: polynomials and constants with their intervals and error bounds, and how
 * they were found.
 *
 * <p>Unless said otherwise, polynomials are minimax in the relative error of the function that they
 * serve, with rounded coefficients, as {@link dev.limen.processor.approx.Minimax} finds them; those
 * of high degree were found by the same algorithm with 40 decimal digits and more.
 */
package dev.limen.processor.approx;
