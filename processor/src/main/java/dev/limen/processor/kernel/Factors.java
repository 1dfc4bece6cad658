package dev.limen.processor.kernel;

import java.util.List;

/** Nodes to be multiplied, nodes to divide by, and a power of two to multiply by; or null. */
record Factors(List<Node> numerators, List<Node> denominators, Node scale) {

  boolean isFusible() {
    return denominators.isEmpty() && (numerators.size() > 1 || scale != null);
  }

  Node last() {
    return scale == null ? numerators.getLast() : scale;
  }

  Node allButLast(GraphBuilder graph) {
    return graph.product(numerators.subList(0, numerators.size() - (scale == null ? 1 : 0)));
  }

  Node product(GraphBuilder graph) {
    Node product = graph.product(numerators);
    // One by one: their product might overflow.
    for (Node denominator : denominators) {
      product = graph.divide(product, denominator);
    }
    return scale == null ? product : graph.multiply(product, scale);
  }
}
