package dev.limen.processor.formula;

import dev.limen.verify.Ball;
import java.util.List;

/** The limit of a smooth expression in x at a point, from one side. */
final class OneSidedLimit {

  /** Distances from the point relative to its size, as powers of two. */
  private static final List<Integer> NEAR = List.of(-60, -80, -100);

  private static final double AGREE = 1e-20;

  /** What has become so large so near to the point has no bound. */
  private static final double LARGE = 1e12;

  private final ReferenceEvaluator evaluator;

  OneSidedLimit(ReferenceEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** The limit, rounded to double; infinite where it is, NaN where none was found. */
  double at(Root root, Side side) {
    Ball direct = evaluator.estimate(root.value());
    if (isExactZero(direct) || (direct.isFinite() && direct.relativeRadius() < AGREE)) {
      return direct.toDouble();
    }
    Rational size = root.value().isZero() ? Rational.ONE : root.value().abs();
    Ball[] values = new Ball[NEAR.size()];
    for (int i = 0; i < values.length; i++) {
      Rational step = size.times(Rational.TWO.power(NEAR.get(i)));
      Rational signed = side == Side.LEFT ? step.negate() : step;
      values[i] = evaluator.estimate(root.value().plus(signed));
      if (!values[i].isFinite()) {
        return Double.NaN;
      }
    }
    return limit(values);
  }

  private static double limit(Ball[] values) {
    double last = values[2].toDouble();
    double change = values[2].minus(values[1]).toDouble();
    double before = values[1].minus(values[0]).toDouble();
    if (Math.abs(change) <= AGREE * Math.max(1, Math.abs(last))) {
      return Math.abs(last) < AGREE ? 0 : last;
    }
    // A power grows faster and faster on the way, a logarithm by equal steps.
    boolean grows = change * before > 0 && Math.abs(change) >= 0.99 * Math.abs(before);
    return grows && (Math.abs(last) > LARGE || Math.signum(change) == Math.signum(last))
        ? Math.copySign(Double.POSITIVE_INFINITY, change)
        : Double.NaN;
  }

  private static boolean isExactZero(Ball ball) {
    return ball.isExact() && ball.toDouble() == 0;
  }
}
