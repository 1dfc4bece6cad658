package dev.limen.processor.kernel;

import dev.limen.processor.approx.WidePolynomial;
import dev.limen.verify.Ball;

/**
 * The error function and its complement in double words.
 *
 * <p>Below a seam, the Taylor polynomial of erf; else {@code erfc(a) = e^-(a^2) P(t - m)/(a + c)}
 * with {@code t = (a - c)/(a + c)}: M. Shepherd and J. Laframboise, Chebyshev Approximation of (1 +
 * 2 x) exp(x^2) erfc(x), Mathematics of Computation 36 (1981).
 */
final class WideErrorFunctions {

  /** With this one the coefficients of P fall fastest. */
  private static final double CENTER = 3;

  /** From here on erfc vanishes. */
  private static final double END = 28.9;

  private static final double LAST = (END - CENTER) / (END + CENTER);

  /** The middle of all t. */
  private static final double MIDDLE = Math.rint((LAST - 1) / 2 * 1024) / 1024;

  private static final int TERMS = 31;

  /** Where erf changes its form. */
  private static final double SEAM = 0.75;

  private static final Ball TWO_OVER_ROOT_PI = Ball.of(2).dividedBy(Ball.pi().sqrt());

  /** Fitted when it is first needed. */
  private static final class Complement {
    static final WidePolynomial POLYNOMIAL =
        WidePolynomial.interpolated(
            a -> Ball.of(a).plus(CENTER).times(Ball.of(a).erfc()).times(Ball.of(a).square().exp()),
            a -> Ball.of(a).minus(CENTER).dividedBy(Ball.of(a).plus(CENTER)).minus(MIDDLE),
            d -> Math.max(0, CENTER * (1 + MIDDLE + d) / (1 - MIDDLE - d)),
            -1 - MIDDLE,
            LAST - MIDDLE,
            TERMS);
  }

  private static final WidePolynomial SMALL =
      WidePolynomial.ofSeries(WideErrorFunctions::coefficient, SEAM * SEAM, 0.9);

  private final GraphBuilder graph;
  private final WideArithmetic arithmetic;
  private final WideExponentials exponentials;

  WideErrorFunctions(GraphBuilder graph, WideArithmetic arithmetic, WideExponentials exponentials) {
    this.graph = graph;
    this.arithmetic = arithmetic;
    this.exponentials = exponentials;
  }

  /** Of a^(2n) in erf(a)/a. */
  private static Ball coefficient(int n) {
    Ball value = TWO_OVER_ROOT_PI;
    for (int i = 1; i <= n; i++) {
      value = value.dividedBy(-i);
    }
    return value.dividedBy(2.0 * n + 1);
  }

  /**
   * erf(u).
   *
   * @param minusSquare -(u^2)
   */
  Wide erf(Wide u, Wide minusSquare) {
    Wide square = arithmetic.negate(arithmetic.collapsed(minusSquare));
    Wide slope = arithmetic.evaluate(SMALL, square);
    Wide one = arithmetic.constant(1);
    Wide complement = arithmetic.collapsed(complement(u, minusSquare));
    Wide large = arithmetic.withSign(arithmetic.minus(one, complement), graph.signOf(u.high()));
    Node size = graph.abs(arithmetic.rounded(u));
    Node isLarge = graph.less(graph.constant(SEAM), size);
    return arithmetic.select(isLarge, large, arithmetic.times(u, slope));
  }

  /**
   * 1 - erf(u).
   *
   * @param minusSquare -(u^2)
   */
  Wide erfc(Wide u, Wide minusSquare) {
    Wide complement = complement(u, minusSquare);
    Wide reflected = arithmetic.minus(arithmetic.constant(2), arithmetic.collapsed(complement));
    Node isNegative = graph.less(u.high(), graph.constant(0));
    return arithmetic.select(isNegative, reflected, complement);
  }

  /** erfc(|u|). */
  private Wide complement(Wide u, Wide minusSquare) {
    Wide a = arithmetic.collapsed(arithmetic.abs(u));
    Wide sum = arithmetic.plus(a, arithmetic.constant(CENTER));
    Wide inverse = arithmetic.dividedBy(arithmetic.constant(1), sum);
    Wide scaled = arithmetic.times(inverse, arithmetic.constant(-2 * CENTER));
    Wide distance = arithmetic.plus(scaled, arithmetic.constant(1 - MIDDLE));
    Wide polynomial = arithmetic.evaluate(Complement.POLYNOMIAL, distance);
    Wide factor = arithmetic.times(polynomial, inverse);
    return arithmetic.times(exponentials.exp(minusSquare), factor);
  }
}
