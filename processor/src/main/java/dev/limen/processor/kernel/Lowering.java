package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.approx.Polynomial;
import java.util.List;

/** What the families of elementary functions have in common. */
abstract class Lowering {

  final GraphBuilder graph;
  final Precision precision;

  Lowering(GraphBuilder graph) {
    this.graph = graph;
    this.precision = graph.precision();
  }

  /** The digits of the significand that are stored. */
  final int significandBits() {
    return precision == Precision.F32 ? 23 : 52;
  }

  /** The exponent field of 1. */
  final int exponentBias() {
    return precision == Precision.F32 ? 127 : 1023;
  }

  final double smallestNormal() {
    return precision == Precision.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
  }

  final Node one() {
    return graph.constant(1);
  }

  /** Horner's scheme. */
  final Node evaluate(Polynomial polynomial, Node u) {
    return evaluate(polynomial.coefficients(), u);
  }

  /** The same of coefficients from the constant one upwards. */
  final Node evaluate(List<Double> coefficients, Node u) {
    Node sum = graph.constant(coefficients.getLast());
    for (int i = coefficients.size() - 2; i >= 0; i--) {
      sum = graph.fma(sum, u, graph.constant(coefficients.get(i)));
    }
    return sum;
  }

  /** {@code (1 + e)^2}, with one rounding less than the square where e is small. */
  final Node onePlusSquared(Node e) {
    return graph.fma(e, graph.add(e, graph.constant(2)), one());
  }

  /** {@code -|u|}. */
  final Node negativeMagnitude(Node u) {
    return graph.fromBits(graph.or(graph.toBits(u), graph.signBit()));
  }

  /** What belongs to {@code |high|} as low does to high; null for null. */
  final Node lowOfMagnitude(Node high, Node low) {
    return new DoubleWord(high, low).magnitude(graph).low();
  }

  /** The power of two whose biased exponent is in the low bits. */
  final Node powerOfTwo(Node biasedExponent) {
    return graph.fromBits(graph.shiftLeft(biasedExponent, significandBits()));
  }

  /** The bit pattern of a constant. */
  final Node bitsOf(double value) {
    return graph.toBits(graph.constant(value));
  }

  /** A value that is scaled by {@link ExponentialFunctions.Decay#UNIT} where it is tiny. */
  final Scaled scaled(String name, Node value, Node isTiny) {
    Node scale = graph.select(isTiny, graph.constant(ExponentialFunctions.Decay.UNIT), one());
    return new Scaled(graph.named(name, value), graph.named("scale", scale));
  }

  /** {@code then} where {@code u < bound}, else {@code otherwise}; otherwise where u is NaN. */
  final Node selectBelow(Node u, double bound, Node then, Node otherwise) {
    return graph.select(graph.less(u, graph.constant(bound)), then, otherwise);
  }

  /** {@code then} where {@code u > bound}, else {@code otherwise}; otherwise where u is NaN. */
  final Node selectAbove(Node u, double bound, Node then, Node otherwise) {
    return graph.select(graph.less(graph.constant(bound), u), then, otherwise);
  }
}
