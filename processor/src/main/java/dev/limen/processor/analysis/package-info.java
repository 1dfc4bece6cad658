/**
 * What can be known of a function before code is made of it: range, symmetry, monotonicity,
 * continuity, its behaviour towards the infinities, and where a formula is undefined or loses
 * accuracy.
 */
package dev.limen.processor.analysis;
