package dev.limen.processor.kernel;

import dev.limen.processor.approx.WidePolynomial;
import dev.limen.verify.Ball;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * A function with a zero at 0, next to it: {@code x^m P(x)}, or {@code x^m P(x^2)} where it is odd
 * or even. There the terms of its formula may cancel to all their digits.
 *
 * @param order m
 * @param isOfSquare whether P is of x^2
 * @param polynomial P
 */
record ExpansionAtZero(int order, boolean isOfSquare, WidePolynomial polynomial) {

  /** So near to 0 the leading term is nearly all there is, though cancelling leaves digits. */
  private static final double NEAR = 0x1p-12;

  private static final double SAME = 0x1p-20;
  private static final int GREATEST_ORDER = 12;

  /**
   * Fits P, if the function looks as if it had one.
   *
   * @param from the least x, at most 0
   * @param to the greatest x, at least 0
   * @param terms of P
   */
  static Optional<ExpansionAtZero> of(
      DoubleFunction<Ball> function, double from, double to, int terms) {
    double near = to > 0 ? NEAR : -NEAR;
    double ratio = function.apply(near).dividedBy(function.apply(near / 2)).toDouble();
    double exponent = StrictMath.log(Math.abs(ratio)) / StrictMath.log(2);
    int order = (int) Math.rint(exponent);
    if (!(Math.abs(exponent - order) < SAME + 8 * NEAR) || order < 1 || order > GREATEST_ORDER) {
      return Optional.empty();
    }
    boolean isOfSquare =
        from == -to && isSymmetric(function, order, to) && isSymmetric(function, order, to / 3);
    WidePolynomial polynomial =
        WidePolynomial.interpolated(
            x -> function.apply(x).dividedBy(Ball.of(x).pow(order)),
            x -> isOfSquare ? Ball.of(x).square() : Ball.of(x),
            z -> isOfSquare ? Math.sqrt(z) : z,
            isOfSquare ? 0 : from,
            isOfSquare ? to * to : to,
            terms);
    return Optional.of(new ExpansionAtZero(order, isOfSquare, polynomial));
  }

  private static boolean isSymmetric(DoubleFunction<Ball> function, int order, double x) {
    Ball mirrored = function.apply(-x);
    Ball expected = order % 2 == 0 ? mirrored : mirrored.negate();
    Ball difference = function.apply(x).minus(expected);
    return Math.abs(difference.hi()) <= difference.radius();
  }

  /** The expansion at x, rounded. */
  Node lower(WideArithmetic arithmetic, Wide x) {
    Wide variable = arithmetic.collapsed(isOfSquare ? arithmetic.times(x, x) : x);
    Wide value = arithmetic.evaluate(polynomial, variable);
    return arithmetic.rounded(arithmetic.times(arithmetic.power(x, order), value));
  }
}
