package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.Relation;
import dev.limen.verify.Ball;

/**
 * A comparison of an expression with a constant.
 *
 * @param atom the expression; null where the comparison is decided
 * @param relation of the expression to the bound
 * @param bound the constant
 * @param holdsAlways whether it holds, where it is decided
 */
record Condition(Expr atom, Relation relation, Ball bound, boolean holdsAlways) {

  /** {@code form relation 0}. */
  static Condition of(Affine form, Relation relation) {
    return new Condition(form.atom(), relation, Ball.of(0), false).about(form);
  }

  private static Condition decided(boolean holds) {
    return new Condition(null, Relation.LESS, Ball.of(0), holds);
  }

  boolean isDecided() {
    return atom == null;
  }

  Condition negated() {
    return new Condition(atom, relation.negated(), bound, false);
  }

  /**
   * The same condition on what max, min, relu, clamp and affine functions are taken of: rounding
   * them cannot decide it then.
   */
  Condition reduced(Forms forms) {
    Condition condition = this;
    while (!condition.isDecided() && condition.atom instanceof Expr.Call call) {
      Condition next = condition.reducedOnce(call, forms);
      if (next == null) {
        break;
      }
      condition = next.isDecided() ? next : next.about(forms.affine(next.atom));
    }
    return condition;
  }

  private Condition reducedOnce(Expr.Call call, Forms forms) {
    Expr u = call.argument();
    return switch (call.function()) {
      case RELU -> ofMaximum(u, Ball.of(0));
      case MAX, MIN -> {
        Expr v = call.arguments().get(1);
        Ball other = constant(forms, v);
        Expr varying = u;
        if (other == null) {
          other = constant(forms, u);
          varying = v;
        }
        yield other == null
            ? null
            : call.function() == Function.MAX
                ? ofMaximum(varying, other)
                : ofMinimum(varying, other);
      }
      case CLAMP -> {
        Ball low = constant(forms, call.arguments().get(1));
        Ball high = constant(forms, call.arguments().get(2));
        if (low == null || high == null) {
          yield null;
        }
        Condition outer = ofMinimum(u, high);
        yield outer.isDecided() ? outer : outer.ofMaximum(u, low);
      }
      default -> null;
    };
  }

  /** The value of an expression of constants; null for others. */
  private static Ball constant(Forms forms, Expr expression) {
    return forms.isConstant(expression) ? forms.constant(expression) : null;
  }

  /** This of max(u, other). */
  private Condition ofMaximum(Expr u, Ball other) {
    boolean holds = relation.holds(compare(other, bound));
    boolean isLower = relation == Relation.LESS || relation == Relation.LESS_OR_EQUAL;
    // Less than the bound are both or neither.
    return isLower == holds ? new Condition(u, relation, bound, false) : decided(holds);
  }

  /** This of min(u, other). */
  private Condition ofMinimum(Expr u, Ball other) {
    boolean holds = relation.holds(compare(other, bound));
    boolean isUpper = relation == Relation.GREATER || relation == Relation.GREATER_OR_EQUAL;
    return isUpper == holds ? new Condition(u, relation, bound, false) : decided(holds);
  }

  /** This, of an affine form instead of the atom. */
  private Condition about(Affine form) {
    if (form.isConstant()) {
      return decided(relation.holds(compare(form.intercept(), bound)));
    }
    Ball moved = bound.minus(form.intercept()).dividedBy(form.slope());
    return new Condition(
        form.atom(), form.slope().hi() < 0 ? relation.swapped() : relation, moved, false);
  }

  private static int compare(Ball a, Ball b) {
    Ball difference = a.minus(b);
    return Math.abs(difference.hi()) <= difference.radius()
        ? 0
        : (int) Math.signum(difference.hi());
  }
}
