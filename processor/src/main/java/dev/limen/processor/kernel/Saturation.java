package dev.limen.processor.kernel;

import dev.limen.processor.analysis.Asymptote;
import dev.limen.processor.formula.Expr;
import dev.limen.verify.Ball;
import java.util.Optional;

/**
 * Where, on one side, the asymptote {@code slope * |x| + intercept} may stand for a function.
 *
 * @param from for {@code |x|} larger than this; finite, exact in the precision of the kernel
 */
record Saturation(double from, Ball slope, Ball intercept) {

  /** What asymptotes may be wrong by, of what is tolerated. */
  private static final double SHARE = 0.5;

  /**
   * Finds it by comparing the asymptote with the function from the far end on.
   *
   * @param asymptote of constants
   * @param side 1 for positive x, -1 for negative x
   * @return empty where there is no asymptote, or none at numbers that are not huge
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
    Measurement sample = tolerance.sample();
    double from = Double.NaN;
    int last = sample.size() - 1;
    for (int k = 0; k <= last; k++) {
      double x = sample.input(side > 0 ? last - k : k);
      if (!Double.isFinite(x)) {
        continue;
      }
      Ball value = sample.exact(side > 0 ? last - k : k);
      double error = value.minus(slope.times(Math.abs(x)).plus(intercept)).abs().toDouble();
      if (x * side <= 0 || !(error <= SHARE * tolerance.at(x, value.toDouble()))) {
        break;
      }
      from = Math.abs(x);
    }
    return from < 0x1p16 ? Optional.of(new Saturation(from, slope, intercept)) : Optional.empty();
  }

  /** The asymptote at t = |x|, for a function less a constant. */
  Node lower(GraphBuilder graph, Node t, Ball less) {
    Node constant = graph.constant(intercept.minus(less).toDouble());
    if (slope.hi() == 0) {
      return constant;
    }
    Node factor = graph.constant(slope.toDouble());
    return intercept.hi() == 0 ? graph.multiply(t, factor) : graph.fma(t, factor, constant);
  }

  /** The asymptote for x above the bound, else a result. */
  Node replaceAbove(GraphBuilder graph, Node result) {
    Node x = graph.x();
    Node isAbove = graph.less(graph.constant(from), x);
    return graph.select(isAbove, lower(graph, x, Ball.of(0)), result);
  }

  /** The asymptote for x below minus the bound, else a result. */
  Node replaceBelow(GraphBuilder graph, Node result) {
    Node x = graph.x();
    Node isBelow = graph.less(x, graph.constant(-from));
    return graph.select(isBelow, lower(graph, graph.negate(x), Ball.of(0)), result);
  }
}
