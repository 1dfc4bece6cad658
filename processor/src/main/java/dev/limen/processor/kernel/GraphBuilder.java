package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.formula.Expr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes the nodes of a graph. Equal operations share a node: common subexpressions are computed
 * once.
 */
public final class GraphBuilder {

  private record Key(Opcode opcode, List<Integer> operands, long immediate) {}

  private final Precision precision;
  private final Map<Key, Node> nodes = new HashMap<>();
  private final Map<Node, String> names = new HashMap<>();
  private final Map<Node, Section> sections = new HashMap<>();
  private Section section;
  private final List<Uniform> uniforms = new ArrayList<>();
  private final List<List<Double>> tables = new ArrayList<>();

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
    if (b.opcode() == Opcode.NEGATE) {
      return subtract(a, b.first());
    }
    if (a.opcode() == Opcode.NEGATE) {
      return subtract(b, a.first());
    }
    if (isScaled(b)) {
      return fma(b.first(), b.second(), a);
    }
    if (isScaled(a)) {
      return fma(a.first(), a.second(), b);
    }
    return isConstant(b, -0.0) ? a : isConstant(a, -0.0) ? b : node(Opcode.ADD, 0, a, b);
  }

  public Node subtract(Node a, Node b) {
    if (b.opcode() == Opcode.NEGATE) {
      return add(a, b.first());
    }
    if (isScaled(a)) {
      return fma(a.first(), a.second(), negate(b));
    }
    return isConstant(b, 0.0) ? a : node(Opcode.SUBTRACT, 0, a, b);
  }

  /** Whether a node is a product with a power of two, which is exact but for an underflow. */
  private boolean isScaled(Node node) {
    return node.opcode() == Opcode.MULTIPLY
        && (isPowerOfTwo(node.first()) || isPowerOfTwo(node.second()));
  }

  private boolean isPowerOfTwo(Node node) {
    // Or 0, or infinite.
    boolean isExponentAlone =
        node.opcode() == Opcode.FROM_BITS
            && node.first().opcode() == Opcode.SHIFT_LEFT
            && node.first().immediate() >= (precision == Precision.F32 ? 23 : 52);
    return isExponentAlone || isConstantPowerOfTwo(node);
  }

  private boolean isConstantPowerOfTwo(Node node) {
    return node.opcode() == Opcode.CONSTANT
        && Math.abs(realOf(node)) == Math.scalb(1.0, Math.getExponent(realOf(node)));
  }

  public Node multiply(Node a, Node b) {
    if (isUnit(a) && !isUnit(b)) {
      return multiply(b, a);
    }
    if (a.opcode() == Opcode.NEGATE && b.opcode() == Opcode.NEGATE) {
      return multiply(a.first(), b.first());
    }
    return isConstant(b, 1) ? a : isConstant(b, -1) ? negate(a) : node(Opcode.MULTIPLY, 0, a, b);
  }

  /**
   * The product of one factor or more, from left to right, but with a partial product that is there
   * already taken first: {@code x n / (n + 2)} for {@code n = u v} loses less than {@code (u x) v /
   * (n + 2)}.
   */
  Node product(List<Node> factors) {
    List<Node> left = new ArrayList<>(factors);
    for (int i = 0; i < left.size() - 1; i++) {
      for (int j = i + 1; j < left.size(); j++) {
        Node known = known(Opcode.MULTIPLY, left.get(i), left.get(j));
        if (known != null) {
          left.remove(j);
          left.set(i, known);
          j = i;
        }
      }
    }
    return left.stream().reduce(this::multiply).orElseThrow();
  }

  private Node known(Opcode opcode, Node... operands) {
    return nodes.get(new Key(opcode, sorted(opcode, List.of(operands)), 0));
  }

  public Node divide(Node a, Node b) {
    double inverse = b.opcode() == Opcode.CONSTANT ? exactInverse(b) : Double.NaN;
    return Double.isNaN(inverse) ? node(Opcode.DIVIDE, 0, a, b) : multiply(a, constant(inverse));
  }

  public Node sqrt(Node a) {
    return node(Opcode.SQRT, 0, a);
  }

  /** {@code a * b + c}, rounded once. */
  public Node fma(Node a, Node b, Node c) {
    if (isUnit(a) && !isUnit(b)) {
      return fma(b, a, c);
    }
    if (isConstant(b, 1)) {
      return add(a, c);
    }
    if (isConstant(b, -1)) {
      return subtract(c, a);
    }
    return isConstant(c, -0.0) ? multiply(a, b) : node(Opcode.FMA, 0, a, b, c);
  }

  public Node negate(Node a) {
    return a.opcode() == Opcode.NEGATE ? a.first() : node(Opcode.NEGATE, 0, a);
  }

  public Node abs(Node a) {
    return switch (a.opcode()) {
      case ABS -> a;
      case NEGATE -> abs(a.first());
      default -> node(Opcode.ABS, 0, a);
    };
  }

  /** The nearest float: the real itself in single precision. */
  public Node roundToFloat(Node a) {
    return precision == Precision.F32 || a.opcode() == Opcode.ROUND_TO_FLOAT
        ? a
        : node(Opcode.ROUND_TO_FLOAT, 0, a);
  }

  public Node toBits(Node a) {
    return a.opcode() == Opcode.FROM_BITS ? a.first() : node(Opcode.TO_BITS, 0, a);
  }

  public Node fromBits(Node a) {
    return a.opcode() == Opcode.TO_BITS ? a.first() : node(Opcode.FROM_BITS, 0, a);
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

  /** The bit pattern of -0. */
  Node signBit() {
    return toBits(constant(-0.0));
  }

  /** How far {@link #signBit} is from the lowest bit. */
  int placeOfSign() {
    return precision() == Precision.F32 ? 31 : 63;
  }

  /** The sign bit of u alone. */
  Node signOf(Node u) {
    return and(toBits(u), signBit());
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

  /** The larger of two signed integers. */
  public Node bitsMax(Node a, Node b) {
    return node(Opcode.BITS_MAX, 0, a, b);
  }

  /** The smaller of two signed integers. */
  public Node bitsMin(Node a, Node b) {
    return node(Opcode.BITS_MIN, 0, a, b);
  }

  /** The smaller of two integers without a sign. */
  public Node bitsMinUnsigned(Node a, Node b) {
    return node(Opcode.BITS_MIN_UNSIGNED, 0, a, b);
  }

  /** {@code a - b} where the mask is set, else a. */
  public Node bitsSubtractWhere(Node mask, Node a, Node b) {
    return node(Opcode.BITS_SUBTRACT_WHERE, 0, mask, a, b);
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

  /** {@code a <= b}: false where either is NaN. */
  public Node lessOrEqual(Node a, Node b) {
    return node(Opcode.LESS_OR_EQUAL, 0, a, b);
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
    return a.opcode() == Opcode.MASK_NOT ? a.first() : node(Opcode.MASK_NOT, 0, a);
  }

  /**
   * The entry of a table at the low bits of an integer.
   *
   * @param table reals of the precision of the graph, a power of two of them
   */
  public Node lookup(List<Double> table, Node index) {
    if (Integer.bitCount(table.size()) != 1) {
      throw new IllegalArgumentException("a table of " + table.size());
    }
    int number = tables.indexOf(table);
    if (number < 0) {
      number = tables.size();
      tables.add(List.copyOf(table));
    }
    return node(Opcode.LOOKUP, number, index);
  }

  /** {@code then} where the mask is set, else {@code otherwise}. */
  public Node select(Node mask, Node then, Node otherwise) {
    if (mask.opcode() == Opcode.MASK_NOT) {
      return select(mask.first(), otherwise, then);
    }
    OptionalLong known =
        ConstantFolding.fold(precision, mask.opcode(), mask.immediate(), mask.operands());
    if (known.isPresent()) {
      return known.getAsLong() == 1 ? then : otherwise;
    }
    if (isScaled(otherwise) && isConstant(then, 0.0)) {
      // Scaled last, so that what is added next takes the product with it.
      boolean isFirst = isConstantPowerOfTwo(otherwise.first());
      Node factor = isFirst ? otherwise.first() : otherwise.second();
      Node value = isFirst ? otherwise.second() : otherwise.first();
      if (isConstantPowerOfTwo(factor) && realOf(factor) > 0) {
        return multiply(select(mask, then, value), factor);
      }
    }
    boolean isChosenAnyway =
        otherwise.opcode() == Opcode.SELECT
            && otherwise.second() == then
            && implies(mask, otherwise.first());
    return then == otherwise || isChosenAnyway
        ? otherwise
        : node(Opcode.SELECT, 0, mask, then, otherwise);
  }

  /** Whether a comparison with one constant tells the result of that with another. */
  private boolean implies(Node mask, Node other) {
    if (mask.opcode() != Opcode.LESS || other.opcode() != Opcode.LESS) {
      return false;
    }
    Node a = mask.first();
    Node b = mask.second();
    return (a == other.first() && isAtMost(b, other.second()))
        || (b == other.second() && isAtMost(other.first(), a));
  }

  private boolean isAtMost(Node a, Node b) {
    return a.opcode() == Opcode.CONSTANT && b.opcode() == Opcode.CONSTANT && realOf(a) <= realOf(b);
  }

  /**
   * Names a node for readers of the generated code. The first name of a node stays; where two nodes
   * of a graph have the same, the second gets a number.
   */
  public Node named(String name, Node node) {
    boolean readsBetterInPlace =
        node.opcode() == Opcode.CONSTANT || node.opcode() == Opcode.BITS_CONSTANT;
    if (!readsBetterInPlace) {
      names.putIfAbsent(node, name);
    }
    return node;
  }

  /**
   * Begins a section, to which the nodes made from here on belong.
   *
   * @param next the section; null for none
   * @return the one that ends here, to be gone back to
   */
  public Section section(Section next) {
    Section before = section;
    section = next;
    return before;
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
    Map<Node, Node> copies = new HashMap<>();
    Map<Node, String> neededNames = new HashMap<>();
    Map<Node, Section> neededSections = new HashMap<>();
    Set<String> usedNames = new HashSet<>();
    List<Uniform> neededUniforms = new ArrayList<>();
    List<List<Double>> neededTables = new ArrayList<>();
    List<Node> ordered = new ArrayList<>();
    for (Node node : needed.stream().sorted(Comparator.comparingInt(Node::id)).toList()) {
      long immediate = node.immediate();
      if (node.opcode() == Opcode.UNIFORM) {
        neededUniforms.add(uniforms.get((int) immediate));
        immediate = neededUniforms.size() - 1L;
      } else if (node.opcode() == Opcode.LOOKUP) {
        List<Double> table = tables.get((int) immediate);
        if (!neededTables.contains(table)) {
          neededTables.add(table);
        }
        immediate = neededTables.indexOf(table);
      }
      Node copy =
          new Node(
              ordered.size(),
              node.opcode(),
              node.operands().stream().map(copies::get).toList(),
              immediate);
      copies.put(node, copy);
      ordered.add(copy);
      String name = names.get(node);
      if (name != null) {
        String unique = name;
        for (int i = 2; !usedNames.add(unique); i++) {
          unique = name + i;
        }
        neededNames.put(copy, unique);
      }
      Section of = sections.get(node);
      if (of != null) {
        Node argument = copies.get(of.argument());
        neededSections.put(
            copy,
            of.argument() != null && argument == null
                ? new Section(of.title().formatted("u"), null)
                : new Section(of.title(), argument));
      }
    }
    return new Graph(
        precision,
        ordered,
        neededNames,
        neededUniforms,
        neededTables,
        neededSections,
        Stream.of(outputs).map(copies::get).toList());
  }

  private boolean isUnit(Node node) {
    return isConstant(node, 1) || isConstant(node, -1);
  }

  private boolean isConstant(Node node, double value) {
    return node.opcode() == Opcode.CONSTANT
        && Double.doubleToRawLongBits(realOf(node)) == Double.doubleToRawLongBits(value);
  }

  /** The value of a constant. */
  double realOf(Node constant) {
    return precision == Precision.F32
        ? Float.intBitsToFloat((int) constant.immediate())
        : Double.longBitsToDouble(constant.immediate());
  }

  /** The inverse of a power of two, if it is one that can be written; else NaN. */
  private double exactInverse(Node constant) {
    double value = realOf(constant);
    double inverse = 1 / value;
    double limit = precision == Precision.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    boolean inverts =
        Math.abs(value) >= limit
            && Math.abs(inverse) >= limit
            && Math.scalb(1.0, Math.getExponent(value)) == Math.abs(value);
    return inverts ? inverse : Double.NaN;
  }

  private Node node(Opcode opcode, long immediate, Node... operands) {
    List<Node> list = List.of(operands);
    if (opcode.arity() > 0
        && opcode.type() != Opcode.Type.MASK
        && opcode != Opcode.SELECT
        && opcode != Opcode.LOOKUP) {
      OptionalLong folded = ConstantFolding.fold(precision, opcode, immediate, list);
      if (folded.isPresent()) {
        opcode = opcode.type() == Opcode.Type.BITS ? Opcode.BITS_CONSTANT : Opcode.CONSTANT;
        immediate = folded.getAsLong();
        list = List.of();
      }
    }
    Key key = new Key(opcode, sorted(opcode, list), immediate);
    Node known = nodes.get(key);
    if (known == null) {
      known = new Node(nodes.size(), opcode, list, immediate);
      nodes.put(key, known);
      if (section != null) {
        sections.put(known, section);
      }
    }
    return known;
  }

  /** The operands' ids, those that may change places in ascending order. */
  private static List<Integer> sorted(Opcode opcode, List<Node> operands) {
    List<Integer> ids = new ArrayList<>();
    for (Node operand : operands) {
      ids.add(operand.id());
    }
    switch (opcode) {
      case ADD,
          MULTIPLY,
          FMA,
          BITS_ADD,
          BITS_MULTIPLY,
          BITS_AND,
          BITS_OR,
          BITS_XOR,
          BITS_MAX,
          BITS_MIN,
          BITS_MIN_UNSIGNED,
          EQUAL,
          MASK_AND,
          MASK_OR ->
          Collections.sort(ids.subList(0, 2));
      default -> {}
    }
    return ids;
  }
}
