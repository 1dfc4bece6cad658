package dev.limen.processor.emit;

import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.Opcode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A graph with one output cut into parts that each compute one result of their own, from the inputs
 * and the results of parts before. What two parts need is computed in both, with the same result.
 */
final class GraphParts {

  private static final int MOST_OPERATIONS = 250;
  // A method takes 255 slots of arguments at most, and a double takes two.
  private static final int MOST_PARAMETERS = 100;

  private final Set<Node> cuts = new LinkedHashSet<>();

  /**
   * A part.
   *
   * @param result what it computes
   * @param parameters the results of other parts that it needs, and inputs
   * @param operations its operations, in order; the last one is the result
   */
  record Part(Node result, List<Node> parameters, List<Node> operations) {}

  private GraphParts() {}

  /** The parts, in an order in which they can be computed; the last one has the output. */
  static List<Part> of(Graph graph) {
    GraphParts parts = new GraphParts();
    for (Node node : graph.nodes()) {
      if (!node.operands().isEmpty()) {
        parts.cutBefore(node);
      }
    }
    Node output = graph.outputs().getFirst();
    Set<Node> results = new TreeSet<>(Comparator.comparingInt(Node::id));
    results.addAll(parts.cuts);
    results.add(output);
    List<Part> list = new ArrayList<>();
    for (Node result : results) {
      list.add(parts.part(result).orElseThrow());
    }
    return list;
  }

  /** Cuts operands of a node off until what is left to compute it is small. */
  private void cutBefore(Node node) {
    while (part(node).isEmpty()) {
      Node largest =
          node.operands().stream()
              .filter(operand -> !operand.operands().isEmpty() && !cuts.contains(operand))
              .max(Comparator.comparingInt(this::size).thenComparingInt(Node::id))
              .orElseThrow();
      cuts.add(largest);
    }
  }

  private int size(Node node) {
    return part(node).map(part -> part.operations().size()).orElse(Integer.MAX_VALUE);
  }

  /** What computes a node; empty where it is too large. */
  private Optional<Part> part(Node result) {
    Set<Node> operations = new HashSet<>();
    Set<Node> parameters = new HashSet<>();
    List<Node> pending = new ArrayList<>(List.of(result));
    while (!pending.isEmpty()) {
      Node node = pending.removeLast();
      boolean isParameter =
          node.opcode() == Opcode.INPUT || (node != result && cuts.contains(node));
      if (isParameter) {
        parameters.add(node);
      } else if (!node.operands().isEmpty() && operations.add(node)) {
        pending.addAll(node.operands());
      }
      if (operations.size() > MOST_OPERATIONS || parameters.size() > MOST_PARAMETERS) {
        return Optional.empty();
      }
    }
    return Optional.of(new Part(result, ordered(parameters), ordered(operations)));
  }

  private static List<Node> ordered(Set<Node> nodes) {
    return nodes.stream().sorted(Comparator.comparingInt(Node::id)).toList();
  }
}
