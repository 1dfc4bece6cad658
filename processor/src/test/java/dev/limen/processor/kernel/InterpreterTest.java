package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.limen.Precision;
import dev.limen.processor.formula.Expr;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each operation against Java's own, in both precisions. */
class InterpreterTest {

  private static final double[] SPECIALS = {
    0,
    -0.0,
    1,
    -1,
    1.5,
    -2.5,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    0.1,
    3e-39
  };

  /** All pairs of specials, then random bits: longer than a block. */
  private static double[][] operands(Precision precision, long seed) {
    Random random = new Random(seed);
    int pairs = SPECIALS.length * SPECIALS.length;
    double[][] operands = new double[2][pairs + 1500];
    for (int i = 0; i < operands[0].length; i++) {
      for (int j = 0; j < 2; j++) {
        double value =
            i < pairs
                ? SPECIALS[j == 0 ? i / SPECIALS.length : i % SPECIALS.length]
                : precision == Precision.F32
                    ? Float.intBitsToFloat(random.nextInt())
                    : Double.longBitsToDouble(random.nextLong());
        operands[j][i] = precision == Precision.F32 ? (float) value : value;
      }
    }
    return operands;
  }

  private interface OnFloats {
    float apply(float a, float b);
  }

  private interface OnDoubles {
    double apply(double a, double b);
  }

  private static void check(
      Function<GraphBuilder, BinaryOperator<Node>> operation,
      OnFloats onFloats,
      OnDoubles onDoubles) {
    for (Precision precision : Precision.values()) {
      long seed = 20251;
      GraphBuilder builder = new GraphBuilder(precision);
      Node node = operation.apply(builder).apply(builder.x(), builder.gradY());
      double[][] operands = operands(precision, seed);
      double[] actual = Interpreters.run(builder.build(node), Map.of(), operands)[0];
      for (int i = 0; i < actual.length; i++) {
        double a = operands[0][i];
        double b = operands[1][i];
        double expected =
            precision == Precision.F32
                ? onFloats.apply((float) a, (float) b)
                : onDoubles.apply(a, b);
        assertThat(actual[i])
            .as("%s of %s and %s, seed %d", node.opcode(), a, b, seed)
            // Compares as Double.equals: zeros by sign, NaN with any NaN.
            .isEqualTo(Double.valueOf(expected));
      }
    }
  }

  @Test
  void arithmeticRoundsOnce() {
    check(b -> b::add, (x, y) -> x + y, (x, y) -> x + y);
    check(b -> b::subtract, (x, y) -> x - y, (x, y) -> x - y);
    check(b -> b::multiply, (x, y) -> x * y, (x, y) -> x * y);
    check(b -> b::divide, (x, y) -> x / y, (x, y) -> x / y);
    check(b -> (x, y) -> b.fma(x, y, x), (x, y) -> Math.fma(x, y, x), (x, y) -> Math.fma(x, y, x));
    check(b -> (x, y) -> b.sqrt(x), (x, y) -> (float) Math.sqrt(x), (x, y) -> Math.sqrt(x));
    check(b -> (x, y) -> b.negate(x), (x, y) -> -x, (x, y) -> -x);
    check(b -> (x, y) -> b.abs(x), (x, y) -> Math.abs(x), (x, y) -> Math.abs(x));
  }

  private static BinaryOperator<Node> onBits(GraphBuilder b, BinaryOperator<Node> operation) {
    return (x, y) -> b.fromBits(operation.apply(b.toBits(x), b.toBits(y)));
  }

  private interface OnInts {
    int apply(int a, int b);
  }

  private interface OnLongs {
    long apply(long a, long b);
  }

  private static void checkBits(
      Function<GraphBuilder, BinaryOperator<Node>> operation, OnInts onInts, OnLongs onLongs) {
    check(
        b -> onBits(b, operation.apply(b)),
        (x, y) ->
            Float.intBitsToFloat(
                onInts.apply(Float.floatToRawIntBits(x), Float.floatToRawIntBits(y))),
        (x, y) ->
            Double.longBitsToDouble(
                onLongs.apply(Double.doubleToRawLongBits(x), Double.doubleToRawLongBits(y))));
  }

