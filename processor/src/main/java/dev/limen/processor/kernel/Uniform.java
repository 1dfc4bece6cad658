package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;

/**
 * A constant of a kernel that depends on parameters: computed once when a kernel is bound to their
 * values.
 *
 * @param expression an expression of parameters and constants, evaluated in double
 * @param part which part of its value
 */
public record Uniform(Expr expression, Part part) {

  /** A part of a double that is held as two floats. */
  public enum Part {
    /** The value rounded to the precision of the graph. */
    HIGH,
    /** What rounding to {@link #HIGH} left, rounded in turn; 0 in double precision. */
    LOW
  }
}
