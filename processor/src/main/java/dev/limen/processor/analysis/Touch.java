package dev.limen.processor.analysis;

import dev.limen.verify.Ball;

/**
 * Where a function touches zero without crossing it, as 1 + sin(x) does. A chart of signs finds few
 * of these: they are looked for among the local minima of |f| over a grid.
 */
final class Touch {

  private static final double STEP = 0.125;
  private static final int STEPS = 256;

  /**
   * A double next to a touching point is 2^-53 from it, where the function is some 2^-106 of what
   * it is a step away; a minimum that is not zero is hardly ever that small.
   */
  private static final double NOTHING = 0x1p-80;

  private Touch() {}

  /** Whether there is such a point away from x = 0. */
  static boolean isAwayFromZero(Tape function) {
    return isBeside(function, 1) || isBeside(function, -1);
  }

  private static boolean isBeside(Tape function, double sign) {
    Ball before = function.ball(sign * STEP);
    Ball here = function.ball(sign * 2 * STEP);
    for (int i = 3; i <= STEPS; i++) {
      Ball behind = function.ball(sign * i * STEP);
      if (Survey.signOf(before) != 0
          && Survey.signOf(before) == Survey.signOf(behind)
          && size(here) <= size(before)
          && size(here) < size(behind)
          && isZeroBetween(function, sign * (i - 2) * STEP, sign * i * STEP)) {
        return true;
      }
      before = here;
      here = behind;
    }
    return false;
  }

  private static boolean isZeroBetween(Tape function, double a, double b) {
    double bound = NOTHING * Math.min(size(function.ball(a)), size(function.ball(b)));
    double lower = a;
    double upper = b;
    while (Math.abs(upper - lower) > 4 * Math.ulp(lower)) {
      double third = (upper - lower) / 3;
      if (size(function.ball(lower + third)) < size(function.ball(upper - third))) {
        upper -= third;
      } else {
        lower += third;
      }
    }
    return size(function.ball(Survey.middle(lower, upper))) < bound;
  }

  private static double size(Ball ball) {
    return Math.abs(ball.hi());
  }
}
