package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.analysis.Interval;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.kernel.ExponentialFunctions.Method;
import dev.limen.processor.kernel.ExpressionLowering.Lines;

/** Kernels that compose the operations of the formula. */
final class Composition {

  /**
   * The share of a contract of one ulp that a sample of a kernel in double may show: less than in
   * float, for more inputs cannot be tried.
   */
  private static final double NEARLY_ROUNDED = 0.6;

  private final Drafting drafting;
  private final Cheapest cheapest;
  private final GraphBuilder graph;
  private final Target target;
  private final ExactValues exact;
  private final ExpressionLowering lowering;

  /**
   * Kernels of a target.
   *
   * @param cheapest is told of them
   * @param lowering of the formula as it stands
   */
  Composition(Drafting drafting, Cheapest cheapest, ExpressionLowering lowering) {
    this.drafting = drafting;
    this.cheapest = cheapest;
    this.graph = drafting.graph();
    this.target = drafting.target();
    this.exact = drafting.exact();
    this.lowering = lowering;
  }

  /** What composing the operations of the formula gives. */
  Draft plain() {
    boolean mayLookUp = !target.hasParameters() && drafting.isRelative();
    return plain(lowering, drafting.isWider() ? ", in double" : "", mayLookUp);
  }

  /** The same, with parameters in two words where that misses the contract else. */
  Draft accurate() {
    Draft plain = plain();
    boolean hasLowParts = target.hasParameters() && graph.precision() == Precision.F32;
    if (plain.holds(1) || !hasLowParts) {
      return plain;
    }
    ExpressionLowering withExactLines =
        drafting.lowering(Interval.ENTIRE, Method.POLYNOMIAL, Lines.EXACT);
    Draft other = plain(withExactLines, ", parameters in two words", false);
    return other.maxError() < plain.maxError() ? other : plain;
  }

  private Draft plain(ExpressionLowering used, String variant, boolean mayLookUp) {
    Draft kernel = drafting.withLimits(used.lower(target.expression()), used);
    if (mayLookUp) {
      new TableStandIn(kernel, exact).ofX();
    }
    drafting.finish(kernel);
    graph.section(null);
    cheapest.record("composed of elementary functions" + variant, kernel);
    return kernel;
  }

  /**
   * What composing gives where that is nearly rounded; else what composing in double words gives,
   * rounded once. For a contract that hardly allows for more than one rounding.
   */
  Draft rounded() {
    Draft plain = plain(lowering, "", false);
    boolean isForAllParameters = target.parameters().isEmpty() || plain.roundsOnce();
    return plain.holds(NEARLY_ROUNDED) && isForAllParameters ? plain : ofWords();
  }

  /** What composing in double words gives, rounded once. */
  Draft ofWords() {
    Draft best = null;
    for (Wide.Scaling scaling : Wide.Scaling.values()) {
      Draft kernel = ofWords(scaling);
      best = best == null || kernel.maxError() <= best.maxError() ? kernel : best;
      if (best.holds(1)) {
        break;
      }
    }
    return best;
  }

  private Draft ofWords(Wide.Scaling scaling) {
    WideLowering words = new WideLowering(graph, lowering, scaling);
    Draft kernel = drafting.of(words.lower(target.expression()), lowering, words);
    Limits limits = drafting.limits(kernel);
    limits.saturateWithinContract();
    new Corrections(kernel).replaceNaN(() -> lowering.lower(target.expression()));
    limits.saturate();
    kernel.lookCloser(exact);
    if (!target.hasParameters()) {
      new ExpansionStandIn(kernel, exact).nextToZero();
    }
    drafting.finish(kernel);
    graph.section(null);
    cheapest.record(scaling.algorithm(), kernel);
    kernel.noteFirst(scaling.algorithm());
    return kernel;
  }

  /** Tries what composing gives where exponentials are looked up. */
  void tryLookedUpExponentials() {
    ExpressionLowering used = drafting.lowering(Method.TABLE);
    Node result = used.lower(target.expression());
    if (result == lowering.lower(target.expression())) {
      return;
    }
    Draft kernel = drafting.of(result, used);
    if (kernel.cost() < cheapest.cost()) {
      kernel.lookCloser(exact);
      drafting.limits(kernel).saturate();
      cheapest.consider(kernel, "composed of elementary functions, exponentials by a table");
    }
  }

  /** Tries what composing gives, with a table of what depends on one product where that fails. */
  void tryTableOfProduct(ExactValues ofProduct, DoubleWord product, double factor) {
    ExpressionLowering used = drafting.lowering(Method.TABLE);
    Draft kernel = drafting.withLimits(used.lower(target.expression()), used);
    new TableStandIn(kernel, exact).of(ofProduct, product, factor);
    cheapest.consider(kernel, 1, "composed of elementary functions, with a table");
  }

  /** Tries what composing gives, with a polynomial of one product next to a zero. */
  void tryPolynomialOfProduct(ExactValues ofProduct, DoubleWord product, double factor) {
    Draft kernel = drafting.withLimits(lowering.lower(target.expression()), lowering);
    new PolynomialStandIn(kernel, exact, ofProduct, product, factor).nextToZero(Cheapest.SAFE);
    cheapest.consider(kernel, "composed of elementary functions, with a polynomial");
  }

  /** Tries what composing gives where the function is not its asymptote. */
  void tryBetween(Asymptotes asymptotes) {
    Expr formula = target.expression();
    tryBetween(asymptotes, Method.TABLE, formula);
    if (target.crossesZero()) {
      ExponentialFraction.of(formula, drafting.isRelative())
          .ifPresent(fraction -> tryFraction(asymptotes, fraction));
    }
    tryBetween(asymptotes, Method.POLYNOMIAL, formula);
  }

  private void tryFraction(Asymptotes asymptotes, Expr fraction) {
    double least = cheapest.cost();
    tryBetween(asymptotes, Method.POLYNOMIAL, fraction);
    if (cheapest.cost() < least) {
      tryBetween(asymptotes, Method.TABLE, fraction);
    }
  }

  private void tryBetween(Asymptotes asymptotes, Method exponentials, Expr formula) {
    ExpressionLowering bounded =
        drafting.lowering(asymptotes.between(), exponentials, Lines.ROUNDED);
    Node result = asymptotes.replaceBeyond(graph, graph.x(), bounded.lower(formula));
    Draft kernel = drafting.of(result, bounded);
    kernel.lookCloser(exact);
    boolean isAsWritten = formula.equals(target.expression());
    boolean mayLookUp = exponentials == Method.TABLE && isAsWritten;
    boolean mayBeCheapest =
        kernel.cost() < (mayLookUp ? cheapest.cost() : cheapest.costWithoutTables());
    if (mayBeCheapest && !kernel.holds(Cheapest.SAFE) && drafting.isRelative()) {
      if (mayLookUp) {
        new TableStandIn(kernel, exact).ofX();
      } else {
        new PolynomialStandIn(kernel, exact).nextToZero(Cheapest.SAFE);
      }
    }
    String form = isAsWritten ? "composed" : "composed as one fraction";
    cheapest.consider(kernel, form + ", with the asymptotes on either side");
  }
}
