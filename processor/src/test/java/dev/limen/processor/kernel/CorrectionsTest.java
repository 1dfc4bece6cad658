package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.processor.formula.Derivative;
import dev.limen.runtime.FunctionProperties.Symmetry;
import dev.limen.verify.Ball;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectionsTest {

  private final Drafts drafts = new Drafts();
  private final GraphBuilder graph = drafts.graph();

  @Test
  void aPointOfADerivativeHasItsOwnValue() {
    Draft relu =
        drafts.of(
            graph.select(
                graph.less(graph.x(), graph.constant(0)), graph.constant(0), graph.constant(1)),
            Ball::step);
    // 0.1 is no float: no x is there.
    new Corrections(relu)
        .overrides(List.of(new Derivative.PointValue(0, 0.5), new Derivative.PointValue(0.1, 7)));
    assertThat(drafts.at(relu, 0)).isEqualTo(0.5f);
    assertThat(drafts.at(relu, -0.0)).isEqualTo(0.5f);
    assertThat(drafts.at(relu, Float.MIN_VALUE)).isEqualTo(1);
    assertThat(drafts.at(relu, 0.1)).isEqualTo(1);
  }

  @Test
  void whatPropagatesNaNIsLeftAlone() {
    Node square = graph.multiply(graph.x(), graph.x());
    Draft draft = drafts.of(square, Ball::square);
    new Corrections(draft).propagateNaN();
    new Corrections(draft).bound(0, Double.POSITIVE_INFINITY);
    new Corrections(draft).signZeros(Symmetry.EVEN);
    assertThat(draft.result()).isSameAs(square);
    assertThat(draft.notes()).isEmpty();
  }

  @Test
  void nanIsLetThrough() {
    Node step =
        graph.select(
            graph.less(graph.x(), graph.constant(0)), graph.constant(0), graph.constant(1));
    Draft draft = drafts.of(step, Ball::step);
    assertThat(drafts.at(draft, Double.NaN)).isEqualTo(1);
    new Corrections(draft).propagateNaN();
    assertThat(drafts.at(draft, Double.NaN)).isNaN();
    assertThat(drafts.at(draft, -1)).isZero();
    assertThat(drafts.at(draft, Double.POSITIVE_INFINITY)).isEqualTo(1);
  }

  @Test
  void provenBoundsHold() {
    Node over = graph.multiply(graph.x(), graph.constant(1 + 0x1p-23));
    Node clamped =
        graph.select(graph.less(graph.constant(1), graph.x()), graph.constant(1 + 0x1p-23), over);
    Draft draft = drafts.of(clamped, Ball::abs);
    new Corrections(draft).bound(0, 1);
    assertThat(drafts.at(draft, 3)).isEqualTo(1);
    assertThat(drafts.at(draft, -3)).isZero();
    assertThat(drafts.at(draft, 0.25)).isEqualTo(0.25f * (1 + 0x1p-23f));
    assertThat(drafts.at(draft, Double.NaN)).isNaN();
  }

  @Test
  void zerosHaveTheSignOfTheFunctionNextToThem() {
    // x - tanh(x): -0 - -0 is +0.
    Node difference = graph.subtract(graph.x(), new Elementary(graph).tanh(graph.x()));
    Draft draft = drafts.of(difference, b -> b.minus(b.tanh()));
    assertThat(drafts.at(draft, -0.0)).isEqualTo(Float.valueOf(0f));
    new Corrections(draft).signZeros(Symmetry.ODD);
    assertThat(drafts.at(draft, -0.0)).isEqualTo(Float.valueOf(-0f));
    assertThat(drafts.at(draft, 0.0)).isEqualTo(Float.valueOf(0f));
    assertThat(drafts.at(draft, -1e-20)).isEqualTo(Float.valueOf(-0f));
    assertThat(drafts.at(draft, 1e-20)).isEqualTo(Float.valueOf(0f));
    assertThat(drafts.at(draft, Double.NaN)).isNaN();
  }
}
