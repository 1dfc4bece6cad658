package dev.limen.processor.analysis;

import dev.limen.Precision;
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
import dev.limen.processor.formula.Relation;
import dev.limen.runtime.Contract;
import dev.limen.verify.Ball;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the sum that costs a function its accuracy: follows the rounding errors of plain evaluation
 * to first order, by the condition numbers of the operations, over a sample of inputs. What kernels
 * in fact do is a matter of their certificates; this tells which subexpression is to blame.
 *
 * <p>Multiples and powers of x are taken to reach functions unrounded, as kernels pass them in two
 * words.
 */
final class Cancellations {

  /** A loss that is reported, in bits. */
  private static final double MOST_BITS = 12;

  /** Where functions cross zero away from 0, errors are measured against this at least. */
  private static final double LEAST_SCALE = 0x1p-10;

  private static final int LEAST_EXPONENT = -12;
  private static final int GREATEST_EXPONENT = 7;
  private static final double[] MANTISSAS = {1, 1.3, 1.7};

  /** Where an asymptote stands for the function, its sums do no harm. */
  private static final Contract ASYMPTOTE = new Contract("", Contract.Measure.ABSOLUTE, 0x1p-11);

  private final Tape tape;
  private final Set<Integer> exactArguments = new HashSet<>();
  private final double[] errors;
  private int blamed;

  private Cancellations(Tape tape) {
    this.tape = tape;
    this.errors = new double[tape.size()];
    Set<Integer> monomials = new HashSet<>();
    for (int i = 0; i < tape.size(); i++) {
      boolean isMonomial =
          switch (tape.expression(i)) {
            case Add b -> false;
            case Subtract b -> false;
            case Conditional c -> false;
            case Call c -> false;
            default -> true;
          };
      for (int operand : tape.operands(i)) {
        isMonomial &= monomials.contains(operand) || isConstant(operand);
      }
      if (isMonomial) {
        monomials.add(i);
      }
    }
    exactArguments.addAll(monomials);
  }

  private boolean isConstant(int index) {
    return tape.expression(index).variables().isEmpty();
  }

  /**
   * Looks for a loss.
   *
   * @param function what is evaluated
   * @param crossesZero whether the function crosses zero away from 0
   * @param ofDerivative whether it is a derivative
   * @param tails its behaviour towards negative and positive infinity
   */
  static Optional<Finding> find(
      Tape function, boolean crossesZero, boolean ofDerivative, List<Tail> tails) {
    Cancellations cancellations = new Cancellations(function);
    boolean hasSums = false;
    for (int i = 0; i < function.size(); i++) {
      Expr expr = function.expression(i);
      hasSums |= (expr instanceof Add || expr instanceof Subtract) && !cancellations.isConstant(i);
    }
    if (!hasSums) {
      return Optional.empty();
    }
    double[] ends = new double[2];
    for (int i = 0; i < 2; i++) {
      double from = tails.get(i).from(Precision.F32, ASYMPTOTE);
      ends[i] = Double.isNaN(from) ? Double.POSITIVE_INFINITY : from;
    }
    double worst = MOST_BITS;
    Finding found = null;
    for (int exponent = LEAST_EXPONENT; exponent <= GREATEST_EXPONENT; exponent++) {
      for (double mantissa : MANTISSAS) {
        for (int side = 0; side < 2; side++) {
          double size = Math.scalb(mantissa, exponent);
          double x = side == 0 ? -size : size;
          if (size > ends[side]) {
            continue;
          }
          double bits = cancellations.bits(x, crossesZero);
          if (bits > worst) {
            worst = bits;
            found =
                new Finding.Cancellation(
                    function.expression(cancellations.blamed), x, bits, ofDerivative);
          }
        }
      }
    }
    return Optional.ofNullable(found);
  }

