package dev.limen.processor.kernel;

import dev.limen.Precision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A graph cut in two, for loops that run the first stage of one vector beside the second stage of
 * another: a processor then need not wait for results that depend on each other.
 *
 * <p>Of all cuts between a third and two thirds of the longest chain of operations, it is one
 * across which the fewest values go: a minimal cut of a network in which each value has a capacity
 * of one.
 *
 * @param first x, and the operations of the first stage, in the order of the graph
 * @param second the other operations that depend on an input, and the input that only they need
 * @param crossing the values of the first stage that the second one needs
 */
public record Stages(List<Node> first, List<Node> second, List<Node> crossing) {

  private static final double EARLIEST = 1.0 / 3;
  private static final double LATEST = 2.0 / 3;

  /** Chains at least this much of the longest one are to be cut in the middle, as it is. */
  private static final double LONG = 0.9;

  /** In cycles. Shorter chains do not hold up a processor. */
  private static final int LEAST_DEPTH = 28;

  /**
   * Constants, tables and values under way that leave too few of 32 registers cost more than
   * waiting.
   */
  private static final int MOST_VECTORS = 25;

  /** Vectors of tables have 512 bits. */
  private static final int VECTOR_BYTES = 64;

  public Stages {
    first = List.copyOf(first);
    second = List.copyOf(second);
    crossing = List.copyOf(crossing);
  }

  /** The stages of a graph; empty where they do not pay. */
  public static Optional<Stages> of(Graph graph) {
    Depths depths = Depths.of(graph);
    if (depths.longest() < LEAST_DEPTH) {
      return Optional.empty();
    }
    List<Node> varying = graph.varying();
    Set<Node> firstNodes = new Cut(graph, varying, depths).first();
    List<Node> first = new ArrayList<>();
    List<Node> second = new ArrayList<>();
    Set<Node> needed = new HashSet<>(graph.outputs());
    int bytes = graph.precision() == Precision.F32 ? Float.BYTES : Double.BYTES;
    Set<Node> held = new HashSet<>();
    long vectors =
        graph.tables().stream()
            .mapToLong(table -> (long) table.size() * bytes / VECTOR_BYTES)
            .sum();
    for (Node node : varying) {
      held.addAll(node.operands());
      if (firstNodes.contains(node)) {
        first.add(node);
      } else {
        second.add(node);
        needed.addAll(node.operands());
      }
    }
    varying.forEach(held::remove);
    List<Node> crossing = first.stream().filter(needed::contains).toList();
    vectors += held.size() + crossing.size();
    return vectors > MOST_VECTORS || second.isEmpty()
        ? Optional.empty()
        : Optional.of(new Stages(first, second, crossing));
  }

  /**
   * When results are there, in cycles, if nothing but operands is waited for.
   *
   * @param ready when the result of a node is there
   * @param rest how long it takes from there to the last result that depends on it
   * @param longest when the last result is there
   */
  private record Depths(Map<Node, Integer> ready, Map<Node, Integer> rest, int longest) {

    static Depths of(Graph graph) {
      Map<Node, Integer> ready = new HashMap<>();
      Map<Node, Integer> rest = new HashMap<>();
      int longest = 0;
      for (Node node : graph.nodes()) {
        int start = node.operands().stream().mapToInt(ready::get).max().orElse(0);
        ready.put(node, start + latency(node));
        longest = Math.max(longest, start + latency(node));
      }
      for (Node node : graph.nodes().reversed()) {
        int after = rest.getOrDefault(node, 0) + latency(node);
        rest.putIfAbsent(node, 0);
        node.operands().forEach(operand -> rest.merge(operand, after, Math::max));
      }
      return new Depths(ready, rest, longest);
    }

    boolean isOnLongChain(Node node) {
      return ready.get(node) + rest.get(node) >= LONG * longest;
    }

    boolean isEarly(Node node) {
      return ready.get(node) <= EARLIEST * longest;
    }

    boolean isLate(Node node) {
      return ready.get(node) - latency(node) >= LATEST * longest;
    }

    /** In cycles of current processors with vectors of 512 bits. */
    private static int latency(Node node) {
      return switch (node.opcode()) {
        case CONSTANT, UNIFORM, BITS_CONSTANT, TO_BITS, FROM_BITS -> 0;
        case INPUT -> 6;
        case ADD, SUBTRACT, MULTIPLY, BITS_MULTIPLY -> 3;
        case FMA, LESS, LESS_OR_EQUAL, EQUAL, IS_NAN -> 4;
        case LOOKUP -> 5;
        // To float and back.
        case ROUND_TO_FLOAT -> 14;
        case DIVIDE -> 11;
        case SQRT -> 15;
        default -> 1;
      };
    }
  }

  /** A minimal cut, by augmenting paths; of several, the one with the smallest first stage. */
  private static final class Cut {

    private static final int UNLIMITED = Integer.MAX_VALUE / 2;

    private final Graph graph;
    private final Set<Node> varying;
    private final Depths depths;
    private final int source;
    private final int sink;
    private final List<Map<Integer, Integer>> residual = new ArrayList<>();

    Cut(Graph graph, List<Node> varying, Depths depths) {
      this.graph = graph;
      this.varying = new LinkedHashSet<>(varying);
      this.depths = depths;
      this.source = 2 * graph.nodes().size();
      this.sink = source + 1;
      for (int i = 0; i <= sink; i++) {
        residual.add(new TreeMap<>());
      }
    }

    /** The nodes of the first stage. */
    Set<Node> first() {
      varying.forEach(this::connect);
      Map<Integer, Integer> reached = reached();
      while (reached.containsKey(sink)) {
        for (int to = sink; to != source; to = reached.get(to)) {
          int from = reached.get(to);
          residual.get(from).merge(to, -1, Integer::sum);
          residual.get(to).merge(from, 1, Integer::sum);
        }
        reached = reached();
      }
      Set<Node> first = new HashSet<>();
      for (Node node : varying) {
        if (reached.containsKey(computed(node))) {
          first.add(node);
        }
      }
      return first;
    }

    private void connect(Node node) {
      edge(computed(node), value(node), 1);
      for (Node operand : node.operands()) {
        if (varying.contains(operand)) {
          edge(value(operand), computed(node), UNLIMITED);
          edge(computed(node), computed(operand), UNLIMITED);
        }
      }
      if (isX(node) || (depths.isEarly(node) && depths.isOnLongChain(node))) {
        edge(source, computed(node), UNLIMITED);
      } else if (depths.isLate(node) || graph.outputs().contains(node)) {
        edge(computed(node), sink, UNLIMITED);
      }
    }

    /** Whether a node is what the chains begin with, not an upstream gradient. */
    private static boolean isX(Node node) {
      return node.opcode() == Opcode.INPUT && node.immediate() == 0;
    }

    private static int computed(Node node) {
      return 2 * node.id();
    }

    private static int value(Node node) {
      return 2 * node.id() + 1;
    }

    private void edge(int from, int to, int capacity) {
      residual.get(from).merge(to, capacity, Integer::sum);
      residual.get(to).putIfAbsent(from, 0);
    }

    /** What can be reached from the source, with where it was reached from. */
    private Map<Integer, Integer> reached() {
      Map<Integer, Integer> reached = new HashMap<>(Map.of(source, source));
      Deque<Integer> pending = new ArrayDeque<>(List.of(source));
      while (!pending.isEmpty()) {
        int from = pending.remove();
        residual
            .get(from)
            .forEach((to, capacity) -> {
              if (capacity > 0 && reached.putIfAbsent(to, from) == null) {
                pending.add(to);
              }
            });
      }
      return reached;
    }
  }
}
