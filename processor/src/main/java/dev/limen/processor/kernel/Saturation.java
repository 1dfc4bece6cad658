package dev.limen.processor.kernel;

import dev.limen.processor.analysis.Asymptote;
import dev.limen.processor.formula.Expr;
import dev.limen.verify.Ball;
import java.util.Optional;

/**
 * Where, on one side, the asymptote {@code slope * |x| + intercept} or {@code factor / |x|^order}
 * may stand for a function.
 *
 * @param from for {@code |x|} larger than this; finite, exact in the precision of the kernel
 * @param order 0 for a line
 * @param factor of no meaning for a line
 */
record Saturation(double from, Ball slope, Ball intercept, int order, Ball factor) {

  private static final double FARTHEST = 0x1p40;

  /** Powers are recognised at numbers between these. */
  private static final double FAR = 0x1p30;

  private static final double TOO_FAR = 0x1p60;
  private static final int GREATEST_ORDER = 4;

  /** What asymptotes may be wrong by, of what is tolerated. */
  private static final double SHARE = 0.5;

  /**
   * Finds it by comparing the asymptote with the function from the far end on.
   *
   * @param asymptote of constants
   * @param side 1 for positive x, -1 for negative x
   * @return empty where there is no asymptote, or none close enough at numbers that are not huge
   */
  static Optional<Saturation> of(Asymptote asymptote, int side, Tolerance tolerance) {
    ConstantValues constants = new ConstantValues();
    Ball slope;
    Ball intercept;
    switch (asymptote) {
      case Asymptote.Limit(Expr limit) -> {
        slope = Ball.of(0);
        intercept = constants.of(limit);
      }
      case Asymptote.Line(Expr factor, Expr constant) -> {
        slope = constants.of(factor).times(side);
        intercept = constants.of(constant);
      }
      case Asymptote.Unbounded u -> {
        return Optional.empty();
      }
      case Asymptote.Unknown u -> {
        return Optional.empty();
      }
    }
    Ball zero = Ball.of(0);
    Saturation line = new Saturation(0, slope, intercept, 0, zero).startingAt(side, tolerance);
    if (line.from < FARTHEST) {
      return Optional.of(line);
    }
    boolean vanishes = slope.hi() == 0 && intercept.hi() == 0;
    return vanishes ? power(side, tolerance) : Optional.empty();
  }

  /** For a function that vanishes like a power of x: found from two of its values. */
  private static Optional<Saturation> power(int side, Tolerance tolerance) {
    Measurement sample = tolerance.sample();
    int near = -1;
    int far = -1;
    for (int i = 0; i < sample.size(); i++) {
      double t = sample.input(i) * side;
      if (t > FAR && t < TOO_FAR) {
        near = near < 0 || t < sample.input(near) * side ? i : near;
        far = far < 0 || t > sample.input(far) * side ? i : far;
      }
    }
    if (near == far) {
      return Optional.empty();
    }
    Ball ratio = sample.exact(near).dividedBy(sample.exact(far));
    Ball distance = Ball.of(sample.input(far)).dividedBy(Ball.of(sample.input(near)));
    double exponent = ratio.log().dividedBy(distance.log()).toDouble();
    int order = (int) Math.rint(exponent);
    if (!(Math.abs(exponent - order) < 0x1p-20) || order < 1 || order > GREATEST_ORDER) {
      return Optional.empty();
    }
    Ball factor = sample.exact(far);
    for (int i = 0; i < order; i++) {
      factor = factor.times(Math.abs(sample.input(far)));
    }
    Ball zero = Ball.of(0);
    Saturation power = new Saturation(0, zero, zero, order, factor).startingAt(side, tolerance);
    return power.from < FARTHEST ? Optional.of(power) : Optional.empty();
  }

  /** The same asymptote from where on it is close enough; from infinity where it never is. */
  private Saturation startingAt(int side, Tolerance tolerance) {
    Measurement sample = tolerance.sample();
    double start = Double.POSITIVE_INFINITY;
    int last = sample.size() - 1;
    for (int k = 0; k <= last; k++) {
      double x = sample.input(side > 0 ? last - k : k);
      if (!Double.isFinite(x)) {
        continue;
      }
      Ball value = sample.exact(side > 0 ? last - k : k);
      double error = value.minus(at(Math.abs(x))).abs().toDouble();
      if (x * side <= 0 || !(error <= SHARE * tolerance.at(x, value.toDouble()))) {
        break;
      }
      start = Math.abs(x);
    }
    return new Saturation(start, slope, intercept, order, factor);
  }

  /** Whether the asymptote is a number. */
  boolean isConstant() {
    return order == 0 && slope.hi() == 0;
  }

  private Ball at(double t) {
    Ball power = factor;
    for (int i = 0; i < order; i++) {
      power = power.dividedBy(Ball.of(t));
    }
    return order > 0 ? power : slope.times(t).plus(intercept);
  }

  /** Whether it is a multiple of x, or 0. */
  boolean isThroughOrigin() {
    return order == 0 && intercept.hi() == 0;
  }

  /** Whether it is 0. */
  boolean vanishes() {
    return isThroughOrigin() && slope.hi() == 0;
  }

  /** The asymptote at t = |x|, for a function less a constant. */
  Node lower(GraphBuilder graph, Node t, Ball less) {
    if (order > 0) {
      Node power = graph.divide(graph.constant(factor.toDouble()), t);
      for (int i = 1; i < order; i++) {
        power = graph.divide(power, t);
      }
      return power;
    }
    Node constant = graph.constant(intercept.minus(less).toDouble());
    if (slope.hi() == 0) {
      return constant;
    }
    Node factor = graph.constant(slope.toDouble());
    return intercept.hi() == 0 ? graph.multiply(t, factor) : graph.fma(t, factor, constant);
  }

  /** The asymptote for x above the bound, else a result. */
  Node replaceAbove(GraphBuilder graph, Node x, Node result) {
    Node isAbove = graph.less(graph.constant(from), x);
    return graph.select(isAbove, lower(graph, x, Ball.of(0)), result);
  }

  /** The asymptote for x below minus the bound, else a result. */
  Node replaceBelow(GraphBuilder graph, Node x, Node result) {
    Node isBelow = graph.less(x, graph.constant(-from));
    return graph.select(isBelow, lower(graph, graph.negate(x), Ball.of(0)), result);
  }
}
