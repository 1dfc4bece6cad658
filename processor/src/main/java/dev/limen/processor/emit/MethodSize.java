package dev.limen.processor.emit;

import dev.limen.Precision;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.Stages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many bytes of bytecode a method over a graph takes, a few percent too many at most. */
final class MethodSize {

  /** HotSpot leaves larger methods to its interpreter. */
  static final int MOST_BYTES = 8000;

  // Checks of arguments, the loop, loads, stores, the call of the tail.
  private static final int FRAME = 200;
  private static final int FRAME_SLOTS = 16;
  private static final int LAST_SHORT_SLOT = 255;

  /** What makes doubles of floats: an operator, a species, a part, a call and a cast. */
  private static final int CONVERSION = 3 + 3 + 1 + 3 + 3;

  private final Map<Node, Integer> slots = new HashMap<>();
  private int nextSlot = FRAME_SLOTS;
  private int bytes = FRAME;
  private int conversion;

  private MethodSize() {}

  /** Whether a method of a vector class has no room for the operations of two vectors. */
  static boolean isLarge(Graph graph) {
    return ofVectorMethod(graph, 2) > MOST_BYTES;
  }

  /**
   * Of a method of a vector class: its constants are local variables, as everything is.
   *
   * @param times how often the operations are written
   */
  static int ofVectorMethod(Graph graph, int times) {
    MethodSize size = new MethodSize();
    size.addConstants(graph);
    for (int i = 0; i < times; i++) {
      size.addVectorOperations(graph.varying());
    }
    return size.bytes;
  }

  /** Of a method of a vector class that runs the first stage of a vector ahead of the second. */
  static int ofVectorMethod(Graph graph, Stages stages) {
    MethodSize size = new MethodSize();
    size.addConstants(graph);
    for (int i = 0; i < 2; i++) {
      size.addVectorOperations(stages.first());
    }
    size.addVectorOperations(stages.second());
    size.bytes += stages.crossing().size() * (4 + 4);
    for (int i = 0; i < 2; i++) {
      size.addVectorOperations(graph.varying());
    }
    return size.bytes;
  }

  private void addConstants(Graph graph) {
    for (Node node : graph.nodes()) {
      if (NodeNames.isConstant(node)) {
        // The species, the element, and the call of broadcast.
        bytes += 3 + 3 + 3;
        store(node);
      }
    }
    // Graphs in double may be of floats; what stores take more, the frame has room for.
    conversion = graph.precision() == Precision.F64 ? CONVERSION : 0;
    // Each half of a table: the species, the array, the offset, two calls, the store.
    bytes += graph.tables().size() * 2 * (3 + 3 + 5 + 3 + 3 + 4);
    nextSlot += graph.tables().size() * 2;
    addVectorOperations(graph.steady());
  }

  private void addVectorOperations(List<Node> nodes) {
    for (Node node : nodes) {
      if (!NodeNames.isConstant(node)) {
        addVectorOperation(node);
      }
    }
  }

  /** Of a method of a scalar class, with slots of the given width. */
  static int ofScalarMethod(Graph graph, Format format) {
    MethodSize size = new MethodSize();
    for (Node node : graph.nodes()) {
      if (!NodeNames.isConstant(node)) {
        for (Node operand : node.operands()) {
          size.load(operand);
        }
        size.bytes += 3;
        size.store(node);
        size.nextSlot += format == Format.F64 ? 1 : 0;
      }
    }
    return size.bytes;
  }

  private void addVectorOperation(Node node) {
    for (Node operand : node.operands()) {
      load(operand);
    }
    bytes +=
        switch (node.opcode()) {
          case INPUT -> 3 + 4 + 4 + 8 + 3 + conversion;
          case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> 3 + 2 + 3;
          case LESS, LESS_OR_EQUAL, EQUAL, BITS_XOR, BITS_MIN_UNSIGNED -> 3 + 3;
          case BITS_SUBTRACT_WHERE -> 3 + 3 + 3 + 5;
          case IS_NAN -> 3 + 3 + 4;
          case LOOKUP -> 4 + 4 + 3 + 3;
          case ROUND_TO_FLOAT -> 3 + 2 * CONVERSION;
          default -> 3;
        };
    store(node);
  }

  private void load(Node node) {
    bytes += width(slots.getOrDefault(node, 0));
  }

  private void store(Node node) {
    slots.put(node, nextSlot);
    bytes += width(nextSlot);
    nextSlot++;
  }

  private static int width(int slot) {
    return slot > LAST_SHORT_SLOT ? 4 : 2;
  }
}
