package dev.limen.processor.analysis;

import dev.limen.Kink;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Differentiator;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.FormulaException;
import dev.limen.processor.formula.Parser;
import dev.limen.processor.formula.Simplifier;
import java.util.LinkedHashMap;
import java.util.Map;

/** Functions to analyse, and from formula to what is known of them. */
public final class Functions {

  static final String GELU = "0.5*x*(1+erf(x/sqrt(2)))";
  static final String GELU_TANH = "0.5*x*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))";
  static final String SILU = "x*sigmoid(x)";
  static final String SWISH = "x*sigmoid(beta*x)";
  static final String MISH = "x*tanh(softplus(x))";
  static final String SMU = "((1+alpha)*x + (1-alpha)*x*erf(mu*(1-alpha)*x))/2";
  static final String SMU1 = "((1+alpha)*x + sqrt((x-alpha*x)^2+mu^2))/2";
  static final String SQUAREPLUS = "(x+sqrt(x^2+4))/2";
  static final String SONF = "x < -4 ? 0 : x < 0 ? 0.5*(1+x/4)^2 : x < 4 ? 1-0.5*(1-x/4)^2 : 1";
  static final String PLAN =
      "x < -5 ? 0 : x < -2.375 ? 0.03125*x+0.15625 : x < -1 ? 0.125*x+0.375 : x < 1 ? 0.25*x+0.5"
          + " : x < 2.375 ? 0.125*x+0.625 : x < 5 ? 0.03125*x+0.84375 : 1";

  private Functions() {}

  /** Analyses a formula without parameters, under the policy that is the default. */
  static AnalyzedFunction analyze(String formula) {
    return analyze(formula, Map.of());
  }

  static AnalyzedFunction analyze(String formula, Map<String, Double> declared) {
    return analyze(formula, Kink.MIN_NORM, declared);
  }

  /** Analyses a formula that must be valid, as the processor does. */
  public static AnalyzedFunction analyze(String formula, Kink kink, Map<String, Double> declared) {
    try {
      return read(formula, kink, declared);
    } catch (FormulaException e) {
      throw new IllegalArgumentException(formula, e);
    }
  }

  /**
   * Analyses a formula as the processor does.
   *
   * @param declared values of parameters: of them, the function has those that the formula names,
   *     in ascending order
   * @throws FormulaException if the formula is not valid
   */
  public static AnalyzedFunction read(String formula, Kink kink, Map<String, Double> declared)
      throws FormulaException {
    Expr written = Parser.parse(formula, declared.keySet());
    Map<String, Double> parameters = new LinkedHashMap<>();
    written.parameters().forEach(name -> parameters.put(name, declared.get(name)));
    return read(written, kink, parameters, Map.of());
  }

  private static AnalyzedFunction read(
      Expr written, Kink kink, Map<String, Double> parameters, Map<String, Expr> slopes)
      throws FormulaException {
    Derivative derivative = Differentiator.differentiate(written, kink, parameters);
    return Analyzer.analyze(written, Simplifier.simplify(written), derivative, parameters, slopes);
  }

  /** Analyses a formula that must be valid, all parameters of which are trainable. */
  public static AnalyzedFunction trainable(String formula, Map<String, Double> declared) {
    try {
      Expr written = Parser.parse(formula, declared.keySet());
      Map<String, Double> parameters = new LinkedHashMap<>();
      Map<String, Expr> slopes = new LinkedHashMap<>();
      for (String name : written.parameters()) {
        parameters.put(name, declared.get(name));
        Expr.Parameter leaf = new Expr.Parameter(name);
        slopes.put(name, Differentiator.differentiate(written, leaf, Kink.MIN_NORM));
      }
      return read(written, Kink.MIN_NORM, parameters, slopes);
    } catch (FormulaException e) {
      throw new IllegalArgumentException(formula, e);
    }
  }
}
