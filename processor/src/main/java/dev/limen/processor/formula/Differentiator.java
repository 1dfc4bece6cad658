package dev.limen.processor.formula;

import dev.limen.Kink;
import dev.limen.processor.formula.Derivation.Ties;
import dev.limen.processor.formula.FormulaException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Symbolic derivatives, in the form of {@link Simplifier}: {@code tanh' = 1/cosh^2}, {@code
 * sigmoid' = sigmoid(u)*sigmoid(-u)}, {@code erf' = 2/sqrt(pi)*exp(-u^2)}, and so on, without
 * differences that cancel.
 *
 * <p>At a kink the one-sided derivatives of the whole function are combined, so {@code (x +
 * abs(x))/2} has the derivative of relu, and {@code x*abs(x)} no kink at 0.
 */
public final class Differentiator {

  /** The greatest number of distinct subexpressions of a formula, and of a derivative. */
  public static final int MAX_NODES = 2000;

  private Differentiator() {}

  /**
   * The derivative from one side: the limit of difference quotients from there, everywhere.
   *
   * @param leaf the variable or parameter with respect to which to differentiate
   * @throws FormulaException if the derivative has more than {@value #MAX_NODES} operations
   */
  public static Expr differentiate(Expr expr, Expr leaf, Side side) throws FormulaException {
    NormalForm form = new NormalForm();
    Ties ties = side == Side.LEFT ? Ties.FROM_LEFT : Ties.FROM_RIGHT;
    try {
      Expr simplified = form.simplify(Simplifier.simplify(expr));
      return limited(new Derivation(form, form.share(leaf), ties).of(simplified));
    } catch (Derivation.TooLarge e) {
      throw tooLarge(expr, "far more than " + MAX_NODES);
    }
  }

  /**
   * The derivative with respect to x under a kink policy.
   *
   * @param policy for every kink
   * @param parameters the declared values of the parameters, for which kinks are stated
   * @throws FormulaException if the derivative has more than {@value #MAX_NODES} operations
   */
  public static Derivative differentiate(Expr expr, Kink policy, Map<String, Double> parameters)
      throws FormulaException {
    NormalForm form = new NormalForm();
    try {
      Expr simplified = form.simplify(Simplifier.simplify(expr));
      Optional<Pieces.Cut> cut = Pieces.Cut.of(simplified, form);
      return cut.isPresent()
          ? new KinkedDerivation(form, simplified, cut.get(), policy, parameters).derivative()
          : new Derivative(combined(form, simplified, Expr.X, policy), List.of(), List.of());
    } catch (Derivation.TooLarge e) {
      throw tooLarge(expr, "far more than " + MAX_NODES);
    }
  }

  /**
   * The derivative with respect to a parameter under a kink policy, which decides where a change of
   * the parameter to one side makes another difference than one to the other.
   *
   * @throws FormulaException if the derivative has more than {@value #MAX_NODES} operations
   */
  public static Expr differentiate(Expr expr, Expr.Parameter parameter, Kink policy)
      throws FormulaException {
    NormalForm form = new NormalForm();
    try {
      return combined(form, form.simplify(Simplifier.simplify(expr)), parameter, policy);
    } catch (Derivation.TooLarge e) {
      throw tooLarge(expr, "far more than " + MAX_NODES);
    }
  }

  private static Expr combined(NormalForm form, Expr simplified, Expr leaf, Kink policy)
      throws FormulaException {
    Expr shared = form.share(leaf);
    Expr left = limited(new Derivation(form, shared, Ties.FROM_LEFT).of(simplified));
    Expr right = limited(new Derivation(form, shared, Ties.FROM_RIGHT).of(simplified));
    return limited(new Policy(form, policy).zip(left, right));
  }

  static Expr limited(Expr expr) throws FormulaException {
    int nodes = expr.nodeCount();
    if (nodes > MAX_NODES) {
      throw tooLarge(expr, Integer.toString(nodes));
    }
    return expr;
  }

  private static FormulaException tooLarge(Expr expr, String nodes) {
    String text = Printer.print(expr, Parser.MAX_LENGTH);
    return new FormulaException(
        Reason.TOO_LARGE,
        "the derivative has " + nodes + " operations; at most " + MAX_NODES + " are allowed",
        text,
        0,
        text.length(),
        "at most " + MAX_NODES + " operations",
        nodes + " operations",
        null);
  }
}
