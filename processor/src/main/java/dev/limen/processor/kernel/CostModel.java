package dev.limen.processor.kernel;

import dev.limen.Precision;

/**
 * What kernels cost: of two that hold their contract the cheaper one is taken.
 *
 * <p>The unit is one fma of a vector. Processors start a few operations in each cycle, so costs add
 * up; how long results take counts little, since many elements are under way at once.
 */
final class CostModel {

  private CostModel() {}

  /** The cost of one pass over an element. */
  static double cost(Graph graph) {
    double cost = 0;
    for (Node node : graph.nodes()) {
      cost += cost(graph, node);
    }
    return cost;
  }

  private static double cost(Graph graph, Node node) {
    boolean isFloat = graph.precision() == Precision.F32;
    return switch (node.opcode()) {
      case INPUT, CONSTANT, UNIFORM, BITS_CONSTANT, TO_BITS, FROM_BITS -> 0;
      case ADD, SUBTRACT, MULTIPLY, FMA -> 1;
      case DIVIDE -> isFloat ? 6 : 9;
      case SQRT -> isFloat ? 9 : 14;
      case NEGATE, ABS -> 0.5;
      case BITS_ADD, BITS_SUBTRACT, BITS_AND, BITS_OR, BITS_XOR, BITS_MAX -> 0.5;
      case BITS_MULTIPLY -> isFloat ? 2 : 4;
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> 0.75;
      case LESS, EQUAL, IS_NAN -> 1;
      case MASK_AND, MASK_OR, MASK_NOT -> 0.75;
      case LOOKUP -> 1.25;
      case SELECT -> 0.75;
    };
  }
}
