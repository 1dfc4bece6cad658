package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.analysis.Interval;
import dev.limen.processor.analysis.Tail;
import dev.limen.processor.formula.Evaluator;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Pieces;
import dev.limen.processor.formula.Relation;
import dev.limen.processor.kernel.ExponentialFunctions.Method;
import dev.limen.processor.kernel.ExpressionLowering.Lines;
import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties.Symmetry;
import dev.limen.verify.Ball;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * Finds the cheapest kernel that holds its contract: what composing the formula's operations gives,
 * or one table for the function as a whole.
 */
final class KernelSearch {

  private static final Section CORRECTIONS = new Section("Kinks, limits, bounds and NaN", null);

  /** The share of the contract that a sample may show, for what it does not show. */
  static final double SAFE = 0.9;

  /** The share from which on more inputs decide. */
  private static final double DOUBTFUL = 0.5;

  /**
   * The share of a contract of one ulp that a sample of a kernel in float may show. Where rounding
   * errors add up at all, those of other inputs are larger.
   */
  static final double SAFE_IF_ROUNDED = 0.75;

  /** The same of a kernel in double, where a sample shows less, and more inputs cannot be tried. */
  private static final double NEARLY_ROUNDED = 0.6;

  /** The error in ulp of float that computing in double may have before the result is rounded. */
  private static final double BEFORE_ROUNDING = 0.2;

  /**
   * The same of a part of a function, of what the contract allows: sums with the part may cancel to
   * a hundredth of their terms.
   */
  private static final double OF_PART = 0x1p-8;

  /** What operations in double must hold for floats: far less than they do. */
  private static final double OF_WIDER_OPERATIONS = 4;

  /** More than so many degrees are not tried where polynomials fit: it is rounding that misses. */
  private static final int MOST_DEGREES = 2;

  private final GraphBuilder graph;
  private final Contract contract;
  private final Target target;
  private final ExactValues exact;
  private final Measurement sample;
  private final List<Trial> trials;
  private final boolean isWider;
  private final ExpressionLowering lowering;
  private Graph inDouble;
  private Draft cheapest;
  private double leastCost = Double.POSITIVE_INFINITY;
  private Draft cheapestWithoutTables;
  private double leastCostWithoutTables = Double.POSITIVE_INFINITY;

  /**
   * A search.
   *
   * @param graph in the precision of the inputs and results, or a wider one, from which results are
   *     rounded once
   * @param contract what holds of the rounded results
   * @param exact the target
   * @param sample the target at the inputs
   * @param trials collects what was tried
   */
  KernelSearch(
      GraphBuilder graph,
      Contract contract,
      Target target,
      ExactValues exact,
      Measurement sample,
      List<Trial> trials) {
    this.trials = trials;
    this.graph = graph;
    this.contract = contract;
    this.target = target;
    this.exact = exact;
    this.sample = sample;
    this.isWider = graph.precision() != sample.precision();
    this.lowering = lowering(Interval.ENTIRE, Method.POLYNOMIAL, Lines.ROUNDED);
  }

  private ExpressionLowering lowering(Interval domain, Method exponentials, Lines lines) {
    Contract ofOperations = isWider ? withBound(OF_WIDER_OPERATIONS) : contract;
    return new ExpressionLowering(graph, ofOperations, domain, exponentials, lines);
  }

  private Contract withBound(double bound) {
    return new Contract(contract.tier(), contract.measure(), bound);
  }

  /**
   * The cheapest kernels of a function that hold the contract; the composed one where none does.
   *
   * @param withoutTables the cheapest that looks nothing up; the cheapest of all where none such
   *     holds the contract
   */
  record Found(Draft cheapest, Draft withoutTables) {}

