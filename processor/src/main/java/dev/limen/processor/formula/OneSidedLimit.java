package dev.limen.processor.formula;

import dev.limen.verify.Ball;
import java.util.List;

/** The limit of a smooth expression in x at a point, from one side. */
final class OneSidedLimit {

  /** Distances from the point, as powers of ten relative to its size. */
  private static final List<Integer> NEAR = List.of(-40, -80, -160);

  private static final double AGREE = 1e-20;

  private final ReferenceEvaluator evaluator;

  OneSidedLimit(ReferenceEvaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** The limit, rounded to double; infinite where it is, NaN where none was found. */
  double at(Root root, Side side) {
    Ball direct = at(root.value());
    if (isZero(direct) || (direct.isFinite() && direct.relativeRadius() < AGREE)) {
      return direct.toDouble();
    }
    Rational size = root.value().isZero() ? Rational.ONE : root.value().abs();
    Ball last = null;
    for (int power : NEAR) {
      Rational step = size.times(Rational.of(10).power(power));
      Rational x = side == Side.LEFT ? root.value().minus(step) : root.value().plus(step);
      Ball next = at(x);
      if (next.isNaN()) {
        return Double.NaN;
      }
      if (last != null) {
        if (agree(last, next)) {
          return Math.abs(next.toDouble()) < AGREE ? 0 : next.toDouble();
        }
        if (Math.abs(next.toDouble()) > 1e12
            && Math.abs(next.toDouble()) > Math.abs(last.toDouble())) {
          return Math.copySign(Double.POSITIVE_INFINITY, next.toDouble());
        }
      }
      last = next;
    }
    return Double.NaN;
  }

  private static boolean isZero(Ball ball) {
    return ball.isExact() && ball.toDouble() == 0;
  }

  private static boolean agree(Ball a, Ball b) {
    double scale = Math.max(1, Math.abs(b.toDouble()));
    return a.isFinite() && b.isFinite() && Math.abs(a.minus(b).toDouble()) <= AGREE * scale;
  }

  private Ball at(Rational x) {
    return evaluator.at(x);
  }
}
