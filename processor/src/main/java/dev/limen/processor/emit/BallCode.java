package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.limen.processor.formula.EvaluationForm;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.MathConstant;
import dev.limen.verify.Ball;

/**
 * Writes expressions, in their {@link EvaluationForm}, in the arithmetic of {@link Ball}. Variables
 * and parameters are balls of the same name.
 */
final class BallCode extends ExpressionCode {

  private static final int DEEPEST = 4;

  BallCode(Names scope) {
    super(Ball.class, DEEPEST, scope);
  }

  @Override
  CodeBlock value(Expr expression) {
    return super.value(EvaluationForm.of(expression));
  }

  @Override
  Term term(Expr expr) {
    return new Term(ball(expr), Binding.PRIMARY, depth(expr));
  }

  private CodeBlock ball(Expr expr) {
    return switch (expr) {
      case Expr.Constant c -> CodeBlock.of("$T.of($L)", Ball.class, Literals.of(c.value()));
      case Expr.NamedConstant c ->
          CodeBlock.of("$T.$L()", Ball.class, c.constant() == MathConstant.PI ? "pi" : "e");
      case Expr.Variable v -> CodeBlock.of("$L", v.name());
      case Expr.Parameter p -> CodeBlock.of("$L", p.name());
      case Expr.Negate n -> method(n.operand(), "negate");
      case Expr.Add b ->
          b.left() instanceof Expr.Constant
              ? method(b.right(), "plus", b.left())
              : method(b.left(), "plus", b.right());
      case Expr.Subtract b -> method(b.left(), "minus", b.right());
      case Expr.Multiply b ->
          b.left().equals(b.right())
              ? method(b.left(), "square")
              : b.left() instanceof Expr.Constant
                  ? method(b.right(), "times", b.left())
                  : method(b.left(), "times", b.right());
      case Expr.Divide b -> method(b.left(), "dividedBy", b.right());
      case Expr.Power b -> power(b.left(), b.right());
      case Expr.Call c -> call(c);
      case Expr.Conditional c ->
          switch (c.relation()) {
            case LESS -> conditional("ifLess", c.left(), c.right(), c);
            case LESS_OR_EQUAL -> conditional("ifLessOrEqual", c.left(), c.right(), c);
            case GREATER -> conditional("ifLess", c.right(), c.left(), c);
            case GREATER_OR_EQUAL -> conditional("ifLessOrEqual", c.right(), c.left(), c);
          };
    };
  }

  private CodeBlock call(Expr.Call call) {
    Expr u = call.argument();
    return switch (call.function()) {
      case EXP,
          EXPM1,
          LOG,
          LOG1P,
          SQRT,
          ABS,
          SIGN,
          TANH,
          SINH,
          COSH,
          SIGMOID,
          SOFTPLUS,
          ERF,
          ERFC,
          SIN,
          COS,
          ATAN,
          RELU,
          STEP ->
          method(u, call.function().symbol());
      case MIN, MAX ->
          CodeBlock.of(
              "$L.$L($L)", code(u), call.function().symbol(), code(call.arguments().get(1)));
      case CLAMP ->
          CodeBlock.of(
              "$L.clamp($L,$W$L)",
              code(u),
              code(call.arguments().get(1)),
              code(call.arguments().get(2)));
      case POW -> power(u, call.arguments().get(1));
    };
  }

  private CodeBlock power(Expr base, Expr exponent) {
    if (exponent instanceof Expr.Constant(double value)
        && value == Math.rint(value)
        && Math.abs(value) <= Integer.MAX_VALUE) {
      return value == 2
          ? method(base, "square")
          : CodeBlock.of("$L.pow($L)", code(base), Integer.toString((int) value));
    }
    return CodeBlock.of("$L.pow($L)", code(base), code(exponent));
  }

  private CodeBlock conditional(String method, Expr a, Expr b, Expr.Conditional c) {
    return CodeBlock.of(
        "$T.$L(\n$L, $L, $L, $L)",
        Ball.class,
        method,
        code(a),
        code(b),
        code(c.then()),
        code(c.otherwise()));
  }

  private CodeBlock method(Expr receiver, String name) {
    return CodeBlock.of("$L.$L()", code(receiver), name);
  }

  /** A method that takes a double as well as a ball. */
  private CodeBlock method(Expr receiver, String name, Expr argument) {
    return argument instanceof Expr.Constant(double value)
        ? CodeBlock.of("$L.$L($L)", code(receiver), name, Literals.of(value))
        : CodeBlock.of("$L.$L($L)", code(receiver), name, code(argument));
  }
}
