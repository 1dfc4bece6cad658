package dev.limen.runtime;

import java.util.List;

/**
 * What analysis proves of a function f over the whole line. It holds of the kernel as well.
 *
 * @param minimum the greatest lower bound known of f, possibly negative infinity
 * @param maximum the least upper bound known of f, possibly positive infinity
 * @param symmetry whether f is odd or even
 * @param monotonicity whether f rises or falls everywhere
 * @param valueCrossesZero whether f crosses zero, or touches it, away from x = 0, where ulp are
 *     taken of max(|f|, 2^-10)
 * @param derivativeCrossesZero likewise of f'
 * @param breakpoints where f changes its formula: kinks, jumps and smooth seams, ascending
 * @param kinks where the one-sided derivatives differ, ascending
 */
public record FunctionProperties(
    double minimum,
    double maximum,
    Symmetry symmetry,
    Monotonicity monotonicity,
    boolean valueCrossesZero,
    boolean derivativeCrossesZero,
    List<Double> breakpoints,
    List<KinkPoint> kinks) {

  public FunctionProperties {
    breakpoints = List.copyOf(breakpoints);
    kinks = List.copyOf(kinks);
  }

  /** The symmetry of a function. */
  public enum Symmetry {
    /** f(-x) = -f(x). */
    ODD,
    /** f(-x) = f(x). */
    EVEN,
    /** Neither is known. */
    NONE
  }

  /** The direction of a function. */
  public enum Monotonicity {
    /** f never falls. */
    INCREASING,
    /** f never rises. */
    DECREASING,
    /** Neither is known. */
    NONE
  }

  /**
   * A kink.
   *
   * @param at the point
   * @param left the derivative from the left
   * @param right the derivative from the right
   * @param derivative the derivative that the kernel gives there
   */
  public record KinkPoint(double at, double left, double right, double derivative) {}
}
