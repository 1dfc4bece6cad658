package dev.limen.processor.analysis;

import dev.limen.processor.formula.Expr;
import java.util.List;
import java.util.Map;

/** Finds the jumps of functions in pieces. */
public final class Continuity {

  private Continuity() {}

  /**
   * Compares the pieces on both sides of each breakpoint.
   *
   * <p>One-sided values that differ by no more than 4 ulp of the larger one, as doubles, meet: so
   * much is the rounding of decimal slopes and shifts.
   *
   * @param breakpoints strictly increasing
   * @param pieces one more than breakpoints; piece i holds up to breakpoint i
   * @param parameters the declared values of the parameters, by name
   * @return the jumps in ascending order
   */
  public static List<Finding.Jump> check(
      List<Double> breakpoints, List<Expr> pieces, Map<String, Double> parameters) {
    throw new UnsupportedOperationException("not written yet");
  }

  /**
   * Looks for jumps where the conditionals of a function switch, and where sign and step jump.
   *
   * @param function a function of x
   * @param parameters the declared values of the parameters, by name
   * @return the jumps in ascending order
   */
  public static List<Finding.Jump> check(Expr function, Map<String, Double> parameters) {
    throw new UnsupportedOperationException("not written yet");
  }
}
