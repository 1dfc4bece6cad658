package dev.limen.processor.analysis;

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
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The signs that an expression may have, found by its structure alone, for every x: sets of {@link
 * #NEGATIVE}, {@link #ZERO} and {@link #POSITIVE}. Knows what intervals cannot see: that e^u is
 * never 0 and that u + sqrt(u^2 + 1) is never negative.
 */
final class SignRules {

  static final int NEGATIVE = 1;
  static final int ZERO = 2;
  static final int POSITIVE = 4;
  static final int ANY = NEGATIVE | ZERO | POSITIVE;

  private final Map<String, Double> parameters;
  private final Map<Expr, Integer> known = new IdentityHashMap<>();

  /**
   * Rules for some values of the parameters.
   *
   * @param parameters values by name; a parameter that is missing may have any value
   */
  SignRules(Map<String, Double> parameters) {
    this.parameters = parameters;
  }

  /** The signs that an expression may have. */
  int of(Expr expr) {
    Integer signs = known.get(expr);
    if (signs == null) {
      signs = find(expr);
      known.put(expr, signs);
    }
    return signs;
  }

  boolean neverNegative(Expr expr) {
    return (of(expr) & NEGATIVE) == 0;
  }

  private static int of(double value) {
    return Double.isNaN(value) ? ANY : value < 0 ? NEGATIVE : value > 0 ? POSITIVE : ZERO;
  }

  private static int mirrored(int signs) {
    return signs & ZERO
        | ((signs & NEGATIVE) != 0 ? POSITIVE : 0)
        | ((signs & POSITIVE) != 0 ? NEGATIVE : 0);
  }

  private static int sum(int a, int b) {
    int either = a | b;
    int result = either & (NEGATIVE | POSITIVE);
    if ((a & b & ZERO) != 0
        || (a & NEGATIVE) != 0 && (b & POSITIVE) != 0
        || (a & POSITIVE) != 0 && (b & NEGATIVE) != 0) {
      result |= ZERO;
    }
    // Zero added to a sign gives that sign only if the other may be zero, or agrees.
    if (a == POSITIVE && (b & NEGATIVE) == 0 || b == POSITIVE && (a & NEGATIVE) == 0) {
      return POSITIVE;
    }
    if (a == NEGATIVE && (b & POSITIVE) == 0 || b == NEGATIVE && (a & POSITIVE) == 0) {
      return NEGATIVE;
    }
    return result;
  }

  private static int product(int a, int b) {
    int result = (a | b) & ZERO;
    if ((a & NEGATIVE & b) != 0 || (a & POSITIVE & b) != 0) {
      result |= POSITIVE;
    }
    if ((a & NEGATIVE) != 0 && (b & POSITIVE) != 0 || (a & POSITIVE) != 0 && (b & NEGATIVE) != 0) {
      result |= NEGATIVE;
    }
    return result;
  }

  private int find(Expr expr) {
    return switch (expr) {
      case Constant c -> of(c.value());
      case NamedConstant c -> POSITIVE;
      case Variable v -> ANY;
      case Parameter p -> parameters.containsKey(p.name()) ? of(parameters.get(p.name())) : ANY;
      case Negate n -> mirrored(of(n.operand()));
      case Add b -> {
        int signs = sum(of(b.left()), of(b.right()));
        yield dominates(b.left(), b.right()) || dominates(b.right(), b.left())
            ? signs & ~NEGATIVE
            : signs;
      }
      case Subtract b -> {
        if (b.left().equals(b.right())) {
          yield ZERO;
        }
        int signs = sum(of(b.left()), mirrored(of(b.right())));
        if (dominates(b.left(), b.right())) {
          signs &= ~NEGATIVE;
        }
        if (dominates(b.right(), b.left())) {
          signs &= ~POSITIVE;
        }
        yield signs;
      }
      case Multiply b ->
          b.left().equals(b.right())
              ? product(of(b.left()), of(b.left())) & ~NEGATIVE
              : product(of(b.left()), of(b.right()));
      case Divide b ->
          b.left().equals(b.right())
              ? POSITIVE
              : product(of(b.left()), of(b.right()) & ~ZERO) | of(b.left()) & ZERO;
      case Power b -> power(b.left(), b.right());
      case Call c -> call(c);
      case Conditional c -> of(c.then()) | of(c.otherwise());
    };
  }

  private int power(Expr base, Expr exponent) {
    int signs = of(base);
    if (exponent instanceof Constant(double value) && value == Math.rint(value)) {
      if (value == 0) {
        return POSITIVE;
      }
      if (value % 2 != 0) {
        return value < 0 ? signs & ~ZERO : signs;
      }
    }
    boolean perhapsInteger = !(exponent instanceof Constant);
    if (perhapsInteger && (signs & NEGATIVE) != 0) {
      return signs | POSITIVE;
    }
    // 0 to a power is 0 or undefined; 0^0 is 1.
    return (signs & ZERO) != 0 || signs == NEGATIVE ? signs & ZERO | POSITIVE : POSITIVE;
  }

  private int call(Call call) {
    Expr u = call.argument();
    return switch (call.function()) {
      case EXP, COSH, SIGMOID, SOFTPLUS, ERFC -> POSITIVE;
      case EXPM1, LOG1P, SIGN, TANH, SINH, ERF, ATAN -> of(u);
      case SQRT -> (of(u) & NEGATIVE) == 0 ? of(u) : ZERO | POSITIVE;
      case ABS -> of(u) & ZERO | ((of(u) & (NEGATIVE | POSITIVE)) != 0 ? POSITIVE : 0);
      case RELU -> (of(u) & NEGATIVE) != 0 ? ZERO | of(u) & POSITIVE : of(u);
      case STEP ->
          switch (of(u)) {
            case NEGATIVE -> ZERO;
            case ZERO, POSITIVE, ZERO | POSITIVE -> POSITIVE;
            default -> ZERO | POSITIVE;
          };
      case MIN -> least(of(u), of(call.arguments().get(1)));
      case MAX -> mirrored(least(mirrored(of(u)), mirrored(of(call.arguments().get(1)))));
      case CLAMP -> {
        int low = of(call.arguments().get(1));
        int high = of(call.arguments().get(2));
        yield least(high, mirrored(least(mirrored(low), mirrored(of(u)))));
      }
      case POW -> power(u, call.arguments().get(1));
      case LOG, SIN, COS -> ANY;
    };
  }

  private static int least(int a, int b) {
    int result = (a | b) & NEGATIVE | a & b & POSITIVE;
    if ((a & ZERO) != 0 && (b & (ZERO | POSITIVE)) != 0
        || (b & ZERO) != 0 && (a & (ZERO | POSITIVE)) != 0) {
      result |= ZERO;
    }
    return result;
  }

  /** Whether big >= |u| is seen at once. */
  boolean dominates(Expr big, Expr u) {
    return majorant(big, u) <= 1;
  }

  /** A number that |u| / big is seen at once not to exceed; infinite if none is. */
  double majorant(Expr big, Expr u) {
    Expr core = u instanceof Negate(Expr operand) ? operand : u;
    return switch (big) {
      case Call(Function function, var arguments) when function == Function.ABS ->
          arguments.getFirst().equals(core) ? 1 : Double.POSITIVE_INFINITY;
      case Call(Function function, var arguments) when function == Function.SQRT ->
          Rounding.sqrtUp(majorantOfSquare(arguments.getFirst(), core));
      case Add(Expr left, Expr right) -> {
        double first = neverNegative(right) ? majorant(left, core) : Double.POSITIVE_INFINITY;
        double second = neverNegative(left) ? majorant(right, core) : Double.POSITIVE_INFINITY;
        yield Math.min(first, second);
      }
      default -> Double.POSITIVE_INFINITY;
    };
  }

  /** A number that u^2 / big is seen not to exceed. */
  private double majorantOfSquare(Expr big, Expr u) {
    return switch (big) {
      case Multiply(Expr left, Expr right) -> {
        if (left.equals(u) && right.equals(u)) {
          yield 1;
        }
        double first = scaled(majorantOfSquare(right, u), left);
        yield Math.min(first, scaled(majorantOfSquare(left, u), right));
      }
      case Power(Expr base, Constant(double exponent)) ->
          exponent == 2 && base.equals(u) ? 1 : Double.POSITIVE_INFINITY;
      case Add(Expr left, Expr right) -> {
        double first = neverNegative(right) ? majorantOfSquare(left, u) : Double.POSITIVE_INFINITY;
        double second = neverNegative(left) ? majorantOfSquare(right, u) : Double.POSITIVE_INFINITY;
        yield Math.min(first, second);
      }
      default -> Double.POSITIVE_INFINITY;
    };
  }

  /** A bound over what is multiplied by a constant. */
  private double scaled(double bound, Expr constant) {
    Double factor =
        constant instanceof Constant(double value)
            ? Double.valueOf(value)
            : constant instanceof Parameter(String name) ? parameters.get(name) : null;
    return bound == Double.POSITIVE_INFINITY || factor == null || factor <= 0
        ? Double.POSITIVE_INFINITY
        : Rounding.divideUp(bound, factor);
  }
}
