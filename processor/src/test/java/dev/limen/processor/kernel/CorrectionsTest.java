package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.limen.Accuracy;
import dev.limen.Precision;
import dev.limen.processor.analysis.Asymptote;
import dev.limen.processor.analysis.Tail;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Relation;
import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties.Symmetry;
import dev.limen.verify.Ball;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CorrectionsTest {

  private static final Contract STANDARD = Contracts.of(Accuracy.STANDARD, Precision.F32);
  private static final Tail NO_TAIL = tail(new Asymptote.Unknown(), Double.NaN, Double.NaN);

  private final GraphBuilder graph = new GraphBuilder(Precision.F32);

  /** A tail that holds from one bound for contracts in ulp, and from another for absolute ones. */
  private static Tail tail(Asymptote asymptote, double fromUlp, double fromAbsolute) {
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

  private Corrections corrections(Node node, UnaryOperator<Ball> exact) {
    return corrections(node, exact, Map.of());
  }

  private Corrections corrections(
      Node node, UnaryOperator<Ball> exact, Map<String, Double> parameters) {
    double[] inputs = SampleInputs.of(Precision.F32, List.of());
    Ball[] balls = new Ball[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      balls[i] = Double.isNaN(inputs[i]) ? Ball.nan() : exact.apply(Ball.of(inputs[i]));
    }
    return new Corrections(
        graph,
        new ExpressionLowering(graph, STANDARD),
        STANDARD,
        parameters,
        new Measurement(Precision.F32, inputs, balls, false),
        node);
  }

  private float at(Corrections corrections, double x) {
    return new FloatInterpreter(graph.build(corrections.result()), Map.of()).apply((float) x);
  }

  @Test
  void aPointOfADerivativeHasItsOwnValue() {
    Corrections relu =
        corrections(
            graph.select(
                graph.less(graph.x(), graph.constant(0)), graph.constant(0), graph.constant(1)),
            Ball::step);
    // 0.1 is no float: no x is there.
    relu.overrides(List.of(new Derivative.PointValue(0, 0.5), new Derivative.PointValue(0.1, 7)));
    assertThat(at(relu, 0)).isEqualTo(0.5f);
    assertThat(at(relu, -0.0)).isEqualTo(0.5f);
    assertThat(at(relu, Float.MIN_VALUE)).isEqualTo(1);
    assertThat(at(relu, 0.1)).isEqualTo(1);
  }

  @Test
  void whatPropagatesNaNIsLeftAlone() {
    Node square = graph.multiply(graph.x(), graph.x());
    Corrections corrections = corrections(square, Ball::square);
    corrections.propagateNaN();
    corrections.bound(0, Double.POSITIVE_INFINITY);
    corrections.signZeros(Symmetry.EVEN);
    corrections.saturate(NO_TAIL, NO_TAIL);
    assertThat(corrections.result()).isSameAs(square);
    assertThat(corrections.notes()).isEmpty();
  }

  @Test
  void nanIsLetThrough() {
    Node step =
        graph.select(
            graph.less(graph.x(), graph.constant(0)), graph.constant(0), graph.constant(1));
    Corrections corrections = corrections(step, Ball::step);
    assertThat(at(corrections, Double.NaN)).isEqualTo(1);
    corrections.propagateNaN();
    assertThat(at(corrections, Double.NaN)).isNaN();
    assertThat(at(corrections, -1)).isZero();
    assertThat(at(corrections, Double.POSITIVE_INFINITY)).isEqualTo(1);
  }

  @Test
  void theAsymptoteTakesOverFromWhereTheContractAllowsIt() {
    // x^2/(1 + x^2) overflows.
    Node square = graph.multiply(graph.x(), graph.x());
    Node node = graph.divide(square, graph.add(square, graph.constant(1)));
    UnaryOperator<Ball> exact =
        x ->
            Double.isInfinite(x.hi())
                ? Ball.of(1)
                : Ball.of(1).minus(Ball.of(1).dividedBy(x.square().plus(1)));
    Tail one = tail(new Asymptote.Limit(Expr.ONE), 0x1p14, 0x1p12);
    Corrections corrections = corrections(node, exact);
    corrections.saturate(one, one);
    assertThat(at(corrections, 1e30)).isEqualTo(1);
    assertThat(at(corrections, Double.NEGATIVE_INFINITY)).isEqualTo(1);
    assertThat(at(corrections, 1)).isEqualTo(0.5f);
    assertThat(corrections.certificate().maxError()).isLessThan(3);
    assertThat(corrections.notes()).hasSize(2).anyMatch(note -> note.contains("x > 16384"));
  }

  @Test
  void aLooserAsymptoteTakesOverNoEarlierThanNeeded() {
    // (x + sqrt(x^2 + 4))/2 tends to 0, but never comes within an ulp of it.
    Node x = graph.x();
    Node root = graph.sqrt(graph.fma(x, x, graph.constant(4)));
    Node node = graph.multiply(graph.add(x, root), graph.constant(0.5));
    UnaryOperator<Ball> exact =
        b ->
            b.hi() == Double.NEGATIVE_INFINITY
                ? Ball.of(0)
                : b.hi() == Double.POSITIVE_INFINITY
                    ? b
                    : b.hi() < 0
                        ? Ball.of(2).dividedBy(b.square().plus(4).sqrt().minus(b))
                        : b.plus(b.square().plus(4).sqrt()).dividedBy(2);
    Corrections corrections = corrections(node, exact);
    corrections.saturate(
        tail(new Asymptote.Limit(Expr.ZERO), Double.POSITIVE_INFINITY, 0x1p12),
        tail(new Asymptote.Line(Expr.ONE, Expr.ZERO), 0x1p13, 0x1p12));
    assertThat(at(corrections, -1e30)).isZero();
    assertThat(at(corrections, Double.NEGATIVE_INFINITY)).isZero();
    assertThat(at(corrections, 3e38)).isEqualTo(3e38f);
    assertThat(corrections.notes()).hasSize(2);
    // Up to the overflow it computes.
    assertThat(at(corrections, -1e15)).isEqualTo(0);
    assertThat(at(corrections, -2)).isCloseTo(0.41421356f, offset(1e-6f));
  }

  @Test
  void whereNoAsymptoteHoldsBeforeItTheInfinityItselfIsRight() {
    // x/(1 + x)... towards 0 like 1/x, with inf/inf at the end.
    Node x = graph.x();
    Node node = graph.divide(x, graph.fma(x, x, graph.constant(1)));
    UnaryOperator<Ball> exact =
        b -> Double.isInfinite(b.hi()) ? Ball.of(0) : b.dividedBy(b.square().plus(1));
    Corrections corrections = corrections(node, exact);
    Tail zero = tail(new Asymptote.Limit(Expr.ZERO), Double.POSITIVE_INFINITY, Double.NaN);
    corrections.saturate(zero, zero);
    assertThat(at(corrections, Double.POSITIVE_INFINITY)).isZero();
    assertThat(at(corrections, Double.NEGATIVE_INFINITY)).isZero();
    assertThat(at(corrections, 2)).isEqualTo(0.4f);
  }

  @Test
  void aLineThatIsFlatForSomeParametersGivesNoNaN() {
    Expr beta = new Expr.Parameter("beta");
    Node node =
        graph.select(
            graph.less(graph.uniform(beta), graph.constant(0)),
            graph.multiply(graph.x(), graph.constant(0)),
            graph.x());
    Expr slope = new Expr.Conditional(Relation.LESS, beta, Expr.ZERO, Expr.ZERO, Expr.ONE);
    Corrections corrections = corrections(node, b -> b, Map.of("beta", 1.0));
    corrections.saturate(
        NO_TAIL, tail(new Asymptote.Line(slope, Expr.ZERO), Double.POSITIVE_INFINITY, Double.NaN));
    Graph kernel = graph.build(corrections.result());
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(new FloatInterpreter(kernel, Map.of("beta", -1.0)).apply(infinity)).isZero();
    assertThat(new FloatInterpreter(kernel, Map.of("beta", 1.0)).apply(infinity))
        .isEqualTo(infinity);
  }

  @Test
  void provenBoundsHold() {
    Node over = graph.multiply(graph.x(), graph.constant(1 + 0x1p-23));
    Node clamped =
        graph.select(graph.less(graph.constant(1), graph.x()), graph.constant(1 + 0x1p-23), over);
    Corrections corrections = corrections(clamped, Ball::abs);
    corrections.bound(0, 1);
    assertThat(at(corrections, 3)).isEqualTo(1);
    assertThat(at(corrections, -3)).isZero();
    assertThat(at(corrections, 0.25)).isEqualTo(0.25f * (1 + 0x1p-23f));
    assertThat(at(corrections, Double.NaN)).isNaN();
  }

  @Test
  void zerosHaveTheSignOfTheFunctionNextToThem() {
    // x - tanh(x): -0 - -0 is +0.
    Node difference = graph.subtract(graph.x(), new Elementary(graph).tanh(graph.x()));
    Corrections corrections = corrections(difference, b -> b.minus(b.tanh()));
    assertThat(at(corrections, -0.0)).isEqualTo(Float.valueOf(0f));
    corrections.signZeros(Symmetry.ODD);
    assertThat(at(corrections, -0.0)).isEqualTo(Float.valueOf(-0f));
    assertThat(at(corrections, 0.0)).isEqualTo(Float.valueOf(0f));
    assertThat(at(corrections, -1e-20)).isEqualTo(Float.valueOf(-0f));
    assertThat(at(corrections, 1e-20)).isEqualTo(Float.valueOf(0f));
    assertThat(at(corrections, Double.NaN)).isNaN();
  }
}
