/**
 * Checks of kernels against their specs: error sweeps, gradients, special values, bit identity; and
 * the arithmetic with proven error bounds that they stand on. No test framework.
 */
package dev.limen.verify;
