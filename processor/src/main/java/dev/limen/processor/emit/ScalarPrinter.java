package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.Opcode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes operations on one element. A mask is an integer as wide as a real, all ones where it is
 * set, so that comparing and selecting take no jump.
 */
final class ScalarPrinter extends GraphPrinter {

  private final Uniforms uniforms;
  private final Tables tables;
  private final Set<MaskMethod> used;

  /**
   * A printer.
   *
   * @param uniforms the fields that hold uniforms
   * @param tables the fields that hold tables
   * @param used collects the methods that the operations call
   */
  ScalarPrinter(
      Graph graph,
      Map<Node, String> names,
      Uniforms uniforms,
      Tables tables,
      Set<MaskMethod> used) {
    super(graph, names);
    this.uniforms = uniforms;
    this.tables = tables;
    this.used = used;
  }

  @Override
  TypeName type(Node node) {
    return node.type() == Opcode.Type.REAL ? format().real() : format().bits();
  }

  @Override
  String constant(Node node) {
    return switch (node.opcode()) {
      case CONSTANT -> format().literal(node.immediate());
      case BITS_CONSTANT -> format().bitsLiteral(node.immediate());
      default -> uniforms.field(graph().uniforms().get((int) node.immediate()));
    };
  }

  @Override
  CodeBlock operation(Node node) {
    return switch (node.opcode()) {
      case INPUT, CONSTANT, UNIFORM, BITS_CONSTANT -> throw new AssertionError(node);
      case ADD -> add(node);
      case BITS_ADD -> infix("+", node);
      case SUBTRACT, BITS_SUBTRACT -> infix("-", node);
      case MULTIPLY, BITS_MULTIPLY -> infix("*", node);
      case DIVIDE -> infix("/", node);
      case BITS_AND, MASK_AND -> infix("&", node);
      case BITS_OR, MASK_OR -> infix("|", node);
      case BITS_XOR -> infix("^", node);
      case BITS_MAX -> extreme("max", node.first(), node);
      case BITS_MIN -> extreme("min", node.first(), node);
      case BITS_MIN_UNSIGNED -> lesserUnsigned(node);
      case BITS_SUBTRACT_WHERE ->
          CodeBlock.of("$L -$W($L & $L)", use(node.second()), use(node.first()), use(node.third()));
      case ROUND_TO_FLOAT -> CodeBlock.of("(float) $L", use(node.first()));
      case NEGATE -> CodeBlock.of("-$L", operand(node.first()));
      case MASK_NOT -> CodeBlock.of("~$L", use(node.first()));
      case SHIFT_LEFT -> shift("<<", node);
      case SHIFT_RIGHT -> shift(">>", node);
      case SHIFT_RIGHT_UNSIGNED -> shift(">>>", node);
      case ABS -> CodeBlock.of("$T.abs($L)", Math.class, use(node.first()));
      case SQRT ->
          format() == Format.F32
              ? CodeBlock.of("(float) $T.sqrt($L)", Math.class, use(node.first()))
              : CodeBlock.of("$T.sqrt($L)", Math.class, use(node.first()));
      case FMA ->
          CodeBlock.of(
              "$T.fma($L,$W$L,$W$L)",
              Math.class,
              use(node.first()),
              use(node.second()),
              use(node.third()));
      case TO_BITS -> convert(format().toBits(), node);
      case FROM_BITS -> convert(format().fromBits(), node);
      case LOOKUP -> lookup(node);
      case LESS -> call(MaskMethod.LESS, node);
      case LESS_OR_EQUAL ->
          CodeBlock.of("$L |$W$L", call(MaskMethod.LESS, node), call(MaskMethod.EQUAL, node));
      case EQUAL -> call(MaskMethod.EQUAL, node);
      case IS_NAN -> call(MaskMethod.IS_NAN, node);
      case SELECT ->
          isExtreme(node)
              ? extreme(node.second() == node.first().first() ? "min" : "max", node.third(), node)
              : call(MaskMethod.SELECT, node);
    };
  }

  private CodeBlock add(Node node) {
    Node b = node.second();
    boolean isNegative = b.opcode() == Opcode.CONSTANT && format().value(b.immediate()) < 0;
    if (!isNegative) {
      return infix("+", node);
    }
    // Subtracting is adding the negative, to the bit.
    String magnitude = format().literal(-format().value(b.immediate()));
    return CodeBlock.of("$L -$W$L", use(node.first()), magnitude);
  }

  private CodeBlock lookup(Node node) {
    List<Double> table = graph().tables().get((int) node.immediate());
    return CodeBlock.of(
        "$L[$L$L & $L]",
        tables.field(table),
        format() == Format.F32 ? "" : "(int) ",
        use(node.first()),
        table.size() - 1);
  }

  private CodeBlock extreme(String method, Node first, Node node) {
    return CodeBlock.of("$T.$L($L,$W$L)", Math.class, method, use(first), use(node.second()));
  }

  /** Flipping the signs makes signed ones of the others, in the same order. */
  private CodeBlock lesserUnsigned(Node node) {
    String sign = format().smallest();
    return CodeBlock.of(
        "$T.min($L ^ $L,$W$L ^ $L) ^ $L",
        Math.class,
        use(node.first()),
        sign,
        use(node.second()),
        sign,
        sign);
  }

  /**
   * Whether a choice is the lesser or the larger of a node and a constant, to the bit: a zero would
   * lose its sign, and NaN must be the node's. HotSpot has instructions for that.
   */
  private boolean isExtreme(Node node) {
    if (node.opcode() != Opcode.SELECT || node.first().opcode() != Opcode.LESS) {
      return false;
    }
    Node constant = node.second();
    double value =
        constant.opcode() == Opcode.CONSTANT ? format().value(constant.immediate()) : Double.NaN;
    return Math.abs(value) > 0
        && node.first().operands().contains(constant)
        && node.first().operands().contains(node.third());
  }

  /** All but comparisons that only the lesser and the larger are chosen by. */
  @Override
  boolean isWritten(Node node, List<Node> among) {
    return node.opcode() != Opcode.LESS
        || node == among.getLast()
        || among.stream().anyMatch(user -> user.operands().contains(node) && !isExtreme(user));
  }

  private CodeBlock infix(String operator, Node node) {
    boolean isSum = operator.equals("+") || operator.equals("-");
    return CodeBlock.of(
        "$L $L$W$L",
        use(node.first()),
        operator,
        isSum ? operand(node.second()) : use(node.second()));
  }

  private CodeBlock shift(String operator, Node node) {
    return CodeBlock.of("$L $L $L", use(node.first()), operator, node.immediate());
  }

  private CodeBlock convert(String method, Node node) {
    return CodeBlock.of("$T.$L($L)", format().boxed(), method, use(node.first()));
  }

  private CodeBlock call(MaskMethod method, Node node) {
    used.add(method);
    return CodeBlock.of("$L($L)", method.methodName(), uses(node.operands()));
  }

  private String operand(Node node) {
    String text = use(node);
    return text.startsWith("-") ? "(" + text + ")" : text;
  }
}
