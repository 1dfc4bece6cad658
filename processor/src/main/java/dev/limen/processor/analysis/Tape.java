package dev.limen.processor.analysis;

import dev.limen.processor.analysis.Interval.Grade;
import dev.limen.processor.formula.Expr;
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
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.MathConstant;
import dev.limen.processor.formula.Relation;
import dev.limen.verify.Ball;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression as a list of operations, each distinct one once, evaluated over intervals, with the
 * slope where it is wanted, or over balls.
 */
final class Tape {

  private static final Interval TWO_OVER_ROOT_PI =
      Interval.of(Math.nextDown(1.1283791670955126), Math.nextUp(1.1283791670955126));

  private enum Kind {
    CONSTANT,
    VARIABLE,
    NEGATE,
    ADD,
    SUBTRACT,
    MULTIPLY,
    SQUARE,
    DIVIDE,
    INTEGER_POWER,
    POWER,
    CONDITIONAL,
    CALL
  }

  /**
   * One operation.
   *
   * @param operands indices of earlier operations
   * @param constant the value of a constant
   * @param number the same as a ball; null for a parameter of any value
   * @param exponent of an integer power
   * @param least a bound of the value known by its structure
   * @param greatest likewise
   */
  private record Operation(
      Kind kind,
      Expr expr,
      int[] operands,
      Function function,
      Relation relation,
      Interval constant,
      Ball number,
      int exponent,
      double least,
      double greatest) {}

  /** An expression and its slope on an interval of x. */
  record Slope(Interval value, Interval slope) {}

  private final Operation[] operations;

  private Tape(Operation[] operations) {
    this.operations = operations;
  }

  /**
   * Prepares an expression.
   *
   * @param parameters values by name; a parameter that is missing may have any value
   */
  static Tape of(Expr root, Map<String, Double> parameters) {
    List<Expr> order = root.subexpressions();
    SignRules rules = new SignRules(parameters);
    Map<Expr, Integer> index = new IdentityHashMap<>();
    Operation[] operations = new Operation[order.size()];
    for (int i = 0; i < operations.length; i++) {
      Expr expr = order.get(i);
      List<Expr> children = expr.children();
      int[] operands = new int[children.size()];
      for (int k = 0; k < operands.length; k++) {
        operands[k] = index.get(children.get(k));
      }
      operations[i] = operation(expr, operands, parameters, rules, operations);
      index.put(expr, i);
    }
    return new Tape(operations);
  }

  private static Operation operation(
      Expr expr,
      int[] operands,
      Map<String, Double> parameters,
      SignRules rules,
      Operation[] before) {
    Kind kind = Kind.CALL;
    Function function = null;
    Relation relation = null;
    Interval constant = null;
    Ball number = null;
    int exponent = 0;
    switch (expr) {
      case Constant(double value) -> {
        kind = Kind.CONSTANT;
        constant = Interval.of(value);
        number = Ball.of(value);
      }
      case NamedConstant(MathConstant named) -> {
        kind = Kind.CONSTANT;
        number = named == MathConstant.PI ? Ball.pi() : Ball.e();
        constant = Interval.of(number);
      }
      case Parameter(String name) -> {
        kind = Kind.CONSTANT;
        Double value = parameters.get(name);
        constant = value == null ? Interval.ENTIRE : Interval.of(value);
        number = value == null ? null : Ball.of(value);
      }
      case Variable v -> kind = Kind.VARIABLE;
      case Negate n -> kind = Kind.NEGATE;
      case Add b -> kind = Kind.ADD;
      case Subtract b -> kind = Kind.SUBTRACT;
      case Multiply b -> kind = operands[0] == operands[1] ? Kind.SQUARE : Kind.MULTIPLY;
      case Divide b -> kind = Kind.DIVIDE;
      case Power b -> kind = Kind.POWER;
      case Conditional c -> {
        kind = Kind.CONDITIONAL;
        relation = c.relation();
      }
      case Call c -> {
        function = c.function();
        kind = function == Function.POW ? Kind.POWER : Kind.CALL;
      }
    }
    if (kind == Kind.POWER) {
      Double integer = constantInteger(before[operands[1]]);
      if (integer != null) {
        kind = Kind.INTEGER_POWER;
        exponent = integer.intValue();
      }
    }
    int signs = rules.of(expr);
    double least = (signs & SignRules.NEGATIVE) == 0 ? 0 : Double.NEGATIVE_INFINITY;
    double greatest = (signs & SignRules.POSITIVE) == 0 ? 0 : Double.POSITIVE_INFINITY;
    if (expr instanceof Divide(Expr left, Expr right)) {
      double bound = quotientBound(left, right, parameters, rules);
      least = Math.max(least, -bound);
      greatest = Math.min(greatest, bound);
    }
    return new Operation(
        kind, expr, operands, function, relation, constant, number, exponent, least, greatest);
  }

