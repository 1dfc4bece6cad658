package dev.limen.processor.kernel;

import dev.limen.Precision;

/** Powers. */
final class PowerFunctions extends Lowering {

  /** Up to here products have no more rounding errors than the contract allows. */
  private static final int LARGEST_PRODUCT = 5;

  private static final int LARGEST_INVERSE = 4;
  private static final double LARGEST_ROOT = 2.5;

  private final ExponentialFunctions exponentials;
  private final LogarithmicFunctions logarithms;

  PowerFunctions(
      GraphBuilder graph, ExponentialFunctions exponentials, LogarithmicFunctions logarithms) {
    super(graph);
    this.exponentials = exponentials;
    this.logarithms = logarithms;
  }

  /** Whether u^exponent is made of products, quotients and square roots alone. */
  static boolean isProduct(double exponent) {
    return isInteger(exponent)
        ? -LARGEST_INVERSE <= exponent && exponent <= LARGEST_PRODUCT
        : isInteger(2 * exponent) && Math.abs(exponent) <= LARGEST_ROOT;
  }

  private static boolean isInteger(double exponent) {
    return Math.rint(exponent) == exponent;
  }

  /** u^exponent. */
  Node pow(Node u, double exponent) {
    if (isProduct(exponent)) {
      return product(u, exponent);
    }
    boolean isInteger = isInteger(exponent);
    boolean isOdd = isInteger && !isInteger(exponent / 2);
    double rest = precision == Precision.F32 ? exponent - (float) exponent : 0;
    Node power = power(u, graph.constant(exponent), rest == 0 ? null : graph.constant(rest));
    if (!isInteger) {
      return selectBelow(u, 0, graph.constant(Double.NaN), power);
    }
    return isOdd ? graph.fromBits(graph.or(graph.toBits(power), graph.signOf(u))) : power;
  }

  private Node product(Node u, double exponent) {
    int n = (int) Math.abs(exponent);
    if (!isInteger(exponent)) {
      Node root = graph.sqrt(u);
      if (exponent > 0) {
        return n == 0 ? root : graph.multiply(product(u, n), root);
      }
      return graph.divide(n == 0 ? one() : graph.divide(one(), product(u, n)), root);
    } else if (exponent > 0) {
      return product(u, n);
    } else if (n < 2) {
      return n == 0 ? graph.select(graph.isNaN(u), u, one()) : graph.divide(one(), u);
    }
    // In two steps, so that neither overflows before the result is 0.
    return graph.divide(graph.divide(one(), product(u, n - n / 2)), product(u, n / 2));
  }

  private Node product(Node u, int n) {
    if (n == 1) {
      return u;
    }
    Node half = product(u, n / 2);
    Node square = graph.multiply(half, half);
    return n % 2 == 0 ? square : graph.multiply(square, u);
  }

  /** u^v. */
  Node pow(Node u, Node v) {
    Node size = graph.abs(v);
    // The power of two from which on all numbers are integers; added, it rounds to one.
    Node unit = graph.constant(Math.scalb(1.0, significandBits()));
    Node isSmall = graph.less(size, unit);
    Node shifted = graph.select(isSmall, graph.add(size, unit), size);
    Node isInteger = graph.equal(graph.select(isSmall, graph.subtract(shifted, unit), size), size);
    Node oddBit = graph.shiftLeft(graph.toBits(shifted), graph.placeOfSign());
    Node isBelowEven = graph.less(shifted, graph.add(unit, unit));
    Node oddSign = graph.fromBits(graph.and(graph.and(oddBit, graph.toBits(u)), graph.signBit()));
    Node sign = graph.toBits(graph.select(isBelowEven, oddSign, graph.constant(0)));
    Node value = graph.fromBits(graph.or(graph.toBits(power(u, v, null)), sign));
    Node undefined = graph.maskAnd(graph.less(u, graph.constant(0)), graph.maskNot(isInteger));
    value = graph.select(undefined, graph.constant(Double.NaN), value);
    Node isConstant =
        graph.maskAnd(graph.equal(v, graph.constant(0)), graph.maskNot(graph.isNaN(u)));
    return graph.named("pow", graph.select(isConstant, one(), value));
  }

  /** |u|^(v + vLow); vLow null for 0. */
  private Node power(Node u, Node v, Node vLow) {
    Node a = graph.named("magnitude", graph.abs(u));
    Node infinity = graph.constant(Double.POSITIVE_INFINITY);
    DoubleWord log = logarithms.doubleWordLog(a);
    Node isZero = graph.equal(a, graph.constant(0));
    Node logHigh = graph.select(graph.less(a, infinity), log.high(), a);
    logHigh = graph.select(isZero, graph.constant(Double.NEGATIVE_INFINITY), logHigh);
    Node high = graph.named("exponentHigh", graph.multiply(v, logHigh));
    Node low = graph.fma(v, logHigh, graph.negate(high));
    low = graph.fma(v, log.low(), low);
    if (vLow != null) {
      low = graph.fma(vLow, logHigh, low);
    }
    return exponentials.exp(high, graph.named("exponentLow", low));
  }
}