  Found find() {
    Draft composed = composed();
    boolean hasLowParts = target.hasParameters() && graph.precision() == Precision.F32;
    if (!composed.holds(1) && hasLowParts) {
      ExpressionLowering withExactLines = lowering(Interval.ENTIRE, Method.POLYNOMIAL, Lines.EXACT);
      Draft other = composed(withExactLines, ", parameters in two words");
      composed = other.maxError() < composed.maxError() ? other : composed;
    }
    sweep(composed);
    boolean mayComputeInDouble =
        graph.precision() == Precision.F32 && contract.measure() == Contract.Measure.ULP;
    if (mayComputeInDouble ? composed.holds(SAFE) : composed.holds(1)) {
      take(composed);
    }
    if (cheapestWithoutTables == null) {
      inPieces().ifPresent(this::tryComposedOfPieces);
    }
    if (!target.hasParameters()) {
      Tolerance tolerance = new Tolerance(sample, isWider ? withBound(BEFORE_ROUNDING) : contract);
      Optional<Saturation> below = Saturation.of(target.below().declared(), -1, tolerance);
      Optional<Saturation> above = Saturation.of(target.above().declared(), 1, tolerance);
      if (below.isPresent() && above.isPresent()) {
        Expr formula = target.expression();
        tryComposedBetween(below.get(), above.get(), Method.TABLE, formula);
        if (target.crossesZero()) {
          ExponentialFraction.of(formula, contract.measure() == Contract.Measure.ULP)
              .ifPresent(fraction -> tryFraction(below.get(), above.get(), fraction));
        }
        tryComposedBetween(below.get(), above.get(), Method.POLYNOMIAL, formula);
        TableSearch tables =
            new TableSearch(
                graph.precision(), function(exact), tolerance, below.get(), above.get());
        tryBells(new BellSearch(tables, graph.precision(), tolerance));
        tryTables(tables, DoubleWord.of(graph.x()));
      } else {
        tryComposedWithTable();
      }
    } else {
      tryComposedWithTable();
      if (contract.measure() == Contract.Measure.ULP && !isWider) {
        OfProduct.of(target.expression()).ifPresent(this::tryTablesOfProduct);
      }
      if (isWider) {
        PartOfProduct.of(target.expression()).ifPresent(this::tryTablesOfPart);
      }
    }
    if (cheapest == null) {
      boolean mayUseWords =
          graph.precision() == Precision.F64 && contract.measure() == Contract.Measure.ULP;
      Draft words = mayUseWords ? composedOfWords() : composed;
      cheapest = words.maxError() < composed.maxError() ? words : composed;
    }
    return new Found(cheapest, cheapestWithoutTables == null ? cheapest : cheapestWithoutTables);
  }

  /** The function as a choice of smooth pieces by x, in which like terms have met. */
  private Optional<Expr> inPieces() {
    return target.hasParameters()
        ? Optional.empty()
        : Pieces.of(target.expression())
            .filter(pieces -> !pieces.breakpoints().isEmpty())
            .map(this::choice);
  }

  private Expr choice(Pieces pieces) {
    Expr result = pieces.pieces().getLast();
    for (int i = pieces.breakpoints().size() - 1; i >= 0; i--) {
      double at = pieces.breakpoints().get(i).at();
      Expr left = pieces.pieces().get(i);
      // The double next to a breakpoint may lie on either side of it.
      Ball value = exact.at(sample.precision(), at);
      boolean isLeft = distance(left, at, value) < distance(pieces.pieces().get(i + 1), at, value);
      Relation relation = isLeft ? Relation.LESS_OR_EQUAL : Relation.LESS;
      result = new Expr.Conditional(relation, Expr.X, Expr.constant(at), left, result);
    }
    return result;
  }

  private static double distance(Expr piece, double x, Ball value) {
    return Evaluator.of(piece, List.of()).evaluate(x).minus(value).abs().toDouble();
  }

  private void tryComposedOfPieces(Expr choice) {
    Draft kernel = draft(lowering.lower(choice), lowering);
    kernel.lookCloser(exact);
    new Limits(kernel, target).saturate();
    consider(kernel, "composed, in pieces");
  }

  /** What composing gives where exponentials are looked up. */
  private void tryComposedWithTable() {
    ExpressionLowering used = lowering(Interval.ENTIRE, Method.TABLE, Lines.ROUNDED);
    Node result = used.lower(target.expression());
    if (result == lowering.lower(target.expression())) {
      return;
    }
    Draft kernel = draft(result, used);
    if (kernel.cost() < leastCost) {
      kernel.lookCloser(exact);
      new Limits(kernel, target).saturate();
      consider(kernel, "composed of elementary functions, exponentials by a table");
    }
  }

