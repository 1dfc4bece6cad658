package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;
import dev.limen.verify.Ball;
import java.util.HashMap;
import java.util.Map;

/** Evaluates expressions of constants to about 30 digits, each once. */
final class ConstantValues {

  private final Map<Expr, Ball> known = new HashMap<>();

  /** The value of an expression without variables and parameters. */
  Ball of(Expr expression) {
    Ball value = known.get(expression);
    if (value == null) {
      value = evaluate(expression);
      known.put(expression, value);
    }
    return value;
  }

  private Ball evaluate(Expr expression) {
    return switch (expression) {
      case Expr.Constant c -> Ball.of(c.value());
      case Expr.NamedConstant c ->
          switch (c.constant()) {
            case PI -> Ball.pi();
            case E -> Ball.e();
          };
      case Expr.Variable v -> throw new IllegalArgumentException("no constant: " + v.name());
      case Expr.Parameter p -> throw new IllegalArgumentException("no constant: " + p.name());
      case Expr.Negate n -> of(n.operand()).negate();
      case Expr.Add b -> of(b.left()).plus(of(b.right()));
      case Expr.Subtract b -> of(b.left()).minus(of(b.right()));
      case Expr.Multiply b -> of(b.left()).times(of(b.right()));
      case Expr.Divide b -> of(b.left()).dividedBy(of(b.right()));
      case Expr.Power b -> power(of(b.left()), b.right());
      case Expr.Call c -> call(c);
      case Expr.Conditional c -> {
        Ball left = of(c.left());
        Ball right = of(c.right());
        yield switch (c.relation()) {
          case LESS -> Ball.ifLess(left, right, of(c.then()), of(c.otherwise()));
          case LESS_OR_EQUAL -> Ball.ifLessOrEqual(left, right, of(c.then()), of(c.otherwise()));
          case GREATER -> Ball.ifLess(right, left, of(c.then()), of(c.otherwise()));
          case GREATER_OR_EQUAL -> Ball.ifLessOrEqual(right, left, of(c.then()), of(c.otherwise()));
        };
      }
    };
  }

  private Ball power(Ball base, Expr exponent) {
    if (exponent instanceof Expr.Constant(double n) && n == (int) n) {
      return base.pow((int) n);
    }
    return base.pow(of(exponent));
  }

  private Ball call(Expr.Call call) {
    Ball u = of(call.argument());
    return switch (call.function()) {
      case EXP -> u.exp();
      case EXPM1 -> u.expm1();
      case LOG -> u.log();
      case LOG1P -> u.log1p();
      case SQRT -> u.sqrt();
      case ABS -> u.abs();
      case SIGN -> u.sign();
      case MIN -> u.min(of(call.arguments().get(1)));
      case MAX -> u.max(of(call.arguments().get(1)));
      case CLAMP -> u.clamp(of(call.arguments().get(1)), of(call.arguments().get(2)));
      case POW -> power(u, call.arguments().get(1));
      case TANH -> u.tanh();
      case SINH -> u.sinh();
      case COSH -> u.cosh();
      case SIGMOID -> u.sigmoid();
      case SOFTPLUS -> u.softplus();
      case ERF -> u.erf();
      case ERFC -> u.erfc();
      case SIN -> u.sin();
      case COS -> u.cos();
      case ATAN -> u.atan();
      case RELU -> u.relu();
      case STEP -> u.step();
    };
  }
}
