package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Precision;
import dev.limen.processor.formula.Expr;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {

  private final GraphBuilder b = new GraphBuilder(Precision.F32);

  @Test
  void equalOperationsAreOneNode() {
    assertThat(b.add(b.x(), b.gradY())).isSameAs(b.add(b.gradY(), b.x()));
    assertThat(b.subtract(b.x(), b.gradY())).isNotSameAs(b.subtract(b.gradY(), b.x()));
    assertThat(b.fma(b.x(), b.gradY(), b.x())).isSameAs(b.fma(b.gradY(), b.x(), b.x()));
    assertThat(b.less(b.x(), b.gradY())).isNotSameAs(b.less(b.gradY(), b.x()));
  }

  @Test
  void constantsAreFoldedInThePrecisionOfTheGraph() {
    assertThat(b.realOf(b.divide(b.constant(1), b.constant(3)))).isEqualTo(1f / 3f);
    assertThat(b.realOf(b.fma(b.constant(0.1), b.constant(10), b.constant(-1))))
        .isEqualTo(Math.fma(0.1f, 10f, -1f));
    assertThat(b.bitsAdd(b.bits(Integer.MAX_VALUE), b.bits(1))).isSameAs(b.bits(Integer.MIN_VALUE));
    assertThat(b.select(b.less(b.constant(1), b.constant(2)), b.x(), b.gradY())).isSameAs(b.x());
    assertThat(b.select(b.maskNot(b.equal(b.constant(-0.0), b.constant(0))), b.x(), b.gradY()))
        .isSameAs(b.gradY());
  }

  @Test
  void aProductWithAPowerOfTwoMadeOfBitsIsAddedInOneOperation() {
    GraphBuilder b = new GraphBuilder(Precision.F32);
    Node x = b.x();
    Node power = b.fromBits(b.shiftLeft(b.toBits(b.gradY()), 23));
    Node none = b.fromBits(b.shiftLeft(b.toBits(b.gradY()), 22));
    assertThat(b.add(b.multiply(x, power), b.constant(3))).isSameAs(b.fma(x, power, b.constant(3)));
    assertThat(b.add(b.multiply(x, none), b.constant(3)).opcode()).isEqualTo(Opcode.ADD);
  }

  @Test
  void aProductWithAPowerOfTwoIsAddedInOneOperation() {
    Node x = b.x();
    Node g = b.gradY();
    Node half = b.constant(0.5);
    assertThat(b.add(g, b.multiply(half, x))).isSameAs(b.fma(x, half, g));
    assertThat(b.subtract(b.multiply(x, half), g)).isSameAs(b.fma(x, half, b.negate(g)));
    assertThat(b.add(g, b.multiply(x, b.constant(0.7))).opcode()).isEqualTo(Opcode.ADD);
    Node isNegative = b.less(x, b.constant(0));
    Node orZero = b.select(isNegative, b.constant(0), b.multiply(x, half));
    assertThat(b.add(orZero, g)).isSameAs(b.fma(b.select(isNegative, b.constant(0), x), half, g));
    Node orOne = b.select(isNegative, b.constant(1), b.multiply(x, half));
    assertThat(orOne.opcode()).isEqualTo(Opcode.SELECT);
  }

  @Test
  void aChoiceThatTheNextOneMakesAnywayIsLeftOut() {
    Node x = b.x();
    Node g = b.gradY();
    Node one = b.constant(1);
    Node two = b.constant(2);
    Node belowTwo = b.select(b.less(x, two), g, x);
    assertThat(b.select(b.less(x, one), g, belowTwo)).isSameAs(belowTwo);
    assertThat(b.select(b.less(x, one), x, belowTwo)).isNotSameAs(belowTwo);
    Node belowOne = b.select(b.less(x, one), g, x);
    assertThat(b.select(b.less(x, two), g, belowOne)).isNotSameAs(belowOne);
    Node aboveOne = b.select(b.less(one, x), g, x);
    assertThat(b.select(b.less(two, x), g, aboveOne)).isSameAs(aboveOne);
    assertThat(b.select(b.less(two, g), g, aboveOne)).isNotSameAs(aboveOne);
  }

  @Test
  void aNaNIsNotFoldedBecauseItsBitsDependOnTheMachine() {
    assertThat(b.divide(b.constant(0), b.constant(0)).opcode()).isEqualTo(Opcode.DIVIDE);
  }

  @Test
  void identitiesKeepTheSignOfZero() {
    Node x = b.x();
    assertThat(b.multiply(x, b.constant(1))).isSameAs(x);
    assertThat(b.multiply(b.constant(-1), x)).isSameAs(b.negate(x));
    assertThat(b.subtract(x, b.constant(0))).isSameAs(x);
    assertThat(b.add(x, b.constant(-0.0))).isSameAs(x);
    assertThat(b.add(x, b.constant(0)).opcode()).isEqualTo(Opcode.ADD);
    assertThat(b.subtract(x, b.constant(-0.0)).opcode()).isEqualTo(Opcode.SUBTRACT);
    assertThat(b.multiply(x, b.constant(0)).opcode()).isEqualTo(Opcode.MULTIPLY);
    assertThat(b.negate(b.negate(x))).isSameAs(x);
    assertThat(b.fma(b.constant(1), x, b.gradY())).isSameAs(b.add(x, b.gradY()));
  }

  @Test
  void divisionByAPowerOfTwoIsAMultiplication() {
    assertThat(b.divide(b.x(), b.constant(8))).isSameAs(b.multiply(b.x(), b.constant(0.125)));
    assertThat(b.divide(b.x(), b.constant(6)).opcode()).isEqualTo(Opcode.DIVIDE);
    assertThat(b.divide(b.x(), b.constant(0)).opcode()).isEqualTo(Opcode.DIVIDE);
    // 2^-127 is subnormal.
    assertThat(b.divide(b.x(), b.constant(0x1p127)).opcode()).isEqualTo(Opcode.DIVIDE);
  }

  @Test
  void roundingToFloatIsForDoubles() {
    assertThat(b.roundToFloat(b.x())).isSameAs(b.x());
    GraphBuilder wide = new GraphBuilder(Precision.F64);
    Node rounded = wide.roundToFloat(wide.x());
    assertThat(rounded.opcode()).isEqualTo(Opcode.ROUND_TO_FLOAT);
    assertThat(wide.roundToFloat(rounded)).isSameAs(rounded);
    assertThat(wide.realOf(wide.roundToFloat(wide.constant(0.1)))).isEqualTo(0.1f);
    DoubleInterpreter interpreter = new DoubleInterpreter(wide.build(rounded), Map.of());
    assertThat(interpreter.apply(0.1)).isEqualTo(0.1f);
    assertThat(interpreter.apply(1e300)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(interpreter.apply(-1e-300)).isEqualTo(Double.valueOf(-0.0));
    assertThat(interpreter.apply(Double.NaN)).isNaN();
  }

  @Test
  void aGraphHoldsWhatItsOutputsNeed() {
    Node alpha = b.uniform(new Expr.Parameter("alpha"));
    Node beta = b.uniform(new Expr.Parameter("beta"));
    Node x = b.x();
    b.add(x, alpha);
    Graph graph = b.build(b.multiply(x, beta));
    assertThat(graph.uniforms())
        .containsExactly(new Uniform(new Expr.Parameter("beta"), Uniform.Part.HIGH));
    assertThat(graph.nodes())
        .extracting(Node::opcode)
        .containsExactly(Opcode.UNIFORM, Opcode.INPUT, Opcode.MULTIPLY);
    assertThat(graph.nodes().getFirst().immediate()).isZero();
    assertThat(graph.nodes()).extracting(Node::id).isEqualTo(List.of(0, 1, 2));
    assertThat(graph.inputs()).isEqualTo(1);
  }

  @Test
  void namesAreUniqueInEachGraph() {
    Node sum = b.named("t", b.add(b.x(), b.gradY()));
    Node product = b.named("t", b.multiply(b.x(), b.gradY()));
    assertThat(b.build(sum, product).names().values())
        .containsExactlyInAnyOrder("x", "gradY", "t", "t2");
    assertThat(b.build(product).names().values()).containsExactlyInAnyOrder("x", "gradY", "t");
  }
}
