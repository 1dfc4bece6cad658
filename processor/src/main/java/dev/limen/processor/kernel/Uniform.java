package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;

/**
 * A constant of a kernel that depends on parameters: computed when a kernel is bound to their
 * values, which training may do at every call.
 *
 * @param expression an expression of parameters and constants, evaluated in double. Powers by small
 *     multiples of 1/4 are products of roots: {@link StrictMath#pow} allocates
 * @param part which part of its value
 */
public record Uniform(Expr expression, Part part) {

  private static final int MOST_FACTORS = 4;

  public Uniform {
    expression = withProducts(expression);
  }

  /** A part of a double that is held as two floats. */
  public enum Part {
    /** The value rounded to the precision of the graph. */
    HIGH,
    /** What rounding to {@link #HIGH} left, rounded in turn; 0 in double precision. */
    LOW
  }

  private static Expr withProducts(Expr expr) {
    Expr same = expr.withChildren(expr.children().stream().map(Uniform::withProducts).toList());
    if (!(same instanceof Expr.Power(Expr base, Expr.Constant(double exponent)))) {
      return same;
    }
    double quarters = 4 * Math.abs(exponent);
    if (quarters != Math.rint(quarters) || quarters < 1 || quarters > 4 * MOST_FACTORS) {
      return same;
    }
    Expr root = Expr.call(Function.SQRT, base);
    Expr product = null;
    for (int i = 0; i < (int) quarters / 4; i++) {
      product = times(product, base);
    }
    product = (int) quarters % 4 >= 2 ? times(product, root) : product;
    product = (int) quarters % 2 == 1 ? times(product, Expr.call(Function.SQRT, root)) : product;
    return exponent < 0 ? new Expr.Divide(Expr.ONE, product) : product;
  }

  private static Expr times(Expr product, Expr factor) {
    return product == null ? factor : new Expr.Multiply(product, factor);
  }
}
