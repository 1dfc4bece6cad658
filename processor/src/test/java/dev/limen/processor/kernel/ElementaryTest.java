package dev.limen.processor.kernel;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.limen.Precision;
import dev.limen.processor.approx.Algorithm;
import dev.limen.processor.kernel.ExponentialFunctions.Method;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Elementary functions on the interpreter, against reference arithmetic. */
class ElementaryTest {

  /** What a double-word argument may add to the error of a single one, in ulp. */
  private static final double LOW_PART_COST = 0.2;

  interface Lowered {
    Node of(Elementary elementary, Node high, Node low);
  }

  /**
   * A function.
   *
   * @param exponentials how exponentials are computed, where there is a choice
   * @param seams where its kernel changes its course
   * @param specials the results at -infinity, -1, -0, 0, 1 and infinity; quarters are exact, other
   *     numbers stand for whatever is near
   * @param least no result is below
   * @param greatest no result is above
   */
  record Case(
      Algorithm algorithm,
      Method exponentials,
      Lowered lowered,
      boolean takesLow,
      UnaryOperator<Ball> exact,
      List<Double> seams,
      List<Double> specials,
      double least,
      double greatest) {

    Case(
        Algorithm algorithm,
        Lowered lowered,
        boolean takesLow,
        UnaryOperator<Ball> exact,
        List<Double> seams,
        List<Double> specials,
        double least,
        double greatest) {
      this(
          algorithm, Method.POLYNOMIAL, lowered, takesLow, exact, seams, specials, least, greatest);
    }

    Case byTable(Algorithm other) {
      return new Case(
          other, Method.TABLE, lowered, takesLow, exact, seams, specials, least, greatest);
    }

    @Override
    public String toString() {
      return algorithm.toString();
    }
  }

  private static final double INFINITE = POSITIVE_INFINITY;

  private static final List<Case> CASES =
      List.of(
          new Case(
              Algorithm.EXP,
              Elementary::exp,
              true,
              Ball::exp,
              reals(
                  88.7228391,
                  88.37626,
                  89,
                  -87.33655,
                  -103.9721,
                  -105,
                  709.78271,
                  710,
                  -708.396,
                  -745.133,
                  -750),
              reals(0, 0.4, 1, 1, 2.7, INFINITE),
              0,
              INFINITE),
          new Case(
              Algorithm.EXPM1,
              Elementary::expm1,
              true,
              Ball::expm1,
              reals(
                  0.34657359,
                  -0.34657359,
                  1.0397,
                  88.7228391,
                  88.37626,
                  89,
                  709.78271,
                  710,
                  -17.32868,
                  -37.4,
                  -50,
                  0x1p-60),
              reals(-1, -0.6, -0.0, 0, 1.7, INFINITE),
              -1,
              INFINITE),
          new Case(
              Algorithm.LOG,
              (elementary, u, low) -> elementary.log(u),
              false,
              Ball::log,
              reals(Math.sqrt(0.5), Math.sqrt(2), Float.MIN_NORMAL, Double.MIN_NORMAL),
              reals(NaN, NaN, NEGATIVE_INFINITY, NEGATIVE_INFINITY, 0, INFINITE),
              NEGATIVE_INFINITY,
              INFINITE),
          new Case(
              Algorithm.LOG1P,
              (elementary, u, low) -> elementary.log1p(u),
              false,
              Ball::log1p,
              reals(-1, Math.sqrt(0.5) - 1, Math.sqrt(2) - 1, 0x1p24, 0x1p53, 0x1p-60),
              reals(NaN, NEGATIVE_INFINITY, -0.0, 0, 0.7, INFINITE),
              NEGATIVE_INFINITY,
              INFINITE),
          new Case(
              Algorithm.LOG1P_OF_SQUARE,
              (elementary, u, low) -> elementary.log1pOfSquare(u),
              false,
              u -> Math.abs(u.hi()) < 0x1p60 ? u.square().log1p() : u.abs().log().times(2),
              reals(Math.sqrt(Math.sqrt(2) - 1), 0x1p12, 0x1p61, 0x1p64, 0x1p509, 0x1p512, 0x1p-30),
              reals(INFINITE, 0.7, 0, 0, 0.7, INFINITE),
              0,
              INFINITE),
          new Case(
              Algorithm.TANH,
              Elementary::tanh,
              true,
              Ball::tanh,
              reals(0.1732868, 0.519860, 9.010913, 19.06155, 20),
              reals(-1, -0.8, -0.0, 0, 0.8, 1),
              -1,
              1),
          new Case(
              Algorithm.SECH_SQUARED,
              Elementary::sechSquared,
              true,
              u -> Ball.of(1).dividedBy(u.cosh().square()),
              reals(0.1732868, 44.36, 52.67, 60, 354.9, 373.2, 375),
              reals(0, 0.4, 1, 1, 0.4, 0),
              0,
              1),
          new Case(
              Algorithm.SINH,
              Elementary::sinh,
              true,
              Ball::sinh,
              reals(1, 89.4159851, 95, 710.475860, 720),
              reals(NEGATIVE_INFINITY, -1.2, -0.0, 0, 1.2, INFINITE),
              NEGATIVE_INFINITY,
              INFINITE),
          new Case(
              Algorithm.COSH,
              Elementary::cosh,
              true,
              Ball::cosh,
              reals(0.34657359, 89.4159851, 95, 710.475860, 720),
              reals(INFINITE, 1.54, 1, 1, 1.54, INFINITE),
              1,
              INFINITE),
          new Case(
              Algorithm.SIGMOID,
              Elementary::sigmoid,
              true,
              Ball::sigmoid,
              reals(0.34657359, -17, -37, -87.33655, -103.9721, -105, -708.396, -745.133, -750),
              reals(0, 0.3, 0.5, 0.5, 0.7, 1),
              0,
              1),
          new Case(
              Algorithm.LOGISTIC_DENSITY,
              Elementary::logisticDensity,
              true,
              u -> u.sigmoid().times(u.negate().sigmoid()),
              reals(0.34657359, -87.33655, -103.9721, -105, -708.396, -745.133, -750),
              reals(0, 0.2, 0.25, 0.25, 0.2, 0),
              0,
              0.25),
          new Case(
              Algorithm.SOFTPLUS,
              Elementary::softplus,
              true,
              Ball::softplus,
              reals(0.34657359, 17, 37, -87.33655, -103.9721, -105, -708.396, -745.133, -750),
              reals(0, 0.3, 0.7, 0.7, 1.3, INFINITE),
              0,
              INFINITE),
          new Case(
              Algorithm.ERF,
              Elementary::erf,
              true,
              Ball::erf,
              reals(0.8, 1, 3.9192059, 4, 5.9215871, 6),
              reals(-1, -0.8, -0.0, 0, 0.8, 1),
              -1,
              1),
          new Case(
              Algorithm.ERFC,
              Elementary::erfc,
              true,
              Ball::erfc,
              reals(9.194549, 10.05434, 10.25, -3.9192059, 26.54326, 27.22602, 27.4, -5.863585),
              reals(2, 1.8, 0.999, 0.999, 0.2, 0),
              0,
              2),
          new Case(
              Algorithm.SIN,
              (elementary, u, low) -> elementary.sin(u),
              false,
              Ball::sin,
              multiplesOfQuarterPi(),
              reals(NaN, -0.8, -0.0, 0, 0.8, NaN),
              -1,
              1),
          new Case(
              Algorithm.COS,
              (elementary, u, low) -> elementary.cos(u),
              false,
              Ball::cos,
              multiplesOfQuarterPi(),
              reals(NaN, 0.54, 1, 1, 0.54, NaN),
              -1,
              1),
          new Case(
              Algorithm.ATAN,
              (elementary, u, low) -> elementary.atan(u),
              false,
              Ball::atan,
              reals(1, 0x1p24, 0x1p53),
              reals(-1.57, -0.8, -0.0, 0, 0.8, 1.57),
              -1.5708,
              1.5708));

