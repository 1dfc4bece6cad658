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
    return switch (node.opcode()) {
      case INPUT, UNIFORM, TO_BITS, FROM_BITS -> 0;
      // Registers are few.
      case CONSTANT, BITS_CONSTANT -> 0.15;
      case ADD, SUBTRACT, MULTIPLY, FMA -> 1;
      case DIVIDE -> graph.precision() == Precision.F32 ? 4 : 6;
      case SQRT -> graph.precision() == Precision.F32 ? 6 : 9;
      case NEGATE, ABS, BITS_ADD, BITS_SUBTRACT, BITS_AND, BITS_OR, BITS_XOR, BITS_MAX, BITS_MIN ->
          0.25;
      case BITS_MULTIPLY -> 2;
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> 0.25;
      case LESS, EQUAL, IS_NAN -> 0.8;
      case MASK_AND, MASK_OR, MASK_NOT -> 0.8;
      case LOOKUP -> 1.3;
      case ROUND_TO_FLOAT -> 2;
      case SELECT -> 0.4;
    };
  }
}
