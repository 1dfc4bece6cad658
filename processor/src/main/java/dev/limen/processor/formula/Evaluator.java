package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Add;
import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Conditional;
import dev.limen.processor.formula.Expr.Constant;
import dev.limen.processor.formula.Expr.Divide;
import dev.limen.processor.formula.Expr.Multiply;
import dev.limen.processor.formula.Expr.NamedConstant;
import dev.limen.processor.formula.Expr.Negate;
import dev.limen.processor.formula.Expr.Parameter;
import dev.limen.processor.formula.Expr.Power;
import dev.limen.processor.formula.Expr.Subtract;
import dev.limen.processor.formula.Expr.Variable;
import dev.limen.verify.Ball;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression in one variable, prepared to be evaluated many times in ball arithmetic: a list of
 * operations of its {@link EvaluationForm}, each distinct subexpression once, constants computed
 * beforehand. Of a conditional only the branch that holds is computed, where its condition is
 * decided.
 *
 * <p>Immutable and thread-safe.
 */
public final class Evaluator {

  private static final Ball YES = Ball.of(1);
  private static final Ball NO = Ball.of(0);

  private final Expr[] operations;
  private final int[][] operands;
  private final Ball[] constants;
  private final Map<String, Integer> parameters;

  private Evaluator(
      Expr[] operations, int[][] operands, Ball[] constants, Map<String, Integer> parameters) {
    this.operations = operations;
    this.operands = operands;
    this.constants = constants;
    this.parameters = parameters;
  }

  /**
   * Prepares an expression.
   *
   * @param parameters the names of the values that {@link #evaluate} is given, in their order
   * @throws IllegalArgumentException if the expression has another parameter, or two variables
   */
  public static Evaluator of(Expr expr, List<String> parameters) {
    if (!parameters.containsAll(expr.parameters()) || expr.variables().size() > 1) {
      throw new IllegalArgumentException(
          "variables " + expr.variables() + ", parameters " + expr.parameters());
    }
    List<Expr> order = EvaluationForm.of(expr).subexpressions();
    IdentityHashMap<Expr, Integer> index = new IdentityHashMap<>();
    int[][] operands = new int[order.size()][];
    for (int i = 0; i < operands.length; i++) {
      operands[i] = order.get(i).children().stream().mapToInt(index::get).toArray();
      index.put(order.get(i), i);
    }
    Map<String, Integer> positions = new HashMap<>();
    parameters.forEach(name -> positions.put(name, positions.size()));
    Evaluator evaluator =
        new Evaluator(
            order.toArray(Expr[]::new),
            operands,
            new Ball[operands.length],
            Collections.unmodifiableMap(positions));
    evaluator.foldConstants();
    return evaluator;
  }

  private void foldConstants() {
    boolean[] varies = new boolean[operations.length];
    Ball[] values = new Ball[operations.length];
    for (int i = 0; i < operations.length; i++) {
      varies[i] = operations[i] instanceof Variable || operations[i] instanceof Parameter;
      for (int operand : operands[i]) {
        varies[i] |= varies[operand];
      }
      if (!varies[i]) {
        constants[i] = new Evaluation(Ball.nan(), new Ball[0], values).value(i);
      }
    }
  }

  /**
   * The value at a point; the NaN ball where the expression is not defined.
   *
   * @param x any double; an infinity gives the limit where the operations have one
   * @param values of the parameters
   */
  public Ball evaluate(double x, double... values) {
    Ball[] balls = new Ball[values.length];
    for (int i = 0; i < values.length; i++) {
      balls[i] = Ball.of(values[i]);
    }
    return evaluate(Ball.of(x), balls);
  }

  /** The values at all points of a ball; the NaN ball where the expression is not defined. */
  public Ball evaluate(Ball x, Ball... values) {
    Ball[] slots = new Ball[operations.length];
    return new Evaluation(x, values, slots).value(operations.length - 1);
  }

  private final class Evaluation {
    private final Ball x;
    private final Ball[] values;
    private final Ball[] slots;

    Evaluation(Ball x, Ball[] values, Ball[] slots) {
      this.x = x;
      this.values = values;
      this.slots = slots;
    }

    Ball value(int index) {
      Ball value = slots[index];
      if (value == null) {
        value = constants[index] != null ? constants[index] : compute(index);
        slots[index] = value;
      }
      return value;
    }

    private Ball operand(int index, int position) {
      return value(operands[index][position]);
    }

    private Ball compute(int index) {
      return switch (operations[index]) {
        case Constant(double value) -> Ball.of(value);
        case NamedConstant(MathConstant constant) ->
            constant == MathConstant.PI ? Ball.pi() : Ball.e();
        case Variable v -> x;
        case Parameter(String name) -> values[parameters.get(name)];
        case Negate n -> operand(index, 0).negate();
        case Add b -> operand(index, 0).plus(operand(index, 1));
        case Subtract b -> operand(index, 0).minus(operand(index, 1));
        case Multiply b ->
            operands[index][0] == operands[index][1]
                ? operand(index, 0).square()
                : operand(index, 0).times(operand(index, 1));
        case Divide b -> operand(index, 0).dividedBy(operand(index, 1));
        case Power b -> operand(index, 0).pow(operand(index, 1));
        case Call call -> call(call.function(), index);
        case Conditional c -> conditional(c.relation(), index);
      };
    }

    private Ball call(Function function, int index) {
      Ball u = operand(index, 0);
      return switch (function) {
        case EXP -> u.exp();
        case EXPM1 -> u.expm1();
        case LOG -> u.log();
        case LOG1P -> u.log1p();
        case SQRT -> u.sqrt();
        case ABS -> u.abs();
        case SIGN -> u.sign();
        case MIN -> u.min(operand(index, 1));
        case MAX -> u.max(operand(index, 1));
        case CLAMP -> u.clamp(operand(index, 1), operand(index, 2));
        case POW -> u.pow(operand(index, 1));
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

    private Ball conditional(Relation relation, int index) {
      Ball left = operand(index, 0);
      Ball right = operand(index, 1);
      Ball holds =
          switch (relation) {
            case LESS -> Ball.ifLess(left, right, YES, NO);
            case LESS_OR_EQUAL -> Ball.ifLessOrEqual(left, right, YES, NO);
            case GREATER -> Ball.ifLess(right, left, YES, NO);
            case GREATER_OR_EQUAL -> Ball.ifLessOrEqual(right, left, YES, NO);
          };
      if (holds.isNaN()) {
        return holds;
      }
      if (holds.isExact()) {
        return operand(index, holds.hi() == 0 ? 3 : 2);
      }
      return operand(index, 2).hull(operand(index, 3));
    }
  }
}
