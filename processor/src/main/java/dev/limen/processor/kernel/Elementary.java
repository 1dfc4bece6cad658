package dev.limen.processor.kernel;

import dev.limen.processor.analysis.Interval;
import dev.limen.processor.approx.Algorithm;
import dev.limen.processor.formula.Rational;
import dev.limen.processor.kernel.ExponentialFunctions.Decay;
import dev.limen.processor.kernel.ExponentialFunctions.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Lowers elementary functions to basic operations.
 *
 * <p>Every result is within 4 ulp for every argument, subnormal numbers included; the limit at an
 * infinity, NaN for NaN and where the function is not defined. The data of the algorithms, their
 * bounds and their sources are in {@link dev.limen.processor.approx}.
 *
 * <p>Where a method takes a low part, the argument is {@code high + low}, with {@code |low| <=
 * ulp(high) / 2}; the low part may be null for none, and does not count where {@code high} is not
 * finite.
 */
final class Elementary {

  private final GraphBuilder builder;
  private final Method method;
  private final ExponentialFunctions exponentials;
  private final LogarithmicFunctions logarithms;
  private final LogisticFunctions logistics;
  private final HyperbolicFunctions hyperbolics;
  private final ErrorFunctions errors;
  private final TrigonometricFunctions trigonometrics;
  private final PowerFunctions powers;
  private final Map<Node, Algorithm> results = new HashMap<>();

  Elementary(GraphBuilder builder) {
    this(builder, Method.POLYNOMIAL);
  }

  /**
   * Lowers into a graph.
   *
   * @param method how exponentials are computed, where there is a choice
   */
  Elementary(GraphBuilder builder, Method method) {
    this.builder = builder;
    this.method = method;
    this.exponentials = new ExponentialFunctions(builder, method);
    this.logarithms = new LogarithmicFunctions(builder);
    this.logistics = new LogisticFunctions(builder, exponentials, logarithms);
    this.hyperbolics = new HyperbolicFunctions(builder, exponentials);
    this.errors = new ErrorFunctions(builder, exponentials);
    this.trigonometrics = new TrigonometricFunctions(builder);
    this.powers =
        new PowerFunctions(
            builder, new ExponentialFunctions(builder, Method.POLYNOMIAL), logarithms);
  }

  /** e^u. */
  Node exp(Node u) {
    return exp(u, null);
  }

  /** e^(high + low). */
  Node exp(Node high, Node low) {
    return section(
        of(Algorithm.EXP, Algorithm.EXP_BY_TABLE), high, () -> exponentials.exp(high, low));
  }

  /**
   * e^(high + low) for arguments in an extent only.
   *
   * @return null where it would overflow
   */
  Scaled boundedExp(Node high, Node low, Interval extent) {
    for (int bias : new int[] {0, Decay.SHIFT}) {
      if (exponentials.normal(bias).contains(extent)) {
        Node scale = bias == 0 ? null : builder.constant(Math.scalb(1.0, -bias));
        return section(
            of(Algorithm.EXP, Algorithm.EXP_BY_TABLE),
            high,
            () -> new Scaled(exponentials.bounded(high, low, bias), scale));
      }
    }
    return null;
  }

  /**
   * 1/(1 + e^-(high + low)) for arguments in an extent only.
   *
   * @return null where it would overflow
   */
  Scaled boundedSigmoid(Node high, Node low, Interval extent) {
    if (!exponentials.normal(-Decay.SHIFT).contains(extent.negate())) {
      return null;
    }
    return section(
        of(Algorithm.PLAIN_SIGMOID, Algorithm.PLAIN_SIGMOID_BY_TABLE),
        high,
        () -> logistics.boundedSigmoid(high, low));
  }

  /** e^u - 1. */
  Node expm1(Node u) {
    return expm1(u, null);
  }

  /** e^(high + low) - 1. */
  Node expm1(Node high, Node low) {
    return section(Algorithm.EXPM1, high, () -> exponentials.expm1(high, low));
  }

  /** The natural logarithm; NaN below 0, -infinity at 0. */
  Node log(Node u) {
    return section(Algorithm.LOG, u, () -> logarithms.log(u));
  }

  /** log(1 + u); NaN below -1, -infinity at -1. */
  Node log1p(Node u) {
    return section(Algorithm.LOG1P, u, () -> logarithms.log1p(u));
  }

  /** log(1 + v^2), though the square overflow. */
  Node log1pOfSquare(Node v) {
    return section(Algorithm.LOG1P_OF_SQUARE, v, () -> logarithms.log1pOfSquare(v));
  }

  /** The square root; NaN below 0. */
  Node sqrt(Node u) {
    return builder.sqrt(u);
  }

  Node tanh(Node u) {
    return tanh(u, null);
  }

  Node tanh(Node high, Node low) {
    return section(Algorithm.TANH, high, () -> hyperbolics.tanh(high, low));
  }

  /** 1/cosh(u)^2, the derivative of tanh. */
  Node sechSquared(Node u) {
    return sechSquared(u, null);
  }

  /** 1/cosh(high + low)^2. */
  Node sechSquared(Node high, Node low) {
    return section(Algorithm.SECH_SQUARED, high, () -> hyperbolics.sechSquared(high, low));
  }

  Node sinh(Node u) {
    return sinh(u, null);
  }

  Node sinh(Node high, Node low) {
    return section(Algorithm.SINH, high, () -> hyperbolics.sinh(high, low));
  }

  Node cosh(Node u) {
    return cosh(u, null);
  }

  Node cosh(Node high, Node low) {
    return section(Algorithm.COSH, high, () -> hyperbolics.cosh(high, low));
  }

