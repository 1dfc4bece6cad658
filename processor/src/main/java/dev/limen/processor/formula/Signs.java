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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * What signs an expression can have over all finite values of its variables and parameters, and
 * whether it is defined and finite for all of them. An answer errs on the side of more signs, and
 * of undefined.
 */
final class Signs {

  private static final int NEGATIVE = 1;
  private static final int ZERO = 2;
  private static final int POSITIVE = 4;
  private static final int ANY = NEGATIVE | ZERO | POSITIVE;

  private final IdentityHashMap<Expr, Sign> known = new IdentityHashMap<>();
  private final Set<Expr> variables = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Expr> parametrics = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * The signs of one expression.
   *
   * @param possible a set of bits
   * @param total whether it is defined and finite everywhere
   */
  record Sign(int possible, boolean total) {
    boolean isPositive() {
      return possible == POSITIVE;
    }

    boolean isNegative() {
      return possible == NEGATIVE;
    }

    boolean isZero() {
      return possible == ZERO;
    }

    boolean isNotNegative() {
      return (possible & NEGATIVE) == 0;
    }

    boolean isNotPositive() {
      return (possible & POSITIVE) == 0;
    }

    boolean isNotZero() {
      return (possible & ZERO) == 0;
    }
  }

  Sign of(Expr expr) {
    Sign sign = known.get(expr);
    if (sign == null) {
      expr.children().forEach(this::of);
      Sign computed = compute(expr);
      sign = isFixed(expr) ? new Sign(computed.possible(), true) : computed;
      known.put(expr, sign);
    }
    return sign;
  }

  /** Whether it depends on parameters alone: then it is what it is, for every x. */
  private boolean isFixed(Expr expr) {
    boolean varies = expr instanceof Variable;
    boolean parametric = expr instanceof Parameter;
    for (Expr child : expr.children()) {
      varies |= variables.contains(child);
      parametric |= parametrics.contains(child);
    }
    if (varies) {
      variables.add(expr);
    }
    if (parametric) {
      parametrics.add(expr);
    }
    return parametric && !varies;
  }

  private Sign compute(Expr expr) {
    return switch (expr) {
      case Constant(double value) -> new Sign(bit(Double.compare(value, 0)), true);
      case NamedConstant c -> new Sign(POSITIVE, true);
      case Variable v -> new Sign(ANY, true);
      case Parameter p -> new Sign(ANY, true);
      case Negate(Expr operand) -> {
        Sign sign = known.get(operand);
        yield new Sign(map(sign.possible(), s -> -s), sign.total());
      }
      case Add(Expr left, Expr right) -> sum(known.get(left), known.get(right), 1);
      case Subtract(Expr left, Expr right) -> sum(known.get(left), known.get(right), -1);
      case Multiply(Expr left, Expr right) -> product(known.get(left), known.get(right));
      case Divide(Expr left, Expr right) -> {
        Sign divisor = known.get(right);
        Sign quotient = product(known.get(left), divisor);
        yield new Sign(
            (divisor.possible() & ~ZERO) == 0 ? ANY : quotient.possible(),
            quotient.total() && divisor.isNotZero());
      }
      case Power(Expr left, Expr right) -> power(known.get(left), right, known.get(right));
      case Call call -> call(call);
      case Conditional c -> {
        Sign then = known.get(c.then());
        Sign otherwise = known.get(c.otherwise());
        yield new Sign(
            then.possible() | otherwise.possible(),
            then.total()
                && otherwise.total()
                && known.get(c.left()).total()
                && known.get(c.right()).total());
      }
    };
  }

  private static Sign sum(Sign left, Sign right, int factor) {
    int possible = 0;
    for (int a = -1; a <= 1; a++) {
      for (int b = -1; b <= 1; b++) {
        if ((left.possible() & bit(a)) != 0 && (right.possible() & bit(b * factor)) != 0) {
          // b runs over the signs of the second term as it is added.
          possible |= a * b < 0 ? ANY : bit(a + b);
        }
      }
    }
    return new Sign(possible, left.total() && right.total());
  }

  private static Sign product(Sign left, Sign right) {
    int possible = 0;
    for (int a = -1; a <= 1; a++) {
      for (int b = -1; b <= 1; b++) {
        if ((left.possible() & bit(a)) != 0 && (right.possible() & bit(b)) != 0) {
          possible |= bit(a * b);
        }
      }
    }
    return new Sign(possible, left.total() && right.total());
  }

  private static Sign power(Sign base, Expr exponent, Sign exponentSign) {
    if (exponent instanceof Constant(double value) && value == Math.rint(value)) {
      boolean even = value % 2 == 0;
      int possible = map(base.possible(), s -> value == 0 ? 1 : even ? s * s : s);
      return value < 0
          ? new Sign(
              (possible & ~ZERO) == 0 ? ANY : possible & ~ZERO, base.total() && base.isNotZero())
          : new Sign(possible, base.total());
    }
    boolean total =
        base.total()
            && exponentSign.total()
            && (base.isPositive() || (base.isNotNegative() && exponentSign.isPositive()));
    int possible = base.isPositive() ? POSITIVE : base.isNotNegative() ? ZERO | POSITIVE : ANY;
    return new Sign(possible, total);
  }

  private Sign call(Call call) {
    List<Expr> arguments = call.arguments();
    Sign u = known.get(arguments.getFirst());
    return switch (call.function()) {
      case EXP, COSH, SIGMOID, SOFTPLUS, ERFC -> new Sign(POSITIVE, u.total());
      case EXPM1, TANH, SINH, ERF, ATAN, SIGN -> u;
      case LOG1P -> new Sign(u.possible(), u.total() && u.isNotNegative());
      case LOG -> new Sign(ANY, u.total() && u.isPositive());
      case SQRT ->
          new Sign(
              (u.possible() & ~NEGATIVE) == 0 ? ANY : u.possible() & ~NEGATIVE,
              u.total() && u.isNotNegative());
      case ABS -> new Sign(map(u.possible(), s -> s * s), u.total());
      case SIN, COS -> new Sign(ANY, u.total());
      case RELU -> new Sign(map(u.possible(), s -> Math.max(s, 0)), u.total());
      case STEP -> new Sign(map(u.possible(), s -> s < 0 ? 0 : 1), u.total());
      case MIN -> extremum(u, known.get(arguments.get(1)), -1);
      case MAX -> extremum(u, known.get(arguments.get(1)), 1);
      case CLAMP ->
          extremum(extremum(u, known.get(arguments.get(1)), 1), known.get(arguments.get(2)), -1);
      case POW -> power(u, arguments.get(1), known.get(arguments.get(1)));
    };
  }

  /** The signs of the maximum for 1, of the minimum for -1. */
  private static Sign extremum(Sign left, Sign right, int direction) {
    int possible = 0;
    for (int a = -1; a <= 1; a++) {
      for (int b = -1; b <= 1; b++) {
        if ((left.possible() & bit(a)) != 0 && (right.possible() & bit(b)) != 0) {
          possible |= bit(direction * Math.max(direction * a, direction * b));
        }
      }
    }
    return new Sign(possible, left.total() && right.total());
  }

  private static int bit(int sign) {
    return sign < 0 ? NEGATIVE : sign == 0 ? ZERO : POSITIVE;
  }

  private static int map(int possible, IntUnaryOperator signs) {
    int mapped = 0;
    for (int sign = -1; sign <= 1; sign++) {
      if ((possible & bit(sign)) != 0) {
        mapped |= bit(signs.applyAsInt(sign));
      }
    }
    return mapped;
  }
}
