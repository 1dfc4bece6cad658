package dev.limen.processor.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an interpreter keeps the results of a graph's operations. A slot is used again once its
 * result has been used for the last time, so that the slots in use stay in the cache.
 *
 * @param constants what does not depend on the inputs: slots of their own
 * @param steps the other operations, in order
 * @param slotCounts the number of slots of each type
 * @param inputs the number of inputs
 * @param outputs the slots of the outputs
 */
record SlotPlan(
    List<Step> constants,
    List<Step> steps,
    Map<Opcode.Type, Integer> slotCounts,
    int inputs,
    List<Integer> outputs) {

  /** An operation with the slots of its result and its operands; -1 for an operand it lacks. */
  record Step(Node node, int target, int first, int second, int third) {}

  int slots(Opcode.Type type) {
    return slotCounts.getOrDefault(type, 0);
  }

  static SlotPlan of(Graph graph) {
    Map<Node, Integer> lastUse = new HashMap<>();
    List<Node> nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (Node operand : nodes.get(i).operands()) {
        lastUse.put(operand, i);
      }
    }
    for (Node node : nodes) {
      if (isConstant(node) || graph.outputs().contains(node)) {
        lastUse.put(node, Integer.MAX_VALUE);
      }
    }

    Map<Opcode.Type, Deque<Integer>> free = new EnumMap<>(Opcode.Type.class);
    Map<Opcode.Type, Integer> counts = new EnumMap<>(Opcode.Type.class);
    for (Opcode.Type type : Opcode.Type.values()) {
      free.put(type, new ArrayDeque<>());
    }
    Map<Node, Integer> slots = new HashMap<>();
    List<Step> constants = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      // Elementwise: the result may take the place of an operand that is used here last.
      for (Node operand : node.operands().stream().distinct().toList()) {
        if (lastUse.get(operand) == i) {
          free.get(operand.type()).push(slots.get(operand));
        }
      }
      Deque<Integer> reusable = free.get(node.type());
      int target =
          reusable.isEmpty() || isConstant(node)
              ? counts.merge(node.type(), 1, Integer::sum) - 1
              : reusable.pop();
      slots.put(node, target);
      Step step =
          new Step(node, target, slot(slots, node, 0), slot(slots, node, 1), slot(slots, node, 2));
      (isConstant(node) ? constants : steps).add(step);
    }
    return new SlotPlan(
        List.copyOf(constants),
        List.copyOf(steps),
        counts,
        graph.inputs(),
        graph.outputs().stream().map(slots::get).toList());
  }

  private static int slot(Map<Node, Integer> slots, Node node, int operand) {
    return operand < node.operands().size() ? slots.get(node.operands().get(operand)) : -1;
  }

  private static boolean isConstant(Node node) {
    return switch (node.opcode()) {
      case CONSTANT, UNIFORM, BITS_CONSTANT -> true;
      default -> false;
    };
  }
}
