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
  private Node segmentOfHalf;
  private Node octave;
  private Node zero;
  private boolean isMirrored;

  private SegmentLookup(GraphBuilder graph, DoubleWord u) {
    super(graph);
    this.u = u.high();
    this.low = u.low();
  }

  /**
   * The table at u, for polynomials in u itself on open segments.
   *
   * @param like a number that has the segment of u where that matters, and is there earlier
   */
  static Node lower(GraphBuilder graph, SegmentTable table, Node u, Node like) {
    return new SegmentLookup(graph, new DoubleWord(like, null)).lower(table, u);
  }

  /** The table at u, which must lie on its segments; elsewhere any number, and NaN for NaN. */
  static Node lower(GraphBuilder graph, SegmentTable table, Node u) {
    return lower(graph, table, new DoubleWord(u, null));
  }

  static Node lower(GraphBuilder graph, SegmentTable table, DoubleWord u) {
    return new SegmentLookup(graph, u).lower(table, u.high());
  }

  private Node lower(SegmentTable table, Node argument) {
    switch (table.partition()) {
      case Partition.Uniform uniform -> locate(uniform);
      case Partition.Binades binades -> locate(binades);
      case Partition.Sides sides -> locate(sides);
      case Partition.Octaves octaves -> locate(octaves);
    }
    distance = low == null ? distance : graph.add(distance, low);
    Node variable =
        table.variable() == Variable.DISTANCE ? graph.named("distance", distance) : argument;
    Node sum = coefficient(table, table.degree());
    for (int power = table.degree() - 1; power >= 0; power--) {
      Node coefficient = coefficient(table, power);
      sum = graph.named("sum", graph.fma(sum, variable, coefficient));
    }
    return table.partition() instanceof Partition.Octaves octaves ? scaled(sum, octaves) : sum;
  }

  private Node coefficient(SegmentTable table, int power) {
    List<Double> coefficients = table.coefficients().get(power);
    if (isMirrored && power % 2 == 1) {
      coefficients = coefficients.stream().map(c -> -c).toList();
    }
    if (table.partition() instanceof Partition.Octaves octaves) {
      int bias = octaves.bias();
      coefficients = coefficients.stream().map(c -> Math.scalb(c, -bias)).toList();
    }
    boolean isOfHalf = coefficients.size() < table.partition().segments();
    return graph.lookup(coefficients, isOfHalf ? segmentOfHalf : segment);
  }

  private void locate(Partition.Octaves octaves) {
    double step = octaves.periods().step();
    // The distance of -u from where it is mirrored saves a negation.
    isMirrored = u.opcode() == Opcode.NEGATE && low == null;
    Node argument = isMirrored ? u.first() : u;
    int sign = isMirrored ? -1 : 1;
    // With the bias in the low bits, these are an exponent as they are.
    int biased = (exponentBias() + octaves.bias()) / octaves.exponent();
    Node rounder = graph.constant(Math.scalb(1.5, significandBits()) + biased);
    Node shifted =
        graph.named("shifted", graph.fma(argument, graph.constant(sign / step), rounder));
    Node n = graph.subtract(shifted, rounder);
    distance = graph.fma(n, graph.constant(-sign * step), argument);
    if (octaves.stepLow() != 0) {
      distance = graph.fma(n, graph.constant(-sign * octaves.stepLow()), distance);
    }
    octave = graph.toBits(shifted);
    zero = graph.toBits(rounder);
    segment = graph.named("segment", graph.bitsMax(octave, number(octaves.periods().first())));
    segmentOfHalf = graph.bitsMax(octave, number(octaves.firstOfHalf()));
  }

  /** Takes the power of two from a polynomial that follows the function down. */
  private Node scaled(Node sum, Partition.Octaves octaves) {
    boolean reachesRight = octaves.periods().first() + octaves.segments() > 1;
    Node falling = reachesRight ? graph.bitsMin(octave, number(0)) : octave;
    int shift = significandBits() + Integer.numberOfTrailingZeros(octaves.exponent());
    Node power = graph.fromBits(graph.shiftLeft(falling, shift));
    return graph.multiply(sum, graph.named("power", power));
  }

  /** The bits of the number of an octave. */
  private Node number(int n) {
    return graph.bits(zero.immediate() + n);
  }

  /** Adding 1.5 * 2^23 (2^52) rounds to an integer and leaves it in the low bits. */
  private Node rounder() {
    return graph.constant(Math.scalb(1.5, significandBits()));
  }

  private Node shifted(Node argument, double step) {
    return graph.named("shifted", graph.fma(argument, graph.constant(1 / step), rounder()));
  }

  private void locate(Partition.Uniform uniform) {
    double step = uniform.step();
    // Sums with numbers that are multiples of a power of two are, and have n in their low bits.
    boolean isMultiple = step == Math.scalb(1.0, Math.getExponent(step));
    Node rounder =
        isMultiple ? graph.constant(Math.scalb(1.5, significandBits()) * step) : rounder();
    Node shifted = isMultiple ? graph.named("shifted", graph.add(u, rounder)) : shifted(u, step);
    segment = graph.toBits(shifted);
    if (uniform.isOpen()) {
      long first = graph.toBits(rounder).immediate() + uniform.first();
      segment = graph.bitsMax(segment, graph.bits(first));
      segment = graph.bitsMin(segment, graph.bits(first + uniform.segments() - 1));
    }
    graph.named("segment", segment);
    Node n = graph.subtract(graph.fromBits(segment), rounder);
    // The sign of a zero passes: 0 * -step is -0.
    distance = isMultiple ? graph.subtract(u, n) : graph.fma(n, graph.constant(-step), u);
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
