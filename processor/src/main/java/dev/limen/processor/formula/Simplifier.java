package dev.limen.processor.formula;

/**
 * Rewrites an expression to an equal one that computes better: like terms and powers are merged,
 * and what would cancel is written as a function that does not.
 *
 * <p>Every rule is an identity of real numbers wherever the original is defined. Constants are
 * folded where the result is exactly a double; {@code 0.1*3} stays. A factor that cancels takes a
 * removable singularity with it ({@code x/x} is 1); a term that cancels does so only where it is
 * finite everywhere ({@code log(x) - log(x)} stays {@code 0*log(x)}, {@code 0*exp(x)} is 0).
 *
 * <p>The form of the result, on which other rooms may rely:
 *
 * <ul>
 *   <li>{@code tanh'} is {@code 1/cosh(u)^2}, as an operand of its own: {@code Divide(1,
 *       Power(Call(COSH, u), 2))}.
 *   <li>{@code sigmoid'} is {@code sigmoid(u)*sigmoid(-u)}, as an operand of its own, {@code u} not
 *       negative in the sense of the next line.
 *   <li>A negative product is {@code Negate} of a positive one. A sum has a positive term first and
 *       subtracts its negative terms; {@code Negate} of a sum occurs where all terms are negative.
 *       Odd functions have no negative argument; {@code cosh}, {@code cos} and {@code abs} neither.
 *   <li>A product is {@code constant * factor * ... / (factor * ...)}, the constant one operand. A
 *       constant power of two divides as its inverse multiplies. {@code e^u} is {@code exp(u)},
 *       {@code 1/exp(u)} is {@code exp(-u)}, {@code pow} is {@code ^}, {@code u^0.5} is {@code
 *       sqrt(u)}.
 *   <li>Equal subexpressions, terms and factors in whatever order, are one object.
 * </ul>
 */
public final class Simplifier {

  /** A second pass may find what the first one made; a third one hardly ever does. */
  private static final int PASSES = 5;

  /** Deeper expressions are returned as they are: rules recur over the depth. */
  private static final int MAX_DEPTH = 1200;

  private Simplifier() {}

  /** An equal expression in the form that the class describes. */
  public static Expr simplify(Expr expr) {
    Expr result = expr;
    for (int pass = 0; pass < PASSES; pass++) {
      if (result.depth() > MAX_DEPTH) {
        return result;
      }
      Expr next = new NormalForm().simplify(result);
      if (next.equals(result)) {
        return next;
      }
      result = next;
    }
    return result;
  }
}
