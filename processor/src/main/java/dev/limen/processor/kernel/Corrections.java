package dev.limen.processor.kernel;

import dev.limen.processor.formula.Derivative;
import dev.limen.runtime.FunctionProperties.Symmetry;
import dev.limen.verify.Ball;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes right what plain arithmetic gets wrong at the edges: kinks, proven bounds that rounding
 * oversteps, the sign of zero, NaN.
 *
 * <p>Each correction is a select at the end, and is made only where the kernel is seen to need it.
 */
final class Corrections {

  private final Draft draft;
  private final GraphBuilder graph;

  Corrections(Draft draft) {
    this.draft = draft;
    this.graph = draft.graph();
  }

  /** Gives the points of a derivative their own values. */
  void overrides(List<Derivative.PointValue> points) {
    for (Derivative.PointValue point : points) {
      if (draft.rounded(point.at()) == point.at()) {
        Node isAt = graph.equal(graph.x(), graph.constant(point.at()));
        draft.replace(graph.select(isAt, graph.constant(point.value()), draft.result()));
      }
    }
  }

  /** Keeps results in bounds that rounding oversteps. */
  void bound(double minimum, double maximum) {
    double low = draft.rounded(minimum);
    double high = draft.rounded(maximum);
    boolean isBelow = false;
    boolean isAbove = false;
    for (double y : draft.results()) {
      // A bound as large as all numbers is none: infinity is the right limit.
      isBelow |= y < low && Math.abs(low) < Double.MAX_VALUE;
      isAbove |= y > high && Math.abs(high) < Double.MAX_VALUE;
    }
    if (isBelow) {
      Node bound = graph.constant(low);
      draft.replace(graph.select(graph.less(draft.result(), bound), bound, draft.result()));
    }
    if (isAbove) {
      Node bound = graph.constant(high);
      draft.replace(graph.select(graph.less(bound, draft.result()), bound, draft.result()));
    }
  }

  /** Gives zeros the sign that the function has next to them. */
  void signZeros(Symmetry symmetry) {
    int positive = draft.measurement().indexOf(0.0);
    int negative = draft.measurement().indexOf(-0.0);
    if (positive < 0 || negative < 0) {
      return;
    }
    Ball atZero = draft.exact(positive);
    if (atZero.hi() != 0 || atZero.radius() != 0) {
      return;
    }
    double above = signNextTo(positive, 1);
    double below = signNextTo(negative, -1);
    boolean isOdd = symmetry == Symmetry.ODD;
    if (isOdd && above == 0) {
      // Zero all around, as a shrinkage is.
      above = 1;
      below = -1;
    }
    boolean isRight =
        hasSign(draft.results()[positive], above) && hasSign(draft.results()[negative], below);
    if (isRight || above == 0 || above == below) {
      return;
    }
    Node sign = graph.signOf(graph.x());
    if (isOdd && above > 0 && hasTheSignOfItsInput()) {
      draft.replace(graph.fromBits(graph.or(graph.toBits(draft.result()), sign)));
      return;
    }
    if (above < 0) {
      sign = graph.xor(sign, graph.signBit());
    }
    Node isZero = graph.equal(isOdd ? draft.result() : graph.x(), graph.constant(0));
    draft.replace(graph.select(isZero, graph.fromBits(sign), draft.result()));
  }

  private boolean hasTheSignOfItsInput() {
    for (int i = 0; i < draft.size(); i++) {
      if (draft.results()[i] * Math.signum(draft.input(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The sign of the function on one side of a zero, where it is first known for certain. */
  private double signNextTo(int zero, int step) {
    for (int i = zero + step; Math.abs(draft.input(i)) <= 1; i += step) {
      Ball value = draft.exact(i);
      if (Math.abs(value.hi()) > value.radius() || value.isExact()) {
        return Math.signum(value.hi());
      }
    }
    return 0;
  }

  private static boolean hasSign(double zero, double sign) {
    return sign == 0 || Math.copySign(1.0, zero) == sign;
  }

  /**
   * Lets another node stand for the result where that is NaN though the function is not, if there
   * are such inputs, or may be with other values of parameters.
   */
  void replaceNaN(Supplier<Node> other) {
    boolean occurs = !draft.parameters().isEmpty();
    for (int i = 0; i < draft.size(); i++) {
      occurs |=
          Double.isNaN(draft.results()[i])
              && !Double.isNaN(draft.input(i))
              && !draft.exact(i).isNaN();
    }
    if (occurs) {
      draft.replace(graph.select(graph.isNaN(draft.result()), other.get(), draft.result()));
      draft.note("plain operations where those overflow");
    }
  }

  /** Lets NaN pass. */
  void propagateNaN() {
    int last = draft.size() - 1;
    boolean propagates = Double.isNaN(draft.results()[last]);
    for (Map<String, Double> others : draft.otherParameters()) {
      propagates &= Double.isNaN(draft.at(Double.NaN, others));
    }
    if (!propagates) {
      draft.replace(graph.select(graph.isNaN(graph.x()), graph.x(), draft.result()));
    }
  }
}
