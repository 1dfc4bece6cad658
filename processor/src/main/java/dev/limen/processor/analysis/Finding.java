package dev.limen.processor.analysis;

import dev.limen.processor.formula.Expr;

/** Something of a formula that its author should know. */
public sealed interface Finding {

  /** The subexpression to blame. */
  Expr subexpression();

  /**
   * A point at which the function is not finite.
   *
   * @param at the point, the one of least magnitude if there are several
   */
  record Pole(Expr subexpression, double at) implements Finding {}

  /**
   * An interval on which the function is not defined.
   *
   * @param at a point in it, the boundary or that of least magnitude
   * @param from its lower end, possibly negative infinity
   * @param to its upper end, possibly positive infinity
   */
  record Undefined(Expr subexpression, double at, double from, double to) implements Finding {}

  /**
   * A breakpoint at which the one-sided limits differ.
   *
   * @param at the breakpoint
   * @param left the limit from the left
   * @param right the limit from the right
   */
  record Jump(Expr subexpression, double at, double left, double right) implements Finding {
    /** How far the limits are apart. */
    public double size() {
      return Math.abs(right - left);
    }
  }

  /**
   * A branch of a conditional that is taken for no x.
   *
   * @param subexpression the branch
   * @param conditional the conditional
   */
  record Unreachable(Expr subexpression, Expr conditional) implements Finding {}

  /**
   * The function does not depend on x.
   *
   * @param value what it always is
   */
  record ConstantFunction(Expr subexpression, double value) implements Finding {}

  /**
   * An operation of which the result is much less accurate than its operands.
   *
   * @param at the worst input found
   * @param bits how many bits of the value of the whole function are lost there
   * @param ofDerivative whether the expression is part of the derivative
   */
  record Cancellation(Expr subexpression, double at, double bits, boolean ofDerivative)
      implements Finding {}
}
