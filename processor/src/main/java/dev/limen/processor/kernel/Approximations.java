package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.kernel.ExponentialFunctions.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Kernels that approximate the function as a whole, or as much of it as depends on one variable, by
 * tables of polynomials or one polynomial beside a bell.
 */
final class Approximations {

  /**
   * The share of the contract that the error of a part of a function may be: sums with the part may
   * cancel to a hundredth of their terms.
   */
  private static final double OF_PART = 0x1p-8;

  /** More than so many degrees are not tried where polynomials fit: it is rounding that misses. */
  private static final int MOST_DEGREES = 2;

  private final Drafting drafting;
  private final Cheapest cheapest;
  private final GraphBuilder graph;
  private final Target target;
  private final ExpressionLowering lowering;

  /**
   * Kernels of a target.
   *
   * @param cheapest is told of them
   * @param lowering of the formula as it stands
   */
  Approximations(Drafting drafting, Cheapest cheapest, ExpressionLowering lowering) {
    this.drafting = drafting;
    this.cheapest = cheapest;
    this.graph = drafting.graph();
    this.target = drafting.target();
    this.lowering = lowering;
  }

  /** Tries bells and tables of the target, which depends on x alone. */
  void tryWhole(Asymptotes asymptotes, Tolerance tolerance) {
    TableSearch tables = tables(drafting.exact(), tolerance, asymptotes, false);
    tryBells(new BellSearch(tables, graph.precision(), tolerance));
    tryTables(tables, DoubleWord.of(graph.x()));
  }

  /** Tries tables of the target, which depends on one product, whatever its parameters are. */
  void tryProduct(ExactValues ofProduct, DoubleWord product) {
    Tolerance tolerance =
        new Tolerance(measurement(ofProduct, target.crossesZero()), drafting.contract());
    ofProduct
        .asymptotes(tolerance)
        .ifPresent(
            asymptotes -> tryTables(tables(ofProduct, tolerance, asymptotes, false), product));
  }

  /**
   * Tries tables of a part of the target, whatever the values of the parameters in that and around
   * it: so close to the part that sums with it may cancel.
   */
  void tryPart(PartOfProduct function) {
    ExactValues values = ExactValues.of(function.part().function());
    Measurement measurement = measurement(values, false);
    if (measurement.zeros().findAny().isPresent()) {
      measurement = measurement(values, true);
    }
    double bound = OF_PART * drafting.contract().bound();
    Tolerance tolerance = new Tolerance(measurement, drafting.withBound(bound));
    values
        .asymptotes(tolerance)
        .map(asymptotes -> tables(values, tolerance, asymptotes, function.isMultipleOfX()))
        .ifPresent(tables -> tryTablesOfPart(tables, function));
  }

  private void tryTablesOfPart(TableSearch tables, PartOfProduct function) {
    Node x = function.isArithmetic() ? finite(graph.x()) : graph.x();
    Node u = of(x).lower(new Expr.Multiply(function.part().factor(), Expr.X));
    double costAround = around(u, function, of(x)).cost();
    graph.section(null);
    tryTables(tables, DoubleWord.of(u), costAround, table -> around(table, function, of(x)));
  }

  private Draft around(Node part, PartOfProduct function, ExpressionLowering used) {
    used.bind(PartOfProduct.PART, part);
    return drafting.of(used.lower(function.whole()), used);
  }

  private ExpressionLowering of(Node x) {
    ExpressionLowering ofX = drafting.lowering(Method.POLYNOMIAL);
    ofX.bind(Expr.X, x);
    return ofX;
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

  private Measurement measurement(ExactValues values, boolean crossesZero) {
    double[] inputs = SampleInputs.of(drafting.sample().precision(), List.of());
    return values.measurement(drafting.sample().precision(), inputs, crossesZero);
  }

  private TableSearch tables(
      ExactValues function, Tolerance tolerance, Asymptotes asymptotes, boolean losesNaN) {
    return new TableSearch(
        graph.precision(),
        u -> function.at(drafting.sample().precision(), u),
        tolerance,
        asymptotes,
        losesNaN);
  }

  private void tryBells(BellSearch bells) {
    Map<Double, Integer> measured = new HashMap<>();
    for (BellSearch.Candidate candidate : bells.candidates()) {
      if (candidate.cost() >= cheapest.costWithoutTables()) {
        break;
      }
      BellSearch.Shape shape = candidate.shape();
      Optional<Node> kernel = bells.lower(graph, shape);
      if (kernel.isEmpty()) {
        cheapest.record(shape.describe(), candidate.cost(), Double.NaN);
      } else if (measured.merge(shape.centre(), 1, Integer::sum) <= MOST_DEGREES) {
        measure(drafting.of(kernel.get(), lowering), shape.describe());
      }
    }
  }

  private void tryTables(TableSearch tables, DoubleWord x) {
    tryTables(tables, x, 0, table -> drafting.of(table, lowering));
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
      if (candidate.cost() + costAround >= cheapest.cost()) {
        break;
      }
      String algorithm = candidate.shape().describe();
      Optional<Node> table = tables.lower(graph, x, candidate.shape());
      if (table.isEmpty()) {
        cheapest.record(algorithm, candidate.cost(), Double.NaN);
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
      drafting.limits(kernel).saturate();
    }
    if (kernel.holds(Cheapest.SAFE)) {
      kernel.lookCloser(drafting.exact());
    }
    cheapest.consider(kernel, algorithm);
  }
}
