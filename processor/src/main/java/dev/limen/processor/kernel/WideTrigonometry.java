package dev.limen.processor.kernel;

import dev.limen.processor.approx.WidePolynomial;
import dev.limen.processor.formula.Rational;
import dev.limen.verify.Ball;

/** Sine, cosine and the arc tangent in double words. */
final class WideTrigonometry {

  private static final double HALF_PI_1 = 0x1.921fb54442d18p0;
  private static final double HALF_PI_2 = 0x1.1a62633145c07p-54;

  /** tan(pi/8), beyond which arguments of the arc tangent are turned by pi/4. */
  private static final double EIGHTH = 0.41421356237309503;

  /** sin(r)/r and cos(r) in r^2. */
  private static final WidePolynomial SINE =
      WidePolynomial.ofSeries(k -> alternating(2 * k + 1), 0.62, 0.9);

  private static final WidePolynomial COSINE =
      WidePolynomial.ofSeries(k -> alternating(2 * k), 0.62, 0.7);

  /** atan(t)/t in t^2. */
  private static final WidePolynomial ARC =
      WidePolynomial.ofSeries(
          k -> Ball.of(k % 2 == 0 ? 1 : -1).dividedBy(2.0 * k + 1), 0.1716, 0.9);

  private final GraphBuilder graph;
  private final WideArithmetic arithmetic;
  private final WideExponentials exponentials;
  private final TrigonometricFunctions angles;

  WideTrigonometry(GraphBuilder graph, WideArithmetic arithmetic, WideExponentials exponentials) {
    this.graph = graph;
    this.arithmetic = arithmetic;
    this.exponentials = exponentials;
    this.angles = new TrigonometricFunctions(graph);
  }

  /** The inverse of a factorial, with the signs of sine and cosine. */
  private static Ball alternating(int n) {
    Ball factorial = Ball.of(n / 2 % 2 == 0 ? 1 : -1);
    for (int i = 2; i <= n; i++) {
      factorial = factorial.times(i);
    }
    return Ball.of(1).dividedBy(factorial);
  }

  Wide sin(Wide u) {
    return sin(u, Rational.ONE);
  }

  Wide cos(Wide u) {
    return cos(u, Rational.ONE);
  }

  /**
   * The sine of {@code u = factor*x}.
   *
   * @param factor 1 for any u
   */
  Wide sin(Wide u, Rational factor) {
    TrigonometricFunctions.Angle angle = angle(u, factor);
    Wide value = sineOf(angle, angle.quadrant());
    return exponentials.linearAtZero(u, arithmetic.withSign(value, graph.signOf(u.high())));
  }

  /**
   * The cosine of {@code u = factor*x}.
   *
   * @param factor 1 for any u
   */
  Wide cos(Wide u, Rational factor) {
    TrigonometricFunctions.Angle angle = angle(u, factor);
    return sineOf(angle, graph.bitsAdd(angle.quadrant(), graph.bits(1)));
  }

  private TrigonometricFunctions.Angle angle(Wide u, Rational factor) {
    if (!factor.equals(Rational.ONE)) {
      return angles.reduce(graph.x(), factor);
    }
    TrigonometricFunctions.Angle angle =
        angles.reduce(arithmetic.collapsed(u).high(), Rational.ONE);
    if (u.low() == null) {
      return angle;
    }
    Node low = arithmetic.low(arithmetic.collapsed(arithmetic.abs(u)));
    return new TrigonometricFunctions.Angle(
        angle.quadrant(), angle.high(), graph.add(angle.low(), low));
  }

  /** The sine of an angle moved to a quadrant. */
  private Wide sineOf(TrigonometricFunctions.Angle angle, Node quadrant) {
    Wide r = arithmetic.sum(angle.high(), angle.low());
    Wide square = arithmetic.times(r, r);
    Wide sine = arithmetic.times(r, arithmetic.evaluate(SINE, square));
    Wide cosine = arithmetic.evaluate(COSINE, square);
    Node odd = graph.or(graph.shiftLeft(quadrant, 63), graph.toBits(graph.constant(1)));
    Node isOdd = graph.less(graph.fromBits(odd), graph.constant(0));
    Node sign = graph.and(graph.shiftLeft(quadrant, 62), graph.bits(Long.MIN_VALUE));
    return arithmetic.withSign(arithmetic.select(isOdd, cosine, sine), sign);
  }

  Wide atan(Wide u) {
    Wide a = arithmetic.collapsed(arithmetic.abs(u));
    Wide one = arithmetic.constant(1);
    Wide zero = arithmetic.constant(0);
    Wide halfPi = new Wide(graph.constant(HALF_PI_1), graph.constant(HALF_PI_2), null);
    // tan(b) = a or -1/a or (a - 1)/(a + 1), and atan(a) = b + base.
    Node isMiddle = graph.less(graph.constant(EIGHTH), a.high());
    Node isLarge = graph.less(graph.constant(1 / EIGHTH), a.high());
    Wide numerator = arithmetic.select(isMiddle, arithmetic.minus(a, one), a);
    numerator = arithmetic.select(isLarge, arithmetic.constant(-1), numerator);
    Wide denominator = arithmetic.select(isMiddle, arithmetic.plus(a, one), one);
    denominator = arithmetic.select(isLarge, a, denominator);
    Wide base = arithmetic.select(isMiddle, arithmetic.timesExactly(halfPi, 0.5), zero);
    base = arithmetic.select(isLarge, halfPi, base);
    Wide t = arithmetic.dividedBy(numerator, denominator);
    Wide arc = arithmetic.times(t, arithmetic.evaluate(ARC, arithmetic.times(t, t)));
    Wide value = arithmetic.select(isMiddle, arithmetic.plus(base, arc), arc);
    return exponentials.linearAtZero(u, arithmetic.withSign(value, graph.signOf(u.high())));
  }
}
