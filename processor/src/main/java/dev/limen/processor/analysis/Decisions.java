package dev.limen.processor.analysis;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Divide;
import dev.limen.processor.formula.Expr.Multiply;
import dev.limen.processor.formula.Expr.Negate;
import dev.limen.processor.formula.Expr.Power;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.Simplifier;
import dev.limen.verify.Ball;
import java.io.Serial;
import java.util.HashMap;
import java.util.Map;

/**
 * The signs of expressions of parameters, as far as they are assumed: one case of a distinction of
 * cases.
 */
final class Decisions {

  /** A sign that has to be assumed before the case can be followed. */
  static final class Needed extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Expr subject;

    private Needed(Expr subject) {
      super(null, null, false, false);
      this.subject = subject;
    }

    Expr subject() {
      return subject;
    }
  }

  private static final Map<String, Double> ANY = Map.of();

  private final Map<Expr, Integer> signs;
  private final SignRules rules = new SignRules(ANY);

  private Decisions(Map<Expr, Integer> signs) {
    this.signs = signs;
  }

  static Decisions none() {
    return new Decisions(Map.of());
  }

  /** These, and one more. */
  Decisions with(Expr subject, int sign) {
    Map<Expr, Integer> more = new HashMap<>(signs);
    more.put(subject, sign);
    return new Decisions(more);
  }

  /**
   * The sign of a number.
   *
   * @throws Needed if it depends on a parameter of which nothing is assumed
   */
  int sign(Expr number) {
    Integer assumed = signs.get(number);
    if (assumed != null) {
      return assumed;
    }
    switch (rules.of(number)) {
      case SignRules.NEGATIVE -> {
        return -1;
      }
      case SignRules.ZERO -> {
        return 0;
      }
      case SignRules.POSITIVE -> {
        return 1;
      }
      default -> {}
    }
    if (number.parameters().isEmpty()) {
      Ball sign = Tape.of(number, ANY).ball(0).sign();
      if (sign.isNaN()) {
        throw Undecided.undefined("a number");
      }
      if (!sign.isExact()) {
        throw Undecided.because("the sign of a number is not known");
      }
      return (int) sign.toDouble();
    }
    return switch (number) {
      case Negate(Expr operand) -> -sign(operand);
      case Multiply(Expr left, Expr right) -> sign(left) * sign(right);
      case Divide(Expr left, Expr right) -> {
        int divisor = sign(right);
        if (divisor == 0) {
          throw Undecided.undefined("division by zero");
        }
        yield sign(left) * divisor;
      }
      case Power(Expr base, Expr.Constant(double exponent)) when exponent == 2 ->
          Math.abs(sign(base));
      case Call(Function function, var arguments) when function == Function.ABS ->
          Math.abs(sign(arguments.getFirst()));
      default -> {
        Integer opposite = signs.get(Simplifier.simplify(new Negate(number)));
        if (opposite == null) {
          throw new Needed(number);
        }
        yield -opposite;
      }
    };
  }
}
