package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.approx.Partition;
import dev.limen.processor.approx.SegmentTable;
import dev.limen.processor.approx.SegmentTable.Variable;

/** Lowers a {@link SegmentTable} to table look-ups and a polynomial by Horner's scheme. */
final class SegmentLookup {

  private final GraphBuilder graph;
  private final Node u;
  private Node segment;
  private Node distance;

  private SegmentLookup(GraphBuilder graph, Node u) {
    this.graph = graph;
    this.u = u;
  }

  /** The table at u, which must lie on its segments; elsewhere any number, and NaN for NaN. */
  static Node lower(GraphBuilder graph, SegmentTable table, Node u) {
    return new SegmentLookup(graph, u).lower(table);
  }

  private Node lower(SegmentTable table) {
    switch (table.partition()) {
      case Partition.Uniform uniform -> locate(uniform);
      case Partition.Binades binades -> locate(binades);
    }
    Node variable = table.variable() == Variable.DISTANCE ? graph.named("distance", distance) : u;
    Node sum = graph.lookup(table.coefficients().getLast(), segment);
    for (int power = table.degree() - 1; power >= 0; power--) {
      Node coefficient = graph.lookup(table.coefficients().get(power), segment);
      sum = graph.named("sum", graph.fma(sum, variable, coefficient));
    }
    return sum;
  }

  private void locate(Partition.Uniform uniform) {
    // Adding 1.5 * 2^23 (2^52) rounds to an integer and leaves it in the low bits.
    Node rounder = graph.constant(graph.precision() == Precision.F32 ? 0x1.8p23 : 0x1.8p52);
    Node shifted =
        graph.named("shifted", graph.fma(u, graph.constant(1 / uniform.step()), rounder));
    segment = graph.named("segment", graph.toBits(shifted));
    // The sign of a zero passes: 0 * -step is -0.
    distance = graph.fma(graph.subtract(shifted, rounder), graph.constant(-uniform.step()), u);
  }

  private void locate(Partition.Binades binades) {
    Node offset = graph.constant(binades.offset());
    Node bits = graph.toBits(graph.named("shifted", graph.add(u, offset)));
    segment = graph.named("segment", graph.shiftRightUnsigned(bits, binades.shift()));
    Node edge = graph.fromBits(graph.and(bits, graph.bits(-1L << binades.shift())));
    distance = graph.subtract(u, graph.subtract(graph.named("edge", edge), offset));
  }
}
