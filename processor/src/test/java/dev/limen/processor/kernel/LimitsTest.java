package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.limen.processor.analysis.Asymptote;
import dev.limen.processor.analysis.Tail;
import dev.limen.processor.analysis.Tails;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Relation;
import dev.limen.verify.Ball;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static final Tail NO_TAIL = Tails.of(new Asymptote.Unknown(), Double.NaN, Double.NaN);

  private final Drafts drafts = new Drafts();
  private final GraphBuilder graph = drafts.graph();

  private static void saturate(Draft draft, Tail below, Tail above) {
    Target target =
        new Target(
            "value",
            Expr.X,
            List.of(),
            draft.parameters(),
            below,
            above,
            false,
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            null);
    new Limits(draft, target).saturate();
  }

  @Test
  void anUnknownTailIsLeftAlone() {
    Node square = graph.multiply(graph.x(), graph.x());
    Draft draft = drafts.of(square, Ball::square);
    saturate(draft, NO_TAIL, NO_TAIL);
    assertThat(draft.result()).isSameAs(square);
    assertThat(draft.notes()).isEmpty();
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
    Tail one = Tails.of(new Asymptote.Limit(Expr.ONE), 0x1p14, 0x1p12);
    Draft draft = drafts.of(node, exact);
    saturate(draft, one, one);
    assertThat(drafts.at(draft, 1e30)).isEqualTo(1);
    assertThat(drafts.at(draft, Double.NEGATIVE_INFINITY)).isEqualTo(1);
    assertThat(drafts.at(draft, 1)).isEqualTo(0.5f);
    assertThat(draft.certificate().maxError()).isLessThan(3);
    assertThat(draft.notes()).hasSize(2).anyMatch(note -> note.contains("x > 16384"));
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
    Draft draft = drafts.of(node, exact);
    saturate(
        draft,
        Tails.of(new Asymptote.Limit(Expr.ZERO), Double.POSITIVE_INFINITY, 0x1p12),
        Tails.of(new Asymptote.Line(Expr.ONE, Expr.ZERO), 0x1p13, 0x1p12));
    assertThat(drafts.at(draft, -1e30)).isZero();
    assertThat(drafts.at(draft, Double.NEGATIVE_INFINITY)).isZero();
    assertThat(drafts.at(draft, 3e38)).isEqualTo(3e38f);
    assertThat(draft.notes()).hasSize(2);
    // Up to the overflow it computes.
    assertThat(drafts.at(draft, -1e15)).isEqualTo(0);
    assertThat(drafts.at(draft, -2)).isCloseTo(0.41421356f, offset(1e-6f));
  }

  @Test
  void whereNoAsymptoteHoldsBeforeItTheInfinityItselfIsRight() {
    // x/(1 + x)... towards 0 like 1/x, with inf/inf at the end.
    Node x = graph.x();
    Node node = graph.divide(x, graph.fma(x, x, graph.constant(1)));
    UnaryOperator<Ball> exact =
        b -> Double.isInfinite(b.hi()) ? Ball.of(0) : b.dividedBy(b.square().plus(1));
    Draft draft = drafts.of(node, exact);
    Tail zero = Tails.of(new Asymptote.Limit(Expr.ZERO), Double.POSITIVE_INFINITY, Double.NaN);
    saturate(draft, zero, zero);
    assertThat(drafts.at(draft, Double.POSITIVE_INFINITY)).isZero();
    assertThat(drafts.at(draft, Double.NEGATIVE_INFINITY)).isZero();
    assertThat(drafts.at(draft, 2)).isEqualTo(0.4f);
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
    Draft draft = drafts.of(node, b -> b, Map.of("beta", 1.0));
    saturate(
        draft,
        NO_TAIL,
        Tails.of(new Asymptote.Line(slope, Expr.ZERO), Double.POSITIVE_INFINITY, Double.NaN));
    Graph kernel = graph.build(draft.result());
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(new FloatInterpreter(kernel, Map.of("beta", -1.0)).apply(infinity)).isZero();
    assertThat(new FloatInterpreter(kernel, Map.of("beta", 1.0)).apply(infinity))
        .isEqualTo(infinity);
  }
}
