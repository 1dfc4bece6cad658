package dev.limen.processor.formula;

import dev.limen.Kink;
import dev.limen.processor.formula.Derivation.Ties;
import dev.limen.processor.formula.Derivative.PointValue;
import dev.limen.processor.formula.Expr.Constant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The derivative of a function whose pieces are known. */
final class KinkedDerivation {

  /** Relative difference up to which one-sided derivatives are the same number. */
  private static final double SAME = 1e-14;

  /** What an override costs, in operations: a comparison and a selection. */
  private static final int OVERRIDE_COST = 3;

  private final NormalForm form;
  private final Expr function;
  private final Pieces.Cut cut;
  private final Policy policy;
  private final Map<String, Double> parameters;
  private final List<Expr> slopes = new ArrayList<>();
  private final Map<Expr, ReferenceEvaluator> evaluators = new HashMap<>();
  private final List<Corner> corners = new ArrayList<>();

  KinkedDerivation(
      NormalForm form, Expr function, Pieces.Cut cut, Kink policy, Map<String, Double> parameters) {
    this.form = form;
    this.function = function;
    this.cut = cut;
    this.policy = new Policy(form, policy);
    this.parameters = parameters;
  }

  /**
   * A point where two pieces meet.
   *
   * @param index of the piece on the left
   * @param chosen the derivative there as an expression; null where it is a number, or unknown
   * @param kink null where both sides agree
   * @param value the derivative there, rounded
   */
  private record Corner(Root root, int index, Expr chosen, KinkPoint kink, double value) {}

  Derivative derivative() throws FormulaException {
    Derivation smooth = new Derivation(form, form.share(Expr.X), Ties.ANY);
    for (Expr branch : cut.branches()) {
      slopes.add(Differentiator.limited(smooth.of(branch)));
    }
    for (int i = 0; i < cut.roots().size(); i++) {
      corners.add(corner(i));
    }
    Set<Expr> candidates = new LinkedHashSet<>();
    for (Ties ties : List.of(Ties.ANY, Ties.LOWER, Ties.UPPER)) {
      candidates.add(wrapped(new Derivation(form, form.share(Expr.X), ties).of(function)));
    }
    if (cut.roots().stream().allMatch(Root::isDouble)) {
      candidates.add(chain());
    }
    List<KinkPoint> kinks =
        corners.stream().filter(c -> c.kink() != null).map(Corner::kink).toList();
    Derivative best =
        candidates.stream()
            .map(expr -> new Derivative(expr, overrides(expr), kinks))
            .min(Comparator.comparingInt(KinkedDerivation::cost))
            .orElseThrow();
    Differentiator.limited(best.expression());
    return best;
  }

  private static int cost(Derivative derivative) {
    int cost = derivative.expression().nodeCount() + OVERRIDE_COST * derivative.overrides().size();
    for (Expr expr : derivative.expression().subexpressions()) {
      cost += expr instanceof Expr.Call call ? selections(call.function()) : 0;
    }
    return cost;
  }

  /** The selections in a function, each of which costs as much as a conditional. */
  private static int selections(Function function) {
    return switch (function) {
      case MIN, MAX, RELU, STEP -> 1;
      case CLAMP, SIGN -> 2;
      default -> 0;
    };
  }

  private ReferenceEvaluator evaluator(Expr expr) {
    return evaluators.computeIfAbsent(expr, e -> ReferenceEvaluator.of(e, parameters));
  }

  private Corner corner(int index) {
    Root root = cut.roots().get(index);
    Expr left = slopes.get(index);
    Expr right = slopes.get(index + 1);
    double fromLeft = new OneSidedLimit(evaluator(left)).at(root, Side.LEFT);
    double fromRight = new OneSidedLimit(evaluator(right)).at(root, Side.RIGHT);
    if (Double.isNaN(fromLeft) || Double.isNaN(fromRight)) {
      double known = Double.isNaN(fromLeft) ? fromRight : fromLeft;
      return new Corner(root, index, null, null, known);
    }
    Expr chosen = null;
    boolean smooth = isSame(fromLeft, fromRight);
    if (root.met() && (hasParameters(left) || hasParameters(right))) {
      Map<Expr, Expr> point = Map.of(form.share(Expr.X), form.share(new Constant(root.at())));
      Expr leftValue = form.simplify(left.substitute(point));
      Expr rightValue = form.simplify(right.substitute(point));
      smooth = leftValue.equals(rightValue);
      chosen = policy.combine(leftValue, rightValue);
    }
    if (smooth) {
      return new Corner(root, index, null, null, fromLeft);
    }
    double value = policy.combine(fromLeft, fromRight);
    KinkPoint kink = new KinkPoint(root.at(), fromLeft, fromRight, value);
    return new Corner(root, index, chosen, kink, value);
  }

  private static boolean hasParameters(Expr expr) {
    return !expr.parameters().isEmpty();
  }

  /**
   * An expression with a branch of its own at each point whose derivative depends on parameters.
   */
  private Expr wrapped(Expr expr) {
    Expr result = expr;
    for (Corner corner : corners) {
      if (corner.chosen() != null) {
        Expr at = form.share(new Constant(corner.root().at()));
        result =
            policy.branches(Relation.LESS, form.share(Expr.X), at, result, result, corner.chosen());
      }
    }
    return result;
  }

  /** The pieces one after another, from left to right. */
  private Expr chain() {
    Expr x = form.share(Expr.X);
    Expr result = slopes.getLast();
    for (Corner corner : corners.reversed()) {
      Expr before = slopes.get(corner.index());
      Expr at = form.share(new Constant(corner.root().at()));
      if (corner.chosen() != null) {
        result = policy.branches(Relation.LESS, x, at, before, result, corner.chosen());
      } else {
        boolean closed =
            hasValue(before, corner) && !hasValue(slopes.get(corner.index() + 1), corner);
        Relation relation = closed ? Relation.LESS_OR_EQUAL : Relation.LESS;
        result = form.conditional(relation, x, at, before, result);
      }
    }
    return result;
  }

  private boolean hasValue(Expr expr, Corner corner) {
    return isSame(
        evaluator(expr).estimate(Rational.of(corner.root().at())).toDouble(), corner.value());
  }

  private static boolean isSame(double a, double b) {
    return a == b || (Math.abs(a - b) <= SAME * Math.max(1, Math.abs(b)) && Double.isFinite(b));
  }

  private List<PointValue> overrides(Expr expr) {
    List<PointValue> overrides = new ArrayList<>();
    for (Corner corner : corners) {
      boolean decided = corner.chosen() == null && !Double.isNaN(corner.value());
      if (corner.root().met() && decided && !hasValue(expr, corner)) {
        overrides.add(new PointValue(corner.root().at(), corner.value()));
      }
    }
    return overrides;
  }
}
