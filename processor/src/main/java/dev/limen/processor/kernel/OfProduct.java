package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Simplifier;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A function of x and parameters that depends on one product of them only, {@code f(x) = g(factor
 * x)}: as the derivative of {@code x*sigmoid(beta*x)}. What holds of g holds for all values of the
 * parameters.
 *
 * @param factor of parameters and constants
 * @param function g, of x alone
 */
record OfProduct(Expr factor, Expr function) {

  /** Looks at what functions are called with; empty where no product does. */
  static Optional<OfProduct> of(Expr expression) {
    for (Expr factor : factors(expression)) {
      Expr unscaled = new Expr.Divide(Expr.X, factor);
      Expr function = Simplifier.simplify(expression.substitute(Map.of(Expr.X, unscaled)));
      if (function.parameters().isEmpty()) {
        return Optional.of(new OfProduct(factor, function));
      }
    }
    return Optional.empty();
  }

  /** What x may be multiplied by: the arguments of functions at 1 that depend on parameters. */
  static Set<Expr> factors(Expr expression) {
    Set<Expr> factors = new LinkedHashSet<>();
    for (Expr part : expression.subexpressions()) {
      if (part instanceof Expr.Call call) {
        factors.add(Simplifier.simplify(call.argument().substitute(Map.of(Expr.X, Expr.ONE))));
      }
    }
    factors.removeIf(factor -> factor.parameters().isEmpty());
    return factors;
  }
}
