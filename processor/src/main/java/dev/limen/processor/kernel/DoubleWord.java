package dev.limen.processor.kernel;

/**
 * A number of twice the precision: the sum of two nodes.
 *
 * @param high the number rounded
 * @param low what rounding left, at most about an ulp of {@code high}; null for nothing. Of no
 *     meaning where {@code high} is not finite
 */
record DoubleWord(Node high, Node low) {

  /** A number of the precision itself. */
  static DoubleWord of(Node number) {
    return new DoubleWord(number, null);
  }

  DoubleWord negate(GraphBuilder graph) {
    return new DoubleWord(graph.negate(high), low == null ? null : graph.negate(low));
  }

  DoubleWord magnitude(GraphBuilder graph) {
    Node sameSide =
        low == null ? null : graph.fromBits(graph.xor(graph.toBits(low), graph.signOf(high)));
    return new DoubleWord(graph.abs(high), sameSide);
  }

  /** The product, but for what is lost beyond the low word. */
  DoubleWord times(GraphBuilder graph, DoubleWord other) {
    Node product = graph.multiply(high, other.high);
    if (other.isPowerOfTwo(graph)) {
      return new DoubleWord(product, low == null ? null : graph.multiply(low, other.high));
    }
    Node rest = graph.fma(high, other.high, graph.negate(product));
    if (other.low != null) {
      rest = graph.fma(high, other.low, rest);
    }
    if (low != null) {
      rest = graph.fma(low, other.high, rest);
    }
    return new DoubleWord(product, rest);
  }

  private boolean isPowerOfTwo(GraphBuilder graph) {
    if (low != null || high.opcode() != Opcode.CONSTANT) {
      return false;
    }
    double size = Math.abs(graph.realOf(high));
    return Math.scalb(1.0, Math.getExponent(size)) == size;
  }

  /** The sum, but for what is lost beyond the low word. */
  DoubleWord plus(GraphBuilder graph, DoubleWord other) {
    Node sum = graph.add(high, other.high);
    Node fromOther = graph.subtract(sum, high);
    Node fromThis = graph.subtract(sum, fromOther);
    Node rest = graph.add(graph.subtract(high, fromThis), graph.subtract(other.high, fromOther));
    if (low == null && other.low == null) {
      return new DoubleWord(sum, rest);
    }
    if (low != null) {
      rest = graph.add(rest, low);
    }
    if (other.low != null) {
      rest = graph.add(rest, other.low);
    }
    Node total = graph.add(sum, rest);
    Node left = graph.subtract(rest, graph.subtract(total, sum));
    // At an infinity the parts are NaN: there the sum is right.
    return new DoubleWord(graph.select(graph.isNaN(rest), sum, total), left);
  }
}
