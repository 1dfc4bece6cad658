package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Precision;
import dev.limen.processor.kernel.Wide.Scaling;
import dev.limen.verify.Ball;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions in double words, both words of them, against reference arithmetic. */
class WideFunctionsTest {

  private static final long SEED = 20_261_121;
  private static final int SAMPLES = 3_000;

  record Functions(
      WideArithmetic arithmetic,
      WideExponentials exponentials,
      WideLogarithms logarithms,
      WideErrorFunctions errors,
      WideTrigonometry trigonometry) {

    static Functions in(GraphBuilder graph, Scaling scaling) {
      WideArithmetic arithmetic = new WideArithmetic(graph, scaling);
      WideExponentials exponentials = new WideExponentials(graph, arithmetic);
      return new Functions(
          arithmetic,
          exponentials,
          new WideLogarithms(graph, arithmetic, exponentials),
          new WideErrorFunctions(graph, arithmetic, exponentials),
          new WideTrigonometry(graph, arithmetic, exponentials));
    }

    Wide minusSquare(Wide u) {
      return arithmetic.negate(arithmetic.times(u, u));
    }
  }

  interface Lowered {
    Wide of(Functions functions, Wide u);
  }

  /**
   * A function.
   *
   * @param low the least argument
   * @param high the greatest
   */
  record Case(String name, Lowered lowered, UnaryOperator<Ball> exact, double low, double high) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Case> cases() {
    Ball one = Ball.of(1);
    return Stream.of(
        new Case(
            "inverse",
            (f, u) -> f.arithmetic.dividedBy(f.arithmetic.constant(1), u),
            one::dividedBy,
            -9,
            9),
        new Case("cube", (f, u) -> f.arithmetic.power(u, 3), u -> u.pow(3), -9, 9),
        new Case(
            "sum",
            (f, u) -> f.arithmetic.plus(u, f.arithmetic.constant(-1.25)),
            u -> u.minus(1.25),
            -9,
            9),
        new Case("root", (f, u) -> f.arithmetic.sqrt(u), Ball::sqrt, 0x1p-60, 9),
        new Case("exp", (f, u) -> f.exponentials.exp(u), Ball::exp, -800, 709.7),
        new Case("expm1", (f, u) -> f.exponentials.expm1(u), Ball::expm1, -100, 40),
        new Case("sigmoid", (f, u) -> f.exponentials.sigmoid(u), Ball::sigmoid, -800, 60),
        new Case("tanh", (f, u) -> f.exponentials.tanh(u), Ball::tanh, -30, 30),
        new Case("sech", (f, u) -> f.exponentials.sech(u), u -> one.dividedBy(u.cosh()), -800, 800),
        new Case("cosh", (f, u) -> f.exponentials.cosh(u), Ball::cosh, -710.4, 710.4),
        new Case("sinh", (f, u) -> f.exponentials.sinh(u), Ball::sinh, -710.4, 710.4),
        new Case("log", (f, u) -> f.logarithms.log(u), Ball::log, 0x1p-60, 1e9),
        new Case("log1p", (f, u) -> f.logarithms.log1p(u), Ball::log1p, -0.999, 1e9),
        new Case("softplus", (f, u) -> f.logarithms.softplus(u), Ball::softplus, -800, 800),
        new Case("erf", (f, u) -> f.errors.erf(u, f.minusSquare(u)), Ball::erf, -7, 7),
        new Case("erfc", (f, u) -> f.errors.erfc(u, f.minusSquare(u)), Ball::erfc, -7, 28.5),
        new Case("sin", (f, u) -> f.trigonometry.sin(u), Ball::sin, -1e5, 1e5),
        new Case("cos", (f, u) -> f.trigonometry.cos(u), Ball::cos, -1e5, 1e5),
        new Case("atan", (f, u) -> f.trigonometry.atan(u), Ball::atan, -1e9, 1e9));
  }

  private static Stream<Arguments> casesAndScalings() {
    return cases().flatMap(c -> Stream.of(Scaling.values()).map(s -> Arguments.of(c, s)));
  }

  /** The arguments are double words themselves. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("casesAndScalings")
  void hasMoreThanSixtyBits(Case function, Scaling scaling) {
    GraphBuilder graph = new GraphBuilder(Precision.F64);
    Wide u = new Wide(graph.x(), graph.gradY(), null);
    Functions functions = Functions.in(graph, scaling);
    Wide value = function.lowered().of(functions, u);
    Node low = functions.arithmetic().low(value);
    Node scale = functions.arithmetic().scale(value);

    System.out.println("seed " + SEED);
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] x = new double[2][SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      x[0][i] = argument(random, i, function.low(), function.high());
      x[1][i] = Math.ulp(x[0][i]) * random.nextDouble(-0.5, 0.5);
    }
    double[] high = run(graph.build(value.high()), x);
    double[] lows = run(graph.build(low), x);
    double[] scales = run(graph.build(scale), x);
    for (int i = 0; i < SAMPLES; i++) {
      Ball exact = function.exact().apply(Ball.of(x[0][i], x[1][i]));
      Ball actual = Ball.of(high[i], lows[i]).times(scales[i]).times(scales[i]);
      double error = actual.minus(exact).dividedBy(exact).toDouble();
      assertThat(Math.abs(error)).as("of %s + %s", x[0][i], x[1][i]).isLessThan(0x1p-64);
    }
  }

  /** Of all sizes, and some from the middle of the range. */
  private static double argument(SplittableRandom random, int i, double low, double high) {
    double even = random.nextDouble(low, high);
    double small = Math.scalb(even / Math.max(Math.abs(low), high), random.nextInt(-50, 6));
    return i % 2 == 0 || small < low || small > high ? even : small;
  }

  private static double[] run(Graph graph, double[]... x) {
    return Interpreters.run(graph, Map.of(), x)[0];
  }

  private static Stream<Arguments> odd() {
    List<String> names = List.of("tanh", "sinh", "erf", "sin", "atan", "cube");
    return cases().filter(c -> names.contains(c.name())).map(Arguments::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("odd")
  void isOddToTheLastBit(Case function) {
    GraphBuilder graph = new GraphBuilder(Precision.F64);
    Functions functions = Functions.in(graph, Scaling.TINY);
    Wide value = function.lowered().of(functions, Wide.of(graph.x()));
    Graph kernel = graph.build(functions.arithmetic().low(value));
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] x = {random.doubles(500, 0x1p-20, 6).toArray()};
    double[][] mirrored = {DoubleStream.of(x[0]).map(v -> -v).toArray()};
    double[] right = run(kernel, x);
    double[] left = run(kernel, mirrored);
    for (int i = 0; i < right.length; i++) {
      assertThat(left[i]).as("at %s", x[0][i]).isEqualTo(-right[i]);
    }
  }
}
