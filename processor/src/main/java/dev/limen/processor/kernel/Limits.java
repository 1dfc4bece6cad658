package dev.limen.processor.kernel;

import dev.limen.Accuracy;
import dev.limen.Precision;
import dev.limen.processor.analysis.Asymptote;
import dev.limen.processor.analysis.Tail;
import dev.limen.processor.formula.Evaluator;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.runtime.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the asymptotes stand for a function where plain arithmetic fails: at infinities, and where
 * it overflows on the way there.
 */
final class Limits {

  /** Very far, and yet products and powers of some numbers of this size are finite. */
  private static final double FAR = 0x1p200;

  private final Draft draft;
  private final Target target;
  private final GraphBuilder graph;

  /**
   * Limits of a kernel.
   *
   * @param target what it computes
   */
  Limits(Draft draft, Target target) {
    this.draft = draft;
    this.target = target;
    this.graph = draft.graph();
  }

  /** Where the kernel is seen to be wrong beyond it. */
  void saturate() {
    saturate(target.above(), 1);
    saturate(target.below(), -1);
  }

  /** The same, with asymptotes that hold the contract only. */
  void saturateWithinContract() {
    saturate(target.above(), 1, List.of(draft.contract()));
    saturate(target.below(), -1, List.of(draft.contract()));
  }

  private void saturate(Tail tail, int side) {
    if (tail.asymptote() instanceof Asymptote.Unknown
        && tail.declared() instanceof Asymptote.Limit) {
      takeFromAfar(side);
      return;
    }
    boolean isSaturated = saturate(tail, side, contractAndLooserOnes());
    boolean isKnown = !(tail.asymptote() instanceof Asymptote.Unknown);
    if (!isSaturated && isKnown && failsAtInfinity(tail, side)) {
      replaceBeyond(tail, side, graph.constant(Double.POSITIVE_INFINITY));
      draft.note("the limit at " + (side > 0 ? "infinity" : "-infinity"));
    }
  }

  /**
   * Where the limit is known for the declared parameters only, as of {@code x exp(-b x^2)}: for an
   * infinity, what the function is very far out.
   */
  private void takeFromAfar(int side) {
    int at = draft.measurement().indexOf(side * Double.POSITIVE_INFINITY);
    Expr value = target.expression().substitute(Map.of(Expr.X, Expr.constant(side * FAR)));
    if (at < 0 || draft.error(at) <= draft.bound() || Forms.needsErrorFunction(value)) {
      return;
    }
    Node infinity = graph.constant(side * Double.POSITIVE_INFINITY);
    Node isInfinite = graph.equal(graph.x(), infinity);
    draft.replace(graph.select(isInfinite, graph.uniform(value), draft.result()));
    draft.note("the limit at " + (side > 0 ? "infinity" : "-infinity"));
  }

  /** Whether the asymptote was taken, with one of several contracts. */
  private boolean saturate(Tail tail, int side, List<Contract> candidates) {
    if (tail.asymptote() instanceof Asymptote.Unknown) {
      return false;
    }
    for (Contract candidate : candidates) {
      double from = tail.from(draft.precision(), candidate);
      double firstBad = firstBad(side, from, candidate);
      boolean isLooser = candidate != draft.contract();
      if (!Double.isFinite(from)
          || Double.isNaN(firstBad)
          || (isLooser && Double.isInfinite(firstBad))) {
        continue;
      }
      // A looser asymptote is taken no earlier than needed.
      double least = isLooser ? lastGood(side, firstBad) : 0;
      if (draft.parameters().isEmpty()) {
        double start = roundedUp(Math.max(from, least));
        replaceBeyond(tail, side, graph.constant(start));
        draft.note("the asymptote for " + (side > 0 ? "x > " : "x < ") + side * start);
        return true;
      }
      Optional<Expr> forAll = tail.fromForAll(draft.precision(), candidate);
      if (forAll.isPresent()) {
        Expr start =
            isLooser ? Expr.call(Function.MAX, forAll.get(), Expr.constant(least)) : forAll.get();
        replaceBeyond(tail, side, draft.lowering().lower(start));
        draft.note("the asymptote far " + (side > 0 ? "above" : "below"));
        return true;
      }
    }
    return false;
  }

  private List<Contract> contractAndLooserOnes() {
    List<Contract> contracts = new ArrayList<>(List.of(draft.contract()));
    for (Accuracy accuracy : List.of(Accuracy.FAST, Accuracy.HALF)) {
      Contract looser = Contracts.of(accuracy, draft.precision());
      if (draft.contract().measure() == Contract.Measure.ULP || draft.bound() < looser.bound()) {
        contracts.add(looser);
      }
    }
    return contracts;
  }

  /** The least |x| beyond a bound, on one side, at which a contract is missed; NaN for none. */
  private double firstBad(int side, double bound, Contract candidate) {
    double first = Double.NaN;
    for (int i = 0; i < draft.size(); i++) {
      double distance = draft.input(i) * side;
      if (distance > bound && !(distance >= first) && isBad(i, candidate)) {
        first = distance;
      }
    }
    return first;
  }

