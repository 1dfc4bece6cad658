package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.approx.Algorithm;
import dev.limen.processor.formula.Expr;
import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A kernel in the making, with what it is measured against. */
final class Draft {

  private final GraphBuilder graph;
  private final ExpressionLowering lowering;
  private final WideLowering words;
  private final Contract contract;
  private final Map<String, Double> parameters;
  private final List<String> notes = new ArrayList<>();
  private Measurement measurement;
  private Node result;
  private Graph kernel;
  private double[] results;
  private double[] errors;
  private Certificate certificate;

  /** A kernel of plain operations. */
  Draft(
      GraphBuilder graph,
      ExpressionLowering lowering,
      Contract contract,
      Map<String, Double> parameters,
      Measurement sample,
      Node result) {
    this(graph, lowering, null, contract, parameters, sample, result);
  }

  /**
   * A kernel.
   *
   * @param lowering lowers what is to stand for it
   * @param words lowers that where every digit counts; null for not at all
   * @param sample what the kernel is measured against
   * @param result the kernel
   */
  Draft(
      GraphBuilder graph,
      ExpressionLowering lowering,
      WideLowering words,
      Contract contract,
      Map<String, Double> parameters,
      Measurement sample,
      Node result) {
    this.graph = graph;
    this.lowering = lowering;
    this.words = words;
    this.contract = contract;
    this.parameters = parameters;
    this.measurement = sample;
    this.result = result;
  }

  GraphBuilder graph() {
    return graph;
  }

  ExpressionLowering lowering() {
    return lowering;
  }

  WideLowering words() {
    return words;
  }

  Contract contract() {
    return contract;
  }

  Map<String, Double> parameters() {
    return parameters;
  }

  /** What it is measured against by now. */
  Measurement measurement() {
    return measurement;
  }

  /** The format of results, which that of the graph may be wider than. */
  Precision precision() {
    return measurement.precision();
  }

  /** The kernel as it is by now. */
  Node result() {
    return result;
  }

  /** Lets another node be the kernel. */
  void replace(Node other) {
    if (other != result) {
      result = other;
      kernel = null;
      forgetResults();
    }
  }

  private void forgetResults() {
    results = null;
    errors = null;
    certificate = null;
  }

  private Graph kernel() {
    if (kernel == null) {
      kernel = graph.build(result);
    }
    return kernel;
  }

  double cost() {
    return CostModel.cost(kernel());
  }

  boolean looksUp() {
    return !kernel().tables().isEmpty();
  }

  /** Whether it makes one rounding error at most, whatever the values of parameters. */
  boolean roundsOnce() {
    long roundings =
        kernel().nodes().stream()
            .filter(node ->
                switch (node.opcode()) {
                  case ADD, SUBTRACT, MULTIPLY, DIVIDE, SQRT, FMA -> true;
                  default -> false;
                })
            .count();
    return roundings <= 1
        && kernel().uniforms().stream().allMatch(u -> u.expression() instanceof Expr.Parameter);
  }

  /** The algorithms of the elementary functions in it. */
  List<Algorithm> algorithms() {
    // Double words have polynomials of their own, and the plain ones only stand in.
    return words == null ? lowering.algorithms(result) : List.of();
  }

  /** What is in it besides, for readers. */
  List<String> notes() {
    return notes;
  }

  void note(String algorithm) {
    notes.add(algorithm);
  }

  /** What readers are told in the first place. */
  void noteFirst(String algorithm) {
    notes.addFirst(algorithm);
  }

  // Measurement

  /** The number of inputs. */
  int size() {
    return measurement.size();
  }

  double input(int i) {
    return measurement.input(i);
  }

  Ball exact(int i) {
    return measurement.exact(i);
  }

  double rounded(double value) {
    return measurement.rounded(value);
  }

  double ulp(double value) {
    return measurement.ulp(value);
  }

  double bound() {
    return contract.bound();
  }

  /** The largest error found. */
  Certificate certificate() {
    if (certificate == null) {
      certificate = measurement.certificate(results(), errors(), contract.measure());
    }
    return certificate;
  }

  double maxError() {
    return certificate().maxError();
  }

  /** Whether the error found is no more than a share of what the contract allows. */
  boolean holds(double share) {
    return maxError() <= share * contract.bound();
  }

  /** Its values at the inputs of the measurement. */
  double[] results() {
    if (results == null) {
      results = measurement.run(kernel(), parameters);
    }
    return results;
  }

  /** The error at an input of the measurement. */
  double error(int i) {
    if (errors == null) {
      errors = new double[measurement.size()];
      Arrays.fill(errors, Double.NaN);
    }
    if (Double.isNaN(errors[i])) {
      errors[i] = measurement.error(i, results()[i], contract.measure());
    }
    return errors[i];
  }

  /** Its value at any input, for any values of the parameters. */
  double at(double x, Map<String, Double> values) {
    return graph.precision() == Precision.F32
        ? new FloatInterpreter(kernel(), values).apply((float) x)
        : measurement.rounded(new DoubleInterpreter(kernel(), values).apply(x));
  }

  /** Parameter values unlike the declared ones, for which kernels must hold as well. */
  List<Map<String, Double>> otherParameters() {
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
    double[] worst = new Sweep(kernel(), inDouble, parameters).worst(measurement, errors());
    Arrays.sort(worst);
    measureAlsoAt(worst, exact);
  }

  private double[] errors() {
    for (int i = 0; i < measurement.size(); i++) {
      error(i);
    }
    return errors;
  }

  private void measureAlsoAt(double[] inputs, ExactValues exact) {
    measurement =
        measurement.and(exact.measurement(precision(), inputs, measurement.crossesZero()));
    forgetResults();
  }
}
