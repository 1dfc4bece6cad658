package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;
import dev.limen.verify.Ball;

/**
 * {@code slope * atom + intercept}.
 *
 * @param atom an expression that is no such form itself; null for a constant
 */
record Affine(Expr atom, Ball slope, Ball intercept) {

  static Affine constant(Ball value) {
    return new Affine(null, Ball.of(0), value);
  }

  static Affine of(Expr atom) {
    return new Affine(atom, Ball.of(1), Ball.of(0));
  }

  boolean isConstant() {
    return atom == null;
  }

  Affine negate() {
    return new Affine(atom, slope.negate(), intercept.negate());
  }

  Affine plus(Affine other) {
    return new Affine(
        isConstant() ? other.atom : atom, slope.plus(other.slope), intercept.plus(other.intercept));
  }

  Affine times(Ball factor) {
    return new Affine(atom, slope.times(factor), intercept.times(factor));
  }

  Affine dividedBy(Ball divisor) {
    return new Affine(atom, slope.dividedBy(divisor), intercept.dividedBy(divisor));
  }
}
