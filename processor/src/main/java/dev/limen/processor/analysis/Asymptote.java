package dev.limen.processor.analysis;

import dev.limen.processor.formula.Expr;

/**
 * What a function approaches towards an infinity.
 *
 * <p>Limits are expressions of constants and parameters, without x. They hold for every value of
 * the parameters for which the function is defined, those that the formula takes another course for
 * being told apart by conditionals: {@code beta > 0 ? 1 : 0}. Where that is not known, the
 * asymptote is {@link Unknown}.
 */
public sealed interface Asymptote {

  /**
   * The function approaches a number.
   *
   * @param limit the number
   */
  record Limit(Expr limit) implements Asymptote {}

  /**
   * The difference of the function and {@code slope * x + intercept} approaches 0.
   *
   * @param slope not 0, or 0 for some values of the parameters only
   * @param intercept the value of the line at 0
   */
  record Line(Expr slope, Expr intercept) implements Asymptote {}

  /**
   * The function grows beyond every bound, and has no line.
   *
   * @param sign 1 towards positive infinity, -1 towards negative infinity; with parameters an
   *     expression that is never 0
   */
  record Unbounded(Expr sign) implements Asymptote {}

  /** There is none, or none is known. */
  record Unknown() implements Asymptote {}
}