  @Test
  void bitsAreThoseOfTheReal() {
    checkBits(b -> b::bitsAdd, (x, y) -> x + y, (x, y) -> x + y);
    checkBits(b -> b::bitsSubtract, (x, y) -> x - y, (x, y) -> x - y);
    checkBits(b -> b::bitsMultiply, (x, y) -> x * y, (x, y) -> x * y);
    checkBits(b -> b::and, (x, y) -> x & y, (x, y) -> x & y);
    checkBits(b -> b::or, (x, y) -> x | y, (x, y) -> x | y);
    checkBits(b -> b::xor, (x, y) -> x ^ y, (x, y) -> x ^ y);
    checkBits(b -> (x, y) -> b.shiftLeft(x, 5), (x, y) -> x << 5, (x, y) -> x << 5);
    checkBits(b -> (x, y) -> b.shiftRight(x, 5), (x, y) -> x >> 5, (x, y) -> x >> 5);
    checkBits(b -> (x, y) -> b.shiftRightUnsigned(x, 5), (x, y) -> x >>> 5, (x, y) -> x >>> 5);
    checkBits(
        b -> b::bitsMinUnsigned,
        (x, y) -> x + Integer.MIN_VALUE < y + Integer.MIN_VALUE ? x : y,
        (x, y) -> x + Long.MIN_VALUE < y + Long.MIN_VALUE ? x : y);
    checkBits(b -> (x, y) -> b.bits(0x1234567), (x, y) -> 0x1234567, (x, y) -> 0x1234567);
  }

  private static void checkMask(
      Function<GraphBuilder, BinaryOperator<Node>> mask, OnDoubles isSet) {
    check(
        b -> (x, y) -> b.select(mask.apply(b).apply(x, y), x, y),
        (x, y) -> isSet.apply(x, y) == 1 ? x : y,
        (x, y) -> isSet.apply(x, y) == 1 ? x : y);
  }

  @Test
  void comparisonsAreFalseOfNaN() {
    checkMask(b -> b::less, (x, y) -> x < y ? 1 : 0);
    checkMask(b -> b::lessOrEqual, (x, y) -> x <= y ? 1 : 0);
    checkMask(b -> b::equal, (x, y) -> x == y ? 1 : 0);
    checkMask(b -> (x, y) -> b.isNaN(x), (x, y) -> Double.isNaN(x) ? 1 : 0);
    checkMask(b -> (x, y) -> b.maskNot(b.less(x, y)), (x, y) -> x < y ? 0 : 1);
    checkMask(
        b -> (x, y) -> b.maskAnd(b.less(x, y), b.less(x, b.constant(0))),
        (x, y) -> x < y && x < 0 ? 1 : 0);
    checkMask(
        b -> (x, y) -> b.maskOr(b.less(x, y), b.equal(x, b.constant(0))),
        (x, y) -> x < y || x == 0 ? 1 : 0);
  }

  @Test
  void bitsAreSubtractedWhereAMaskIsSet() {
    check(
        b ->
            (x, y) -> {
              Node bits = b.toBits(x);
              return b.fromBits(b.bitsSubtractWhere(b.less(x, y), bits, b.bits(5)));
            },
        (x, y) -> Float.intBitsToFloat(Float.floatToRawIntBits(x) - (x < y ? 5 : 0)),
        (x, y) -> Double.longBitsToDouble(Double.doubleToRawLongBits(x) - (x < y ? 5 : 0)));
  }

  @ParameterizedTest
  @EnumSource
  void constantsAndUniformsFillTheirBlocks(Precision precision) {
    GraphBuilder builder = new GraphBuilder(precision);
    Expr beta = new Expr.Parameter("beta");
    Node sum =
        builder.add(
            builder.add(builder.uniform(beta), builder.uniformLow(beta)), builder.constant(0.75));
    Graph graph = builder.build(sum, builder.x());
    double[] actual = Interpreters.run(graph, Map.of("beta", 0.1), new double[2000])[0];
    double expected =
        precision == Precision.F32 ? (0.1f + (float) (0.1 - 0.1f)) + 0.75f : 0.1 + 0.75;
    assertThat(actual).containsOnly(expected);
  }

  @ParameterizedTest
  @EnumSource
  void outputsMayBeTheInputs(Precision precision) {
    GraphBuilder b = new GraphBuilder(precision);
    Graph graph = b.build(b.multiply(b.x(), b.x()), b.add(b.x(), b.gradY()));
    if (precision == Precision.F32) {
      float[][] arrays = {{3, 4}, {10, 20}};
      new FloatInterpreter(graph, Map.of()).run(arrays, arrays, 2);
      assertThat(arrays).isDeepEqualTo(new float[][] {{9, 16}, {13, 24}});
    } else {
      double[][] arrays = {{3, 4}, {10, 20}};
      new DoubleInterpreter(graph, Map.of()).run(arrays, arrays, 2);
      assertThat(arrays).isDeepEqualTo(new double[][] {{9, 16}, {13, 24}});
    }
  }

  @Test
  void shortArraysAndOtherPrecisionsAreRefused() {
    GraphBuilder b = new GraphBuilder(Precision.F32);
    Graph graph = b.build(b.add(b.x(), b.gradY()));
    FloatInterpreter interpreter = new FloatInterpreter(graph, Map.of());
    float[][] one = {new float[3]};
    float[][] two = {new float[3], new float[2]};
    assertThatThrownBy(() -> interpreter.run(one, one, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> interpreter.run(two, one, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new DoubleInterpreter(graph, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("F32");
  }
}
