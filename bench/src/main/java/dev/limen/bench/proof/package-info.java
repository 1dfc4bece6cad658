/**
 * The proof: every kernel of the catalogue at all 2^32 floats, value and derivative. {@link
 * dev.limen.bench.proof.Proof} is the command.
 */
package dev.limen.bench.proof;
