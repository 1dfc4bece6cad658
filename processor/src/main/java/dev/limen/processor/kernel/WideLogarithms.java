package dev.limen.processor.kernel;

import dev.limen.processor.approx.WidePolynomial;
import dev.limen.verify.Ball;

/**
 * The natural logarithm in double words: of {@code u = 2^n (1 + f)} it is {@code n ln 2 + s P(s^2)}
 * with {@code s = f/(2 + f)} and the Taylor polynomial P of 2 artanh(s)/s.
 */
final class WideLogarithms {

  private static final double LN2_1 = 0x1.62e42fefa39efp-1;
  private static final double LN2_2 = 0x1.abc9e3b39803fp-56;
  private static final double ROUND_TO_INTEGER = 0x1.8p52;

  /** Arguments are between its inverse and itself, times a power of two. */
  private static final double ROOT = Math.sqrt(2);

  /** Arguments below, which are not zero, have a scale. */
  private static final double LEAST = Double.MIN_NORMAL;

  private static final WidePolynomial SERIES =
      WidePolynomial.ofSeries(k -> Ball.of(2).dividedBy(2.0 * k + 1), 0.0295, 2);

  private final GraphBuilder graph;
  private final WideArithmetic arithmetic;
  private final WideExponentials exponentials;

  WideLogarithms(GraphBuilder graph, WideArithmetic arithmetic, WideExponentials exponentials) {
    this.graph = graph;
    this.arithmetic = arithmetic;
    this.exponentials = exponentials;
  }

  /** The integer n that leaves {@code u 2^-n} between the roots of 1/2 and 2, in low bits. */
  private Node exponentOf(Node u) {
    Node bits = graph.bitsSubtract(graph.toBits(u), graph.toBits(graph.constant(1 / ROOT)));
    return graph.shiftRight(bits, 52);
  }

  /** {@code u 2^-n}, though 2^-n may be no normal number. */
  private Wide scaledDown(Wide u, Node n) {
    Node half = graph.shiftRight(n, 1);
    Node zero = graph.bits(0);
    Node first = arithmetic.powerOfTwo(graph.bitsSubtract(zero, half));
    Node second = arithmetic.powerOfTwo(graph.bitsSubtract(half, n));
    return arithmetic.timesExactly(arithmetic.timesExactly(u, first), second);
  }

  /**
   * {@code log(1 + f) + n ln 2 + 2 log(scale)}.
   *
   * @param scale a power of two; null for 1
   */
  private Wide sum(Wide f, Node exponent, Node scale) {
    Wide s = arithmetic.dividedBy(f, arithmetic.plus(arithmetic.constant(2), f));
    Wide logarithm = arithmetic.times(s, arithmetic.evaluate(SERIES, arithmetic.times(s, s)));
    Node shift = exponent;
    if (scale != null) {
      Node half = arithmetic.exponentOf(scale);
      shift = graph.bitsAdd(shift, graph.bitsAdd(half, half));
    }
    Node rounder = graph.constant(ROUND_TO_INTEGER);
    Node n = graph.subtract(graph.fromBits(graph.bitsAdd(shift, graph.toBits(rounder))), rounder);
    Wide ln2 = new Wide(graph.constant(LN2_1), graph.constant(LN2_2), null);
    return arithmetic.plus(arithmetic.times(Wide.of(n), ln2), logarithm);
  }

  private Wide orNaN(Node mask, Wide value) {
    return arithmetic.select(mask, value, arithmetic.constant(Double.NaN));
  }

  /** log(u); NaN unless u is above 0 and finite, and tiny for its scale only. */
  Wide log(Wide u) {
    Node n = exponentOf(u.high());
    Wide significand = scaledDown(u.scaledBy(null), n);
    Wide f = arithmetic.plus(significand, arithmetic.constant(-1));
    Node isInDomain =
        graph.maskAnd(
            graph.less(graph.constant(LEAST), u.high()),
            graph.less(u.high(), graph.constant(Double.POSITIVE_INFINITY)));
    return orNaN(isInDomain, sum(f, n, u.scale()));
  }

  /** log(1 + u); NaN unless u is above -1 and finite. */
  Wide log1p(Wide u) {
    Wide whole = arithmetic.plus(arithmetic.constant(1), u);
    Node n = exponentOf(whole.high());
    // f = (u + 1)/scale^2 2^-n - 1 for the scale of the whole.
    Node down = graph.divide(graph.constant(1), arithmetic.scale(whole));
    Node unit = scaledDown(Wide.of(graph.multiply(down, down)), n).high();
    Node relative = graph.multiply(arithmetic.scale(u), down);
    Wide part = arithmetic.timesExactly(u.scaledBy(null), relative);
    part = scaledDown(arithmetic.timesExactly(part, relative), n);
    Wide f = arithmetic.plus(part, arithmetic.sum(unit, graph.constant(-1)));
    Node isInDomain =
        graph.maskAnd(
            graph.less(graph.constant(0), whole.high()),
            graph.less(whole.high(), graph.constant(Double.POSITIVE_INFINITY)));
    return exponentials.linearAtZero(u, orNaN(isInDomain, sum(f, n, whole.scale())));
  }

  /** log(1 + e^u). */
  Wide softplus(Wide u) {
    Wide tail = log1p(exponentials.exp(arithmetic.negate(arithmetic.abs(u))));
    Node isNegative = graph.less(u.high(), graph.constant(0));
    return arithmetic.select(isNegative, tail, arithmetic.plus(u, tail));
  }
}