  /** A bound of |left / right| where right is such as sqrt(u^2 + 1) and left a multiple of u. */
  private static double quotientBound(
      Expr left, Expr right, Map<String, Double> parameters, SignRules rules) {
    double bound = rules.majorant(right, left);
    if (left instanceof Multiply(Expr a, Expr b)) {
      if (a.variables().isEmpty()) {
        bound = Math.min(bound, scaled(rules.majorant(right, b), a, parameters));
      }
      if (b.variables().isEmpty()) {
        bound = Math.min(bound, scaled(rules.majorant(right, a), b, parameters));
      }
    }
    return bound;
  }

  private static double scaled(double bound, Expr factor, Map<String, Double> parameters) {
    if (bound == Double.POSITIVE_INFINITY) {
      return bound;
    }
    Interval size = of(factor, parameters).interval(Interval.ZERO).abs();
    return size.isEmpty() ? Double.POSITIVE_INFINITY : Rounding.multiplyUp(bound, size.upper());
  }

  private static Double constantInteger(Operation operation) {
    return operation.expr() instanceof Constant(double value)
            && value == Math.rint(value)
            && Math.abs(value) <= 1 << 20
        ? Double.valueOf(value)
        : null;
  }

  /** The number of operations. */
  int size() {
    return operations.length;
  }

  /** The subexpression that an operation computes. */
  Expr expression(int index) {
    return operations[index].expr();
  }

  /** The operations that an operation uses. */
  int[] operands(int index) {
    return operations[index].operands();
  }

  /** All values of the expression on an interval of x. */
  Interval interval(Interval x) {
    return intervals(x)[operations.length - 1];
  }

  /** All values of every operation on an interval of x. */
  Interval[] intervals(Interval x) {
    Interval[] values = new Interval[operations.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = interval(operations[i], values, x);
    }
    return values;
  }

  private static Interval interval(Operation operation, Interval[] values, Interval x) {
    int[] operands = operation.operands();
    Interval result =
        switch (operation.kind()) {
          case CONSTANT -> operation.constant();
          case VARIABLE -> x;
          case NEGATE -> values[operands[0]].negate();
          case ADD -> values[operands[0]].plus(values[operands[1]]);
          case SUBTRACT -> values[operands[0]].minus(values[operands[1]]);
          case MULTIPLY -> values[operands[0]].times(values[operands[1]]);
          case SQUARE -> values[operands[0]].square();
          case DIVIDE -> values[operands[0]].dividedBy(values[operands[1]]);
          case INTEGER_POWER -> values[operands[0]].power(operation.exponent());
          case POWER -> values[operands[0]].power(values[operands[1]]);
          case CONDITIONAL -> conditional(operation.relation(), operands, values);
          case CALL -> call(operation.function(), operands, values);
        };
    return result.within(operation.least(), operation.greatest());
  }

  private static Interval conditional(Relation relation, int[] operands, Interval[] values) {
    Interval left = values[operands[0]];
    Interval right = values[operands[1]];
    if (left.isEmpty() || right.isEmpty()) {
      return Interval.EMPTY;
    }
    Grade grade = left.grade().compareTo(right.grade()) < 0 ? left.grade() : right.grade();
    return switch (decided(relation, left, right)) {
      case 1 -> values[operands[2]].graded(decisionGrade(grade));
      case 0 -> values[operands[3]].graded(decisionGrade(grade));
      default -> values[operands[2]].hull(values[operands[3]]).graded(Grade.DEFINED).graded(grade);
    };
  }