  private static List<Double> reals(double... values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static List<Double> multiplesOfQuarterPi() {
    double[] multiples = new double[62];
    for (int i = 0; i < 60; i++) {
      multiples[i] = (i + 1) * (i < 40 ? 1 : i * i * i) * Math.PI / 4;
    }
    // The float and the double that come closest to a multiple of pi/2: J.-M. Muller and others,
    // Handbook of Floating-Point Arithmetic.
    multiples[60] = 16367173 * 0x1p72;
    multiples[61] = 6381956970095103.0 * 0x1p797;
    return reals(multiples);
  }

  private static Stream<Case> casesByTable() {
    return CASES.stream()
        .flatMap(c ->
            switch (c.algorithm()) {
              case EXP -> Stream.of(c.byTable(Algorithm.EXP_BY_TABLE));
              case SIGMOID -> Stream.of(c.byTable(Algorithm.SIGMOID_BY_TABLE));
              case LOGISTIC_DENSITY -> Stream.of(c.byTable(Algorithm.LOGISTIC_DENSITY_BY_TABLE));
              case SOFTPLUS -> Stream.of(c.byTable(Algorithm.SOFTPLUS_BY_TABLE));
              default -> Stream.empty();
            });
  }

  static Stream<Arguments> cases() {
    return Stream.of(Precision.values())
        .flatMap(precision ->
            Stream.concat(CASES.stream(), casesByTable()).map(c -> Arguments.of(precision, c)));
  }

  static Stream<Arguments> casesOfDoubleWords() {
    return cases().filter(arguments -> ((Case) arguments.get()[1]).takesLow());
  }

  private static Graph graph(Precision precision, Case c, boolean low) {
    GraphBuilder builder = new GraphBuilder(precision);
    // The upstream gradient stands in for the low part.
    Node x = builder.x();
    Node lowPart = low ? builder.gradY() : null;
    return builder.build(c.lowered().of(new Elementary(builder, c.exponentials()), x, lowPart));
  }

  private static double[] run(Graph graph, double[]... inputs) {
    return Interpreters.run(graph, Map.of(), inputs)[0];
  }

  /** Every binade with both signs, more of them around 1, and the neighbours of the seams. */
  private static double[] arguments(Precision precision, Case c, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Double> arguments = new ArrayList<>();
    boolean isFloat = precision == Precision.F32;
    int least = isFloat ? -149 : -1074;
    int greatest = isFloat ? 127 : 1023;
    for (int exponent = least; exponent <= greatest; exponent++) {
      int count = -12 <= exponent && exponent <= 10 ? 80 : isFloat ? 4 : 2;
      for (int i = 0; i < count; i++) {
        double x = Math.scalb(1 + random.nextDouble(), exponent);
        arguments.add(x);
        arguments.add(-x);
      }
    }
    for (double seam : c.seams()) {
      for (int i = -20; i <= 20; i++) {
        double ulp = isFloat ? Math.ulp((float) seam) : Math.ulp(seam);
        arguments.add(seam + i * ulp);
        arguments.add(-seam - i * ulp);
      }
    }
    return arguments.stream()
        .mapToDouble(x -> isFloat ? (float) (double) x : x)
        .filter(Double::isFinite)
        .toArray();
  }

  private static double ulps(Precision precision, Ball exact, double actual) {
    return precision == Precision.F32 ? exact.ulpsFrom((float) actual) : exact.ulpsFrom(actual);
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("cases")
  void staysWithinItsBound(Precision precision, Case c) {
    long seed = 20261121;
    double[] x = arguments(precision, c, seed);
    double[] y = run(graph(precision, c, false), x);
    double worst = 0;
    double at = 0;
    for (int i = 0; i < x.length; i++) {
      double ulps = ulps(precision, c.exact().apply(Ball.of(x[i])), y[i]);
      if (!(ulps <= worst)) {
        worst = ulps;
        at = x[i];
      }
      assertThat(y[i])
          .satisfiesAnyOf(
              value -> assertThat(value).isBetween(c.least(), c.greatest()),
              value -> assertThat(value).isNaN());
    }
    double bound = c.algorithm().bound(precision);
    assertThat(worst)
        .as("error in ulp, worst at %s (%s), seed %d", at, Double.toHexString(at), seed)
        .isBetween(bound / 2, bound);
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("casesOfDoubleWords")
  void takesDoubleWords(Precision precision, Case c) {
    long seed = 42;
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = arguments(precision, c, seed);
    double[] low = new double[x.length];
    Arrays.setAll(
        low,
        i -> {
          double ulp = precision == Precision.F32 ? Math.ulp((float) x[i]) : Math.ulp(x[i]);
          return x[i] == 0 ? 0 : (random.nextDouble() - 0.5) * ulp;
        });
    if (precision == Precision.F32) {
      Arrays.setAll(low, i -> (float) low[i]);
    }
    double[] y = run(graph(precision, c, true), x, low);
    double worst = 0;
    double at = 0;
    for (int i = 0; i < x.length; i++) {
      double ulps = ulps(precision, c.exact().apply(Ball.of(x[i], low[i])), y[i]);
      if (!(ulps <= worst)) {
        worst = ulps;
        at = x[i];
      }
    }
    assertThat(worst)
        .as("error in ulp, worst at %s, seed %d", at, seed)
        .isLessThanOrEqualTo(c.algorithm().bound(precision) + LOW_PART_COST);
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("cases")
  void isRightAtSpecials(Precision precision, Case c) {
    double[] x = {NEGATIVE_INFINITY, -1, -0.0, 0, 1, POSITIVE_INFINITY, NaN};
    for (boolean low : new boolean[] {false, true}) {
      // The low part of a product that overflowed is NaN.
      double[] lowPart = {NaN, 0, 0, 0, 0, NaN, NaN};
      double[] y = run(graph(precision, c, low && c.takesLow()), x, lowPart);
      for (int i = 0; i < c.specials().size(); i++) {
        double special = c.specials().get(i);
        if (Math.rint(4 * special) == 4 * special || Double.isNaN(special)) {
          assertThat((Object) y[i]).as("at %s", x[i]).isEqualTo(special);
        } else {
          assertThat(y[i]).as("at %s", x[i]).isCloseTo(special, within(0.06));
        }
      }
      assertThat(y[6]).isNaN();
    }
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("cases")
  void keepsSymmetry(Precision precision, Case c) {
    boolean isOdd =
        Double.compare(c.specials().get(2), -0.0) == 0
            && c.specials().get(1).equals(-c.specials().get(4));
    boolean isEven =
        Double.compare(c.specials().get(0), c.specials().get(5)) == 0
            && c.specials().get(1).equals(c.specials().get(4));
    double[] x = arguments(precision, c, 7);
    double[] mirrored = Arrays.stream(x).map(value -> -value).toArray();
    double[] y = run(graph(precision, c, false), x);
    double[] z = run(graph(precision, c, false), mirrored);
    if (isOdd) {
      assertThat(Arrays.stream(z).map(value -> -value).toArray()).isEqualTo(y);
    } else if (isEven) {
      assertThat(z).isEqualTo(y);
    } else {
      assertThat(z).isNotEqualTo(y);
    }
  }
}
