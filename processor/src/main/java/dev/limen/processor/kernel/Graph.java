package dev.limen.processor.kernel;

import dev.limen.Precision;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A kernel body: a branch-free sequence of operations.
 *
 * @param precision the format of its reals
 * @param nodes the operations, operands before their users; each is needed for an output
 * @param names names for some nodes, unique, in lower camel case, that say what they hold
 * @param uniforms the constants that depend on parameters
 * @param tables the tables that are looked up: reals of the precision, a power of two of them
 * @param sections the sections that some nodes belong to
 * @param outputs the results, in the order of the arrays that they are written to
 */
public record Graph(
    Precision precision,
    List<Node> nodes,
    Map<Node, String> names,
    List<Uniform> uniforms,
    List<List<Double>> tables,
    Map<Node, Section> sections,
    List<Node> outputs) {

  public Graph {
    nodes = List.copyOf(nodes);
    names = Map.copyOf(names);
    uniforms = List.copyOf(uniforms);
    tables = tables.stream().map(List::copyOf).toList();
    sections = Map.copyOf(sections);
    outputs = List.copyOf(outputs);
  }

  /** The inputs and what depends on them, in order. */
  public List<Node> varying() {
    Set<Node> varying = new LinkedHashSet<>();
    for (Node node : nodes) {
      if (node.opcode() == Opcode.INPUT || node.operands().stream().anyMatch(varying::contains)) {
        varying.add(node);
      }
    }
    return List.copyOf(varying);
  }

  /** What is the same for all elements, in order: constants, and operations on nothing else. */
  public List<Node> steady() {
    Set<Node> varying = Set.copyOf(varying());
    return nodes.stream().filter(node -> !varying.contains(node)).toList();
  }

  /** The number of input arrays. */
  public int inputs() {
    return nodes.stream()
        .filter(node -> node.opcode() == Opcode.INPUT)
        .mapToInt(node -> (int) node.immediate() + 1)
        .max()
        .orElse(0);
  }
}
