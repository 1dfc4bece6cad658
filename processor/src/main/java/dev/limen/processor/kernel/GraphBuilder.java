package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.formula.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the nodes of a graph. Equal operations share a node: common subexpressions are computed
 * once.
 */
public final class GraphBuilder {

  private record Key(Opcode opcode, List<Integer> operands, long immediate) {}

  private final Precision precision;
  private final Map<Key, Node> nodes = new LinkedHashMap<>();
  private final Map<Node, String> names = new HashMap<>();
  private final Set<String> usedNames = new HashSet<>();
  private final List<Uniform> uniforms = new ArrayList<>();

  public GraphBuilder(Precision precision) {
    this.precision = precision;
  }

  /** The format of the reals. */
  public Precision precision() {
    return precision;
  }

  /** The array x. */
  public Node x() {
    return named("x", node(Opcode.INPUT, 0));
  }

  /** The array of upstream gradients. */
  public Node gradY() {
    return named("gradY", node(Opcode.INPUT, 1));
  }

  /** The value rounded to the precision of the graph. */
  public Node constant(double value) {
    return node(
        Opcode.CONSTANT,
        precision == Precision.F32
            ? Float.floatToRawIntBits((float) value)
            : Double.doubleToRawLongBits(value));
  }

  /** An integer constant; in F32 its low 32 bits count. */
  public Node bits(long value) {
    return node(Opcode.BITS_CONSTANT, precision == Precision.F32 ? (int) value : value);
  }

  /** The value of an expression of parameters, rounded to the precision of the graph. */
  public Node uniform(Expr expression) {
    return uniform(new Uniform(expression, Uniform.Part.HIGH));
  }

  /** What {@link #uniform(Expr)} left in rounding. */
  public Node uniformLow(Expr expression) {
    return uniform(new Uniform(expression, Uniform.Part.LOW));
  }

  private Node uniform(Uniform uniform) {
    int index = uniforms.indexOf(uniform);
    if (index < 0) {
      index = uniforms.size();
      uniforms.add(uniform);
    }
    return node(Opcode.UNIFORM, index);
  }

  public Node add(Node a, Node b) {
    return node(Opcode.ADD, 0, a, b);
  }

  public Node subtract(Node a, Node b) {
    return node(Opcode.SUBTRACT, 0, a, b);
  }

  public Node multiply(Node a, Node b) {
    return node(Opcode.MULTIPLY, 0, a, b);
  }

  public Node divide(Node a, Node b) {
    return node(Opcode.DIVIDE, 0, a, b);
  }

  public Node sqrt(Node a) {
    return node(Opcode.SQRT, 0, a);
  }

  /** {@code a * b + c}, rounded once. */
  public Node fma(Node a, Node b, Node c) {
    return node(Opcode.FMA, 0, a, b, c);
  }

  public Node negate(Node a) {
    return node(Opcode.NEGATE, 0, a);
  }

  public Node abs(Node a) {
    return node(Opcode.ABS, 0, a);
  }

  public Node toBits(Node a) {
    return node(Opcode.TO_BITS, 0, a);
  }

  public Node fromBits(Node a) {
    return node(Opcode.FROM_BITS, 0, a);
  }

  public Node bitsAdd(Node a, Node b) {
    return node(Opcode.BITS_ADD, 0, a, b);
  }

  public Node bitsSubtract(Node a, Node b) {
    return node(Opcode.BITS_SUBTRACT, 0, a, b);
  }

  public Node bitsMultiply(Node a, Node b) {
    return node(Opcode.BITS_MULTIPLY, 0, a, b);
  }

  public Node and(Node a, Node b) {
    return node(Opcode.BITS_AND, 0, a, b);
  }

  public Node or(Node a, Node b) {
    return node(Opcode.BITS_OR, 0, a, b);
  }

  public Node xor(Node a, Node b) {
    return node(Opcode.BITS_XOR, 0, a, b);
  }

  public Node shiftLeft(Node a, int distance) {
    return node(Opcode.SHIFT_LEFT, distance, a);
  }

  /** Shifts right, copying the sign. */
  public Node shiftRight(Node a, int distance) {
    return node(Opcode.SHIFT_RIGHT, distance, a);
  }

  /** Shifts right, filling with zeros. */
  public Node shiftRightUnsigned(Node a, int distance) {
    return node(Opcode.SHIFT_RIGHT_UNSIGNED, distance, a);
  }

  /** {@code a < b}: false where either is NaN. */
  public Node less(Node a, Node b) {
    return node(Opcode.LESS, 0, a, b);
  }

  /** {@code a == b}: false where either is NaN. */
  public Node equal(Node a, Node b) {
    return node(Opcode.EQUAL, 0, a, b);
  }

  public Node isNaN(Node a) {
    return node(Opcode.IS_NAN, 0, a);
  }

  public Node maskAnd(Node a, Node b) {
    return node(Opcode.MASK_AND, 0, a, b);
  }

  public Node maskOr(Node a, Node b) {
    return node(Opcode.MASK_OR, 0, a, b);
  }

  public Node maskNot(Node a) {
    return node(Opcode.MASK_NOT, 0, a);
  }

  /** {@code then} where the mask is set, else {@code otherwise}. */
  public Node select(Node mask, Node then, Node otherwise) {
    if (mask.opcode() == Opcode.MASK_NOT) {
      return select(mask.first(), otherwise, then);
    }
    return then == otherwise ? then : node(Opcode.SELECT, 0, mask, then, otherwise);
  }

  /**
   * Names a node for readers of the generated code. The first name of a node stays; a name that is
   * taken gets a number.
   */
  public Node named(String name, Node node) {
    boolean readsBetterInPlace =
        node.opcode() == Opcode.CONSTANT || node.opcode() == Opcode.BITS_CONSTANT;
    if (!names.containsKey(node) && !readsBetterInPlace) {
      String unique = name;
      for (int i = 2; !usedNames.add(unique); i++) {
        unique = name + i;
      }
      names.put(node, unique);
    }
    return node;
  }

  /** The graph of what the outputs need, and of nothing else. */
  public Graph build(Node... outputs) {
    Set<Node> needed = new HashSet<>();
    List<Node> pending = new ArrayList<>(List.of(outputs));
    while (!pending.isEmpty()) {
      Node node = pending.removeLast();
      if (needed.add(node)) {
        pending.addAll(node.operands());
      }
    }
    List<Node> ordered = nodes.values().stream().filter(needed::contains).toList();
    Map<Node, String> neededNames = new HashMap<>(names);
    neededNames.keySet().retainAll(needed);
    return new Graph(precision, ordered, neededNames, uniforms, List.of(outputs));
  }

  private Node node(Opcode opcode, long immediate, Node... operands) {
    List<Integer> ids = new ArrayList<>();
    for (Node operand : operands) {
      ids.add(operand.id());
    }
    Key key = new Key(opcode, ids, immediate);
    Node known = nodes.get(key);
    if (known == null) {
      known = new Node(nodes.size(), opcode, List.of(operands), immediate);
      nodes.put(key, known);
    }
    return known;
  }
}