  /** 1/(1 + e^-u). */
  Node sigmoid(Node u) {
    return sigmoid(u, null);
  }

  /** 1/(1 + e^-(high + low)). */
  Node sigmoid(Node high, Node low) {
    return section(
        of(Algorithm.SIGMOID, Algorithm.SIGMOID_BY_TABLE),
        high,
        () -> logistics.sigmoid(high, low));
  }

  /** sigmoid(u) * sigmoid(-u), the derivative of sigmoid. */
  Node logisticDensity(Node u) {
    return logisticDensity(u, null);
  }

  /** sigmoid(high + low) * sigmoid(-(high + low)). */
  Node logisticDensity(Node high, Node low) {
    return section(
        of(Algorithm.LOGISTIC_DENSITY, Algorithm.LOGISTIC_DENSITY_BY_TABLE),
        high,
        () -> logistics.density(high, low));
  }

  /** log(1 + e^u). */
  Node softplus(Node u) {
    return softplus(u, null);
  }

  /** log(1 + e^(high + low)). */
  Node softplus(Node high, Node low) {
    return section(
        of(Algorithm.SOFTPLUS, Algorithm.SOFTPLUS_BY_TABLE),
        high,
        () -> logistics.softplus(high, low));
  }

  Node erf(Node u) {
    return erf(u, null);
  }

  Node erf(Node high, Node low) {
    return section(Algorithm.ERF, high, () -> errors.erf(high, low));
  }

  /** 1 - erf(u). */
  Node erfc(Node u) {
    return erfc(u, null);
  }

  /** 1 - erf(high + low). */
  Node erfc(Node high, Node low) {
    return section(Algorithm.ERFC, high, () -> errors.erfc(high, low));
  }

  /** e^(high + low), for a product that may be in range where this is not. */
  Scaled scaledExp(Node high, Node low) {
    return section(Algorithm.EXP, high, () -> exponentials.inTwoFactors(high, low));
  }

  /** 1/(1 + e^-(high + low)), for a product with large numbers. */
  Scaled scaledSigmoid(Node high, Node low) {
    return section(
        of(Algorithm.SIGMOID, Algorithm.SIGMOID_BY_TABLE),
        high,
        () -> logistics.scaledSigmoid(high, low));
  }

  /** sigmoid(high + low) * sigmoid(-(high + low)), for a product with large numbers. */
  Scaled scaledDensity(Node high, Node low) {
    return section(
        of(Algorithm.LOGISTIC_DENSITY, Algorithm.LOGISTIC_DENSITY_BY_TABLE),
        high,
        () -> logistics.scaledDensity(high, low));
  }

  /** 1/cosh(high + low)^2, for a product with large numbers. */
  Scaled scaledSechSquared(Node high, Node low) {
    return section(Algorithm.SECH_SQUARED, high, () -> hyperbolics.scaledSechSquared(high, low));
  }

  /** 1 - erf(high + low), for a product with large numbers. */
  Scaled scaledErfc(Node high, Node low) {
    return section(Algorithm.ERFC, high, () -> errors.scaledErfc(high, low));
  }

  Node sin(Node u) {
    return sin(u, u, Rational.ONE);
  }

  /** The sine of {@code u = factor*v}, rounded once and for all finite v. */
  Node sin(Node u, Node v, Rational factor) {
    return section(Algorithm.SIN, u, () -> trigonometrics.sin(u, v, factor));
  }

  Node cos(Node u) {
    return cos(u, u, Rational.ONE);
  }

  /** The cosine of {@code u = factor*v}, rounded once and for all finite v. */
  Node cos(Node u, Node v, Rational factor) {
    return section(Algorithm.COS, u, () -> trigonometrics.cos(v, factor));
  }

  Node atan(Node u) {
    return section(Algorithm.ATAN, u, () -> trigonometrics.atan(u));
  }

  /**
   * u^v; NaN for negative u unless v is an integer, and for NaN. Else as IEEE 754's pow, so that
   * u^0 is 1.
   */
  Node pow(Node u, Node v) {
    return section(Algorithm.POW, u, () -> powers.pow(u, v));
  }

  /** As {@link #pow(Node, Node)}; cheap where the exponent is a small integer or half of one. */
  Node pow(Node u, double exponent) {
    Node power = section("%s^" + exponent, u, () -> powers.pow(u, exponent));
    if (!PowerFunctions.isProduct(exponent)) {
      results.put(power, Algorithm.POW);
    }
    return power;
  }

  /** The algorithms that a node is computed by, in the order of the enum. */
  List<Algorithm> algorithms(Node output) {
    Set<Node> needed = new HashSet<>();
    Deque<Node> pending = new ArrayDeque<>(List.of(output));
    while (!pending.isEmpty()) {
      Node node = pending.pop();
      if (needed.add(node)) {
        pending.addAll(node.operands());
      }
    }
    return needed.stream().map(results::get).filter(Objects::nonNull).distinct().sorted().toList();
  }

  private Algorithm of(Algorithm byPolynomial, Algorithm byTable) {
    return method == Method.TABLE ? byTable : byPolynomial;
  }

  private <T> T section(Algorithm algorithm, Node argument, Supplier<T> body) {
    T result = section(algorithm.title(), argument, body);
    results.put(result instanceof Scaled scaled ? scaled.value() : (Node) result, algorithm);
    return result;
  }

  private <T> T section(String title, Node argument, Supplier<T> body) {
    Section before = builder.section(new Section(title, argument));
    T result = body.get();
    builder.section(before);
    return result;
  }
}
