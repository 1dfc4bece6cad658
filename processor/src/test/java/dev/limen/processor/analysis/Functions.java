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

/** Functions to analyse. */
final class Functions {

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

  static Map<String, Double> parameters(Object... namesAndValues) {
    Map<String, Double> parameters = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.put((String) namesAndValues[i], ((Number) namesAndValues[i + 1]).doubleValue());
    }
    return parameters;
  }

  static Expr parse(String formula, Map<String, Double> parameters) {
    try {
      return Parser.parse(formula, parameters.keySet());
    } catch (FormulaException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static AnalyzedFunction analyze(String formula, Object... namesAndValues) {
    Map<String, Double> parameters = parameters(namesAndValues);
    return analyze(parse(formula, parameters), parameters);
  }

  static AnalyzedFunction analyze(Expr written, Map<String, Double> parameters) {
    try {
      Expr value = Simplifier.simplify(written);
      Derivative derivative = Differentiator.differentiate(value, Kink.MIN_NORM, parameters);
      return Analyzer.analyze(written, value, derivative, parameters);
    } catch (FormulaException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
