package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.formula.Expr;
import java.util.Map;

/**
 * Evaluates uniforms as generated code does: in double, operation by operation, with the functions
 * of {@link StrictMath}, so that every JVM binds the same values.
 *
 * <ul>
 *   <li>a constant is its double, a named constant the nearest double;
 *   <li>+ - * / and negation are Java's on double, {@code ^} and pow are {@code StrictMath.pow};
 *   <li>exp, expm1, log, log1p, sqrt, tanh, sinh, cosh, sin, cos, atan are StrictMath's;
 *   <li>abs is {@code Math.abs}, min and max are {@code Math.min} and {@code Math.max}, and {@code
 *       clamp(u, low, high)} is {@code Math.min(high, Math.max(low, u))};
 *   <li>{@code sign(u)} is {@code Math.signum(u)}, {@code relu(u)} is {@code Math.max(0.0, u)},
 *       {@code step(u)} is {@code u < 0 ? 0.0 : 1.0};
 *   <li>{@code sigmoid(u)} is {@code 1 / (1 + StrictMath.exp(-u))}, {@code softplus(u)} is {@code
 *       Math.max(u, 0.0) + StrictMath.log1p(StrictMath.exp(-Math.abs(u)))};
 *   <li>erf and erfc do not occur in uniforms: the lowering leaves them to the kernel.
 * </ul>
 *
 * <p>In single precision {@link Uniform.Part#HIGH} of the value v is {@code (float) v} and {@link
 * Uniform.Part#LOW} is {@code (float) (v - (float) v)}; in double precision they are v and 0.
 */
public final class UniformEvaluator {

  private UniformEvaluator() {}

  /** The value of a uniform, which the precision can hold. */
  public static double value(Uniform uniform, Map<String, Double> parameters, Precision precision) {
    double value = evaluate(uniform.expression(), parameters);
    if (precision == Precision.F64) {
      return uniform.part() == Uniform.Part.HIGH ? value : 0;
    }
    float high = (float) value;
    return uniform.part() == Uniform.Part.HIGH ? high : (float) (value - high);
  }

  /** The value of an expression of parameters and constants. */
  public static double evaluate(Expr expression, Map<String, Double> parameters) {
    return switch (expression) {
      case Expr.Constant c -> c.value();
      case Expr.NamedConstant c -> c.constant().nearest();
      case Expr.Variable v -> throw new IllegalArgumentException("not uniform: " + v.name());
      case Expr.Parameter p -> {
        Double value = parameters.get(p.name());
        if (value == null) {
          throw new IllegalArgumentException("no value for the parameter " + p.name());
        }
        yield value;
      }
      case Expr.Negate n -> -evaluate(n.operand(), parameters);
      case Expr.Add b -> evaluate(b.left(), parameters) + evaluate(b.right(), parameters);
      case Expr.Subtract b -> evaluate(b.left(), parameters) - evaluate(b.right(), parameters);
      case Expr.Multiply b -> evaluate(b.left(), parameters) * evaluate(b.right(), parameters);
      case Expr.Divide b -> evaluate(b.left(), parameters) / evaluate(b.right(), parameters);
      case Expr.Power b ->
          StrictMath.pow(evaluate(b.left(), parameters), evaluate(b.right(), parameters));
      case Expr.Call c ->
          call(c, c.arguments().stream().mapToDouble(a -> evaluate(a, parameters)).toArray());
      case Expr.Conditional c -> {
        double left = evaluate(c.left(), parameters);
        double right = evaluate(c.right(), parameters);
        boolean holds =
            switch (c.relation()) {
              case LESS -> left < right;
              case LESS_OR_EQUAL -> left <= right;
              case GREATER -> left > right;
              case GREATER_OR_EQUAL -> left >= right;
            };
        yield evaluate(holds ? c.then() : c.otherwise(), parameters);
      }
    };
  }

  private static double call(Expr.Call call, double[] u) {
    return switch (call.function()) {
      case EXP -> StrictMath.exp(u[0]);
      case EXPM1 -> StrictMath.expm1(u[0]);
      case LOG -> StrictMath.log(u[0]);
      case LOG1P -> StrictMath.log1p(u[0]);
      case SQRT -> Math.sqrt(u[0]);
      case ABS -> Math.abs(u[0]);
      case SIGN -> Math.signum(u[0]);
      case MIN -> Math.min(u[0], u[1]);
      case MAX -> Math.max(u[0], u[1]);
      case CLAMP -> Math.min(u[2], Math.max(u[1], u[0]));
      case POW -> StrictMath.pow(u[0], u[1]);
      case TANH -> StrictMath.tanh(u[0]);
      case SINH -> StrictMath.sinh(u[0]);
      case COSH -> StrictMath.cosh(u[0]);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-u[0]));
      case SOFTPLUS -> Math.max(u[0], 0.0) + StrictMath.log1p(StrictMath.exp(-Math.abs(u[0])));
      case SIN -> StrictMath.sin(u[0]);
      case COS -> StrictMath.cos(u[0]);
      case ATAN -> StrictMath.atan(u[0]);
      case RELU -> Math.max(0.0, u[0]);
      case STEP -> u[0] < 0 ? 0.0 : 1.0;
      case ERF, ERFC ->
          throw new IllegalArgumentException("not in a uniform: " + call.function().symbol());
    };
  }
}
