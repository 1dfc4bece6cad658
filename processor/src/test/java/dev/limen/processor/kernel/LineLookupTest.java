package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Accuracy;
import dev.limen.Kink;
import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.Functions;
import dev.limen.processor.approx.Cells;
import dev.limen.processor.kernel.PiecewiseLines.Line;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines looked up by the cell of x, against the line that comparisons alone tell. */
final class LineLookupTest {

  private static final long SEED = 20261121;

  /** Five lines, a jump at 2.375, kinks on both sides of 0: PLAN. */
  private static final String PLAN =
      "x < -5 ? 0 : x < -2.375 ? 0.03125*x + 0.15625 : x < -1 ? 0.125*x + 0.375"
          + " : x < 1 ? 0.25*x + 0.5 : x < 2.375 ? 0.125*x + 0.625"
          + " : x < 5 ? 0.03125*x + 0.84375 : 1";

  private static double rounded(Precision precision, double value) {
    return precision == Precision.F32 ? (float) value : value;
  }

  private static double up(Precision precision, double value) {
    return precision == Precision.F32 ? Math.nextUp((float) value) : Math.nextUp(value);
  }

  private static double down(Precision precision, double value) {
    return -up(precision, -value);
  }

  private static double ofBits(Precision precision, long bits) {
    return precision == Precision.F32
        ? Float.intBitsToFloat((int) (bits >>> 32))
        : Double.longBitsToDouble(bits);
  }

