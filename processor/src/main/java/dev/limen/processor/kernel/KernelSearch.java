package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.kernel.ExponentialFunctions.Method;
import java.util.List;
import java.util.Optional;

/**
 * Finds the cheapest kernel that holds its contract: what composing the formula's operations gives
 * ({@link Composition}), a choice of its pieces ({@link PieceSearch}), or one table for the
 * function as a whole ({@link Approximations}). What is likely to be cheap is tried first, so that
 * the rest need not be made.
 */
final class KernelSearch {

  /**
   * The share of a contract of one ulp that a sample of a kernel in float may show. Where rounding
   * errors add up at all, those of other inputs are larger.
   */
  static final double SAFE_IF_ROUNDED = 0.75;

  /** The error in ulp of float that computing in double may have before the result is rounded. */
  private static final double BEFORE_ROUNDING = 0.2;

  private final Drafting drafting;
  private final Target target;
  private final Precision arithmetic;
  private final ExpressionLowering lowering;
  private final Cheapest cheapest;
  private final Composition composition;
  private final Approximations approximations;

  /**
   * A search.
   *
   * @param drafting of kernels of the target
   * @param trials collects what was tried
   */
  KernelSearch(Drafting drafting, List<Trial> trials) {
    this.drafting = drafting;
    this.target = drafting.target();
    this.arithmetic = drafting.graph().precision();
    this.lowering = drafting.lowering(Method.POLYNOMIAL);
    this.cheapest = new Cheapest(drafting, trials);
    this.composition = new Composition(drafting, cheapest, lowering);
    this.approximations = new Approximations(drafting, cheapest, lowering);
  }

  /**
   * The cheapest kernels of a function that hold the contract; the composed one where none does.
   *
   * @param withoutTables the cheapest that looks nothing up; the cheapest of all where none such
   *     holds the contract
   */
  record Found(Draft cheapest, Draft withoutTables) {}

  Found find() {
    Draft composed = composition.accurate();
    cheapest.sweep(composed);
    boolean mayComputeInDouble = arithmetic == Precision.F32 && drafting.isRelative();
    if (composed.holds(mayComputeInDouble ? Cheapest.SAFE : 1)) {
      cheapest.take(composed);
    }
    new PieceSearch(drafting, cheapest, lowering).tryPieces(composed);
    if (target.hasParameters()) {
      findOfParameters();
    } else {
      findOfX();
    }
    Draft found = cheapest.found().orElseGet(() -> mostAccurate(composed));
    return new Found(found, cheapest.withoutTables().orElse(found));
  }

  private void findOfX() {
    Tolerance tolerance =
        new Tolerance(
            drafting.sample(),
            drafting.isWider() ? drafting.withBound(BEFORE_ROUNDING) : drafting.contract());
    Optional<Asymptotes> asymptotes = drafting.exact().asymptotes(tolerance);
    if (asymptotes.isPresent()) {
      composition.tryBetween(asymptotes.get());
      approximations.tryWhole(asymptotes.get(), tolerance);
    } else {
      composition.tryLookedUpExponentials();
    }
  }

  private void findOfParameters() {
    composition.tryLookedUpExponentials();
    if (drafting.isWider()) {
      PartOfProduct.of(target.expression()).ifPresent(approximations::tryPart);
    } else if (drafting.isRelative()) {
      OfProduct.of(target.expression()).ifPresent(this::tryProduct);
    }
  }

  private void tryProduct(OfProduct product) {
    ExactValues values = ExactValues.of(product.function());
    DoubleWord u = lowering.doubleWord(new Expr.Multiply(product.factor(), Expr.X));
    double factor = UniformEvaluator.evaluate(product.factor(), target.parameters());
    if (cheapest.withoutTables().isEmpty()) {
      composition.tryPolynomialOfProduct(values, u, factor);
    }
    if (cheapest.found().isEmpty()) {
      composition.tryTableOfProduct(values, u, factor);
    }
    approximations.tryProduct(values, u);
  }

  /** Of two kernels that miss the contract, in plain arithmetic and in double words. */
  private Draft mostAccurate(Draft composed) {
    boolean mayUseWords = arithmetic == Precision.F64 && drafting.isRelative();
    Draft words = mayUseWords ? composition.ofWords() : composed;
    return words.maxError() < composed.maxError() ? words : composed;
  }

  /** What composing the operations of the formula gives. */
  Draft composed() {
    return composition.plain();
  }

  /** The same to the last digit, for a contract that hardly allows for more than one rounding. */
  Draft rounded() {
    return composition.rounded();
  }
}
