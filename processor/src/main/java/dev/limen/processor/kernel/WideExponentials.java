package dev.limen.processor.kernel;

import dev.limen.processor.approx.WidePolynomial;
import dev.limen.verify.Ball;

/**
 * The exponential function and what is made of it, in double words.
 *
 * <p>With n the integer next to {@code u / ln 2} and {@code r = u - n ln 2}, {@code e^u} is {@code
 * 2^n (1 + r S(r))} with the Taylor polynomial S.
 */
final class WideExponentials {

  private static final double LOG2E = 0x1.71547652b82fep0;

  /** ln 2 in parts; products of the first with integers of 11 bits are exact. */
  private static final double LN2_1 = 0x1.62e42fefa38p-1;

  private static final double LN2_2 = 0x1.ef35793c7673p-45;
  private static final double LN2_3 = 0x1.f97b57a079a19p-103;

  private static final double ROUND_TO_INTEGER = 0x1.8p52;
  private static final int BIAS = 1023;

  /** Where e^u is scaled, where it vanishes though large numbers be multiplied with it. */
  private static final double TINY = -350;

  private static final double VANISHING = -830;

  /** Beyond, no scale is large enough, or small enough. */
  private static final double FAR = 1400;

  /** The square of it is about e to the power of {@link #FAR}. */
  private static final double HUGE = 0x1p1009;

  /** Beyond, e^u overflows. */
  private static final double OVERFLOW = 0x1.62e42fefa39efp9;

  /** Below, e^u - 1 is -1 to all digits. */
  private static final double SATURATION = -80;

  /** (e^r - 1)/r. */
  private static final WidePolynomial SERIES =
      WidePolynomial.ofSeries(k -> inverseFactorial(k + 1), 0.35, 0.8);

  private final GraphBuilder graph;
  private final WideArithmetic arithmetic;

  WideExponentials(GraphBuilder graph, WideArithmetic arithmetic) {
    this.graph = graph;
    this.arithmetic = arithmetic;
  }

  private static Ball inverseFactorial(int n) {
    Ball factorial = Ball.of(1);
    for (int i = 2; i <= n; i++) {
      factorial = factorial.times(i);
    }
    return Ball.of(1).dividedBy(factorial);
  }

  /**
   * {@code u = n ln 2 + r}.
   *
   * @param n as a real
   * @param shifted the number whose low bits are n and the bias asked for
   * @param growth e^r - 1
   */
  private record Reduced(Node n, Node shifted, Wide growth) {}

  /** For u without a scale; the bias counts among the low bits of rounder. */
  private Reduced reduce(Wide u, Node rounder) {
    Node shifted = graph.fma(u.high(), graph.constant(LOG2E), rounder);
    Node n = graph.named("exponent", graph.subtract(shifted, rounder));
    Node exact = graph.fma(n, graph.constant(-LN2_1), u.high());
    Node ln2 = graph.constant(-LN2_2);
    Node product = graph.multiply(n, ln2);
    Node error = graph.fma(n, ln2, graph.negate(product));
    error = graph.fma(n, graph.constant(-LN2_3), error);
    if (u.low() != null) {
      error = graph.add(error, u.low());
    }
    Wide sum = arithmetic.sum(exact, product);
    Wide r = arithmetic.sum(sum.high(), graph.add(sum.low(), error));
    graph.named("reduced", r.high());
    Wide growth = arithmetic.times(r, arithmetic.evaluate(SERIES, r));
    return new Reduced(n, shifted, growth);
  }

  private Node powerOfTwo(Node shifted) {
    return graph.named("power", graph.fromBits(graph.shiftLeft(graph.toBits(shifted), 52)));
  }

  private Wide onePlus(Wide small) {
    Wide sum = arithmetic.sumOfOrdered(graph.constant(1), small.high());
    return arithmetic.sumOfOrdered(sum.high(), graph.add(sum.low(), arithmetic.low(small)));
  }

  /** e^u. */
  Wide exp(Wide argument) {
    Wide u = arithmetic.collapsed(argument);
    return arithmetic.scalesAll() ? withExponent(u) : scaledWhereTiny(u);
  }

  private Node isTiny(Wide u) {
    return graph.less(u.high(), graph.constant(TINY));
  }

  /** What rounds to an integer, with the bias in its low bits that the scaling asks for. */
  private Node rounder(Wide u) {
    if (arithmetic.scalesAll()) {
      return graph.constant(ROUND_TO_INTEGER);
    }
    // One less than n, so that the greatest power of two is a number: the rest is doubled.
    double bias = ROUND_TO_INTEGER + BIAS - 1;
    return graph.select(isTiny(u), graph.constant(bias + Wide.TINY_SHIFT), graph.constant(bias));
  }