  /** What composing gives where the function is not its asymptote, and the asymptote elsewhere. */
  private void tryComposedBetween(
      Saturation below, Saturation above, Method exponentials, Expr formula) {
    Interval domain = Interval.of(-below.from(), above.from());
    Node x = graph.x();
    ExpressionLowering bounded = lowering(domain, exponentials, Lines.ROUNDED);
    Node result = above.replaceAbove(graph, x, bounded.lower(formula));
    Node between = below.replaceBelow(graph, x, result);
    Draft kernel = draft(between, bounded);
    kernel.lookCloser(exact);
    boolean mayLookUp = exponentials == Method.TABLE && formula.equals(target.expression());
    boolean mayBeCheapest = kernel.cost() < (mayLookUp ? leastCost : leastCostWithoutTables);
    if (mayBeCheapest && !kernel.holds(SAFE) && contract.measure() == Contract.Measure.ULP) {
      if (mayLookUp) {
        new TableStandIn(kernel, exact).ofX();
      } else {
        new PolynomialStandIn(kernel, exact).nextToZero(SAFE);
      }
    }
    String form = formula.equals(target.expression()) ? "composed" : "composed as one fraction";
    consider(kernel, form + ", with the asymptotes on either side");
  }

  private void tryFraction(Saturation below, Saturation above, Expr fraction) {
    double least = leastCost;
    tryComposedBetween(below, above, Method.POLYNOMIAL, fraction);
    if (leastCost < least) {
      tryComposedBetween(below, above, Method.TABLE, fraction);
    }
  }

  private DoubleFunction<Ball> function(ExactValues values) {
    return u -> values.at(sample.precision(), u);
  }

  /** Tables of a function of one product, whatever the values of the parameters in that. */
  private void tryTablesOfProduct(OfProduct product) {
    Tail left = Tail.of(product.function(), -1);
    Tail right = Tail.of(product.function(), 1);
    ExactValues values = new ExactValues(product.function(), List.of(), Map.of(), left, right);
    DoubleWord u = lowering.doubleWord(new Expr.Multiply(product.factor(), Expr.X));
    if (cheapest == null) {
      ExpressionLowering used = lowering(Interval.ENTIRE, Method.TABLE, Lines.ROUNDED);
      Draft kernel = draft(used.lower(target.expression()), used);
      kernel.lookCloser(exact);
      new Limits(kernel, target).saturate();
      double factor = UniformEvaluator.evaluate(product.factor(), target.parameters());
      new TableStandIn(kernel, exact).of(values, u, factor);
      consider(kernel, 1, "composed of elementary functions, with a table");
    }
    double[] inputs = SampleInputs.of(sample.precision(), List.of());
    Tolerance tolerance =
        new Tolerance(
            values.measurement(sample.precision(), inputs, target.crossesZero()), contract);
    Optional<Saturation> below = Saturation.of(left.declared(), -1, tolerance);
    Optional<Saturation> above = Saturation.of(right.declared(), 1, tolerance);
    if (below.isPresent() && above.isPresent()) {
      tryTables(
          new TableSearch(graph.precision(), function(values), tolerance, below.get(), above.get()),
          u);
    }
  }

  private void tryBells(BellSearch bells) {
    Map<Double, Integer> measured = new HashMap<>();
    for (BellSearch.Candidate candidate : bells.candidates()) {
      if (candidate.cost() >= leastCostWithoutTables) {
        break;
      }
      BellSearch.Shape shape = candidate.shape();
      Optional<Node> kernel = bells.lower(graph, graph.x(), shape);
      if (kernel.isEmpty()) {
        record(shape.describe(), candidate.cost(), Double.NaN);
      } else if (measured.merge(shape.centre(), 1, Integer::sum) <= MOST_DEGREES) {
        measure(draft(kernel.get(), lowering), shape.describe());
      }
    }
  }

