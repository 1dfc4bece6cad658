package dev.limen.processor.analysis;

import dev.limen.Precision;
import dev.limen.processor.formula.Expr;
import dev.limen.runtime.Contract;
import java.util.Map;
import java.util.Optional;

/** The behaviour of a function towards one infinity. */
public interface Tail {

  /**
   * Examines a function without parameters.
   *
   * @param side 1 for positive infinity, -1 for negative infinity
   */
  static Tail of(Expr function, int side) {
    return MeasuredTail.of(function, Map.of(), side);
  }

  /** What the function approaches, for every value of the parameters. */
  Asymptote asymptote();

  /**
   * What it approaches at the declared values of the parameters, without any parameter in it: the
   * same where there are none. May be known where {@link #asymptote()} is not.
   */
  Asymptote declared();

  /**
   * From which |x| on the asymptote may stand for the function, at the declared values of the
   * parameters: the error is at most 1/8 of what the contract allows, and for a contract in ulp at
   * most 1/8 ulp.
   *
   * @return a non-negative double; positive infinity where the asymptote is right at the infinity
   *     itself only; NaN where no asymptote is known
   */
  double from(Precision precision, Contract contract);

  /**
   * The same for every value of the parameters.
   *
   * @return an expression of parameters and constants whose value, in double, is such an |x|; it
   *     may be infinite for some values. Empty where the asymptote is known to be right at the
   *     infinity itself only
   */
  Optional<Expr> fromForAll(Precision precision, Contract contract);
}
