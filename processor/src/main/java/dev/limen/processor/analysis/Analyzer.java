package dev.limen.processor.analysis;

import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Expr;
import java.util.Map;

/** Finds what can be known of a function. */
public final class Analyzer {

  private Analyzer() {}

  /**
   * Analyses a function.
   *
   * @param written the function as its author wrote it, of which the findings speak
   * @param value the same function, simplified
   * @param derivative its derivative
   * @param parameters the declared values of the parameters, by name
   */
  public static AnalyzedFunction analyze(
      Expr written, Expr value, Derivative derivative, Map<String, Double> parameters) {
    throw new UnsupportedOperationException("not written yet");
  }
}