  /** A decision that jumps about, but always goes one way, does no harm. */
  private static Grade decisionGrade(Grade grade) {
    return grade == Grade.PARTIAL ? Grade.PARTIAL : Grade.CONTINUOUS;
  }

  /** 1 if the relation holds of all numbers of the two, 0 if of none, else -1. */
  static int decided(Relation relation, Interval left, Interval right) {
    return switch (relation) {
      case LESS -> left.upper() < right.lower() ? 1 : left.lower() >= right.upper() ? 0 : -1;
      case LESS_OR_EQUAL ->
          left.upper() <= right.lower() ? 1 : left.lower() > right.upper() ? 0 : -1;
      case GREATER, GREATER_OR_EQUAL -> decided(relation.swapped(), right, left);
    };
  }

  private static Interval call(Function function, int[] operands, Interval[] values) {
    Interval u = values[operands[0]];
    return switch (function) {
      case EXP -> u.exp();
      case EXPM1 -> u.expm1();
      case LOG -> u.log();
      case LOG1P -> u.log1p();
      case SQRT -> u.sqrt();
      case ABS -> u.abs();
      case SIGN -> u.sign();
      case MIN -> u.min(values[operands[1]]);
      case MAX -> u.max(values[operands[1]]);
      case CLAMP -> values[operands[2]].min(values[operands[1]].max(u));
      case POW -> u.power(values[operands[1]]);
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

  /**
   * Values and slopes on an interval of x. The slope encloses the derivative wherever there is one
   * inside, at kinks both one-sided ones; it says nothing of jumps, which the grade of the value
   * tells.
   */
  Slope slope(Interval x) {
    int count = operations.length;
    Interval[] values = new Interval[count];
    Interval[] slopes = new Interval[count];
    for (int i = 0; i < count; i++) {
      values[i] = interval(operations[i], values, x);
      Interval slope = slope(operations[i], values[i], values, slopes);
      // Such as that of sqrt(u) where u stays 0, but is not seen to.
      slopes[i] = slope.isEmpty() && !values[i].isEmpty() ? Interval.ENTIRE : slope;
    }
    return new Slope(values[count - 1], slopes[count - 1]);
  }

  private static Interval slope(
      Operation operation, Interval value, Interval[] values, Interval[] slopes) {
    int[] operands = operation.operands();
    return switch (operation.kind()) {
      case CONSTANT -> Interval.ZERO;
      case VARIABLE -> Interval.ONE;
      case NEGATE -> slopes[operands[0]].negate();
      case ADD -> slopes[operands[0]].plus(slopes[operands[1]]);
      case SUBTRACT -> slopes[operands[0]].minus(slopes[operands[1]]);
      case MULTIPLY ->
          scaled(slopes[operands[0]], values[operands[1]])
              .plus(scaled(slopes[operands[1]], values[operands[0]]));
      case SQUARE -> scaled(slopes[operands[0]], twice(values[operands[0]]));
      case DIVIDE -> {
        Interval divisor = values[operands[1]];
        Interval change = slopes[operands[1]];
        if (isZero(change)) {
          yield scaled(slopes[operands[0]], Interval.ONE.dividedBy(divisor));
        }
        yield slopes[operands[0]].minus(scaled(change, value)).dividedBy(divisor);
      }
      case INTEGER_POWER -> {
        int n = operation.exponent();
        yield n == 0
            ? Interval.ZERO
            : scaled(slopes[operands[0]], Interval.of(n).times(values[operands[0]].power(n - 1)));
      }
      case POWER -> {
        Interval base = values[operands[0]];
        Interval exponent = values[operands[1]];
        Interval first =
            scaled(slopes[operands[0]], exponent.times(base.power(exponent.minus(Interval.ONE))));
        yield isZero(slopes[operands[1]])
            ? first
            : first.plus(scaled(slopes[operands[1]], value.times(base.log())));
      }
      case CONDITIONAL ->
          switch (decided(operation.relation(), values[operands[0]], values[operands[1]])) {
            case 1 -> slopes[operands[2]];
            case 0 -> slopes[operands[3]];
            default -> slopes[operands[2]].hull(slopes[operands[3]]);
          };
      case CALL -> callSlope(operation.function(), operands, value, values, slopes);
    };
  }

  private static Interval callSlope(
      Function function, int[] operands, Interval value, Interval[] values, Interval[] slopes) {
    Interval u = values[operands[0]];
    Interval change = slopes[operands[0]];
    if (u.isEmpty()) {
      return Interval.EMPTY;
    }
    return switch (function) {
      case EXP -> scaled(change, value);
      case EXPM1 -> scaled(change, u.exp());
      case LOG -> quotient(change, u.within(0, Double.POSITIVE_INFINITY));
      case LOG1P -> quotient(change, u.plus(Interval.ONE).within(0, Double.POSITIVE_INFINITY));
      case SQRT -> quotient(change, twice(value));
      case ABS -> scaled(change, ramp(u).minus(ramp(u.negate())));
      case SIGN, STEP -> Interval.ZERO;
      case RELU -> scaled(change, ramp(u));
      case MIN -> lesser(u, change, values[operands[1]], slopes[operands[1]]);
      case MAX -> greater(u, change, values[operands[1]], slopes[operands[1]]);
      case CLAMP -> {
        Interval low = values[operands[1]];
        Interval raised = greater(u, change, low, slopes[operands[1]]);
        yield lesser(values[operands[2]], slopes[operands[2]], low.max(u), raised);
      }
      case POW -> throw new AssertionError("is a power");
      case TANH -> scaled(change, Interval.of(4).times(bell(twice(u))).within(0, 1));
      case SINH -> scaled(change, u.cosh());
      case COSH -> scaled(change, u.sinh());
      case SIGMOID -> scaled(change, bell(u).within(0, 0.25));
      case SOFTPLUS -> scaled(change, u.sigmoid());
      case ERF -> scaled(change, TWO_OVER_ROOT_PI.times(u.square().negate().exp()));
      case ERFC -> scaled(change, TWO_OVER_ROOT_PI.times(u.square().negate().exp())).negate();
      case SIN -> scaled(change, u.cos());
      case COS -> scaled(change, u.sin()).negate();
      case ATAN -> change.dividedBy(u.square().plus(Interval.ONE));
    };
  }

  /** The slope of the lesser of two: where they only touch, one is the lesser all along. */
  private static Interval lesser(Interval a, Interval slopeA, Interval b, Interval slopeB) {
    return a.upper() <= b.lower() ? slopeA : b.upper() <= a.lower() ? slopeB : slopeA.hull(slopeB);
  }

  private static Interval greater(Interval a, Interval slopeA, Interval b, Interval slopeB) {
    return lesser(a.negate(), slopeA, b.negate(), slopeB);
  }

  /** The slope of max(0, u) for a u that changes at a rate of 1. */
  private static Interval ramp(Interval u) {
    return u.isPoint() && u.lower() == 0
        ? Interval.of(0, 1)
        : greater(u, Interval.ONE, Interval.ZERO, Interval.ZERO);
  }

  private static Interval twice(Interval u) {
    return u.plus(u);
  }

  /** sigmoid(u) sigmoid(-u), which falls on both sides of 0. */
  private static Interval bell(Interval u) {
    Interval size = u.abs();
    Interval far = Interval.of(size.upper());
    Interval near = Interval.of(size.lower());
    double least = far.sigmoid().times(far.negate().sigmoid()).lower();
    double greatest = near.sigmoid().times(near.negate().sigmoid()).upper();
    return new Interval(least, greatest, u.grade());
  }

  private static boolean isZero(Interval slope) {
    return slope.lower() == 0 && slope.upper() == 0;
  }

  /** A slope times a factor; what does not change has slope 0 whatever the factor. */
  private static Interval scaled(Interval slope, Interval factor) {
    return isZero(slope) ? slope : slope.times(factor);
  }

  private static Interval quotient(Interval slope, Interval divisor) {
    return isZero(slope) ? slope : slope.dividedBy(divisor);
  }

  /** The expression at x; the NaN ball where it is not defined. */
  Ball ball(double x) {
    return balls(Ball.of(x))[operations.length - 1];
  }

  /** Every operation at x. Parameters must have values. */
  Ball[] balls(Ball x) {
    Ball[] values = new Ball[operations.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ball(operations[i], values, x);
    }
    return values;
  }

  /**
   * The expression at x, but with the decisions, signs and steps of a point beside it: where that
   * is a neighbouring double, the one-sided limit at x of an expression that has no pole there.
   */
  Ball ballBeside(double x, double beside) {
    Ball[] decisive = balls(Ball.of(beside));
    Ball point = Ball.of(x);
    Ball[] values = new Ball[operations.length];
    for (int i = 0; i < values.length; i++) {
      Operation operation = operations[i];
      int[] operands = operation.operands();
      if (operation.kind() == Kind.CONDITIONAL) {
        Ball choice =
            conditional(
                operation.relation(),
                decisive[operands[0]],
                decisive[operands[1]],
                Ball.of(1),
                Ball.of(0));
        values[i] =
            choice.isExact()
                ? values[operands[choice.toDouble() == 1 ? 2 : 3]]
                : values[operands[2]].hull(values[operands[3]]);
      } else if (operation.function() == Function.SIGN || operation.function() == Function.STEP) {
        values[i] = decisive[i];
      } else {
        values[i] = ball(operation, values, point);
      }
    }
    return values[operations.length - 1];
  }

  private static Ball ball(Operation operation, Ball[] values, Ball x) {
    int[] operands = operation.operands();
    return switch (operation.kind()) {
      case CONSTANT -> operation.number();
      case VARIABLE -> x;
      case NEGATE -> values[operands[0]].negate();
      case ADD -> values[operands[0]].plus(values[operands[1]]);
      case SUBTRACT -> values[operands[0]].minus(values[operands[1]]);
      case MULTIPLY -> values[operands[0]].times(values[operands[1]]);
      case SQUARE -> values[operands[0]].square();
      case DIVIDE -> values[operands[0]].dividedBy(values[operands[1]]);
      case INTEGER_POWER -> values[operands[0]].pow(operation.exponent());
      case POWER -> values[operands[0]].pow(values[operands[1]]);
      case CONDITIONAL ->
          conditional(
              operation.relation(),
              values[operands[0]],
              values[operands[1]],
              values[operands[2]],
              values[operands[3]]);
      case CALL -> call(operation.function(), operands, values);
    };
  }

  private static Ball conditional(
      Relation relation, Ball left, Ball right, Ball then, Ball otherwise) {
    return switch (relation) {
      case LESS -> Ball.ifLess(left, right, then, otherwise);
      case LESS_OR_EQUAL -> Ball.ifLessOrEqual(left, right, then, otherwise);
      case GREATER -> Ball.ifLess(right, left, then, otherwise);
      case GREATER_OR_EQUAL -> Ball.ifLessOrEqual(right, left, then, otherwise);
    };
  }

  private static Ball call(Function function, int[] operands, Ball[] values) {
    Ball u = values[operands[0]];
    return switch (function) {
      case EXP -> u.exp();
      case EXPM1 -> u.expm1();
      case LOG -> u.log();
      case LOG1P -> u.log1p();
      case SQRT -> u.sqrt();
      case ABS -> u.abs();
      case SIGN -> u.sign();
      case MIN -> u.min(values[operands[1]]);
      case MAX -> u.max(values[operands[1]]);
      case CLAMP -> u.clamp(values[operands[1]], values[operands[2]]);
      case POW -> u.pow(values[operands[1]]);
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
