package dev.limen.processor.analysis;

import dev.limen.Precision;
import dev.limen.processor.formula.Expr;
import dev.limen.runtime.Contract;
import java.util.Optional;

/** Tails of which is told from where they hold. */
public final class Tails {

  private Tails() {}

  /** An asymptote that never stands for the function. */
  public static Tail of(Asymptote asymptote) {
    return of(asymptote, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** An asymptote that holds from one bound for contracts in ulp, from another for others. */
  public static Tail of(Asymptote asymptote, double fromUlp, double fromAbsolute) {
    return new Tail() {
      @Override
      public Asymptote asymptote() {
        return asymptote;
      }

      @Override
      public Asymptote declared() {
        return asymptote;
      }

      @Override
      public double from(Precision precision, Contract contract) {
        return contract.measure() == Contract.Measure.ULP ? fromUlp : fromAbsolute;
      }

      @Override
      public Optional<Expr> fromForAll(Precision precision, Contract contract) {
        double from = from(precision, contract);
        return Double.isFinite(from) ? Optional.of(Expr.constant(from)) : Optional.empty();
      }
    };
  }
}
