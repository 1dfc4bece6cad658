package dev.limen.processor.kernel;

import dev.limen.processor.approx.Partition;
import dev.limen.processor.approx.SegmentTable;
import dev.limen.processor.approx.SegmentTable.Variable;
import java.util.List;

/** Lowers a {@link SegmentTable} to table look-ups and a polynomial by Horner's scheme. */
final class SegmentLookup extends Lowering {

  private final Node u;
  private final Node low;
  private Node segment;
  private Node distance;
  private Node octave;
  private boolean isMirrored;

  private SegmentLookup(GraphBuilder graph, DoubleWord u) {
    super(graph);
    this.u = u.high();
    this.low = u.low();
  }

  /** The table at u, which must lie on its segments; elsewhere any number, and NaN for NaN. */
  static Node lower(GraphBuilder graph, SegmentTable table, Node u) {
    return lower(graph, table, new DoubleWord(u, null));
  }

  static Node lower(GraphBuilder graph, SegmentTable table, DoubleWord u) {
    return new SegmentLookup(graph, u).lower(table);
  }

  private Node lower(SegmentTable table) {
    switch (table.partition()) {
      case Partition.Uniform uniform -> locate(uniform);
      case Partition.Binades binades -> locate(binades);
      case Partition.Sides sides -> locate(sides);
      case Partition.Octaves octaves -> locate(octaves);
    }
    distance = low == null ? distance : graph.add(distance, low);
    Node variable = table.variable() == Variable.DISTANCE ? graph.named("distance", distance) : u;
    Node sum = coefficient(table, table.degree());
    for (int power = table.degree() - 1; power >= 0; power--) {
      Node coefficient = coefficient(table, power);
      sum = graph.named("sum", graph.fma(sum, variable, coefficient));
    }
    return table.partition() instanceof Partition.Octaves octaves ? scaled(sum, octaves) : sum;
  }

  private Node coefficient(SegmentTable table, int power) {
    List<Double> coefficients = table.coefficients().get(power);
    boolean isNegated = isMirrored && power % 2 == 1;
    return graph.lookup(
        isNegated ? coefficients.stream().map(c -> -c).toList() : coefficients, segment);
  }

  private void locate(Partition.Octaves octaves) {
    double step = octaves.periods().step();
    // The distance of -u from where it is mirrored saves a negation.
    isMirrored = u.opcode() == Opcode.NEGATE && low == null;
    Node argument = isMirrored ? u.first() : u;
    int sign = isMirrored ? -1 : 1;
    Node shifted = shifted(argument, sign * step);
    Node n = graph.subtract(shifted, rounder());
    Node rest = graph.fma(n, graph.constant(-sign * step), argument);
    distance = graph.fma(n, graph.constant(-sign * octaves.stepLow()), rest);
    octave = graph.toBits(shifted);
    segment = graph.named("segment", graph.bitsMax(octave, number(octaves.periods().first())));
  }

  /** Takes the power of two from a polynomial that follows the function down. */
  private Node scaled(Node sum, Partition.Octaves octaves) {
    boolean reachesRight = octaves.periods().first() + octaves.segments() > 1;
    Node falling = reachesRight ? graph.bitsMin(octave, number(0)) : octave;
    int shift = significandBits() + Integer.numberOfTrailingZeros(octaves.exponent());
    Node bias = graph.toBits(graph.constant(Math.scalb(1.0, Partition.Octaves.BIAS)));
    Node power = graph.fromBits(graph.bitsAdd(graph.shiftLeft(falling, shift), bias));
    Node value = graph.multiply(sum, graph.named("power", power));
    return graph.multiply(value, graph.constant(Math.scalb(1.0, -Partition.Octaves.BIAS)));
  }

  /** The bits of an integer as rounding leaves it. */
  private Node number(int n) {
    return graph.bits(graph.toBits(rounder()).immediate() + n);
  }

  /** Adding 1.5 * 2^23 (2^52) rounds to an integer and leaves it in the low bits. */
  private Node rounder() {
    return graph.constant(Math.scalb(1.5, significandBits()));
  }

  private Node shifted(Node argument, double step) {
    return graph.named("shifted", graph.fma(argument, graph.constant(1 / step), rounder()));
  }

  private void locate(Partition.Uniform uniform) {
    Node shifted = shifted(u, uniform.step());
    segment = graph.named("segment", graph.toBits(shifted));
    // The sign of a zero passes: 0 * -step is -0.
    distance = graph.fma(graph.subtract(shifted, rounder()), graph.constant(-uniform.step()), u);
  }

  private void locate(Partition.Binades binades) {
    Node bits = leading(binades, graph.constant(binades.offset()));
    segment = graph.named("segment", graph.shiftRightUnsigned(bits, binades.shift()));
  }

  private void locate(Partition.Sides sides) {
    Partition.Binades side = sides.side();
    Node sign = graph.signOf(u);
    Node offset = graph.fromBits(graph.or(sign, graph.toBits(graph.constant(side.offset()))));
    Node bits = leading(side, graph.named("offset", offset));
    Node place =
        graph.and(graph.shiftRightUnsigned(bits, side.shift()), graph.bits(side.segments() - 1L));
    int placeOfSide = Integer.numberOfTrailingZeros(side.segments());
    Node half = graph.shiftRightUnsigned(sign, graph.placeOfSign() - placeOfSide);
    segment = graph.named("segment", graph.or(place, half));
  }

  /** The bits of u + offset, the leading ones of which tell the segment. */
  private Node leading(Partition.Binades binades, Node offset) {
    Node bits = graph.toBits(graph.named("shifted", graph.add(u, offset)));
    Node edge = graph.and(bits, graph.bits(-1L << binades.shift()));
    if (binades.isCentred()) {
      edge = graph.or(edge, graph.bits(1L << (binades.shift() - 1)));
    }
    Node reference = graph.subtract(graph.named("edge", graph.fromBits(edge)), offset);
    distance = graph.subtract(u, reference);
    return bits;
  }
}