  private Wide scaledWhereTiny(Wide u) {
    Reduced reduced = reduce(u, rounder(u));
    Wide doubled = arithmetic.timesExactly(onePlus(reduced.growth()), 2);
    Wide value = arithmetic.timesExactly(doubled, powerOfTwo(reduced.shifted()));
    value = selectBelow(u, VANISHING, arithmetic.constant(0), value);
    value = selectAbove(u, OVERFLOW, arithmetic.constant(Double.POSITIVE_INFINITY), value);
    Node unit = graph.constant(Math.scalb(1.0, -Wide.TINY_SHIFT / 2));
    Node scale = graph.select(isTiny(u), unit, graph.constant(1));
    return value.scaledBy(graph.named("scale", scale));
  }

  private Wide withExponent(Wide u) {
    Reduced reduced = reduce(u, rounder(u));
    // The scale has half of n, rounded down, and counts twice.
    Node n = graph.toBits(reduced.shifted());
    Node half = graph.shiftRight(graph.shiftLeft(n, 12), 13);
    Node odd = arithmetic.powerOfTwo(graph.and(n, graph.bits(1)));
    Node scale = graph.named("scale", arithmetic.powerOfTwo(half));
    Wide value = arithmetic.timesExactly(onePlus(reduced.growth()), odd).scaledBy(scale);
    value = selectBelow(u, -FAR, arithmetic.constant(0), value);
    // No infinity: a factor of it may be a double exponential, which vanishes.
    return selectAbove(u, FAR, arithmetic.constant(1).scaledBy(graph.constant(HUGE)), value);
  }

  private Wide selectBelow(Wide u, double bound, Wide then, Wide otherwise) {
    return arithmetic.select(graph.less(u.high(), graph.constant(bound)), then, otherwise);
  }

  private Wide selectAbove(Wide u, double bound, Wide then, Wide otherwise) {
    return arithmetic.select(graph.less(graph.constant(bound), u.high()), then, otherwise);
  }

  /** e^-|u|. */
  private Wide decay(Wide u) {
    return exp(arithmetic.negate(arithmetic.abs(u)));
  }

  /** e^u - 1. */
  Wide expm1(Wide argument) {
    Wide u = arithmetic.collapsed(argument);
    Wide minusOne = arithmetic.constant(-1);
    Wide value = arithmetic.plus(exp(u), minusOne);
    // The same growth that e^u is made of where its exponent is 0.
    Reduced reduced = reduce(u, rounder(u));
    Node isNearZero = graph.equal(reduced.n(), graph.constant(0));
    value = arithmetic.select(isNearZero, reduced.growth(), value);
    return linearAtZero(argument, selectBelow(u, SATURATION, minusOne, value));
  }

  /** A function that is u where that is tiny. */
  Wide linearAtZero(Wide u, Wide value) {
    if (!u.isScaled()) {
      return value;
    }
    Node size = graph.abs(arithmetic.rounded(u));
    return arithmetic.select(graph.less(size, graph.constant(Wide.TINY)), u, value);
  }

  /** 1/(1 + e^-u). */
  Wide sigmoid(Wide u) {
    Wide e = decay(u);
    Node isNegative = graph.less(u.high(), graph.constant(0));
    Wide numerator = arithmetic.select(isNegative, e, arithmetic.constant(1));
    return arithmetic.dividedBy(numerator, onePlus(arithmetic.collapsed(e)));
  }

  Wide tanh(Wide u) {
    Wide t = expm1(arithmetic.timesExactly(arithmetic.abs(u), -2));
    Wide negative = arithmetic.negate(arithmetic.collapsed(t));
    Wide two = arithmetic.constant(2);
    Wide ratio = arithmetic.dividedBy(negative, arithmetic.minus(two, negative));
    Wide value = arithmetic.withSign(ratio, graph.signOf(u.high()));
    return linearAtZero(u, value);
  }

  /** 1/cosh(u). */
  Wide sech(Wide u) {
    Wide e = decay(u);
    Wide plain = arithmetic.collapsed(e);
    Wide denominator = onePlus(arithmetic.times(plain, plain));
    return arithmetic.dividedBy(arithmetic.timesExactly(e, 2), denominator);
  }

  Wide cosh(Wide u) {
    return arithmetic.dividedBy(arithmetic.constant(1), sech(u));
  }

  Wide sinh(Wide u) {
    // (1 - e^(-2|u|)) / (2 e^-|u|)
    Wide minusTwice = expm1(arithmetic.timesExactly(arithmetic.abs(u), -2));
    Wide size = arithmetic.dividedBy(arithmetic.timesExactly(minusTwice, -0.5), decay(u));
    return linearAtZero(u, arithmetic.withSign(size, graph.signOf(u.high())));
  }
}
