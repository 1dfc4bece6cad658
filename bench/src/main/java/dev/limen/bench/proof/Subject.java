package dev.limen.bench.proof;

import dev.limen.bench.catalogue.Catalogue;
import dev.limen.runtime.FloatKernel;
import dev.limen.verify.Reference;
import java.util.stream.Stream;

/**
 * A kernel to be proven.
 *
 * @param name the function
 * @param tier the accuracy
 * @param kernel the kernel
 * @param reference the function itself
 */
record Subject(String name, String tier, FloatKernel kernel, Reference reference) {

  /** The catalogue, tier by tier. */
  static Stream<Subject> all() {
    return Catalogue.entries()
        .map(entry ->
            new Subject(entry.name(), entry.tier().name(), entry.floats(), entry.reference()));
  }

  @Override
  public String toString() {
    return tier + " " + name;
  }
}
