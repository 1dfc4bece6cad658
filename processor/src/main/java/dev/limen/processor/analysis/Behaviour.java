package dev.limen.processor.analysis;

import dev.limen.processor.analysis.Germ.Order;
import dev.limen.processor.analysis.Germ.Term;
import dev.limen.processor.analysis.Scalar.Base;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Rational;
import dev.limen.processor.formula.Relation;
import dev.limen.processor.formula.Simplifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The behaviour of an expression towards an infinity, by cases of the signs of its parameters. */
sealed interface Behaviour {

  /**
   * One asymptote.
   *
   * @param asymptote what it is
   * @param mayVanish whether it may be the constant 0, for some values of the parameters
   * @param remainder the difference of the function and the asymptote
   */
  record Known(Asymptote asymptote, boolean mayVanish, Germ remainder) implements Behaviour {}

  /** Not known. */
  record Unknown() implements Behaviour {}

  /** The expression is undefined near the infinity. */
  record Undefined() implements Behaviour {}

  /** It depends on the sign of a number. */
  record Cases(Expr subject, Behaviour positive, Behaviour negative, Behaviour zero)
      implements Behaviour {}

  /** Cases in all that are told apart. */
  int MOST_CASES = 81;

  /**
   * Finds the behaviour of an expression.
   *
   * @param side 1 for positive infinity, -1 for negative infinity
   */
  static Behaviour of(Expr expr, int side) {
    int[] left = {MOST_CASES};
    return explore(expr, side, Decisions.none(), left);
  }

  private static Behaviour explore(Expr expr, int side, Decisions decisions, int[] left) {
    if (left[0]-- <= 0) {
      return new Unknown();
    }
    try {
      return read(new AtInfinity(side, decisions).of(expr), side, decisions);
    } catch (Decisions.Needed needed) {
      Base subject = needed.subject();
      Behaviour positive = explore(expr, side, decisions.with(subject, 1), left);
      Behaviour negative = explore(expr, side, decisions.with(subject, -1), left);
      Behaviour zero = explore(expr, side, decisions.with(subject, 0), left);
      Expr number = new Scalar(Rational.ONE, Map.of(subject, Rational.ONE)).expr();
      return new Cases(number, positive, negative, zero);
    } catch (Undecided undecided) {
      return undecided.isUndefined() ? new Undefined() : new Unknown();
    }
  }

  private static Behaviour read(Germ found, int side, Decisions decisions) {
    Germ germ = found.withoutKnownZeros(decisions);
    if (germ.isExponential()) {
      int infinity = germ.infinity(decisions);
      return infinity == 0
          ? new Known(new Asymptote.Limit(Expr.ZERO), true, germ.asDecay(decisions))
          : new Known(unbounded(infinity), false, germ);
    }
    Scalar slope = Scalar.ZERO;
    for (Term term : germ.terms()) {
      if (term.order().compareTo(Order.UNIT) <= 0) {
        break;
      }
      if (term.order().compareTo(Order.LINE) == 0) {
        // May be 0 for some values of the parameters: it is a line all the same.
        slope = side > 0 ? term.coefficient() : term.coefficient().negate();
      } else if (decisions.sign(term.coefficient()) != 0) {
        return new Known(unbounded(germ.sign(decisions)), false, germ);
      }
    }
    if (!germ.error().isBelow(Order.UNIT)) {
      int infinity = germ.infinity(decisions);
      return infinity == 0 ? new Unknown() : new Known(unbounded(infinity), false, germ);
    }
    Scalar constant = germ.constantTerm();
    return slope.isZero()
        ? new Known(new Asymptote.Limit(constant.expr()), !isNeverZero(constant), germ.vanishing())
        : new Known(
            new Asymptote.Line(slope.expr(), constant.expr()),
            !isNeverZero(slope),
            germ.vanishing());
  }

  private static boolean isNeverZero(Scalar number) {
    return !number.isZero()
        && (number.expr().parameters().isEmpty()
            || (new SignRules(Map.of()).of(number.expr()) & SignRules.ZERO) == 0);
  }

  private static Asymptote unbounded(int sign) {
    return new Asymptote.Unbounded(Expr.constant(sign));
  }

  /** All behaviours that are no distinction of cases. */
  default List<Behaviour> leaves() {
    if (this instanceof Cases(Expr s, Behaviour positive, Behaviour negative, Behaviour zero)) {
      List<Behaviour> leaves = new ArrayList<>(positive.leaves());
      leaves.addAll(negative.leaves());
      leaves.addAll(zero.leaves());
      return leaves;
    }
    return List.of(this);
  }

