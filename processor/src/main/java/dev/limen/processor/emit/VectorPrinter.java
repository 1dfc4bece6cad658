package dev.limen.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.Opcode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes operations on as many elements as a vector holds.
 *
 * <p>Where operations can be written in two ways, the object whose method is called is none that is
 * the same for all elements. HotSpot puts off inlining late in large methods, and then may keep
 * such an object beside its vector, which allocates at every call of the kernel. In the largest
 * methods, that is worth an operation more for a difference.
 */
final class VectorPrinter extends GraphPrinter {

  static final String SPECIES = "SPECIES";

  /** The species of what is computed, where it is not that of inputs and results. */
  static final String WIDE = "WIDE";

  static final String BITS = "BITS";

  private static final String LOW = "Low";
  private static final String HIGH = "High";

  private final Uniforms uniforms;
  private final String twin;
  private final Tables tables;
  private final ClassName scalar;
  private final String species;
  private final Map<Node, String> constants;
  private final Set<Node> varying;
  private final boolean isLarge;

  /**
   * A printer.
   *
   * @param scope where the names of constants must be unique
   * @param uniforms the fields of the scalar twin that hold uniforms
   * @param twin the name of the scalar twin
   * @param tables the static fields of the scalar class that hold tables
   * @param scalar the scalar class
   * @param species the field that holds the species of reals
   */
  VectorPrinter(
      Graph graph,
      Map<Node, String> names,
      Names scope,
      Uniforms uniforms,
      String twin,
      Tables tables,
      ClassName scalar,
      String species) {
    super(graph, names);
    this.uniforms = uniforms;
    this.twin = twin;
    this.tables = tables;
    this.scalar = scalar;
    this.species = species;
    this.varying = Set.copyOf(graph.varying());
    this.isLarge = MethodSize.isLarge(graph);
    this.constants = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (NodeNames.isConstant(node)) {
        constants.put(node, scope.take(wanted(node)));
      }
    }
  }

  private VectorPrinter(VectorPrinter other, Map<Node, String> names) {
    super(other.graph(), names);
    this.uniforms = other.uniforms;
    this.twin = other.twin;
    this.tables = other.tables;
    this.scalar = other.scalar;
    this.species = other.species;
    this.varying = other.varying;
    this.isLarge = other.isLarge;
    this.constants = other.constants;
  }

  /** The same with other names for some nodes. */
  VectorPrinter renamed(Map<Node, String> changed) {
    Map<Node, String> names = new HashMap<>(names());
    names.putAll(changed);
    return new VectorPrinter(this, names);
  }

  /** Whether vectors of integers are constants of the graph. */
  static boolean needsBitsSpecies(Graph graph) {
    return graph.nodes().stream()
        .anyMatch(node ->
            node.opcode() == Opcode.BITS_CONSTANT || node.opcode() == Opcode.BITS_SUBTRACT_WHERE);
  }

  /**
   * Writes the local variables that hold what is the same for all elements: constants, tables, and
   * operations on nothing else. Those do not stand in a loop: where one does in a large method,
   * HotSpot keeps its operand as an object, too, and so allocates at every call.
   */
  CodeBlock constants() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (Node node : graph().nodes()) {
      if (NodeNames.isConstant(node)) {
        code.addStatement(
            "$T $L =$W$T.broadcast($L,$W$L)",
            type(node),
            constants.get(node),
            type(node),
            node.opcode() == Opcode.BITS_CONSTANT ? BITS : species,
            element(node));
      }
    }
    for (List<Double> table : graph().tables()) {
      load(code, table, LOW, "0");
      if (!fitsOneVector(table)) {
        load(code, table, HIGH, species + ".length()");
      }
    }
    return code.add(operations(graph().steady())).build();
  }

  /** Whether one vector of 512 bits holds a table, as two do otherwise. */
  private boolean fitsOneVector(List<Double> table) {
    return table.size() * format().size() <= VectorKernelFile.TABLE_BITS;
  }

  /** Loads half a table; one operation selects from both halves. */
  private void load(CodeBlock.Builder code, List<Double> table, String half, String from) {
    code.addStatement(
        "$T $L =$W$T.fromArray($L,$W$T.$L,$W$L).$L()",
        format().bitsVector(),
        half(table, half),
        format().realVector(),
        species,
        scalar,
        tables.field(table),
        from,
        format().vectorToBits());
  }

  private String half(List<Double> table, String half) {
    return tables.field(table).toLowerCase(Locale.ROOT) + half;
  }

  private String element(Node node) {
    return switch (node.opcode()) {
      case CONSTANT -> format().literal(node.immediate());
      case BITS_CONSTANT -> format().bitsLiteral(node.immediate());
      default -> twin + "." + uniforms.field(graph().uniforms().get((int) node.immediate()));
    };
  }

  private String wanted(Node node) {
    return switch (node.opcode()) {
      case CONSTANT -> ConstantNames.of(format().value(node.immediate()));
      case BITS_CONSTANT -> wantedBits(node.immediate());
      default -> uniforms.field(graph().uniforms().get((int) node.immediate()));
    };
  }

  private String wantedBits(long value) {
    long width = format().size();
    long magnitude = -1L >>> (65 - width);
    if ((value & (-1L >>> (64 - width))) == magnitude) {
      return "magnitudeBits";
    }
    if ((value & magnitude) == 0 && value != 0) {
      return "signBit";
    }
    return "k";
  }

  @Override
  TypeName type(Node node) {
    return switch (node.type()) {
      case REAL -> format().realVector();
      case BITS -> format().bitsVector();
      case MASK -> format().mask();
    };
  }

  @Override
  String constant(Node node) {
    return constants.get(node);
  }

  @Override
  CodeBlock operation(Node node) {
    return switch (node.opcode()) {
      case INPUT, CONSTANT, UNIFORM, BITS_CONSTANT -> throw new AssertionError(node);
      case ADD, BITS_ADD -> symmetric("add", node);
      case SUBTRACT ->
          isLarge && isFirstTheSame(node)
              ? CodeBlock.of("$L.neg().add($L)", use(node.second()), use(node.first()))
              : call("sub", node);
      case BITS_SUBTRACT -> call("sub", node);
      case MULTIPLY, BITS_MULTIPLY -> symmetric("mul", node);
      case DIVIDE -> call("div", node);
      case FMA -> symmetric("fma", node);
      case SQRT -> call("sqrt", node);
      case NEGATE -> call("neg", node);
      case ABS -> call("abs", node);
      case ROUND_TO_FLOAT -> widened(narrowed(use(node.first())));
      case TO_BITS -> call(format().vectorToBits(), node);
      case FROM_BITS -> call(format().vectorFromBits(), node);
      case BITS_AND, MASK_AND -> symmetric("and", node);
      case BITS_OR, MASK_OR -> symmetric("or", node);
      case MASK_NOT -> call("not", node);
      case BITS_MAX -> symmetric("max", node);
      case BITS_MIN -> symmetric("min", node);
      case BITS_MIN_UNSIGNED -> {
        List<Node> operands = swapped(node);
        yield lanewise("UMIN", operands.getFirst(), use(operands.getLast()));
      }
      case BITS_SUBTRACT_WHERE ->
          lanewise(
              "SUB", node.second(), use(node.third()) + ", " + use(node.first()) + ".cast(BITS)");
      case BITS_XOR -> {
        List<Node> operands = swapped(node);
        yield lanewise("XOR", operands.getFirst(), use(operands.getLast()));
      }
      case SHIFT_LEFT -> lanewise("LSHL", node.first(), Long.toString(node.immediate()));
      case SHIFT_RIGHT -> lanewise("ASHR", node.first(), Long.toString(node.immediate()));
      case SHIFT_RIGHT_UNSIGNED -> lanewise("LSHR", node.first(), Long.toString(node.immediate()));
      case LOOKUP -> {
        List<Double> table = graph().tables().get((int) node.immediate());
        String others = fitsOneVector(table) ? "" : ", " + half(table, HIGH);
        yield CodeBlock.of(
            "$L.selectFrom($L$L).$L()",
            use(node.first()),
            half(table, LOW),
            others,
            format().vectorFromBits());
      }
      case LESS -> compare("LT", "GT", node);
      case LESS_OR_EQUAL -> compare("LE", "GE", node);
      case EQUAL -> compare("EQ", "EQ", node);
      case IS_NAN -> compare("NE", node.first(), node.first());
      case SELECT ->
          CodeBlock.of(
              "$L.blend($L,$W$L)", use(node.third()), use(node.second()), use(node.first()));
    };
  }

  /** Floats, as many as there are doubles, from the nearest doubles. */
  static CodeBlock narrowed(String doubles) {
    return CodeBlock.of(
        "(($T) $L.convertShape($T.D2F,$W$L,$W0))",
        Format.F32.realVector(),
        doubles,
        Format.OPERATORS,
        SPECIES);
  }

  /** The same numbers as doubles. */
  static CodeBlock widened(CodeBlock floats) {
    return CodeBlock.of(
        "($T)$W$L.convertShape($T.F2D,$W$L,$W0)",
        Format.F64.realVector(),
        floats,
        Format.OPERATORS,
        WIDE);
  }

  private CodeBlock call(String method, Node node) {
    return call(method, node.operands());
  }

  /** An operation whose first two operands can be swapped. */
  private CodeBlock symmetric(String method, Node node) {
    return call(method, swapped(node));
  }

  private CodeBlock call(String method, List<Node> operands) {
    List<Node> others = operands.subList(1, operands.size());
    return CodeBlock.of("$L.$L($L)", use(operands.getFirst()), method, uses(others));
  }

  /** Whether the first operand is the same for all elements, and the second is not. */
  private boolean isFirstTheSame(Node node) {
    return !varying.contains(node.first()) && varying.contains(node.second());
  }

  /** The operands, but with one first that is not the same for all elements, if there is one. */
  private List<Node> swapped(Node node) {
    List<Node> operands = new ArrayList<>(node.operands());
    if (isFirstTheSame(node)) {
      Collections.swap(operands, 0, 1);
    }
    return operands;
  }

  private CodeBlock lanewise(String operator, Node object, String operand) {
    return CodeBlock.of(
        "$L.lanewise($T.$L,$W$L)", use(object), Format.OPERATORS, operator, operand);
  }

  private CodeBlock compare(String operator, String swapped, Node node) {
    return isFirstTheSame(node)
        ? compare(swapped, node.second(), node.first())
        : compare(operator, node.first(), node.second());
  }

  private CodeBlock compare(String operator, Node a, Node b) {
    return CodeBlock.of("$L.compare($T.$L,$W$L)", use(a), Format.OPERATORS, operator, use(b));
  }
}
