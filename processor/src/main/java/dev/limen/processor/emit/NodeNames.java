package dev.limen.processor.emit;

import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.Opcode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the results of a graph's operations names that say what they are. */
final class NodeNames {

  private static final int LONGEST_LABEL = 16;
  private static final String TEMPORARY = "t";

  private final Format format;
  private final Names scope;
  private final Map<Node, String> names = new HashMap<>();
  private int lastTemporary;

  private NodeNames(Format format, Names scope) {
    this.format = format;
    this.scope = scope;
  }

  /**
   * Names inputs and operations; constants and uniforms are left out.
   *
   * @param graph the operations
   * @param inputs the names of the inputs, which are taken already
   * @param outputs the names of the outputs
   * @param scope where the names must be unique
   */
  static Map<Node, String> of(Graph graph, List<String> inputs, List<String> outputs, Names scope) {
    NodeNames names = new NodeNames(Format.of(graph.precision()), scope);
    names.assign(graph, inputs, outputs);
    return names.names;
  }

  static boolean isConstant(Node node) {
    return switch (node.opcode()) {
      case CONSTANT, UNIFORM, BITS_CONSTANT -> true;
      default -> false;
    };
  }

  private void assign(Graph graph, List<String> inputs, List<String> outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      Node output = graph.outputs().get(i);
      if (!isConstant(output) && output.opcode() != Opcode.INPUT && !names.containsKey(output)) {
        names.put(output, scope.take(outputs.get(i)));
      }
    }
    for (Node node : graph.nodes()) {
      if (node.opcode() == Opcode.INPUT) {
        names.put(node, inputs.get((int) node.immediate()));
      } else if (!isConstant(node) && !names.containsKey(node) && graph.names().containsKey(node)) {
        names.put(node, scope.take(graph.names().get(node)));
      }
    }
    for (Node node : graph.nodes()) {
      if (!isConstant(node) && !names.containsKey(node)) {
        names.put(node, describe(node).map(scope::take).orElseGet(this::temporary));
      }
    }
  }

  private String temporary() {
    String wanted;
    do {
      wanted = TEMPORARY + ++lastTemporary;
    } while (!scope.take(wanted).equals(wanted));
    return wanted;
  }

  private Optional<String> describe(Node node) {
    return switch (node.opcode()) {
      case LESS -> Optional.of(comparison(node, "IsBelow", "IsAbove"));
      case LESS_OR_EQUAL -> Optional.of(comparison(node, "IsUpTo", "IsFrom"));
      case EQUAL -> Optional.of(comparison(node, "Is", "Is"));
      case IS_NAN -> Optional.of(decapital(label(node.first()).orElse("") + "IsNaN"));
      case MASK_NOT -> Optional.of("not" + label(node.first()).map(NodeNames::capital).orElse(""));
      case MASK_AND -> Optional.of("both");
      case MASK_OR -> Optional.of("either");
      case ABS -> label(node.first()).map(a -> "abs" + capital(a));
      case TO_BITS -> label(node.first()).map(a -> a + "Bits");
      default -> Optional.empty();
    };
  }

  /** {@code xIsBelowThree}, {@code isAboveOne}, {@code xIsNegative}. */
  private String comparison(Node node, String verb, String reversedVerb) {
    Node a = node.first();
    Node b = node.second();
    if (isConstant(a) && !isConstant(b)) {
      return comparison(b, reversedVerb, a);
    }
    return comparison(a, verb, b);
  }

  private String comparison(Node subject, String verb, Node other) {
    String name = label(subject).orElse("");
    boolean isZero = other.opcode() == Opcode.CONSTANT && format.value(other.immediate()) == 0;
    String rest =
        isZero && verb.equals("IsBelow")
            ? "IsNegative"
            : isZero && verb.equals("IsAbove")
                ? "IsPositive"
                : verb + capital(label(other).orElse(""));
    return decapital(name + rest);
  }

  /** A name that is fit to be a part of another. */
  private Optional<String> label(Node node) {
    String name = names.get(node);
    if (node.opcode() == Opcode.CONSTANT) {
      double value = format.value(node.immediate());
      name = ConstantNames.of(value);
      if (name.equals(ConstantNames.ANY)) {
        return Optional.empty();
      }
    }
    return name == null || name.length() > LONGEST_LABEL || name.matches(TEMPORARY + "[0-9]+")
        ? Optional.empty()
        : Optional.of(name);
  }

  static String capital(String name) {
    return name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static String decapital(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