  /** Around what decides, around powers of two and multiples, specials, and any bits. */
  private static double[] inputs(
      Precision precision, double[] thresholds, SplittableRandom random) {
    DoubleStream.Builder inputs = DoubleStream.builder();
    double[] specials = {0, -0.0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    DoubleStream.of(specials).forEach(inputs);
    inputs.add(precision == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE);
    inputs.add(precision == Precision.F32 ? -Float.MAX_VALUE : -Double.MAX_VALUE);
    for (double threshold : thresholds) {
      double below = threshold;
      double above = threshold;
      for (int i = 0; i < 4; i++) {
        inputs.add(below).add(above).add(-below);
        below = down(precision, below);
        above = up(precision, above);
      }
    }
    double range =
        2 * Math.max(Math.abs(thresholds[0]), Math.abs(thresholds[thresholds.length - 1]));
    for (int i = 0; i < 500; i++) {
      inputs.add(rounded(precision, (2 * random.nextDouble() - 1) * range));
      inputs.add(ofBits(precision, random.nextLong()));
    }
    return inputs.build().toArray();
  }

  private static double expected(Precision precision, PiecewiseLines lines, double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    int number = (int) DoubleStream.of(lines.thresholds()).filter(t -> x > t).count();
    Line line = lines.lines().get(number);
    return line.isConstant()
        ? line.shift()
        : precision == Precision.F32
            ? Math.fma((float) x, (float) line.slope(), (float) line.shift())
            : Math.fma(x, line.slope(), line.shift());
  }

  private static void check(
      Precision precision,
      PiecewiseLines lines,
      Cells cells,
      SplittableRandom random,
      String what) {
    GraphBuilder builder = new GraphBuilder(precision);
    Graph graph = builder.build(LineLookup.lower(builder, lines, cells));
    int least = CostModel.entriesOfVector(precision);
    assertThat(graph.tables()).as("vectors are loaded whole").allMatch(t -> t.size() >= least);
    double[] x = inputs(precision, lines.thresholds(), random);
    double[] y = Interpreters.run(graph, Map.of(), x)[0];
    for (int i = 0; i < x.length; i++) {
      assertThat(y[i])
          .as("%s at %s: %s in %s", what, x[i], lines, cells)
          // Compares as Double.equals: zeros by sign, NaN with any NaN.
          .isEqualTo(Double.valueOf(expected(precision, lines, x[i])));
    }
  }

  private static double[] thresholds(Precision precision, String kind, SplittableRandom random) {
    int count = random.nextInt(2, 12);
    double scale =
        switch (kind) {
          case "HUGE" -> precision == Precision.F32 ? 0x1p100 : 0x1p850;
          case "LARGEST" -> precision == Precision.F32 ? 0x1p125 : 0x1p1020;
          case "TINY" -> precision == Precision.F32 ? 0x1p-90 : 0x1p-890;
          case "SUBNORMAL" -> precision == Precision.F32 ? 0x1p-135 : 0x1p-1050;
          default -> 1;
        };
    double shift = kind.equals("POSITIVE") ? 12 : kind.equals("NEGATIVE") ? -12 : 0;
    DoubleStream points =
        IntStream.range(0, count)
            .mapToDouble(i ->
                switch (kind) {
                  case "CLUSTERED" -> i % 2 == 0 ? random.nextDouble() : 1e6 * random.nextDouble();
                  case "CLOSE" -> 1 + (precision == Precision.F32 ? 0x1p-22 : 0x1p-51) * i;
                  case "WHOLE" -> random.nextInt(-7, 8);
                  default -> random.nextDouble() * 12 - 6;
                });
    return points
        .map(point -> rounded(precision, scale * (point + shift)))
        .distinct()
        .sorted()
        .toArray();
  }

  private static PiecewiseLines lines(
      Precision precision, double[] thresholds, SplittableRandom random) {
    List<Line> lines = new ArrayList<>();
    boolean areSteps = random.nextInt(4) == 0;
    for (int i = 0; i <= thresholds.length; i++) {
      double shift = random.nextInt(4) == 0 ? 0 : rounded(precision, random.nextDouble() - 0.5);
      boolean isConstant = areSteps || random.nextInt(3) == 0;
      double slope = isConstant ? 0 : rounded(precision, random.nextDouble() - 0.5);
      lines.add(new Line(slope, shift == 0 && slope != 0 ? -0.0 : shift));
    }
    return new PiecewiseLines(lines, thresholds, List.of());
  }

  /** How many of a hundred specs fit into one or two vectors differs: some never do. */
  @ParameterizedTest
  @CsvSource({
    "F32, ANY, 30, 100",
    "F32, WHOLE, 90, 100",
    "F32, POSITIVE, 20, 100",
    "F32, NEGATIVE, 20, 90",
    "F32, HUGE, 30, 100",
    "F32, LARGEST, 0, 0",
    "F32, TINY, 30, 100",
    "F32, SUBNORMAL, 0, 0",
    "F32, CLUSTERED, 0, 40",
    "F32, CLOSE, 0, 100",
    "F64, ANY, 20, 100",
    "F64, WHOLE, 30, 100",
    "F64, POSITIVE, 10, 100",
    "F64, HUGE, 20, 100",
    "F64, LARGEST, 0, 0",
    "F64, TINY, 20, 100",
    "F64, SUBNORMAL, 0, 0",
    "F64, CLUSTERED, 0, 40"
  })
  void theLineIsTheOneOfComparisons(Precision precision, String kind, int least, int most) {
    SplittableRandom random = new SplittableRandom(SEED);
    int fitting = 0;
    for (int i = 0; i < 100; i++) {
      double[] thresholds = thresholds(precision, kind, random);
      if (thresholds.length < 2) {
        continue;
      }
      PiecewiseLines lines = lines(precision, thresholds, random);
      int entries = 2 * CostModel.entriesOfVector(precision);
      List<Cells> found = Cells.of(precision, lines.thresholds(), entries);
      fitting += found.isEmpty() ? 0 : 1;
      for (Cells cells : found) {
        assertThat(cells.entries()).isLessThanOrEqualTo(entries);
        check(precision, lines, cells, random, kind + " " + i + " of seed " + SEED);
      }
    }
    assertThat(fitting).as(kind).isBetween(least, most);
  }

  /** Bits of NaN are no place in a table, whatever its sign and payload. */
  @ParameterizedTest
  @EnumSource
  void nanStaysNaN(Precision precision) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] nans =
        random
            .longs(1000)
            .mapToDouble(bits -> ofBits(precision, bits | 0x7ff8_0000_0000_0000L))
            .toArray();
    for (int i = 0; i < 50; i++) {
      PiecewiseLines lines = lines(precision, new double[] {-2.5, -1, 0, 1, 3}, random);
      GraphBuilder builder = new GraphBuilder(precision);
      for (Cells cells : Cells.of(precision, lines.thresholds(), 16)) {
        Graph graph = builder.build(LineLookup.lower(builder, lines, cells));
        assertThat(Interpreters.run(graph, Map.of(), nans)[0])
            .as("%s, seed %d", lines, SEED)
            .containsOnly(Double.NaN);
      }
    }
  }

  private static KernelSet plan(Precision precision, Kink kink) {
    AnalyzedFunction function = Functions.analyze(PLAN, kink, Map.of());
    return KernelCompiler.compile(function, Contracts.of(Accuracy.STANDARD, precision), precision);
  }

  private static int count(Graph graph, Opcode opcode) {
    return (int) graph.nodes().stream().filter(node -> node.opcode() == opcode).count();
  }

  @ParameterizedTest
  @EnumSource
  void planIsLookedUpWhereVectorsHoldTables(Precision precision) {
    KernelSet set = plan(precision, Kink.MIN_NORM);
    assertThat(count(set.forward(), Opcode.LOOKUP)).isEqualTo(3);
    assertThat(count(set.forward(), Opcode.SELECT)).isZero();
    assertThat(count(set.derivative(), Opcode.LOOKUP)).isEqualTo(2);
    assertThat(count(set.derivative(), Opcode.SELECT)).isZero();
    KernelSet narrow = set.narrow().orElseThrow();
    assertThat(narrow.forward().tables()).isEmpty();
    assertThat(narrow.derivative().tables()).isEmpty();
  }

  private static Double ofNumber(double x, double value) {
    return Double.isNaN(x) ? Double.NaN : value;
  }

  /** Rounded once, as in a hundred digits. */
  @ParameterizedTest
  @EnumSource
  void planIsExact(Precision precision) {
    double[] at = {-5, -2.375, -1, 1, 2.375, 5};
    double[] slopes = {0, 0.03125, 0.125, 0.25, 0.125, 0.03125, 0};
    double[] shifts = {0, 0.15625, 0.375, 0.5, 0.625, 0.84375, 1};
    double[] x = inputs(precision, at, new SplittableRandom(SEED));
    KernelSet set = plan(precision, Kink.RIGHT);
    double[] y = Interpreters.run(set.forward(), Map.of(), x)[0];
    double[] narrow = Interpreters.run(set.narrow().orElseThrow().forward(), Map.of(), x)[0];
    double[] dydx = Interpreters.run(set.derivative(), Map.of(), x)[0];
    for (int i = 0; i < x.length; i++) {
      double input = x[i];
      int piece = (int) DoubleStream.of(at).filter(breakpoint -> input >= breakpoint).count();
      BigDecimal exact =
          Double.isNaN(x[i]) || slopes[piece] == 0
              ? new BigDecimal(shifts[piece])
              : new BigDecimal(x[i])
                  .multiply(new BigDecimal(slopes[piece]))
                  .add(new BigDecimal(shifts[piece]));
      double value = precision == Precision.F32 ? exact.floatValue() : exact.doubleValue();
      assertThat(y[i]).as("at %s, seed %d", x[i], SEED).isEqualTo(ofNumber(x[i], value));
      assertThat(narrow[i]).as("narrow at %s", x[i]).isEqualTo(Double.valueOf(y[i]));
      assertThat(dydx[i]).as("slope at %s", x[i]).isEqualTo(ofNumber(x[i], slopes[piece]));
    }
  }

  /** Values that one of both lines has are found like it, others take a comparison each. */
  @Test
  void kinksHaveTheirValues() {
    double[] at = {-5, -2.375, -1, 1, 2.375, 5};
    double[] slopes = {0, 0.03125, 0.125, 0.25, 0.125, 0.03125, 0};
    for (Kink kink : Kink.values()) {
      KernelSet set = plan(Precision.F32, kink);
      double[] dydx = Interpreters.run(set.derivative(), Map.of(), at)[0];
      double[] expected =
          IntStream.range(0, at.length)
              .mapToDouble(i ->
                  switch (kink) {
                    case LEFT -> slopes[i];
                    case RIGHT -> slopes[i + 1];
                    case MEAN -> (slopes[i] + slopes[i + 1]) / 2;
                    case MIN_NORM -> Math.min(slopes[i], slopes[i + 1]);
                  })
              .toArray();
      assertThat(dydx).as(kink.name()).containsExactly(expected);
      double[] narrow = Interpreters.run(set.narrow().orElseThrow().derivative(), Map.of(), at)[0];
      assertThat(narrow).as(kink.name()).containsExactly(expected);
    }
  }

  /** Of few pieces, comparisons are cheaper. */
  @Test
  void fewPiecesAreCompared() {
    for (String formula :
        List.of("max(x, 0.125*x)", "clamp(0.25*x + 0.5, 0, 1)", "x - clamp(x, -0.5, 0.5)")) {
      AnalyzedFunction function = Functions.analyze(formula, Kink.MIN_NORM, Map.of());
      KernelSet set =
          KernelCompiler.compile(
              function, Contracts.of(Accuracy.STANDARD, Precision.F32), Precision.F32);
      assertThat(set.forward().tables()).as(formula).isEmpty();
      assertThat(set.derivative().tables()).as(formula).isEmpty();
    }
  }

  @Test
  void manyLinesAreLookedUpWhereverTheyComeFrom() {
    String sum = "clamp(x, -4, -2) + 2*clamp(x, -1, 1) + clamp(x, 2, 3) + x/8";
    AnalyzedFunction function = Functions.analyze(sum, Kink.MIN_NORM, Map.of());
    for (Precision precision : Precision.values()) {
      KernelSet set =
          KernelCompiler.compile(function, Contracts.of(Accuracy.STANDARD, precision), precision);
      assertThat(set.forward().tables()).as("%s", precision).isNotEmpty();
      assertThat(set.derivative().tables()).as("%s", precision).isNotEmpty();
    }
  }

  @Test
  void cellsKeepThresholdsApart() {
    double[] thresholds = {-5, -2.375, -1, 1, 2.375, 5};
    List<Cells> found = Cells.of(Precision.F32, thresholds, 16);
    assertThat(found).isNotEmpty();
    assertThat(found.getFirst().isPowerOfTwo()).isTrue();
    for (Cells cells : found) {
      int[] numbers = Arrays.stream(thresholds).mapToInt(cells::cell).toArray();
      assertThat(numbers).doesNotHaveDuplicates().isSorted();
      assertThat(numbers[0]).isEqualTo(cells.first() + 2);
      assertThat(cells.cell(cells.lowest())).isEqualTo(cells.first());
      assertThat(cells.cell(cells.highest())).isEqualTo(cells.last());
    }
    assertThat(Cells.of(Precision.F32, new double[] {0, 1, 1e9}, 32)).isEmpty();
    assertThat(Cells.of(Precision.F64, new double[] {-Double.MAX_VALUE, 0}, 16)).isEmpty();
  }
}
