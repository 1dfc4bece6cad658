package dev.limen.processor.kernel;

import dev.limen.processor.approx.Exponential;
import dev.limen.processor.approx.Logarithm;
import dev.limen.processor.approx.Polynomial;

/** The natural logarithm. */
final class LogarithmicFunctions extends Lowering {

  /** Below it log(1 + u) is u. */
  private static final double TINY = 0x1p-60;

  private final Logarithm data;
  private final Exponential exponential;

  LogarithmicFunctions(GraphBuilder graph) {
    super(graph);
    this.data = Logarithm.of(precision);
    this.exponential = Exponential.of(precision);
  }

  /** log(1 + f) - f, for the f that p is made for. */
  private Node correction(Node f, Polynomial p, Node addend) {
    Node s = graph.divide(f, graph.add(f, graph.constant(2)));
    Node square = graph.multiply(s, s);
    Node rest = graph.fma(graph.negate(square), evaluate(p, square), f);
    return graph.fma(graph.negate(s), rest, addend);
  }

  /** log(1 + e), e in [0, 1]. */
  Node softplusTail(Node e) {
    return graph.named("logarithm", correction(e, data.softplus(), e));
  }

  /** The exponent n that leaves {@code u 2^-n} between sqrt(1/2) and sqrt(2), as an integer. */
  private Node exponentOf(Node u) {
    Node bits = graph.bitsSubtract(graph.toBits(u), bitsOf(Math.sqrt(0.5)));
    return graph.named("exponent", graph.shiftRight(bits, significandBits()));
  }

  private Node integer(Node exponent, Node rounder) {
    Node biased = graph.bitsAdd(exponent, bitsOf(exponential.roundToInteger()));
    return graph.subtract(graph.fromBits(biased), rounder);
  }

  /** {@code log(1 + f) + (n - offset) ln 2}; offset null for 0. */
  private Node sum(Node f, Node exponent, Node rounder) {
    Node n = integer(exponent, rounder);
    Node low = graph.multiply(n, graph.constant(exponential.ln2Low()));
    Node high = graph.fma(n, graph.constant(exponential.ln2High()), f);
    return graph.add(high, correction(f, data.log(), low));
  }

  /**
   * {@code u = (1 + f) 2^n}.
   *
   * @param f between sqrt(1/2) - 1 and sqrt(2) - 1
   * @param exponent n, and the digits that a subnormal u was shifted by
   * @param rounder what makes n of the exponent put into the low bits of a number
   */
  private record Split(Node f, Node exponent, Node rounder) {}

  private Split split(Node u) {
    int digits = significandBits() + 1;
    Node one = one();
    Node rounder = graph.constant(exponential.roundToInteger());
    Node isSubnormal = graph.less(u, graph.constant(smallestNormal()));
    Node normal =
        graph.select(isSubnormal, graph.multiply(u, graph.constant(Math.scalb(1.0, digits))), u);
    rounder =
        graph.select(isSubnormal, graph.constant(exponential.roundToInteger() + digits), rounder);
    Node exponent = exponentOf(normal);
    Node power = graph.shiftLeft(exponent, significandBits());
    Node f = graph.subtract(graph.fromBits(graph.bitsSubtract(graph.toBits(normal), power)), one);
    return new Split(graph.named("reduced", f), exponent, rounder);
  }

  Node log(Node u) {
    Split split = split(u);
    Node value = sum(split.f(), split.exponent(), split.rounder());
    return graph.named("log", special(u, 0, value));
  }

