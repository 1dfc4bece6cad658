package dev.limen.processor.analysis;

import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Expr;
import dev.limen.runtime.FunctionProperties;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A function with what is known of it.
 *
 * @param value the function
 * @param derivative its derivative
 * @param parameters the declared values of the parameters, by name, in the order of declaration
 * @param properties what is proven of the function at the declared values of the parameters
 * @param propertiesForAll what is proven for every value of the parameters for which the function
 *     is defined; the same as {@code properties} where there are none
 * @param valueBelow the function towards negative infinity
 * @param valueAbove the function towards positive infinity
 * @param derivativeBelow the derivative towards negative infinity
 * @param derivativeAbove the derivative towards positive infinity
 * @param parameterSlopes the derivatives with respect to the trainable parameters, in their order
 * @param findings what the author should know, in the order of the formula
 */
public record AnalyzedFunction(
    Expr value,
    Derivative derivative,
    Map<String, Double> parameters,
    FunctionProperties properties,
    FunctionProperties propertiesForAll,
    Tail valueBelow,
    Tail valueAbove,
    Tail derivativeBelow,
    Tail derivativeAbove,
    List<ParameterSlope> parameterSlopes,
    List<Finding> findings) {

  public AnalyzedFunction {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    parameterSlopes = List.copyOf(parameterSlopes);
    findings = List.copyOf(findings);
  }
}
