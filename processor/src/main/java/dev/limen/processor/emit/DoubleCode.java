package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.MathConstant;

/**
 * Writes expressions as Java arithmetic on double. Variables and parameters are doubles of the same
 * name.
 */
final class DoubleCode extends ExpressionCode {

  private static final int DEEPEST = 6;

  private final Class<?> math;

  /**
   * A writer.
   *
   * @param math the class with the functions: {@link Math} or {@link StrictMath}
   * @param scope where local variables must be unique
   */
  DoubleCode(Class<?> math, Names scope) {
    super(double.class, DEEPEST, scope);
    this.math = math;
  }

  /** The value of an expression as the operand of any operator. */
  CodeBlock operand(Expr root) {
    value(root);
    return operand(root, Binding.PRIMARY);
  }

  @Override
  Term term(Expr expr) {
    return switch (expr) {
      case Expr.Constant c ->
          new Term(
              CodeBlock.of("$L", Literals.of(c.value())),
              c.value() < 0 ? Binding.PREFIX : Binding.PRIMARY,
              0);
      case Expr.NamedConstant c ->
          new Term(CodeBlock.of("$T.$L", Math.class, c.constant() == MathConstant.PI ? "PI" : "E"));
      case Expr.Variable v -> new Term(CodeBlock.of("$L", v.name()));
      case Expr.Parameter p -> new Term(CodeBlock.of("$L", p.name()));
      case Expr.Negate n ->
          new Term(
              CodeBlock.of("-$L", operand(n.operand(), Binding.PRIMARY)),
              Binding.PREFIX,
              depth(expr));
      case Expr.Add b -> infix(b, "+", Binding.SUM);
      case Expr.Subtract b -> infix(b, "-", Binding.SUM);
      case Expr.Multiply b -> infix(b, "*", Binding.PRODUCT);
      case Expr.Divide b -> infix(b, "/", Binding.PRODUCT);
      case Expr.Power b -> call("$T.pow($L,$W$L)", expr, math, code(b.left()), code(b.right()));
      case Expr.Call c -> call(c);
      case Expr.Conditional c ->
          new Term(
              CodeBlock.of(
                  "$L $L $L$W? $L$W: $L",
                  operand(c.left(), Binding.SUM),
                  c.relation().symbol(),
                  operand(c.right(), Binding.SUM),
                  operand(c.then(), Binding.SUM),
                  operand(c.otherwise(), Binding.SUM)),
              Binding.CONDITIONAL,
              depth(expr));
    };
  }

  private Term call(Expr.Call call) {
    CodeBlock u = code(call.argument());
    return switch (call.function()) {
      case EXP -> call("$T.exp($L)", call, math, u);
      case EXPM1 -> call("$T.expm1($L)", call, math, u);
      case LOG -> call("$T.log($L)", call, math, u);
      case LOG1P -> call("$T.log1p($L)", call, math, u);
      case SQRT -> call("$T.sqrt($L)", call, Math.class, u);
      case ABS -> call("$T.abs($L)", call, Math.class, u);
      case SIGN -> call("$T.signum($L)", call, Math.class, u);
      case MIN -> call("$T.min($L,$W$L)", call, Math.class, u, code(call.arguments().get(1)));
      case MAX -> call("$T.max($L,$W$L)", call, Math.class, u, code(call.arguments().get(1)));
      case CLAMP ->
          call(
              "$T.min($L,$W$T.max($L,$W$L))",
              call,
              Math.class,
              code(call.arguments().get(2)),
              Math.class,
              code(call.arguments().get(1)),
              u);
      case POW -> call("$T.pow($L,$W$L)", call, math, u, code(call.arguments().get(1)));
      case TANH -> call("$T.tanh($L)", call, math, u);
      case SINH -> call("$T.sinh($L)", call, math, u);
      case COSH -> call("$T.cosh($L)", call, math, u);
      case SIGMOID ->
          new Term(
              CodeBlock.of(
                  "1 / (1 + $T.exp(-$L))", math, operand(call.argument(), Binding.PRIMARY)),
              Binding.PRODUCT,
              depth(call));
      case SOFTPLUS -> softplus(call);
      case ERF, ERFC -> call("$L($L)", call, call.function().symbol(), u);
      case SIN -> call("$T.sin($L)", call, math, u);
      case COS -> call("$T.cos($L)", call, math, u);
      case ATAN -> call("$T.atan($L)", call, math, u);
      case RELU -> call("$T.max(0.0,$W$L)", call, Math.class, u);
      case STEP ->
          new Term(
              CodeBlock.of("$L < 0 ? 0.0 : 1.0", operand(call.argument(), Binding.SUM)),
              Binding.CONDITIONAL,
              depth(call));
    };
  }

  private Term softplus(Expr.Call call) {
    CodeBlock u = code(call.argument());
    if (math == Math.class) {
      return call("$T.log1p($T.exp($L))", call, math, math, u);
    }
    return new Term(
        CodeBlock.of(
            "$T.max($L,$W0.0)$W+ $T.log1p($T.exp(-$T.abs($L)))",
            Math.class,
            u,
            math,
            math,
            Math.class,
            u),
        Binding.SUM,
        depth(call) + 2);
  }

  private Term call(String format, Expr expr, Object... arguments) {
    return new Term(CodeBlock.of(format, arguments), Binding.PRIMARY, depth(expr));
  }

  private Term infix(Expr.Binary binary, String operator, Binding binding) {
    // Java groups to the left, as the tree must be kept: rounding depends on it.
    return new Term(
        CodeBlock.of(
            "$L$W$L $L",
            operand(binary.left(), binding),
            operator,
            operand(binary.right(), binding.tighter())),
        binding,
        depth(binary));
  }
}
