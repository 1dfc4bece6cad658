package dev.limen.processor.kernel;

import dev.limen.Accuracy;
import dev.limen.Precision;
import dev.limen.processor.analysis.Asymptote;
import dev.limen.processor.analysis.Tail;
import dev.limen.processor.approx.Algorithm;
import dev.limen.processor.approx.Partition;
import dev.limen.processor.approx.SegmentFit;
import dev.limen.processor.approx.SegmentTable;
import dev.limen.processor.approx.SegmentTable.Variable;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Evaluator;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;

/**
 * Makes right what plain arithmetic gets wrong at the edges: kinks, infinities and what overflows
 * on the way there, proven bounds that rounding oversteps, the sign of zero, NaN.
 *
 * <p>Each correction is a select at the end, and is made only where the kernel is seen to need it.
 */
final class Corrections {

  private final GraphBuilder graph;
  private final ExpressionLowering lowering;
  private final Contract contract;
  private final Map<String, Double> parameters;
  private final WideLowering words;
  private Measurement measurement;
  private final List<String> notes = new ArrayList<>();
  private Node result;
  private Graph kernel;
  private double[] results;

  /** A kernel to correct, with plain operations. */
  Corrections(
      GraphBuilder graph,
      ExpressionLowering lowering,
      Contract contract,
      Map<String, Double> parameters,
      Measurement sample,
      Node result) {
    this(graph, lowering, null, contract, parameters, sample, result);
  }

  /**
   * A kernel to correct.
   *
   * @param lowering lowers what stands for it
   * @param words lowers that where every digit counts; null for not at all
   * @param sample what the kernel is measured against
   * @param result the kernel
   */
  Corrections(
      GraphBuilder graph,
      ExpressionLowering lowering,
      WideLowering words,
      Contract contract,
      Map<String, Double> parameters,
      Measurement sample,
      Node result) {
    this.graph = graph;
    this.lowering = lowering;
    this.contract = contract;
    this.parameters = parameters;
    this.measurement = sample;
    this.words = words;
    this.result = result;
  }

  /** The node with all corrections. */
  Node result() {
    return result;
  }

  /** Its values at the inputs of the measurement. */
  double[] results() {
    if (results == null) {
      results = measurement.run(kernel(), parameters);
    }
    return results;
  }

  /** The largest error found. */
  Certificate certificate() {
    return measurement.certificate(results(), contract);
  }

  private Graph kernel() {
    if (kernel == null) {
      kernel = graph.build(result);
    }
    return kernel;
  }

  /** The algorithms of the elementary functions in it. */
  List<Algorithm> algorithms() {
    // Double words have polynomials of their own, and the plain ones only stand in.
    return words == null ? lowering.algorithms(result) : List.of();
  }

  /** What was corrected, for readers. */
  List<String> notes() {
    return notes;
  }

  /** Adds to what readers are told, in the first place. */
  void note(String algorithm) {
    notes.addFirst(algorithm);
  }

  private void replace(Node corrected) {
    if (corrected != result) {
      result = corrected;
      kernel = null;
      results = null;
    }
  }

  /** The format of results, which that of the graph may be wider than. */
  private Precision precision() {
    return measurement.precision();
  }

  /**
   * Measures at more inputs around those where errors are largest, so that no narrow peak is
   * missed.
   *
   * @param exact the function
   */
  void lookCloser(ExactValues exact) {
    measureAlsoAt(measurement.aroundTheWorst(errors()), exact);
  }

  /**
   * Measures at the worst of very many inputs.
   *
   * @param exact the function
   * @param inDouble a kernel of it in double
   */
  void sweep(ExactValues exact, Graph inDouble) {
    measureAlsoAt(new Sweep(kernel(), inDouble, parameters).worst(measurement, errors()), exact);
  }

