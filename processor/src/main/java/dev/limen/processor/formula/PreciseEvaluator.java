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
import dev.limen.processor.formula.PreciseNumber.Arithmetic;
import dev.limen.processor.formula.PreciseNumber.Plain;
import dev.limen.processor.formula.PreciseNumber.Scaled;
import dev.limen.processor.formula.PreciseNumber.Undefined;
import dev.limen.verify.Ball;
import java.math.BigDecimal;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apfloat.Apfloat;
import org.apfloat.ApfloatContext;
import org.apfloat.ApfloatMath;
import org.apfloat.ApfloatRuntimeException;

/**
 * Evaluates an expression to any precision, for points where ball arithmetic leaves too wide a
 * ball: digits are raised until two evaluations agree (Ziv's strategy; A. Ziv, Fast evaluation of
 * elementary mathematical functions with correctly rounded last bit, 1991). Total on all finite
 * doubles: it neither hangs nor throws, {@code exp(-1e300)} is a number. Some thousand times slower
 * than {@link Evaluator}.
 *
 * <p>Immutable and thread-safe.
 */
public final class PreciseEvaluator {

  static {
    // Apfloat would clean up in a thread at the end of the JVM, when the compiler has closed the
    // processor's jar. There is nothing to clean up: numbers of this size stay in memory.
    ApfloatContext.getContext().setCleanupAtExit(false);
  }

  private static final int LEAST_DIGITS = 45;

  /** Enough for squares of the largest doubles that cancel; reached by doubling. */
  private static final int MOST_DIGITS = 1920;

  /** Where a value is good to know, but not worth much of a wait. */
  private static final int FEW_DIGITS = 120;

  private static final int SHIFT = 320;

  private final Expr expr;
  private final Map<String, Double> parameters;

  private PreciseEvaluator(Expr expr, Map<String, Double> parameters) {
    this.expr = expr;
    this.parameters = parameters;
  }

  /**
   * Prepares an expression.
   *
   * @param parameters the values of its parameters
   * @throws IllegalArgumentException if a parameter has no value
   */
  public static PreciseEvaluator of(Expr expr, Map<String, Double> parameters) {
    if (!parameters.keySet().containsAll(expr.parameters())) {
      throw new IllegalArgumentException("no value of " + expr.parameters());
    }
    return new PreciseEvaluator(expr, Map.copyOf(parameters));
  }

  /**
   * The value at a point; the NaN ball where the expression is not defined, and where 1920 digits
   * do not decide. A number beyond double is a ball that says so.
   *
   * @param x a finite double
   * @param digits that are correct, at most 30
   */
  public Ball evaluate(double x, int digits) {
    return ball(number(Rational.of(x), digits), digits);
  }

  /** Likewise, with less patience: the NaN ball also where so many digits do not decide. */
  Ball evaluateSoon(double x, int digits, int most) {
    Rational point = Rational.of(x);
    return ball(number(arithmetic -> arithmetic.of(point), digits, most), digits);
  }

  /** Likewise at an exact fraction, undefined where it takes many digits. */
  Ball estimate(Rational x, int digits) {
    return ball(number(arithmetic -> arithmetic.of(x), digits, FEW_DIGITS), digits);
  }

  /** The number to so many digits, or undefined. */
  PreciseNumber number(Rational x, int digits) {
    return number(arithmetic -> arithmetic.of(x), digits, MOST_DIGITS);
  }

  /** The number at sign*e^log. */
  PreciseNumber numberAt(int sign, String log, int digits) {
    return number(
        arithmetic -> {
          PreciseNumber size = arithmetic.exp(new Plain(new Apfloat(log, LEAST_DIGITS)));
          return sign < 0 ? arithmetic.negate(size) : size;
        },
        digits,
        FEW_DIGITS);
  }

  private PreciseNumber number(
      java.util.function.Function<Arithmetic, PreciseNumber> x, int digits, int most) {
    PreciseNumber last = null;
    for (int precision = LEAST_DIGITS; precision <= most; precision += step(precision)) {
      PreciseNumber next = attempt(x, precision);
      if (next != null && last != null && agree(last, next, digits)) {
        boolean zero = next instanceof Plain(Apfloat value) && value.signum() == 0;
        // A zero may be a number that these digits do not show.
        if (!zero || precision * 2 > most) {
          return next;
        }
      }
      last = next;
    }
    return last == null || last instanceof Plain ? new Undefined() : last;
  }

  private static int step(int precision) {
    return precision == LEAST_DIGITS ? precision / 3 : precision;
  }

  private PreciseNumber attempt(
      java.util.function.Function<Arithmetic, PreciseNumber> x, int precision) {
    try {
      Arithmetic arithmetic = new Arithmetic(precision);
      return new Evaluation(arithmetic, x.apply(arithmetic)).value(expr);
    } catch (ApfloatRuntimeException | ArithmeticException e) {
      // Too few digits, or a number beyond all exponents: the next attempt tells.
      return null;
    }
  }

  private static boolean agree(PreciseNumber a, PreciseNumber b, int digits) {
    if (a instanceof Plain(Apfloat left) && b instanceof Plain(Apfloat right)) {
      if (left.signum() == 0 || right.signum() == 0) {
        return left.signum() == right.signum();
      }
      Apfloat difference = left.subtract(right);
      return difference.signum() == 0 || difference.scale() < right.scale() - digits;
    }
    if (a instanceof Scaled(int signA, Apfloat logA)
        && b instanceof Scaled(int signB, Apfloat logB)) {
      return signA == signB && logA.signum() == logB.signum();
    }
    return a instanceof Undefined && b instanceof Undefined;
  }