  /**
   * One asymptote for all cases, with conditionals in it.
   *
   * @param side that of the infinity
   */
  default Asymptote asymptote(int side) {
    boolean someLine = false;
    boolean someLimit = false;
    boolean someUnbounded = false;
    for (Behaviour leaf : leaves()) {
      switch (leaf) {
        case Known(Asymptote.Line l, boolean z, Germ g) -> someLine = true;
        case Known(Asymptote.Limit l, boolean z, Germ g) -> someLimit = true;
        case Known(Asymptote.Unbounded u, boolean z, Germ g) -> someUnbounded = true;
        case Known(Asymptote.Unknown u, boolean z, Germ g) -> {
          return u;
        }
        case Undefined u -> {}
        case Unknown u -> {
          return new Asymptote.Unknown();
        }
        case Cases c -> throw new AssertionError("not a leaf");
      }
    }
    if (someUnbounded) {
      return choose(known -> sign(known, side))
          .<Asymptote>map(Asymptote.Unbounded::new)
          .orElseGet(Asymptote.Unknown::new);
    }
    if (someLine) {
      return new Asymptote.Line(chosen(Behaviour::slope), chosen(Behaviour::constant));
    }
    return someLimit ? new Asymptote.Limit(chosen(Behaviour::constant)) : new Asymptote.Unknown();
  }

  /** That of the infinity that a case goes to; empty where it goes to none, or perhaps not. */
  private static Optional<Expr> sign(Known known, int side) {
    return switch (known.asymptote()) {
      case Asymptote.Unbounded(Expr sign) -> Optional.of(sign);
      case Asymptote.Line(Expr.Constant(double slope), Expr intercept) when slope != 0 ->
          Optional.of(Expr.constant(side * Math.signum(slope)));
      default -> Optional.empty();
    };
  }

  private static Expr slope(Known known) {
    return known.asymptote() instanceof Asymptote.Line(Expr slope, Expr c) ? slope : Expr.ZERO;
  }

  private static Expr constant(Known known) {
    return switch (known.asymptote()) {
      case Asymptote.Limit(Expr limit) -> limit;
      case Asymptote.Line(Expr slope, Expr intercept) -> intercept;
      case Asymptote.Unbounded u -> Expr.ZERO;
      case Asymptote.Unknown u -> Expr.ZERO;
    };
  }

  private Expr chosen(java.util.function.Function<Known, Expr> choice) {
    return choose(known -> Optional.of(choice.apply(known))).orElseThrow();
  }

  /**
   * One expression for all cases.
   *
   * @param choice the expression for a case; empty if there is none
   * @return empty if there is none for some case, or if the function is undefined in all
   */
  default Optional<Expr> choose(java.util.function.Function<Known, Optional<Expr>> choice) {
    return switch (this) {
      case Known known -> choice.apply(known);
      case Unknown u -> Optional.empty();
      case Undefined u -> Optional.empty();
      case Cases(Expr subject, Behaviour positive, Behaviour negative, Behaviour zero) -> {
        Optional<Expr> above = positive.choose(choice);
        Optional<Expr> below = negative.choose(choice);
        Optional<Expr> at = zero.choose(choice);
        // Where the function is undefined any expression will do.
        Optional<Expr> any = above.or(() -> below).or(() -> at);
        if (above.isEmpty() && !positive.isUndefined()
            || below.isEmpty() && !negative.isUndefined()
            || at.isEmpty() && !zero.isUndefined()
            || any.isEmpty()) {
          yield Optional.empty();
        }
        Expr spare = any.get();
        Expr b = below.or(() -> at).orElse(spare);
        Expr a = above.orElse(b);
        Expr z = at.or(() -> below).orElse(spare);
        // An expression that gives the right value at 0 as well needs no case of its own.
        for (Expr other : List.of(b, a)) {
          if (!z.equals(other) && atZero(other, subject).equals(z)) {
            z = other;
          }
        }
        Expr notAbove =
            b.equals(z) ? b : new Expr.Conditional(Relation.LESS, subject, Expr.ZERO, b, z);
        yield Optional.of(
            a.equals(notAbove)
                ? a
                : a.equals(z)
                    ? new Expr.Conditional(Relation.LESS, subject, Expr.ZERO, b, a)
                    : new Expr.Conditional(Relation.GREATER, subject, Expr.ZERO, a, notAbove));
      }
    };
  }

  private static Expr atZero(Expr expr, Expr subject) {
    return Simplifier.simplify(expr.substitute(Map.of(subject, Expr.ZERO)));
  }

  private boolean isUndefined() {
    return leaves().stream().allMatch(leaf -> leaf instanceof Undefined);
  }
}
