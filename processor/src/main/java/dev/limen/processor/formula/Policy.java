package dev.limen.processor.formula;

import dev.limen.Kink;
import dev.limen.processor.formula.Expr.Conditional;
import dev.limen.processor.formula.Expr.Constant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Combines the derivatives from both sides. */
final class Policy {

  private final NormalForm form;
  private final Kink kink;
  private final Map<Structure.Shallow, Expr> zipped = new HashMap<>();

  Policy(NormalForm form, Kink kink) {
    this.form = form;
    this.kink = kink;
  }

  double combine(double left, double right) {
    return switch (kink) {
      case LEFT -> left;
      case RIGHT -> right;
      case MEAN -> left == right ? left : 0.5 * left + 0.5 * right;
      case MIN_NORM ->
          left * Math.signum(right) <= 0 ? 0 : Math.abs(left) < Math.abs(right) ? left : right;
    };
  }

  /** The element of least magnitude is the middle one of 0 and both. */
  Expr combine(Expr left, Expr right) {
    if (Structure.same(left, right)) {
      return left;
    }
    if (left instanceof Constant(double a) && right instanceof Constant(double b)) {
      return form.share(new Constant(combine(a, b)));
    }
    return switch (kink) {
      case LEFT -> left;
      case RIGHT -> right;
      case MEAN -> form.scale(form.add(left, right), Rational.HALF);
      case MIN_NORM ->
          form.call(
              Function.CLAMP,
              List.of(
                  form.share(Expr.ZERO),
                  form.call(Function.MIN, List.of(left, right)),
                  form.call(Function.MAX, List.of(left, right))));
    };
  }

  /**
   * One derivative out of two that agree but at kinks: combined only in the branches and at the
   * ties where they differ.
   */
  Expr zip(Expr left, Expr right) {
    if (Structure.same(left, right)) {
      return left;
    }
    Structure.Shallow pair = new Structure.Shallow(new Expr.Add(left, right));
    Expr result = zipped.get(pair);
    if (result == null) {
      result = zipBranches(left, right);
      zipped.put(pair, result);
    }
    return result;
  }

  private Expr zipBranches(Expr left, Expr right) {
    if (!(left instanceof Conditional a)
        || !(right instanceof Conditional b)
        || !Structure.same(a.left(), b.left())
        || !Structure.same(a.right(), b.right())
        || a.relation().holds(1) != b.relation().holds(1)) {
      return combine(left, right);
    }
    Expr then = zip(a.then(), b.then());
    Expr otherwise = zip(a.otherwise(), b.otherwise());
    if (a.relation() == b.relation()) {
      return form.conditional(a.relation(), a.left(), a.right(), then, otherwise);
    }
    Expr tieLeft = a.relation().includesEqual() ? a.then() : a.otherwise();
    Expr tieRight = b.relation().includesEqual() ? b.then() : b.otherwise();
    Expr tie = zip(tieLeft, tieRight);
    Relation strict = a.relation().includesEqual() ? b.relation() : a.relation();
    return branches(strict, a.left(), a.right(), then, otherwise, tie);
  }

  /**
   * u &lt; v ? then : u &gt; v ? otherwise : tie, with two branches where two of them are equal.
   */
  Expr branches(Relation strict, Expr left, Expr right, Expr then, Expr otherwise, Expr tie) {
    if (Structure.same(tie, otherwise)) {
      return form.conditional(strict, left, right, then, otherwise);
    }
    Relation loose = strict.swapped().negated();
    if (Structure.same(tie, then)) {
      return form.conditional(loose, left, right, then, otherwise);
    }
    return form.conditional(
        strict, left, right, then, form.conditional(strict.swapped(), left, right, otherwise, tie));
  }
}
