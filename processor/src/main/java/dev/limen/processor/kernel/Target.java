package dev.limen.processor.kernel;

import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.ParameterSlope;
import dev.limen.processor.analysis.Tail;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Expr;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.runtime.FunctionProperties.Symmetry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one kernel computes: a function or one of its derivatives, with what is proven of it.
 *
 * @param name {@code value}, {@code derivative}, or the parameter of a derivative
 * @param expression x to y
 * @param overrides the values that it is taken to have at some points
 * @param parameters the declared values of the parameters in the expression
 * @param below the function towards negative infinity
 * @param above the function towards positive infinity
 * @param crossesZero whether it crosses zero away from 0
 * @param minimum a lower bound, possibly negative infinity
 * @param maximum an upper bound, possibly infinity
 * @param symmetry whether it is odd or even; null where the sign of a zero is of no concern
 */
record Target(
    String name,
    Expr expression,
    List<Derivative.PointValue> overrides,
    Map<String, Double> parameters,
    Tail below,
    Tail above,
    boolean crossesZero,
    double minimum,
    double maximum,
    Symmetry symmetry) {

  static Target value(AnalyzedFunction function) {
    FunctionProperties proven = proven(function);
    return new Target(
        "value",
        function.value(),
        List.of(),
        parametersIn(function.value(), function),
        function.valueBelow(),
        function.valueAbove(),
        function.properties().valueCrossesZero(),
        proven.minimum(),
        proven.maximum(),
        proven.symmetry());
  }

  static Target derivative(AnalyzedFunction function) {
    Monotonicity monotonicity = proven(function).monotonicity();
    return new Target(
        "derivative",
        function.derivative().expression(),
        function.derivative().overrides(),
        parametersIn(function.derivative().expression(), function),
        function.derivativeBelow(),
        function.derivativeAbove(),
        function.properties().derivativeCrossesZero(),
        monotonicity == Monotonicity.INCREASING ? 0 : Double.NEGATIVE_INFINITY,
        monotonicity == Monotonicity.DECREASING ? 0 : Double.POSITIVE_INFINITY,
        null);
  }

  static Target of(ParameterSlope slope, AnalyzedFunction function) {
    return new Target(
        slope.parameter(),
        slope.expression(),
        List.of(),
        parametersIn(slope.expression(), function),
        slope.below(),
        slope.above(),
        slope.crossesZero(),
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        null);
  }

  /** Others that are declared make no difference. */
  private static Map<String, Double> parametersIn(Expr expression, AnalyzedFunction function) {
    Map<String, Double> parameters = new LinkedHashMap<>(function.parameters());
    parameters.keySet().retainAll(expression.parameters());
    return parameters;
  }

  /** What holds for every value of the parameters. */
  private static FunctionProperties proven(AnalyzedFunction function) {
    return function.parameters().isEmpty() ? function.properties() : function.propertiesForAll();
  }

  /** Whether it depends on parameters; the function may, and its derivative not. */
  boolean hasParameters() {
    return !expression.parameters().isEmpty();
  }

  ExactValues exact() {
    return new ExactValues(expression, overrides, parameters, below, above);
  }
}
