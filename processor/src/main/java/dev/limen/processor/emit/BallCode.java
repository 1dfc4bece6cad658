package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.limen.processor.formula.EvaluationForm;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.MathConstant;
import dev.limen.verify.Ball;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes expressions, in their {@link EvaluationForm}, in the arithmetic of {@link Ball}. Variables
 * and parameters are balls of the same name.
 */
final class BallCode {

  private static final int DEEPEST = 4;

  private final Names scope;
  private final CodeBlock.Builder statements = CodeBlock.builder();
  private final Map<Expr, Term> terms = new HashMap<>();

  private record Term(CodeBlock code, int depth) {}

  BallCode(Names scope) {
    this.scope = scope;
  }

  /** The value of an expression; needs {@link #statements()} before it. */
  CodeBlock value(Expr expression) {
    Expr root = EvaluationForm.of(expression);
    Map<Expr, Integer> uses = new HashMap<>();
    List<Expr> order = root.subexpressions();
    for (Expr expr : order) {
      expr.children().forEach(child -> uses.merge(child, 1, Integer::sum));
    }
    for (Expr expr : order) {
      if (terms.containsKey(expr)) {
        continue;
      }
      CodeBlock code = code(expr);
      int depth = expr.children().stream().mapToInt(c -> terms.get(c).depth()).max().orElse(-1) + 1;
      if (depth > 0 && !expr.equals(root) && (uses.get(expr) > 1 || depth >= DEEPEST)) {
        String name = scope.take("t");
        statements.addStatement("$T $L =$W$L", Ball.class, name, code);
        code = CodeBlock.of("$L", name);
        depth = 0;
      }
      terms.put(expr, new Term(code, depth));
    }
    return terms.get(root).code();
  }

  /** The local variables that the values use. */
  CodeBlock statements() {
    return statements.build();
  }

  private CodeBlock code(Expr expr) {
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
              "$L.$L($L)", ball(u), call.function().symbol(), ball(call.arguments().get(1)));
      case CLAMP ->
          CodeBlock.of(
              "$L.clamp($L,$W$L)",
              ball(u),
              ball(call.arguments().get(1)),
              ball(call.arguments().get(2)));
      case POW -> power(u, call.arguments().get(1));
    };
  }

  private CodeBlock power(Expr base, Expr exponent) {
    if (exponent instanceof Expr.Constant(double value)
        && value == Math.rint(value)
        && Math.abs(value) <= Integer.MAX_VALUE) {
      return value == 2
          ? method(base, "square")
          : CodeBlock.of("$L.pow($L)", ball(base), Integer.toString((int) value));
    }
    return CodeBlock.of("$L.pow($L)", ball(base), ball(exponent));
  }

  private CodeBlock conditional(String method, Expr a, Expr b, Expr.Conditional c) {
    return CodeBlock.of(
        "$T.$L(\n$L, $L, $L, $L)",
        Ball.class,
        method,
        ball(a),
        ball(b),
        ball(c.then()),
        ball(c.otherwise()));
  }

  private CodeBlock method(Expr receiver, String name) {
    return CodeBlock.of("$L.$L()", ball(receiver), name);
  }

  /** A method that takes a double as well as a ball. */
  private CodeBlock method(Expr receiver, String name, Expr argument) {
    return argument instanceof Expr.Constant(double value)
        ? CodeBlock.of("$L.$L($L)", ball(receiver), name, Literals.of(value))
        : CodeBlock.of("$L.$L($L)", ball(receiver), name, ball(argument));
  }

  private CodeBlock ball(Expr expr) {
    return terms.get(expr).code();
  }
}
