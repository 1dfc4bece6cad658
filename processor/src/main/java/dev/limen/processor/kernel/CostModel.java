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

  /** The registers that constants and tables leave to what is computed, if they are no more. */
  private static final int REGISTERS = 20;

  /** What a constant or a table costs that takes one of the others. */
  private static final double CROWDING = 0.35;

  /** The load, the count and the start of a loop. */
  private static final double FRAME = 1;

  private static final int VECTOR_BYTES = 64;

  /**
   * Whether one loop that computes two results is cheaper than a loop for each: it shares what both
   * need, but may hold more than registers do. Fitted to 41 kernels on 32 registers: it takes the
   * faster way for all of them but two, where the other is faster by 3 percent.
   */
  static boolean isCheaperTogether(Graph both, Graph first, Graph second) {
    return ofLoop(both) < ofLoop(first) + ofLoop(second);
  }

  private static double ofLoop(Graph graph) {
    return FRAME + cost(graph) + CROWDING * Math.max(0, held(graph) - REGISTERS);
  }

  /** How many vectors of constants and tables a loop holds. */
  private static long held(Graph graph) {
    int bytes = graph.precision() == Precision.F32 ? Float.BYTES : Double.BYTES;
    long tables =
        graph.tables().stream()
            .mapToLong(table -> Math.max(1, (long) table.size() * bytes / VECTOR_BYTES))
            .sum();
    return tables
        + graph.nodes().stream()
            .filter(node -> node.operands().isEmpty() && node.opcode() != Opcode.INPUT)
            .count();
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
