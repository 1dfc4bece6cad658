/**
 * Benchmarks: kernels of the usual activation functions, each against a copy of the same size and
 * against a plain loop over {@code Math}.
 */
package dev.limen.bench;
