package dev.limen.processor.analysis;

import dev.limen.processor.analysis.Scalar.Base;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Rational;
import dev.limen.verify.Ball;
import java.io.Serial;
import java.util.HashMap;
import java.util.Map;

/**
 * The signs of numbers that depend on parameters, as far as they are assumed: one case of a
 * distinction of cases.
 */
final class Decisions {

  /** A sign that has to be assumed before the case can be followed. */
  static final class Needed extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final transient Base subject;

    private Needed(Base subject) {
      super(null, null, false, false);
      this.subject = subject;
    }

    Base subject() {
      return subject;
    }
  }

  private final Map<Base, Integer> signs;

  private Decisions(Map<Base, Integer> signs) {
    this.signs = signs;
  }

  static Decisions none() {
    return new Decisions(new HashMap<>());
  }

  /** These, and one more. */
  Decisions with(Base subject, int sign) {
    Map<Base, Integer> more = new HashMap<>(signs);
    more.put(subject, sign);
    return new Decisions(more);
  }

  /**
   * The sign of a number.
   *
   * @throws Needed if it depends on a parameter of which nothing is assumed
   */
  int sign(Scalar number) {
    int sign = number.coefficient().signum();
    for (Map.Entry<Base, Rational> factor : number.factors().entrySet()) {
      int base = sign(factor.getKey());
      if (base == 0 && factor.getValue().signum() < 0) {
        throw Undecided.undefined("division by zero");
      }
      sign *= factor.getValue().isEven() ? Math.abs(base) : base;
    }
    return sign;
  }

  /** Whether a number is 0 because a factor is assumed to be. */
  boolean isKnownZero(Scalar number) {
    for (Map.Entry<Base, Rational> factor : number.factors().entrySet()) {
      if (factor.getValue().signum() > 0 && Integer.valueOf(0).equals(signs.get(factor.getKey()))) {
        return true;
      }
    }
    return number.isZero();
  }

  private int sign(Base base) {
    Integer known = signs.get(base);
    if (known != null) {
      return known;
    }
    int sign = find(base);
    // What follows from no assumption is as good as one.
    signs.put(base, sign);
    return sign;
  }

  private static int find(Base base) {
    Expr expr = new Scalar(Rational.ONE, Map.of(base, Rational.ONE)).expr();
    switch (new SignRules(Map.of()).of(expr)) {
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
    if (!expr.parameters().isEmpty()) {
      throw new Needed(base);
    }
    Ball sign = Tape.of(expr, Map.of()).ball(0).sign();
    if (sign.isNaN()) {
      throw Undecided.undefined("a number");
    }
    if (!sign.isExact()) {
      throw Undecided.because("the sign of a number is not known");
    }
    return (int) sign.toDouble();
  }
}
