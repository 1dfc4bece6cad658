package dev.limen.processor.formula;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The functions of the formula language. */
public enum Function {
  /** e^u. */
  EXP("exp", 1),
  /** e^u - 1. */
  EXPM1("expm1", 1),
  /** The natural logarithm of u, for u > 0. */
  LOG("log", 1),
  /** log(1 + u), for u > -1. */
  LOG1P("log1p", 1),
  /** The square root of u, for u >= 0. */
  SQRT("sqrt", 1),
  /** |u|; kink at 0. */
  ABS("abs", 1),
  /** -1, 0 or 1; jump at 0. */
  SIGN("sign", 1),
  /** The lesser of two; kink where they are equal. */
  MIN("min", 2),
  /** The greater of two; kink where they are equal. */
  MAX("max", 2),
  /** {@code clamp(u, low, high) = min(high, max(low, u))}; kinks at both bounds. */
  CLAMP("clamp", 3),
  /** {@code pow(u, v) = u^v}. */
  POW("pow", 2),
  /** The hyperbolic tangent. */
  TANH("tanh", 1),
  /** The hyperbolic sine. */
  SINH("sinh", 1),
  /** The hyperbolic cosine. */
  COSH("cosh", 1),
  /** 1/(1 + e^-u). */
  SIGMOID("sigmoid", 1),
  /** log(1 + e^u). */
  SOFTPLUS("softplus", 1),
  /** The error function. */
  ERF("erf", 1),
  /** 1 - erf(u). */
  ERFC("erfc", 1),
  /** The sine of u radians. */
  SIN("sin", 1),
  /** The cosine of u radians. */
  COS("cos", 1),
  /** The arc tangent, in radians. */
  ATAN("atan", 1),
  /** max(0, u); kink at 0. */
  RELU("relu", 1),
  /** 0 for u < 0, else 1; jump at 0. */
  STEP("step", 1);

  private static final Map<String, Function> BY_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Function::symbol, f -> f));

  private final String symbol;
  private final int arity;

  Function(String symbol, int arity) {
    this.symbol = symbol;
    this.arity = arity;
  }

  /** The function that a formula calls {@code name}, if there is one. */
  public static Optional<Function> byName(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The name in a formula. */
  public String symbol() {
    return symbol;
  }

  /** The number of arguments. */
  public int arity() {
    return arity;
  }
}
