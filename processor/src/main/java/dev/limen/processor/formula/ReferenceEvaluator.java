package dev.limen.processor.formula;

import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reference values of an expression in x: ball arithmetic, and arbitrary precision where the ball
 * is too wide.
 *
 * <p>Thread-safe.
 */
public final class ReferenceEvaluator {

  /** The relative radius that makes a ball good enough; far below half an ulp of double. */
  private static final double NARROW = 0x1p-75;

  private static final int DIGITS = 28;

  /** Where a value is good to know, but not worth a long wait. */
  private static final int SOME_DIGITS = 480;

  /** Logarithms of points on the way to infinity. */
  private static final List<String> FAR = List.of("100", "1000", "100000", "1e40", "1e400");

  private static final double CONVERGED = 1e-25;
  private static final double VANISHED = 1e-280;

  private final Evaluator balls;
  private final PreciseEvaluator precise;
  private final double[] values;
  private final Ball[] constants;

  /** Computed when asked for; computing one twice does no harm. */
  private volatile Ball atNegativeInfinity;

  private volatile Ball atPositiveInfinity;

  private ReferenceEvaluator(Expr expr, Map<String, Double> parameters) {
    List<String> names = new ArrayList<>(parameters.keySet());
    balls = Evaluator.of(expr, names);
    precise = PreciseEvaluator.of(expr, parameters);
    values = names.stream().mapToDouble(parameters::get).toArray();
    constants = names.stream().map(parameters::get).map(Ball::of).toArray(Ball[]::new);
  }

  /**
   * Prepares an expression.
   *
   * @param parameters the values of its parameters
   */
  public static ReferenceEvaluator of(Expr expr, Map<String, Double> parameters) {
    return new ReferenceEvaluator(expr, parameters);
  }

  /**
   * The value at x with a relative error below 2^-70; at an infinity the limit.
   *
   * @return the NaN ball for NaN, and where there is no value or no limit
   */
  public Ball at(double x) {
    Ball ball = quick(x);
    return isNarrow(ball) || Double.isInfinite(x) ? ball : precise.evaluate(x, DIGITS);
  }

  /** The same with less patience: the NaN ball also where that took a second or so to find out. */
  public Ball soon(double x) {
    return soon(x, SOME_DIGITS);
  }

  /** The same, with the NaN ball also where so many digits do not decide. */
  public Ball soon(double x, int mostDigits) {
    Ball ball = quick(x);
    return isNarrow(ball) || Double.isInfinite(x)
        ? ball
        : precise.evaluateSoon(x, DIGITS, mostDigits);
  }

  private Ball quick(double x) {
    if (Double.isNaN(x)) {
      return Ball.nan();
    }
    if (Double.isInfinite(x)) {
      return x < 0 ? atNegativeInfinity() : atPositiveInfinity();
    }
    return balls.evaluate(x, values);
  }

  private Ball atNegativeInfinity() {
    Ball limit = atNegativeInfinity;
    if (limit == null) {
      limit = limit(-1);
      atNegativeInfinity = limit;
    }
    return limit;
  }

  private Ball atPositiveInfinity() {
    Ball limit = atPositiveInfinity;
    if (limit == null) {
      limit = limit(1);
      atPositiveInfinity = limit;
    }
    return limit;
  }

  /**
   * Likewise at an exact fraction, with less patience: the NaN ball also where many digits would be
   * needed to decide.
   */
  Ball estimate(Rational x) {
    double high = x.toDouble();
    double low = Double.isFinite(high) ? x.minus(Rational.of(high)).toDouble() : 0;
    boolean exact = Double.isFinite(high) && Rational.of(high).plus(Rational.of(low)).equals(x);
    Ball point = Ball.of(high, low, exact ? 0 : Math.ulp(low));
    Ball ball = balls.evaluate(point, constants);
    return isNarrow(ball) ? ball : precise.estimate(x, DIGITS);
  }

  private static boolean isNarrow(Ball ball) {
    // Beyond the range of double, and below it, the size alone decides how it rounds. NaN is not a
    // matter of precision.
    return ball.isNaN()
        || ball.isExact()
        || ball.relativeRadius() <= NARROW
        || (Double.isInfinite(ball.hi()) && Math.abs(ball.hi()) == Double.POSITIVE_INFINITY)
        || (ball.hi() == 0 && ball.radius() <= Double.MIN_VALUE);
  }

  private Ball limit(int sign) {
    Ball ball = balls.evaluate(sign * Double.POSITIVE_INFINITY, values);
    if (!ball.isNaN() && (isNarrow(ball) || Double.isInfinite(ball.hi()))) {
      return ball;
    }
    Ball last = null;
    Ball before = null;
    for (String far : FAR) {
      PreciseNumber number = precise.numberAt(sign, far, DIGITS);
      if (number instanceof PreciseNumber.Undefined) {
        break;
      }
      before = last;
      last = PreciseEvaluator.ball(number, DIGITS);
    }
    return before == null ? Ball.nan() : limit(before, last);
  }

  /** What the last two values on the way to infinity tell. */
  private static Ball limit(Ball before, Ball last) {
    double size = Math.abs(last.toDouble());
    if (size < VANISHED && Math.abs(before.toDouble()) < CONVERGED) {
      return Ball.of(0);
    }
    double change = Math.abs(last.minus(before).toDouble());
    if (change <= CONVERGED * size) {
      return last;
    }
    boolean grows = size > 1 / CONVERGED && size > Math.abs(before.toDouble());
    return grows || Double.isInfinite(size)
        ? Ball.of(last.toDouble() * Double.POSITIVE_INFINITY)
        : Ball.nan();
  }
}