  /** The logarithm of a finite number above 0 as a double-word. */
  DoubleWord doubleWordLog(Node u) {
    Split split = split(u);
    Node f = split.f();
    Node n = integer(split.exponent(), split.rounder());

    // s = f/(2 + f)
    Node two = graph.constant(2);
    Node denominator = graph.add(f, two);
    Node denominatorLow = graph.subtract(f, graph.subtract(denominator, two));
    Node inverse = graph.divide(one(), denominator);
    Node s = graph.named("quotient", graph.multiply(f, inverse));
    Node rest = graph.fma(graph.negate(s), denominator, f);
    rest = graph.fma(graph.negate(s), denominatorLow, rest);
    Node sLow = graph.multiply(rest, inverse);

    // y = 2/3 s^2 + s^4 q(s^2)
    Node square = graph.multiply(s, s);
    Node squareLow = graph.fma(graph.add(s, s), sLow, productError(s, s, square));
    Node third = graph.constant(data.twoThirdsHigh());
    Node y = graph.multiply(square, third);
    Node yLow =
        graph.fma(square, graph.constant(data.twoThirdsLow()), productError(square, third, y));
    yLow = graph.fma(squareLow, third, yLow);
    yLow = graph.fma(graph.multiply(square, square), evaluate(data.power(), square), yLow);

    // 2 s + s y + n ln 2
    Node term = graph.multiply(s, y);
    Node low = graph.fma(s, yLow, productError(s, y, term));
    low = graph.fma(sLow, graph.add(y, two), low);
    DoubleWord logarithm = sumOfOrdered(graph.add(s, s), term);
    low = graph.add(low, logarithm.low());
    Node ln2 = graph.constant(exponential.ln2High());
    Node multiple = graph.multiply(n, ln2);
    Node multipleLow =
        graph.fma(n, graph.constant(exponential.ln2Low()), productError(n, ln2, multiple));
    DoubleWord sum = sumOfOrdered(multiple, logarithm.high());
    low = graph.add(graph.add(low, multipleLow), sum.low());
    return sumOfOrdered(sum.high(), low);
  }

  /** {@code a b - product} for the rounded product of two. */
  private Node productError(Node a, Node b, Node product) {
    return graph.fma(a, b, graph.negate(product));
  }

  /** The exact sum, where {@code |a| >= |b|} or a is 0. */
  private DoubleWord sumOfOrdered(Node a, Node b) {
    Node high = graph.add(a, b);
    return new DoubleWord(high, graph.subtract(b, graph.subtract(high, a)));
  }

  /** log(1 + u); NaN below -1, -infinity at -1. */
  Node log1p(Node u) {
    Node exponent = exponentOf(graph.add(one(), u));
    Node f = reduced(u, one(), exponent);
    Node value = sum(f, exponent, graph.constant(exponential.roundToInteger()));
    value = special(u, -1, value);
    return graph.named("log1p", selectBelow(graph.abs(u), TINY, u, value));
  }

  /** log(1 + v^2), though the square overflow. */
  Node log1pOfSquare(Node v) {
    // Of large v a square is taken that is smaller by 2^(2 shift), and the 1 does not count.
    int shift = exponentBias() / 2 + 1;
    Node magnitude = graph.abs(v);
    Node isLarge = graph.less(graph.constant(Math.scalb(1.0, shift - 3)), magnitude);
    Node root =
        graph.select(isLarge, graph.multiply(v, graph.constant(Math.scalb(1.0, -shift))), v);
    Node square = graph.named("square", graph.multiply(root, root));
    Node unit = graph.select(isLarge, graph.constant(0), one());
    double toInteger = exponential.roundToInteger();
    Node rounder =
        graph.select(isLarge, graph.constant(toInteger - 2 * shift), graph.constant(toInteger));
    Node exponent = exponentOf(graph.add(unit, square));
    Node f = reduced(square, unit, exponent);
    Node value = selectBelow(square, TINY, square, sum(f, exponent, rounder));
    Node infinity = graph.constant(Double.POSITIVE_INFINITY);
    return graph.named("log1p", graph.select(graph.less(magnitude, infinity), value, magnitude));
  }

  /** {@code (one + u) 2^-n - 1}, with one rounding. */
  private Node reduced(Node u, Node one, Node exponent) {
    // Of a quarter of the sum, so that 4 2^-n is a normal number.
    Node quarter = graph.constant(0.25);
    Node power = graph.bitsSubtract(bitsOf(4), graph.shiftLeft(exponent, significandBits()));
    Node scale = graph.fromBits(power);
    Node rest = graph.fma(scale, graph.multiply(one, quarter), graph.constant(-1));
    return graph.named("reduced", graph.fma(graph.multiply(u, quarter), scale, rest));
  }

  /** NaN below a pole, -infinity at it, u where it is infinite or NaN. */
  private Node special(Node u, double pole, Node value) {
    Node infinity = graph.constant(Double.POSITIVE_INFINITY);
    Node atPole = graph.equal(u, graph.constant(pole));
    Node outside =
        graph.select(atPole, graph.constant(Double.NEGATIVE_INFINITY), graph.constant(Double.NaN));
    Node bounded = graph.select(graph.less(u, infinity), value, u);
    return selectAbove(u, pole, bounded, outside);
  }
}
