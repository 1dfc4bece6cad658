/** Every function of {@link dev.limen.Formulas} in every tier of accuracy. */
package dev.limen.bench.catalogue;
