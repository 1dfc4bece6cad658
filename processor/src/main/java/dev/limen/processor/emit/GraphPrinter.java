package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.Section;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes the operations of a graph as statements, one per line, in the order of the graph. */
abstract class GraphPrinter {

  private final Graph graph;
  private final Format format;
  private final Map<Node, String> names;

  /**
   * A printer.
   *
   * @param graph the operations
   * @param names the names of inputs and operations
   */
  GraphPrinter(Graph graph, Map<Node, String> names) {
    this.graph = graph;
    this.format = Format.of(graph.precision());
    this.names = names;
  }

  /** The type of the local variable that holds a result. */
  abstract TypeName type(Node node);

  /** The expression of an operation. */
  abstract CodeBlock operation(Node node);

  /** How a constant is written where it is used. */
  abstract String constant(Node node);

  /** Whether an operation has a statement of its own among those of others. */
  boolean isWritten(Node node, List<Node> among) {
    return true;
  }

  Graph graph() {
    return graph;
  }

  /** The names of inputs and operations. */
  Map<Node, String> names() {
    return names;
  }

  Format format() {
    return format;
  }

  /** Writes every operation. */
  CodeBlock operations() {
    return operations(graph.nodes());
  }

  /** Writes some of the operations. */
  CodeBlock operations(List<Node> nodes) {
    CodeBlock.Builder code = CodeBlock.builder();
    Section section = null;
    for (Node node : nodes) {
      if (!NodeNames.isConstant(node) && !node.operands().isEmpty() && isWritten(node, nodes)) {
        Section next = graph.sections().get(node);
        if (!Objects.equals(next, section)) {
          code.add(code.isEmpty() ? "" : "\n");
          if (next != null) {
            code.add("// $L\n", title(next));
          }
          section = next;
        }
        code.addStatement("$T $L =$W$L", type(node), names.get(node), operation(node));
      }
    }
    return code.build();
  }

  private String title(Section section) {
    return section.argument() == null
        ? section.title()
        : section.title().formatted(use(section.argument()));
  }

  /** The expression of an output. */
  String output(int index) {
    return use(graph.outputs().get(index));
  }

  /** The expressions of operands, as arguments. */
  CodeBlock uses(List<Node> nodes) {
    return KernelFile.wrapped(nodes.stream().map(this::use).toList());
  }

  /** The expression of an operand. */
  String use(Node node) {
    return NodeNames.isConstant(node) ? constant(node) : names.get(node);
  }
}