  /** The bits lost at x, of the value of the whole function. */
  private double bits(double x, boolean crossesZero) {
    Ball[] values = tape.balls(Ball.of(x));
    double mostGain = 1;
    blamed = -1;
    for (int i = 0; i < values.length; i++) {
      errors[i] = error(i, values);
      Expr expr = tape.expression(i);
      if (expr instanceof Add || expr instanceof Subtract) {
        double before = 0.5;
        for (int operand : tape.operands(i)) {
          before = Math.max(before, errors[operand]);
        }
        double gain = errors[i] / before;
        if (gain > mostGain) {
          mostGain = gain;
          blamed = i;
        }
      }
    }
    double value = Math.abs(values[values.length - 1].hi());
    double error = errors[values.length - 1];
    if (crossesZero && value < LEAST_SCALE) {
      error *= value / LEAST_SCALE;
    }
    double bits = StrictMath.log(error) / StrictMath.log(2);
    return blamed >= 0 && value > 0 && Double.isFinite(bits) ? bits : 0;
  }

  /** A bound of the relative error of an operation, in units of rounding. */
  private double error(int index, Ball[] values) {
    int[] operands = tape.operands(index);
    double value = values[index].hi();
    return switch (tape.expression(index)) {
      case Constant(double constant) -> (float) constant == constant ? 0 : 0.5;
      case NamedConstant c -> 0.5;
      case Parameter p -> 0;
      case Variable v -> 0;
      case Negate n -> errors[operands[0]];
      case Add b -> sum(operands, values, value);
      case Subtract b -> sum(operands, values, value);
      case Multiply b -> errors[operands[0]] + errors[operands[1]] + 0.5;
      case Divide b -> errors[operands[0]] + errors[operands[1]] + 0.5;
      case Power b -> power(operands, values);
      case Conditional c -> {
        int sign = Double.compare(values[operands[0]].hi(), values[operands[1]].hi());
        Relation relation = c.relation();
        yield errors[operands[relation.holds(sign) ? 2 : 3]];
      }
      case Call c -> call(c, operands, values, value);
    };
  }

  private double sum(int[] operands, Ball[] values, double value) {
    double lost = 0;
    for (int operand : operands) {
      if (errors[operand] > 0) {
        lost += Math.abs(values[operand].hi() / value) * errors[operand];
      }
    }
    return lost + 0.5;
  }

  private double power(int[] operands, Ball[] values) {
    double base = values[operands[0]].hi();
    double exponent = values[operands[1]].hi();
    double ofExponent =
        errors[operands[1]] == 0
            ? 0
            : Math.abs(exponent * StrictMath.log(Math.abs(base))) * errors[operands[1]];
    return Math.abs(exponent) * errors[operands[0]] + ofExponent + 1;
  }

  private double call(Call call, int[] operands, Ball[] values, double value) {
    double u = values[operands[0]].hi();
    double error = exactArguments.contains(operands[0]) ? 0 : errors[operands[0]];
    double condition =
        switch (call.function()) {
          case EXP -> Math.abs(u);
          case EXPM1 -> Math.abs(u * (1 + 1 / value));
          case LOG -> Math.abs(1 / value);
          case LOG1P -> Math.abs(u / ((1 + u) * value));
          case SQRT -> 0.5;
          case TANH -> Math.abs(u * (1 / value - value));
          case SINH -> Math.abs(u * Math.sqrt(1 + 1 / (value * value)));
          case COSH -> Math.abs(u);
          case SIGMOID -> Math.abs(u * (1 - value));
          case SOFTPLUS -> Math.abs(u * -StrictMath.expm1(-value) / value);
          case ERF, ERFC -> Math.abs(u * StrictMath.exp(-u * u) * 2 / Math.sqrt(Math.PI) / value);
          case SIN -> Math.abs(u / StrictMath.tan(u));
          case COS -> Math.abs(u * StrictMath.tan(u));
          case ATAN -> Math.abs(u / ((1 + u * u) * value));
          case ABS -> 1;
          case RELU -> value == 0 ? 0 : 1;
          case SIGN, STEP -> 0;
          case MIN, MAX, CLAMP, POW -> Double.NaN;
        };
    return switch (call.function()) {
      case ABS, RELU, SIGN, STEP -> error == 0 ? 0 : condition * error;
      case MIN, MAX, CLAMP -> chosen(operands, values, value);
      case POW -> power(operands, values);
      default -> (error == 0 ? 0 : condition * error) + 1;
    };
  }

  private double chosen(int[] operands, Ball[] values, double value) {
    for (int operand : operands) {
      if (values[operand].hi() == value) {
        return errors[operand];
      }
    }
    return 0;
  }
}
