package dev.limen.processor.analysis;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Expr.Add;
import dev.limen.processor.formula.Expr.Constant;
import dev.limen.processor.formula.Expr.Divide;
import dev.limen.processor.formula.Expr.Multiply;
import dev.limen.processor.formula.Expr.Negate;
import dev.limen.processor.formula.Expr.Power;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.Simplifier;

/**
 * An exact number: an expression of constants and parameters, in simplest form.
 *
 * @param expr without x
 */
record Scalar(Expr expr) {

  static final Scalar ZERO = new Scalar(Expr.ZERO);
  static final Scalar ONE = new Scalar(Expr.ONE);
  static final Scalar TWO = of(2);

  /** Numbers that grow larger than this are given up. */
  private static final int MOST_NODES = 60;

  static Scalar of(double value) {
    return new Scalar(Expr.constant(value));
  }

  static Scalar of(Expr expr) {
    if (expr instanceof Constant) {
      return new Scalar(expr);
    }
    Expr simple = Simplifier.simplify(expr);
    if (simple.nodeCount() > MOST_NODES) {
      throw Undecided.because("a number has grown too large");
    }
    return new Scalar(simple);
  }

  boolean isZero() {
    return expr instanceof Constant(double value) && value == 0;
  }

  boolean isOne() {
    return expr instanceof Constant(double value) && value == 1;
  }

  Scalar negate() {
    return expr instanceof Constant(double value)
        ? of(-value)
        : expr instanceof Negate(Expr operand) ? new Scalar(operand) : of(new Negate(expr));
  }

  Scalar plus(Scalar other) {
    if (isZero()) {
      return other;
    }
    if (other.isZero()) {
      return this;
    }
    if (expr instanceof Constant(double a) && other.expr instanceof Constant(double b)) {
      double down = Rounding.addDown(a, b);
      if (down == Rounding.addUp(a, b) && Double.isFinite(down)) {
        return of(down);
      }
    }
    return of(new Add(expr, other.expr));
  }

  Scalar times(Scalar other) {
    if (isZero() || other.isZero()) {
      return ZERO;
    }
    if (isOne()) {
      return other;
    }
    if (other.isOne()) {
      return this;
    }
    if (expr instanceof Constant(double a) && other.expr instanceof Constant(double b)) {
      double down = Rounding.multiplyDown(a, b);
      if (down == Rounding.multiplyUp(a, b) && Double.isFinite(down)) {
        return of(down);
      }
    }
    return of(new Multiply(expr, other.expr));
  }

  Scalar over(Scalar other) {
    if (other.isOne() || isZero()) {
      return this;
    }
    return of(new Divide(expr, other.expr));
  }

  Scalar power(double exponent) {
    if (isOne() || exponent == 1) {
      return this;
    }
    if (exponent == 0.5) {
      return apply(Function.SQRT);
    }
    if (exponent == -1) {
      return ONE.over(this);
    }
    return of(new Power(expr, Expr.constant(exponent)));
  }

  Scalar apply(Function function) {
    return of(Expr.call(function, expr));
  }
}
