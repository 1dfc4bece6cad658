package dev.limen;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A function of n strictly increasing breakpoints and n + 1 pieces.
 *
 * <p>A piece is a line {@code slopes[i]*x + shifts[i]}, or a formula in {@code x}:
 *
 * <pre>{@code
 * @Activation @Piecewise(breakpoints = {-2.5, 2.5}, slopes = {0, 0.2, 0}, shifts = {0, 0.5, 1})
 * interface KerasHardSigmoid {}
 *
 * @Activation @Piecewise(breakpoints = {-1, 1}, formulas = {"0", "(x+1)^2/4", "x"})
 * interface SparsePlus {}
 * }</pre>
 *
 * <p>Piece {@code i} holds from breakpoint {@code i - 1} to breakpoint {@code i}; a breakpoint
 * itself belongs to the piece on its right. There is one exception: a constant that meets its right
 * neighbour but for the rounding of the numbers in the declaration holds at the breakpoint too. In
 * KerasHardSigmoid {@code 0.2*x + 0.5} is -2.8e-17 at -2.5, because 0.2 is no double; the value
 * there is the 0 of the constant piece, so that the function stays within [0, 1]. Derivatives do
 * not depend on it. Where two pieces do not meet, the function jumps: an error that names both
 * one-sided values, unless {@link #continuous()} is false.
 *
 * <p>Errors: no breakpoint; a breakpoint that is NaN, infinite or not greater than the one before;
 * slopes, shifts, formulas or kinks of the wrong number; both lines and formulas; a jump.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Piecewise {

  /** Where the pieces meet: finite and strictly increasing. */
  double[] breakpoints();

  /** The slope of each piece: finite, one more than breakpoints. */
  double[] slopes() default {};

  /** The shift of each piece: finite, one more than breakpoints. */
  double[] shifts() default {};

  /** The formula of each piece, in place of slopes and shifts: one more than breakpoints. */
  String[] formulas() default {};

  /**
   * The derivative at each breakpoint in ascending order, in place of {@link Activation#kink()}:
   * none, or as many as breakpoints. NaN leaves a breakpoint to the policy.
   */
  double[] kinks() default {};

  /** Whether the pieces must meet at the breakpoints. */
  boolean continuous() default true;
}