  /**
   * Tables of a part of the function, whatever the values of the parameters in that and around it:
   * so close to the part that sums with it may cancel.
   */
  private void tryTablesOfPart(PartOfProduct function) {
    OfProduct part = function.part();
    Tail left = Tail.of(part.function(), -1);
    Tail right = Tail.of(part.function(), 1);
    ExactValues values = new ExactValues(part.function(), List.of(), Map.of(), left, right);
    double[] inputs = SampleInputs.of(sample.precision(), List.of());
    Measurement measurement = values.measurement(sample.precision(), inputs, false);
    if (measurement.zeros().findAny().isPresent()) {
      measurement = values.measurement(sample.precision(), inputs, true);
    }
    Tolerance tolerance = new Tolerance(measurement, withBound(OF_PART * contract.bound()));
    Optional<Saturation> below = Saturation.of(left.declared(), -1, tolerance);
    Optional<Saturation> above = Saturation.of(right.declared(), 1, tolerance);
    if (below.isPresent() && above.isPresent()) {
      TableSearch tables =
          new TableSearch(graph.precision(), function(values), tolerance, below.get(), above.get());
      Node x = function.isArithmetic() ? finite(graph.x()) : graph.x();
      Node u = of(x).lower(new Expr.Multiply(part.factor(), Expr.X));
      double costAround = around(u, function, of(x)).cost();
      graph.section(null);
      tryTables(
          function.isMultipleOfX() ? tables.losingNaN() : tables,
          DoubleWord.of(u),
          costAround,
          table -> around(table, function, of(x)));
    }
  }

  private Draft around(Node part, PartOfProduct function, ExpressionLowering used) {
    used.bind(PartOfProduct.PART, part);
    return draft(used.lower(function.whole()), used);
  }

  private ExpressionLowering of(Node x) {
    ExpressionLowering lowering = lowering(Interval.ENTIRE, Method.POLYNOMIAL, Lines.ROUNDED);
    lowering.bind(Expr.X, x);
    return lowering;
  }

  /**
   * The largest double for an infinity, so that its product with 0 is 0; NaN for NaN. To that end
   * what is 2 or more is made the next lesser double, which floats do not show, but comparisons.
   */
  private Node finite(Node x) {
    Node bits = graph.toBits(x);
    Node isTwoOrMore = graph.shiftRightUnsigned(graph.shiftLeft(bits, 1), Double.SIZE - 1);
    return graph.named("finite", graph.fromBits(graph.bitsSubtract(bits, isTwoOrMore)));
  }

  private void tryTables(TableSearch tables, DoubleWord x) {
    tryTables(tables, x, 0, table -> draft(table, lowering));
  }

  /**
   * Tries tables.
   *
   * @param x the argument of the tables
   * @param leastCostAround what is around a table costs no less
   * @param kernel what is made of a table
   */
  private void tryTables(
      TableSearch tables, DoubleWord x, double leastCostAround, Function<Node, Draft> kernel) {
    double costAround = leastCostAround;
    boolean isFirst = true;
    for (TableSearch.Candidate candidate : tables.candidates()) {
      if (candidate.cost() + costAround >= leastCost) {
        break;
      }
      String algorithm = candidate.shape().describe();
      Optional<Node> table = tables.lower(graph, x, candidate.shape());
      if (table.isEmpty()) {
        record(algorithm, candidate.cost(), Double.NaN);
        continue;
      }
      Draft tried = kernel.apply(table.get());
      measure(tried, algorithm);
      if (target.hasParameters()) {
        // Corrections are much the same for all.
        double around = tried.cost() - candidate.cost();
        costAround = isFirst ? around : Math.min(costAround, around);
        isFirst = false;
      }
    }
  }

  private void measure(Draft kernel, String algorithm) {
    if (target.hasParameters()) {
      // 0 times infinity, where a parameter is 0.
      new Limits(kernel, target).saturate();
    }
    if (kernel.holds(SAFE)) {
      kernel.lookCloser(exact);
    }
    consider(kernel, algorithm);
  }

  private void consider(Draft kernel, String algorithm) {
    consider(kernel, SAFE, algorithm);
  }

  /** Takes a kernel that holds a share of the contract, if it is the cheapest so far. */
  private void consider(Draft kernel, double share, String algorithm) {
    if (kernel.holds(share)) {
      finish(kernel);
      sweep(kernel);
    }
    graph.section(null);
    record(algorithm, kernel);
    if (kernel.holds(share)) {
      kernel.noteFirst(algorithm);
      take(kernel);
    }
  }

  /** Looks at very many inputs where the sample leaves it in doubt that the contract holds. */
  private void sweep(Draft kernel) {
    boolean isInDoubt =
        graph.precision() == Precision.F32
            && contract.measure() == Contract.Measure.ULP
            && kernel.holds(1)
            && !kernel.holds(DOUBTFUL)
            && kernel.cost() < leastCost;
    if (isInDoubt) {
      kernel.sweep(exact, inDouble());
    }
  }

