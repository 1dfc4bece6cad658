package dev.limen.processor.kernel;

import dev.limen.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What kernels cost: of two that hold their contract the cheaper one is taken.
 *
 * <p>The unit is one fma of a vector of 512 bits. Processors start a few operations in each cycle,
 * so costs add up; how long results take counts little, since many elements are under way at once.
 * The costs are data, measured: {@code costs.properties}, written by a command.
 */
public final class CostModel {

  private static final Map<String, Double> COSTS = read();

  private static final int VECTOR_BYTES = 64;

  private CostModel() {}

  private static Map<String, Double> read() {
    Properties properties = new Properties();
    try (InputStream file = CostModel.class.getResourceAsStream("costs.properties")) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Double> costs = new HashMap<>();
    properties.forEach((kind, cost) -> costs.put((String) kind, Double.valueOf((String) cost)));
    return costs;
  }

  /** The cost of each kind of operation. */
  public static Map<String, Double> costs() {
    return new TreeMap<>(COSTS);
  }

  /** How many operations of each kind one pass over an element takes. */
  public static Map<String, Integer> operations(Graph graph) {
    Map<String, Integer> operations = new TreeMap<>();
    for (Node node : graph.nodes()) {
      String kind = kind(graph, node);
      if (!kind.isEmpty()) {
        operations.merge(kind, 1, Integer::sum);
      }
    }
    return operations;
  }

  /** The cost of one pass over an element. */
  static double cost(Graph graph) {
    double cost = 0;
    for (Node node : graph.nodes()) {
      String kind = kind(graph, node);
      cost += kind.isEmpty() ? 0 : COSTS.get(kind);
    }
    return cost;
  }

  /** The registers that constants and tables leave to what is computed, if they are no more. */
  private static final int REGISTERS = 23;

  /** What a constant or a table costs that takes one of the others. */
  private static final double CROWDING = 0.4;

  /** The load, the count and the start of a loop. */
  private static final double FRAME = 1.5;

  /** What two loops take of their time where the second reads what the first left in a cache. */
  private static final double ONE_AFTER_THE_OTHER = 0.95;

  /**
   * Whether one loop that computes two results is cheaper than a loop for each: it shares what both
   * need, but may hold more than registers do. Fitted to 102 kernels on 32 registers: it takes the
   * faster way for all of them but four, where the other is faster by 3 percent at most.
   */
  static boolean isCheaperTogether(Graph both, Graph first, Graph second) {
    return ofLoop(both) < ONE_AFTER_THE_OTHER * (ofLoop(first) + ofLoop(second));
  }

  private static double ofLoop(Graph graph) {
    return FRAME + cost(graph) + CROWDING * Math.max(0, held(graph) - REGISTERS);
  }

  /** How many entries of a table one vector holds. */
  static int entriesOfVector(Precision precision) {
    return VECTOR_BYTES / (precision == Precision.F32 ? Float.BYTES : Double.BYTES);
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

  /** The kind of an operation; empty for those that are none of the processor. */
  private static String kind(Graph graph, Node node) {
    return switch (node.opcode()) {
      case INPUT, UNIFORM, TO_BITS, FROM_BITS -> "";
      // Registers are few.
      case CONSTANT, BITS_CONSTANT -> "constant";
      case MULTIPLY, FMA -> "fma";
      case ADD, SUBTRACT -> "add";
      case DIVIDE -> isFloat(graph) ? "divide.f32" : "divide.f64";
      case SQRT -> isFloat(graph) ? "sqrt.f32" : "sqrt.f64";
      case NEGATE,
          ABS,
          BITS_ADD,
          BITS_SUBTRACT,
          BITS_AND,
          BITS_OR,
          BITS_XOR,
          BITS_MAX,
          BITS_MIN,
          BITS_MIN_UNSIGNED,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          SHIFT_RIGHT_UNSIGNED ->
          "bits";
      case BITS_MULTIPLY -> "bitsMultiply";
      case BITS_SUBTRACT_WHERE -> "masked";
      case LESS, LESS_OR_EQUAL, EQUAL, IS_NAN, MASK_AND, MASK_OR, MASK_NOT -> "compare";
      case LOOKUP -> isInOneVector(graph, node) ? "lookup" : "lookupTwo";
      case ROUND_TO_FLOAT -> "round";
      case SELECT -> "select";
    };
  }

  private static boolean isInOneVector(Graph graph, Node lookup) {
    int bytes = isFloat(graph) ? Float.BYTES : Double.BYTES;
    return graph.tables().get((int) lookup.immediate()).size() * bytes <= VECTOR_BYTES;
  }

  private static boolean isFloat(Graph graph) {
    return graph.precision() == Precision.F32;
  }
}
