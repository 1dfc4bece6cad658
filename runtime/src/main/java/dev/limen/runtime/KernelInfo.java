package dev.limen.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Describes a kernel: the function, its accuracy, and the code that computes it.
 *
 * @param name the qualified name of the spec
 * @param precision the floating-point format, {@code F32} or {@code F64}
 * @param formula f(x) in the formula language
 * @param derivative f'(x) in the formula language
 * @param parameters the values of the parameters that the kernel is bound to, in their order
 * @param contract the largest error allowed
 * @param value the measured error of the value, with the declared parameter values
 * @param slope the measured error of the derivative, with the declared parameter values
 * @param parameterSlopes the derivatives with respect to the trainable parameters, in their order
 * @param properties what analysis proves of f with the declared parameter values
 * @param algorithm how the value and the derivative are computed
 * @param backend the code that runs
 */
public record KernelInfo(
    String name,
    String precision,
    String formula,
    String derivative,
    Map<String, Double> parameters,
    Contract contract,
    Certificate value,
    Certificate slope,
    List<ParameterSlope> parameterSlopes,
    FunctionProperties properties,
    String algorithm,
    Backend backend) {

  public KernelInfo {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    parameterSlopes = List.copyOf(parameterSlopes);
  }

  /** The same kernel bound to other parameter values. */
  public KernelInfo withParameters(Map<String, Double> values) {
    return new KernelInfo(
        name,
        precision,
        formula,
        derivative,
        values,
        contract,
        value,
        slope,
        parameterSlopes,
        properties,
        algorithm,
        backend);
  }
}