  private Graph inDouble() {
    if (inDouble == null) {
      GraphBuilder wider = new GraphBuilder(Precision.F64);
      inDouble = wider.build(new ExpressionLowering(wider, contract).lower(target.expression()));
    }
    return inDouble;
  }

  private void take(Draft kernel) {
    double cost = kernel.cost();
    if (cost < leastCost) {
      cheapest = kernel;
      leastCost = cost;
    }
    if (cost < leastCostWithoutTables && !kernel.looksUp()) {
      cheapestWithoutTables = kernel;
      leastCostWithoutTables = cost;
    }
  }

  private void record(String algorithm, double cost, double error) {
    trials.add(new Trial(target.name(), algorithm, cost, error));
  }

  private void record(String algorithm, Draft kernel) {
    record(algorithm, kernel.cost(), kernel.maxError());
  }

  /** What composing the operations of the formula gives. */
  Draft composed() {
    return composed(lowering, isWider ? ", in double" : "");
  }

  private Draft composed(ExpressionLowering used, String variant) {
    boolean mayLookUp = !target.hasParameters() && contract.measure() == Contract.Measure.ULP;
    return composed(used, variant, mayLookUp);
  }

  private Draft composed(ExpressionLowering used, String variant, boolean mayLookUp) {
    Node result = used.lower(target.expression());
    Draft kernel = draft(result, used);
    kernel.lookCloser(exact);
    new Limits(kernel, target).saturate();
    if (mayLookUp) {
      new TableStandIn(kernel, exact).ofX();
    }
    finish(kernel);
    graph.section(null);
    String algorithm = "composed of elementary functions" + variant;
    record(algorithm, kernel);
    return kernel;
  }

  /**
   * What composing gives where that is nearly rounded; else what composing in double words gives,
   * rounded once. For a contract that hardly allows for more than one rounding.
   */
  Draft rounded() {
    Draft plain = composed(lowering, "", false);
    boolean isForAllParameters = target.parameters().isEmpty() || plain.roundsOnce();
    if (plain.holds(NEARLY_ROUNDED) && isForAllParameters) {
      return plain;
    }
    return composedOfWords();
  }

  /** What composing in double words gives, rounded once. */
  private Draft composedOfWords() {
    Draft best = null;
    for (Wide.Scaling scaling : Wide.Scaling.values()) {
      Draft kernel = composedOfWords(scaling);
      best = best == null || kernel.maxError() <= best.maxError() ? kernel : best;
      if (best.holds(1)) {
        break;
      }
    }
    return best;
  }

  private Draft composedOfWords(Wide.Scaling scaling) {
    WideLowering words = new WideLowering(graph, lowering, scaling);
    Draft kernel = draft(words.lower(target.expression()), lowering, words);
    Limits limits = new Limits(kernel, target);
    limits.saturateWithinContract();
    new Corrections(kernel).replaceNaN(() -> lowering.lower(target.expression()));
    limits.saturate();
    kernel.lookCloser(exact);
    if (!target.hasParameters()) {
      new ExpansionStandIn(kernel, exact).nextToZero();
    }
    finish(kernel);
    graph.section(null);
    record(scaling.algorithm(), kernel);
    kernel.noteFirst(scaling.algorithm());
    return kernel;
  }

  private void finish(Draft kernel) {
    Corrections corrections = new Corrections(kernel);
    corrections.bound(target.minimum(), target.maximum());
    // What is declared at a kink holds there, whatever the direction of the function.
    corrections.overrides(
        target.overrides().stream()
            .filter(point -> point.value() < target.minimum() || point.value() > target.maximum())
            .toList());
    boolean signsZeros =
        target.symmetry() == Symmetry.ODD
            || (target.symmetry() != null && contract.measure() == Contract.Measure.ULP);
    if (signsZeros) {
      corrections.signZeros(target.symmetry());
    }
    corrections.propagateNaN();
  }

  private Draft draft(Node result, ExpressionLowering used) {
    return draft(result, used, null);
  }

  private Draft draft(Node result, ExpressionLowering used, WideLowering words) {
    graph.section(CORRECTIONS);
    Draft kernel = new Draft(graph, used, words, contract, target.parameters(), sample, result);
    new Corrections(kernel).overrides(target.overrides());
    return kernel;
  }
}