  private boolean isBad(int i, Contract candidate) {
    // Looser ones are for what is grossly wrong: an error that grows with x does not excuse it.
    return candidate == draft.contract()
        ? draft.error(i) > candidate.bound()
        : draft.measurement().relativeError(i, draft.results()[i]) > candidate.bound();
  }

  private double lastGood(int side, double firstBad) {
    double last = 0;
    for (int i = 0; i < draft.size(); i++) {
      double distance = draft.input(i) * side;
      if (distance < firstBad) {
        last = Math.max(last, distance);
      }
    }
    return last;
  }

  private double roundedUp(double value) {
    if (draft.precision() == Precision.F64) {
      return value;
    }
    float nearest = (float) value;
    return nearest < value ? Math.nextUp(nearest) : nearest;
  }

  private void replaceBeyond(Tail tail, int side, Node bound) {
    Node x = graph.x();
    boolean isAtInfinity =
        bound.opcode() == Opcode.CONSTANT && Double.isInfinite(graph.realOf(bound));
    Node isBeyond =
        isAtInfinity
            ? graph.equal(x, side > 0 ? bound : graph.negate(bound))
            : side > 0 ? graph.less(bound, x) : graph.less(x, graph.negate(bound));
    // At an infinity it is the same for all elements.
    Node at = isAtInfinity ? (side > 0 ? bound : graph.negate(bound)) : x;
    draft.replace(graph.select(isBeyond, asymptote(tail.asymptote(), side, at), draft.result()));
  }

  private Node asymptote(Asymptote asymptote, int side, Node x) {
    Node plain = plainAsymptote(asymptote, side, x);
    if (draft.words() == null || asymptote instanceof Asymptote.Unbounded) {
      return plain;
    }
    Node value =
        draft
            .words()
            .lower(
                switch (asymptote) {
                  case Asymptote.Limit(Expr limit) -> limit;
                  case Asymptote.Line(Expr slope, Expr intercept) ->
                      new Expr.Add(new Expr.Multiply(slope, Expr.X), intercept);
                  default -> throw new AssertionError(side);
                });
    return graph.select(graph.isNaN(value), plain, value);
  }

  private Node plainAsymptote(Asymptote asymptote, int side, Node x) {
    return switch (asymptote) {
      case Asymptote.Limit(Expr limit) -> draft.lowering().lower(limit);
      case Asymptote.Line(Expr slope, Expr intercept) -> {
        if (draft.lowering().isConstant(slope)) {
          yield draft.lowering().lower(new Expr.Add(new Expr.Multiply(slope, Expr.X), intercept));
        }
        Node factor = draft.lowering().lower(slope);
        Node constant = draft.lowering().lower(intercept);
        // 0 times infinity is NaN.
        yield graph.select(
            graph.equal(factor, graph.constant(0)), constant, graph.fma(x, factor, constant));
      }
      case Asymptote.Unbounded(Expr sign) ->
          graph.multiply(draft.lowering().lower(sign), graph.constant(Double.POSITIVE_INFINITY));
      case Asymptote.Unknown u -> throw new AssertionError(side);
    };
  }

  /** Whether the value at an infinity is wrong, for the declared parameters or for others. */
  private boolean failsAtInfinity(Tail tail, int side) {
    int at = draft.measurement().indexOf(side * Double.POSITIVE_INFINITY);
    if (at >= 0 && draft.error(at) > draft.bound()) {
      return true;
    }
    double infinity = side * Double.POSITIVE_INFINITY;
    for (Map<String, Double> others : draft.otherParameters()) {
      double expected = limit(tail.asymptote(), side, others);
      double actual = draft.at(infinity, others);
      boolean isRight =
          Double.isNaN(expected)
              || actual == expected
              || Math.abs(actual - expected) <= 0x1p-8 * Math.max(1, Math.abs(expected));
      if (!isRight) {
        return true;
      }
    }
    return false;
  }

  private static double limit(Asymptote asymptote, int side, Map<String, Double> parameters) {
    return switch (asymptote) {
      case Asymptote.Limit(Expr limit) -> number(limit, parameters);
      case Asymptote.Line(Expr slope, Expr intercept) -> {
        double factor = number(slope, parameters);
        yield factor == 0
            ? number(intercept, parameters)
            : factor * side * Double.POSITIVE_INFINITY;
      }
      case Asymptote.Unbounded(Expr sign) -> number(sign, parameters) * Double.POSITIVE_INFINITY;
      case Asymptote.Unknown u -> Double.NaN;
    };
  }

  private static double number(Expr expression, Map<String, Double> parameters) {
    double[] values = parameters.values().stream().mapToDouble(Double::doubleValue).toArray();
    return Evaluator.of(expression, List.copyOf(parameters.keySet()))
        .evaluate(0, values)
        .toDouble();
  }
}