  private double[] errors() {
    double[] errors = new double[measurement.size()];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = measurement.error(i, results()[i], contract.measure());
    }
    return errors;
  }

  private void measureAlsoAt(double[] inputs, ExactValues exact) {
    measurement =
        measurement.and(exact.measurement(precision(), inputs, measurement.crossesZero()));
    results = null;
  }

  // Kinks

  /** Gives the points of a derivative their own values. */
  void overrides(List<Derivative.PointValue> points) {
    for (Derivative.PointValue point : points) {
      if (measurement.rounded(point.at()) == point.at()) {
        Node isAt = graph.equal(graph.x(), graph.constant(point.at()));
        replace(graph.select(isAt, graph.constant(point.value()), result));
      }
    }
  }

  // Accuracy

  private static final int WIDEST_TABLE = 128;

  /** A table that leaves the contract missed must divide the error at least by this. */
  private static final double WORTH_A_TABLE = 4;

  /** The tables that are tried. */
  private static final int MOST_TABLES = 10;

  /** The share of the contract that is left to inputs that are not in the sample. */
  private static final double SAFE = 0.75;

  /** The share of the contract from which on a neighbour may miss it. */
  private static final double DOUBTFUL = 0.4;

  /** How far from a doubtful input the next one is looked for, of the width of the interval. */
  private static final double NEIGHBOURHOOD = 0.3;

  /** Tables reach a little farther than needed, of their width. */
  private static final double MARGIN = 0.05;

  /**
   * Lets polynomials on segments stand for the function where composing misses the contract: next
   * to zeros of a sum, where its terms are rounded before they cancel.
   *
   * @param exact the function
   */
  void tabulate(ExactValues exact) {
    tabulate(exact, exact, DoubleWord.of(graph.x()), 1);
  }

  /**
   * The same with polynomials of another function of a multiple of x, whatever the values of the
   * parameters in that.
   *
   * @param exact the function
   * @param ofMultiple the other function
   * @param multiple its argument
   * @param factor what x is multiplied by, for the declared values of the parameters
   */
  void tabulate(ExactValues exact, ExactValues ofMultiple, DoubleWord multiple, double factor) {
    Interval missed = missed(Interval.EMPTY);
    if (missed == null) {
      return;
    }
    boolean isFloat = graph.precision() == Precision.F32;
    int segments = isFloat ? 32 : 16;
    boolean isWider = graph.precision() != precision();
    int[] degrees =
        isFloat ? new int[] {4, 5, 6} : isWider ? new int[] {6, 8} : new int[] {10, 12, 14, 17};
    DoubleFunction<Ball> function = u -> ofMultiple.at(precision(), u);
    Node u = multiple.high();
    Node composed = result;
    Node best = null;
    double bestError = certificate().maxError() / WORTH_A_TABLE;
    String note = "";
    int degree = 0;
    for (int attempt = 0; attempt < MOST_TABLES && missed != null; attempt++) {
      Interval wide = widened(missed).times(factor);
      double low = wide.low() - MARGIN * (wide.high() - wide.low()) - 0x1p-10;
      double high = wide.high() + MARGIN * (wide.high() - wide.low()) + 0x1p-10;
      if (high - low > WIDEST_TABLE) {
        break;
      }
      double step = measurement.rounded(step(low, high, segments, factor));
      int first = (int) Math.floor(low / step + 0.5);
      Partition partition = new Partition.Uniform(step, first, segments);
      SegmentTable table =
          new SegmentFit(
                  graph.precision(),
                  function,
                  (at, value) -> measurement.ulp(value),
                  partition.low(0),
                  partition.high(segments - 1))
              .closest(partition, Variable.DISTANCE, degrees[degree]);
      Node isOnSegments =
          graph.maskAnd(graph.less(graph.constant(low), u), graph.less(u, graph.constant(high)));
      replace(graph.select(isOnSegments, SegmentLookup.lower(graph, table, multiple), composed));
      lookCloser(exact);
      double error = certificate().maxError();
      Interval covered = new Interval(low, high).times(1 / factor);
      Interval stillMissed = missed(covered);
      if (error < bestError) {
        best = result;
        bestError = error;
        note =
            String.format(
                Locale.ROOT,
                "%d segments of degree %d on [%s, %s]",
                segments,
                degrees[degree],
                low,
                high);
      }
      // Misses outside ask for a wider table, misses inside for better polynomials.
      boolean isInside =
          stillMissed != null
              && covered.low() < stillMissed.low()
              && stillMissed.high() < covered.high();
      degree = Math.min(degree + (isInside ? 1 : 0), degrees.length - 1);
      replace(composed);
      missed = stillMissed == null ? null : missed.hull(stillMissed);
    }
    if (best != null) {
      replace(best);
      notes.add(note);
    }
  }

  /** Half the widest interval that one polynomial stands for the function on. */
  private static final double WIDEST_POLYNOMIAL = 3;

  /**
   * Lets one polynomial stand for the function next to a zero of it, where composing misses the
   * contract there and nowhere else: vectors that hold no tables can follow it.
   *
   * @param exact the function
   * @param share the share of the contract that is to be held
   */
  void approximateNextToZero(ExactValues exact, double share) {
    double zero = measurement.rounded(zeroNextToTheWorst());
    double bound = share * contract.bound();
    int[] degrees =
        graph.precision() == Precision.F32
            ? new int[] {5, 6, 7, 9, 11, 13}
            : new int[] {11, 14, 17, 20, 24};
    Node composed = result;
    double radius = reach(zero, bound);
    for (int degree : degrees) {
      if (!(radius > 0 && radius < WIDEST_POLYNOMIAL)) {
        return;
      }
      Optional<double[]> fitted = fit(exact, zero - radius, zero + radius).fit(zero, degree);
      if (fitted.isEmpty()) {
        continue;
      }
      double[] coefficients = fitted.get();
      Node distance = graph.named("distance", graph.subtract(graph.x(), graph.constant(zero)));
      Node sum = graph.constant(coefficients[degree]);
      for (int power = degree - 1; power >= 0; power--) {
        sum = graph.named("sum", graph.fma(sum, distance, graph.constant(coefficients[power])));
      }
      Node isNear = graph.less(graph.abs(distance), graph.constant(measurement.rounded(radius)));
      replace(graph.select(isNear, sum, composed));
      if (certificate().maxError() <= bound) {
        lookCloser(exact);
      }
      if (certificate().maxError() <= bound) {
        notes.add(
            String.format(
                Locale.ROOT,
                "a polynomial of degree %d within %.2g of the zero at %.4g",
                degree,
                radius,
                zero));
        return;
      }
      replace(composed);
      // What was looked at more closely may miss the contract farther away.
      radius = reach(zero, bound);
    }
  }

  /** How far from a zero a bound is missed, and as far again; 0 where it is not missed. */
  private double reach(double zero, double bound) {
    double reach = 0;
    for (int i = 0; i < measurement.size(); i++) {
      if (!(measurement.error(i, results()[i], contract.measure()) <= bound)) {
        reach = Math.max(reach, Math.abs(measurement.input(i) - zero));
      }
    }
    // Of all floats far more are tried than a sample shows: reaches to 0 at least.
    double margin = Math.abs(zero) * (graph.precision() == Precision.F32 ? 1 : 0.1);
    return reach > 0 ? reach + Math.max(reach, margin) : 0;
  }

  /** Where the function is zero next to its largest error; NaN if nowhere. */
  private double zeroNextToTheWorst() {
    int worst = 0;
    for (int i = 0; i < measurement.size(); i++) {
      boolean isWorse =
          measurement.error(i, results()[i], contract.measure())
              > measurement.error(worst, results()[worst], contract.measure());
      worst = isWorse ? i : worst;
    }
    double nearest = Double.NaN;
    for (int i = 1; i < measurement.size(); i++) {
      double x = measurement.input(i);
      double before = measurement.input(i - 1);
      double y = measurement.exact(i).hi();
      double yBefore = measurement.exact(i - 1).hi();
      double zero = y == 0 ? x : x - y * (x - before) / (y - yBefore);
      boolean isNearer =
          !(Math.abs(zero - measurement.input(worst))
              >= Math.abs(nearest - measurement.input(worst)));
      boolean crosses = before * x > 0 && y * yBefore < 0;
      if ((crosses || (x == 0 && y == 0)) && isNearer) {
        nearest = zero;
      }
    }
    return nearest;
  }

  private SegmentFit fit(ExactValues exact, double low, double high) {
    return new SegmentFit(
        graph.precision(),
        x -> exact.at(precision(), x),
        (at, value) -> 0.75 * measurement.ulp(value),
        low,
        high);
  }

  /** Errors are noise: an interval with its neighbourhoods that may miss the contract as well. */
  private Interval widened(Interval interval) {
    double width = interval.high() - interval.low();
    double gap = NEIGHBOURHOOD * width;
    double reach = 1 + 2 * width;
    double low = interval.low();
    double high = interval.high();
    for (int i = measurement.size() - 1; i >= 0; i--) {
      double x = measurement.input(i);
      if (x < low && x > Math.max(low - gap, interval.low() - reach) && isDoubtful(i)) {
        low = x;
      }
    }
    for (int i = 0; i < measurement.size(); i++) {
      double x = measurement.input(i);
      if (x > high && x < Math.min(high + gap, interval.high() + reach) && isDoubtful(i)) {
        high = x;
      }
    }
    return new Interval(low, high);
  }

  private boolean isDoubtful(int i) {
    return measurement.error(i, results()[i], contract.measure()) > DOUBTFUL * contract.bound();
  }

  private record Interval(double low, double high) {
    static final Interval EMPTY = new Interval(0, 0);

    Interval times(double factor) {
      return factor < 0
          ? new Interval(high * factor, low * factor)
          : new Interval(low * factor, high * factor);
    }

    Interval hull(Interval other) {
      return new Interval(Math.min(low, other.low), Math.max(high, other.high));
    }
  }

  /**
   * The hull of the inputs that miss the contract, or might if others were tried on a table; null
   * for none.
   */
  private Interval missed(Interval table) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < measurement.size(); i++) {
      double x = measurement.input(i);
      boolean isOnTable = table.low() < x && x < table.high();
      double bound = (isOnTable ? SAFE : 1) * contract.bound();
      if (measurement.error(i, results()[i], contract.measure()) > bound) {
        low = Math.min(low, x);
        high = Math.max(high, x);
      }
    }
    return low <= high ? new Interval(low, high) : null;
  }

  /** A width of segments that cover an interval, with a zero of the function at a centre. */
  private double step(double low, double high, int segments, double factor) {
    double least = (high - low) / (segments - 1.5);
    return measurement
        .zeros()
        .map(zero -> zero * factor)
        .filter(zero -> low < zero && zero < high && Math.abs(zero) >= least)
        .map(Math::abs)
        .map(distance -> distance / Math.floor(distance / least))
        .findFirst()
        .orElse(least);
  }

  /** How far expansions reach, the farthest first. */
  private static final double[] REACHES = {0x1p-2, 0x1p-4};

  /** The share of a contract of one ulp that little more than a rounding takes. */
  private static final double NEARLY_ROUNDED = 0.51;

  /** The terms of expansions that are tried. */
  private static final int[] TERMS = {8, 12, 18, 24};

  /**
   * Lets an expansion stand for the function next to 0, where its terms cancel there.
   *
   * @param exact the function
   */
  void expandAtZero(ExactValues exact) {
    boolean missesBelow = missesNextToZero(-1);
    boolean missesAbove = missesNextToZero(1);
    if (!missesBelow && !missesAbove) {
      return;
    }
    Node composed = result;
    Node best = composed;
    double least = certificate().maxError();
    for (double reach : REACHES) {
      double from = missesBelow ? -reach : 0;
      double to = missesAbove ? reach : 0;
      for (int terms : TERMS) {
        Optional<ExpansionAtZero> expansion =
            least <= NEARLY_ROUNDED * contract.bound()
                ? Optional.empty()
                : ExpansionAtZero.of(x -> exact.at(precision(), x), from, to, terms);
        if (expansion.isPresent()) {
          Node isNear =
              graph.maskAnd(
                  graph.less(graph.constant(Math.nextDown(from)), graph.x()),
                  graph.less(graph.x(), graph.constant(Math.nextUp(to))));
          replace(graph.select(isNear, words.expansion(expansion.get()), composed));
          double error = certificate().maxError();
          best = error < least ? result : best;
          least = Math.min(error, least);
        }
      }
    }
    replace(best);
    if (best != composed) {
      notes.add("next to 0 the terms of an expansion");
    }
  }

  private boolean missesNextToZero(int side) {
    for (int i = 0; i < measurement.size(); i++) {
      double distance = measurement.input(i) * side;
      double error = measurement.error(i, results()[i], contract.measure());
      if (distance > 0 && distance < REACHES[0] && error > SAFE * contract.bound()) {
        return true;
      }
    }
    return false;
  }

  // Infinities

  /** Lets the asymptote stand for the function where the plain arithmetic fails. */
  void saturate(Tail below, Tail above) {
    saturate(above, 1);
    saturate(below, -1);
  }

  /** The same, where the asymptote holds the contract. */
  void saturateWithinContract(Tail below, Tail above) {
    saturate(above, 1, List.of(contract));
    saturate(below, -1, List.of(contract));
  }

  private void saturate(Tail tail, int side) {
    boolean isSaturated = saturate(tail, side, contractAndLooserOnes());
    boolean isKnown = !(tail.asymptote() instanceof Asymptote.Unknown);
    if (!isSaturated && isKnown && failsAtInfinity(tail, side)) {
      replaceBeyond(tail, side, graph.constant(Double.POSITIVE_INFINITY));
      notes.add("the limit at " + (side > 0 ? "infinity" : "-infinity"));
    }
  }

  /** Whether the asymptote was taken, with one of several contracts. */
  private boolean saturate(Tail tail, int side, List<Contract> candidates) {
    if (tail.asymptote() instanceof Asymptote.Unknown) {
      return false;
    }
    for (Contract candidate : candidates) {
      double from = tail.from(precision(), candidate);
      double firstBad = firstBad(side, from, candidate);
      boolean isLooser = candidate != contract;
      if (!Double.isFinite(from)
          || Double.isNaN(firstBad)
          || (isLooser && Double.isInfinite(firstBad))) {
        continue;
      }
      // A looser asymptote is taken no earlier than needed.
      double least = isLooser ? lastGood(side, firstBad) : 0;
      if (parameters.isEmpty()) {
        double start = roundedUp(Math.max(from, least));
        replaceBeyond(tail, side, graph.constant(start));
        notes.add("the asymptote for " + (side > 0 ? "x > " : "x < ") + side * start);
        return true;
      }
      Optional<Expr> forAll = tail.fromForAll(precision(), candidate);
      if (forAll.isPresent()) {
        Expr start =
            isLooser ? Expr.call(Function.MAX, forAll.get(), Expr.constant(least)) : forAll.get();
        replaceBeyond(tail, side, lowering.lower(start));
        notes.add("the asymptote far " + (side > 0 ? "above" : "below"));
        return true;
      }
    }
    return false;
  }

  private List<Contract> contractAndLooserOnes() {
    List<Contract> contracts = new ArrayList<>(List.of(contract));
    for (Accuracy accuracy : List.of(Accuracy.FAST, Accuracy.HALF)) {
      Contract looser = Contracts.of(accuracy, precision());
      if (contract.measure() == Contract.Measure.ULP || contract.bound() < looser.bound()) {
        contracts.add(looser);
      }
    }
    return contracts;
  }

  /** The least |x| beyond a bound, on one side, at which a contract is missed; NaN for none. */
  private double firstBad(int side, double bound, Contract candidate) {
    double first = Double.NaN;
    for (int i = 0; i < measurement.size(); i++) {
      double distance = measurement.input(i) * side;
      if (distance > bound && !(distance >= first) && isBad(i, candidate)) {
        first = distance;
      }
    }
    return first;
  }

  private boolean isBad(int i, Contract candidate) {
    // Looser ones are for what is grossly wrong: an error that grows with x does not excuse it.
    return candidate == contract
        ? measurement.error(i, results()[i], candidate.measure()) > candidate.bound()
        : measurement.relativeError(i, results()[i]) > candidate.bound();
  }

  private double lastGood(int side, double firstBad) {
    double last = 0;
    for (int i = 0; i < measurement.size(); i++) {
      double distance = measurement.input(i) * side;
      if (distance < firstBad) {
        last = Math.max(last, distance);
      }
    }
    return last;
  }

  private double roundedUp(double value) {
    if (precision() == Precision.F64) {
      return value;
    }
    float nearest = (float) value;
    return nearest < value ? Math.nextUp(nearest) : nearest;
  }

  private void replaceBeyond(Tail tail, int side, Node bound) {
    Node x = graph.x();
    boolean isAtInfinity =
        bound.opcode() == Opcode.CONSTANT && Double.isInfinite(graph.realOf(bound));
    Node isBeyond =
        isAtInfinity
            ? graph.equal(x, side > 0 ? bound : graph.negate(bound))
            : side > 0 ? graph.less(bound, x) : graph.less(x, graph.negate(bound));
    replace(graph.select(isBeyond, asymptote(tail.asymptote(), side), result));
  }

  private Node asymptote(Asymptote asymptote, int side) {
    Node plain = plainAsymptote(asymptote, side);
    if (words == null || asymptote instanceof Asymptote.Unbounded) {
      return plain;
    }
    Node value =
        words.lower(
            switch (asymptote) {
              case Asymptote.Limit(Expr limit) -> limit;
              case Asymptote.Line(Expr slope, Expr intercept) ->
                  new Expr.Add(new Expr.Multiply(slope, Expr.X), intercept);
              default -> throw new AssertionError(side);
            });
    return graph.select(graph.isNaN(value), plain, value);
  }

  private Node plainAsymptote(Asymptote asymptote, int side) {
    return switch (asymptote) {
      case Asymptote.Limit(Expr limit) -> lowering.lower(limit);
      case Asymptote.Line(Expr slope, Expr intercept) -> {
        if (lowering.isConstant(slope)) {
          yield lowering.lower(new Expr.Add(new Expr.Multiply(slope, Expr.X), intercept));
        }
        Node factor = lowering.lower(slope);
        Node constant = lowering.lower(intercept);
        // 0 times infinity is NaN.
        yield graph.select(
            graph.equal(factor, graph.constant(0)),
            constant,
            graph.fma(graph.x(), factor, constant));
      }
      case Asymptote.Unbounded(Expr sign) ->
          graph.multiply(lowering.lower(sign), graph.constant(Double.POSITIVE_INFINITY));
      case Asymptote.Unknown u -> throw new AssertionError(side);
    };
  }

  /** Whether the value at an infinity is wrong, for the declared parameters or for others. */
  private boolean failsAtInfinity(Tail tail, int side) {
    int at = indexOf(side * Double.POSITIVE_INFINITY);
    if (at >= 0 && measurement.error(at, results()[at], contract.measure()) > contract.bound()) {
      return true;
    }
    double infinity = side * Double.POSITIVE_INFINITY;
    for (Map<String, Double> others : otherParameters()) {
      double expected = limit(tail.asymptote(), side, others);
      double actual = at(infinity, others);
      boolean isRight =
          Double.isNaN(expected)
              || actual == expected
              || Math.abs(actual - expected) <= 0x1p-8 * Math.max(1, Math.abs(expected));
      if (!isRight) {
        return true;
      }
    }
    return false;
  }

  private static double limit(Asymptote asymptote, int side, Map<String, Double> parameters) {
    return switch (asymptote) {
      case Asymptote.Limit(Expr limit) -> number(limit, parameters);
      case Asymptote.Line(Expr slope, Expr intercept) -> {
        double factor = number(slope, parameters);
        yield factor == 0
            ? number(intercept, parameters)
            : factor * side * Double.POSITIVE_INFINITY;
      }
      case Asymptote.Unbounded(Expr sign) -> number(sign, parameters) * Double.POSITIVE_INFINITY;
      case Asymptote.Unknown u -> Double.NaN;
    };
  }

  private static double number(Expr expression, Map<String, Double> parameters) {
    double[] values = parameters.values().stream().mapToDouble(Double::doubleValue).toArray();
    return Evaluator.of(expression, List.copyOf(parameters.keySet()))
        .evaluate(0, values)
        .toDouble();
  }

  /** Parameter values unlike the declared ones, for which kernels must hold as well. */
  private List<Map<String, Double>> otherParameters() {
    List<Map<String, Double>> others = new ArrayList<>();
    for (String name : parameters.keySet()) {
      for (double factor : new double[] {-1, 0, 0.25, 4}) {
        Map<String, Double> changed = new LinkedHashMap<>(parameters);
        changed.merge(name, factor, (a, b) -> a * b);
        others.add(changed);
      }
    }
    return others;
  }

  private double at(double x, Map<String, Double> values) {
    return graph.precision() == Precision.F32
        ? new FloatInterpreter(kernel(), values).apply((float) x)
        : measurement.rounded(new DoubleInterpreter(kernel(), values).apply(x));
  }

  /** The place of an input; negative where the function is not known there. */
  private int indexOf(double x) {
    for (int i = 0; i < measurement.size(); i++) {
      if (Double.compare(measurement.input(i), x) == 0) {
        return i;
      }
    }
    return -1;
  }

  // Proven properties

  /** Keeps results in bounds that rounding oversteps. */
  void bound(double minimum, double maximum) {
    double low = measurement.rounded(minimum);
    double high = measurement.rounded(maximum);
    boolean isBelow = false;
    boolean isAbove = false;
    for (double y : results()) {
      // A bound as large as all numbers is none: infinity is the right limit.
      isBelow |= y < low && Math.abs(low) < Double.MAX_VALUE;
      isAbove |= y > high && Math.abs(high) < Double.MAX_VALUE;
    }
    if (isBelow) {
      Node bound = graph.constant(low);
      replace(graph.select(graph.less(result, bound), bound, result));
    }
    if (isAbove) {
      Node bound = graph.constant(high);
      replace(graph.select(graph.less(bound, result), bound, result));
    }
  }

  /** Gives zeros the sign that the function has next to them. */
  void signZeros(FunctionProperties.Symmetry symmetry) {
    int positive = indexOf(0.0);
    int negative = indexOf(-0.0);
    if (positive < 0 || negative < 0) {
      return;
    }
    Ball atZero = measurement.exact(positive);
    if (atZero.hi() != 0 || atZero.radius() != 0) {
      return;
    }
    double above = signNextTo(positive, 1);
    double below = signNextTo(negative, -1);
    boolean isOdd = symmetry == FunctionProperties.Symmetry.ODD;
    if (isOdd && above == 0) {
      // Zero all around, as a shrinkage is.
      above = 1;
      below = -1;
    }
    boolean isRight = hasSign(results()[positive], above) && hasSign(results()[negative], below);
    if (isRight || above == 0 || above == below) {
      return;
    }
    Node sign = graph.signOf(graph.x());
    if (isOdd && above > 0 && hasTheSignOfItsInput()) {
      replace(graph.fromBits(graph.or(graph.toBits(result), sign)));
      return;
    }
    if (above < 0) {
      sign = graph.xor(sign, graph.signBit());
    }
    Node isZero = graph.equal(isOdd ? result : graph.x(), graph.constant(0));
    replace(graph.select(isZero, graph.fromBits(sign), result));
  }

  private boolean hasTheSignOfItsInput() {
    for (int i = 0; i < measurement.size(); i++) {
      if (results()[i] * Math.signum(measurement.input(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The sign of the function on one side of a zero, where it is first known for certain. */
  private double signNextTo(int zero, int step) {
    for (int i = zero + step; Math.abs(measurement.input(i)) <= 1; i += step) {
      Ball value = measurement.exact(i);
      if (Math.abs(value.hi()) > value.radius() || value.isExact()) {
        return Math.signum(value.hi());
      }
    }
    return 0;
  }

  private static boolean hasSign(double zero, double sign) {
    return sign == 0 || Math.copySign(1.0, zero) == sign;
  }

  /**
   * Lets another node stand for the result where that is NaN though the function is not, if there
   * are such inputs, or may be with other values of parameters.
   */
  void replaceNaN(Supplier<Node> other) {
    boolean occurs = !parameters.isEmpty();
    for (int i = 0; i < measurement.size(); i++) {
      occurs |=
          Double.isNaN(results()[i])
              && !Double.isNaN(measurement.input(i))
              && !measurement.exact(i).isNaN();
    }
    if (occurs) {
      replace(graph.select(graph.isNaN(result), other.get(), result));
      notes.add("plain operations where those overflow");
    }
  }

  /** Lets NaN pass. */
  void propagateNaN() {
    int last = measurement.size() - 1;
    boolean propagates = Double.isNaN(results()[last]);
    for (Map<String, Double> others : otherParameters()) {
      propagates &= Double.isNaN(at(Double.NaN, others));
    }
    if (!propagates) {
      replace(graph.select(graph.isNaN(graph.x()), graph.x(), result));
    }
  }
}
