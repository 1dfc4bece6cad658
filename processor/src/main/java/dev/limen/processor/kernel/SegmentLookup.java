package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.approx.SegmentTable;

/** Lowers a {@link SegmentTable} to table look-ups and a polynomial by Horner's scheme. */
final class SegmentLookup {

  private SegmentLookup() {}

  /** The table at u, which must lie on its segments; elsewhere any number, and NaN for NaN. */
  static Node lower(GraphBuilder graph, SegmentTable table, Node u) {
    // Adding 1.5 * 2^23 (2^52) rounds to an integer and leaves it in the low bits.
    Node rounder = graph.constant(graph.precision() == Precision.F32 ? 0x1.8p23 : 0x1.8p52);
    Node shifted = graph.named("shifted", graph.fma(u, graph.constant(1 / table.step()), rounder));
    Node segment = graph.named("segment", graph.toBits(shifted));
    Node distance =
        graph.named(
            "distance",
            graph.fma(graph.subtract(rounder, shifted), graph.constant(table.step()), u));
    Node sum = graph.lookup(table.coefficients().getLast(), segment);
    for (int power = table.degree() - 1; power >= 0; power--) {
      Node coefficient = graph.lookup(table.coefficients().get(power), segment);
      sum = graph.named("sum", graph.fma(sum, distance, coefficient));
    }
    return sum;
  }
}