  static Ball ball(PreciseNumber number, int digits) {
    return switch (number) {
      case Undefined u -> Ball.nan();
      case Scaled(int sign, Apfloat log) -> {
        Ball huge = Ball.of(2).pow(1 << 30);
        Ball size = log.signum() > 0 ? huge : Ball.of(1).dividedBy(huge);
        yield sign < 0 ? size.negate() : size;
      }
      case Plain(Apfloat value) -> ball(value, digits);
    };
  }

  private static Ball ball(Apfloat value, int digits) {
    if (value.signum() == 0) {
      return Ball.of(0);
    }
    long scale = value.scale();
    if (Math.abs(scale) <= SHIFT - 40) {
      return ball(new BigDecimal(value.precision(digits + 20).toString()), digits);
    }
    Apfloat mantissa = ApfloatMath.scale(value, -scale);
    Ball power = Ball.of(10).pow(Math.clamp(scale, -Integer.MAX_VALUE, Integer.MAX_VALUE));
    return ball(new BigDecimal(mantissa.precision(digits + 20).toString()), digits).times(power);
  }

  private static Ball ball(BigDecimal value, int digits) {
    double hi = value.doubleValue();
    double lo = value.subtract(new BigDecimal(hi)).doubleValue();
    double error = Math.abs(hi) * StrictMath.pow(10, -digits);
    return Ball.of(hi, lo, Math.max(error, Math.abs(hi) * 0x1p-105));
  }

  private final class Evaluation {
    private final Arithmetic arithmetic;
    private final PreciseNumber x;
    private final IdentityHashMap<Expr, PreciseNumber> known = new IdentityHashMap<>();

    Evaluation(Arithmetic arithmetic, PreciseNumber x) {
      this.arithmetic = arithmetic;
      this.x = x;
    }

    PreciseNumber value(Expr expr) {
      PreciseNumber value = known.get(expr);
      if (value == null) {
        value = compute(expr);
        known.put(expr, value);
      }
      return value;
    }

    private PreciseNumber compute(Expr expr) {
      return switch (expr) {
        case Constant(double value) -> arithmetic.of(value);
        case NamedConstant(MathConstant constant) -> arithmetic.of(constant);
        case Variable v -> x;
        case Parameter(String name) -> arithmetic.of(parameters.get(name));
        case Negate(Expr operand) -> arithmetic.negate(value(operand));
        case Add(Expr left, Expr right) -> arithmetic.add(value(left), value(right));
        case Subtract(Expr left, Expr right) -> arithmetic.subtract(value(left), value(right));
        case Multiply(Expr left, Expr right) -> arithmetic.multiply(value(left), value(right));
        case Divide(Expr left, Expr right) -> arithmetic.divide(value(left), value(right));
        case Power(Expr left, Expr right) -> arithmetic.power(value(left), value(right));
        case Call call -> call(call);
        case Conditional c -> {
          PreciseNumber difference = arithmetic.subtract(value(c.left()), value(c.right()));
          if (!Arithmetic.isDefined(difference)) {
            yield difference;
          }
          boolean holds = c.relation().holds(Arithmetic.signum(difference));
          yield value(holds ? c.then() : c.otherwise());
        }
      };
    }

    private PreciseNumber call(Call call) {
      PreciseNumber u = value(call.argument());
      return switch (call.function()) {
        case EXP -> arithmetic.exp(u);
        case EXPM1 -> arithmetic.expm1(u);
        case LOG -> arithmetic.log(u, false);
        case LOG1P -> arithmetic.log(u, true);
        case SQRT -> arithmetic.sqrt(u);
        case ABS -> arithmetic.abs(u);
        case SIGN -> signed(u, Arithmetic.signum(u));
        case STEP -> signed(u, Arithmetic.signum(u) < 0 ? 0 : 1);
        case RELU -> Arithmetic.signum(u) < 0 ? arithmetic.of(0) : u;
        case MIN -> extremum(u, value(call.arguments().get(1)), -1);
        case MAX -> extremum(u, value(call.arguments().get(1)), 1);
        case CLAMP ->
            extremum(
                extremum(u, value(call.arguments().get(1)), 1), value(call.arguments().get(2)), -1);
        case POW -> arithmetic.power(u, value(call.arguments().get(1)));
        case TANH -> arithmetic.tanh(u);
        case SINH -> arithmetic.sinh(u);
        case COSH -> arithmetic.cosh(u);
        case SIGMOID -> arithmetic.sigmoid(u);
        case SOFTPLUS -> arithmetic.softplus(u);
        case ERF -> arithmetic.erf(u);
        case ERFC -> arithmetic.erfc(u);
        case SIN -> arithmetic.sin(u);
        case COS -> arithmetic.cos(u);
        case ATAN -> arithmetic.atan(u);
      };
    }

    private PreciseNumber signed(PreciseNumber u, int value) {
      return Arithmetic.isDefined(u) ? arithmetic.of(value) : u;
    }

    /** The maximum for 1, the minimum for -1. */
    private PreciseNumber extremum(PreciseNumber u, PreciseNumber v, int direction) {
      PreciseNumber difference = arithmetic.subtract(u, v);
      if (!Arithmetic.isDefined(difference)) {
        return difference;
      }
      return Arithmetic.signum(difference) * direction >= 0 ? u : v;
    }
  }
}
