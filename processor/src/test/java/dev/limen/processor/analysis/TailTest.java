package dev.limen.processor.analysis;

import static dev.limen.processor.analysis.Functions.analyze;
import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Kink;
import dev.limen.Precision;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Printer;
import dev.limen.processor.formula.Simplifier;
import dev.limen.runtime.Contract;
import dev.limen.verify.Ball;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TailTest {

  private static final Contract STANDARD = new Contract("STANDARD", Contract.Measure.ULP, 4);
  private static final Contract FAST = new Contract("FAST", Contract.Measure.ABSOLUTE, 0x1p-20);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # formula                                    | f(-inf)     | f(inf)     | f'(-inf) | f'(inf)
          max(0, x)                                    | 0           | 1*x + 0    | 0        | 1
          clamp(0.2*x + 0.5, 0, 1)                     | 0           | 1          | 0        | 0
          x/(1 + abs(x))                               | -1          | 1          | 0        | 0
          tanh(x)                                      | -1          | 1          | 0        | 0
          sigmoid(x)                                   | 0           | 1          | 0        | 0
          softplus(x)                                  | 0           | 1*x + 0    | 0        | 1
          log(1 + exp(x))                              | 0           | 1*x + 0    | 0        | 1
          -softplus(-x)                                | 1*x + 0     | 0          | 1        | 0
          x < 0 ? exp(x) - 1 : x                       | -1          | 1*x + 0    | 0        | 1
          max(0, x) + min(0, 2*(exp(x/2) - 1))         | -2          | 1*x + 0    | 0        | 1
          0.5*x*(1+erf(x/sqrt(2)))                     | 0           | 1*x + 0    | 0        | 1
          0.5*x*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))  | 0           | 1*x + 0    | 0        | 1
          x*sigmoid(x)                                 | 0           | 1*x + 0    | 0        | 1
          x*tanh(softplus(x))                          | 0           | 1*x + 0    | 0        | 1
          x*tanh(log(1 + exp(x)))                      | 0           | 1*x + 0    | 0        | 1
          (x+sqrt(x^2+4))/2                            | 0           | 1*x + 0    | 0        | 1
          exp(-x^2)                                    | 0           | 0          | 0        | 0
          x - tanh(x)                                  | 1*x + 1     | 1*x + -1   | 1        | 1
          x*atan(x)                                    | -pi/2*x + -1 | pi/2*x + -1 | -pi/2  | pi/2
          log(1+x^2)/(1+abs(x))                        | 0           | 0          | 0        | 0
          x*x                                          | +inf        | +inf       | 2*x + 0  | 2*x + 0
          x^3                                          | -inf        | +inf       | +inf     | +inf
          sin(x)                                       | ?           | ?          | ?        | ?
          x + sin(x)                                   | -inf        | +inf       | ?        | ?
          sin(x)/x                                     | 0           | 0          | 0        | 0
          log(x)                                       | ?           | +inf       | 0        | 0
          sqrt(x^2 + x) - x                            | +inf line   | 0.5        | -2       | 0
          exp(x)/(1 + exp(x))                          | 0           | 1          | 0        | 0
          x*exp(-x)                                    | -inf        | 0          | +inf     | 0
          exp(x)*erfc(x)                               | 0           | 0          | 0        | 0
          x^2/(1 + abs(x))                             | -1*x + -1   | 1*x + -1   | -1       | 1
          (1 + 1/(1+x^2))^(x^2)                        | e           | e          | 0        | 0
          x*log(1 + sigmoid(x))                        | 0           | log(2)*x + 0 | 0      | log(2)
          atan(exp(x))                                 | 0           | pi/2       | 0        | 0
          min(x, 1 - exp(-x))                          | -inf        | 1          | +inf     | 0
          exp(-exp(x))                                 | 1           | 0          | 0        | 0
          x*tanh(exp(x))                               | 0           | 1*x + 0    | 0        | 1
          x*exp(x)/sinh(exp(x))^2                      | -inf        | 0          | +inf     | ?
          exp(exp(x))/cosh(exp(x))                     | 1           | ?          | 0        | ?
          """)
  void asymptotes(
      String formula, String below, String above, String slopeBelow, String slopeAbove) {
    AnalyzedFunction function = analyze(formula);
    assertThat(text(function.valueBelow())).isEqualTo(expected(below));
    assertThat(text(function.valueAbove())).isEqualTo(expected(above));
    assertThat(text(function.derivativeBelow())).isEqualTo(expected(slopeBelow));
    assertThat(text(function.derivativeAbove())).isEqualTo(expected(slopeAbove));
    assertThat(function.valueBelow().declared()).isEqualTo(function.valueBelow().asymptote());
  }

  @Test
  void anInfinityThatAllParametersShareIsKnown() {
    // At a = 0 the formula stands for x itself, which has an asymptote.
    AnalyzedFunction snake = Functions.analyze("x + sin(a*x)^2/a", Kink.MIN_NORM, Map.of("a", 1.0));
    assertThat(text(snake.valueBelow())).isEqualTo("-inf");
    assertThat(text(snake.valueAbove())).isEqualTo("+inf");
    AnalyzedFunction either = Functions.analyze("b*x + sin(x)", Kink.MIN_NORM, Map.of("b", 1.0));
    assertThat(text(either.valueAbove())).isEqualTo("?");
  }

  private static String expected(String text) {
    return text.equals("+inf line") ? "-2*x + -0.5" : text;
  }

  private static String text(Tail tail) {
    return switch (tail.asymptote()) {
      case Asymptote.Limit(Expr limit) -> text(limit);
      case Asymptote.Line(Expr slope, Expr intercept) -> text(slope) + "*x + " + text(intercept);
      case Asymptote.Unbounded(Expr sign) -> text(sign).equals("1") ? "+inf" : "-inf";
      case Asymptote.Unknown u -> "?";
    };
  }

  private static String text(Expr expr) {
    return Printer.print(expr).replaceAll("^-\\((.*)\\)$", "-$1");
  }

  /** Where asymptotes take over: not too early, and not much later than they could. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.5*x*(1+erf(x/sqrt(2)))
          x*sigmoid(x)
          x*tanh(softplus(x))
          tanh(x)
          softplus(x)
          (x+sqrt(x^2+4))/2
          exp(-x^2)
          x - tanh(x)
          x*atan(x)
          clamp(0.2*x + 0.5, 0, 1)
          x/(1 + abs(x))
          log(1+x^2)/(1+abs(x))
          """)
  void asymptotesTakeOverInTime(String formula) {
    AnalyzedFunction function = analyze(formula);
    for (Precision precision : Precision.values()) {
      for (Contract contract : List.of(STANDARD, FAST)) {
        check(function.value(), function.valueBelow(), -1, precision, contract);
        check(function.value(), function.valueAbove(), 1, precision, contract);
        Expr derivative = function.derivative().expression();
        check(derivative, function.derivativeBelow(), -1, precision, contract);
        check(derivative, function.derivativeAbove(), 1, precision, contract);
      }
    }
  }

  private static void check(
      Expr function, Tail tail, int side, Precision precision, Contract contract) {
    double from = tail.from(precision, contract);
    double end = precision == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    Tape tape = Tape.of(function, Map.of());
    String name = Printer.print(function) + " towards " + side + " infinity, " + contract;
    for (double t = Math.min(from, end); t < end; t *= t < 2 * from ? 1.01 : 1e7) {
      assertThat(error(tape, tail, side * t, precision, contract, Map.of()))
          .as("%s, from %s, at %s", name, from, t)
          .isLessThanOrEqualTo(0.125);
    }
    if (from > 1 && Double.isFinite(from)) {
      assertThat(error(tape, tail, side * from * 0.99, precision, contract, Map.of()))
          .as("%s, before %s", name, from)
          .isGreaterThan(0.125);
    }
  }

  /** The error of an asymptote over what the contract allows, or over an ulp. */
  private static double error(
      Tape function,
      Tail tail,
      double x,
      Precision precision,
      Contract contract,
      Map<String, Double> parameters) {
    Ball value = function.ball(x);
    Ball line =
        switch (tail.asymptote()) {
          case Asymptote.Limit(Expr limit) -> Tape.of(limit, parameters).ball(0);
          case Asymptote.Line(Expr slope, Expr intercept) ->
              Tape.of(slope, parameters)
                  .ball(0)
                  .times(x)
                  .plus(Tape.of(intercept, parameters).ball(0));
          case Asymptote.Unbounded u -> throw new AssertionError();
          case Asymptote.Unknown u -> throw new AssertionError();
        };
    double allowed =
        contract.measure() == Contract.Measure.ABSOLUTE
            ? contract.bound() * Math.max(1, Math.abs(x))
            : precision == Precision.F32 ? Math.ulp(value.toFloat()) : Math.ulp(value.toDouble());
    // In units that are no subnormal numbers.
    return Math.abs(value.minus(line).times(0x1p200).hi()) / (allowed * 0x1p200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Functions.SWISH,
        "beta*x*sigmoid(x)",
        "x*sigmoid(beta*x)*(1 + beta^2)",
        "tanh(beta*x)",
        "x < 0 ? beta*x : x",
        "(x + sqrt(x^2 + beta^2))/2",
        "x < 0 ? x/sqrt(1 + beta^2*x^2) : x",
        "softplus(beta*x)/(1 + beta^2)",
        "x*erf(beta*x)",
        "x*atan(beta*x)",
        "exp(-beta^2*x^2)",
        "x*tanh(softplus(x)) - beta",
      })
  void asymptotesHoldForAllParameters(String formula) {
    Random random = new Random(31);
    AnalyzedFunction function = analyze(formula, Map.of("beta", 1.5));
    for (int i = 0; i < 40; i++) {
      double beta =
          i == 0 ? 0 : (random.nextBoolean() ? -1 : 1) * Math.scalb(1, random.nextInt(16) - 8);
      Map<String, Double> parameters = Map.of("beta", beta);
      for (int side : new int[] {-1, 1}) {
        checkForAll(
            function.value(),
            side < 0 ? function.valueBelow() : function.valueAbove(),
            side,
            parameters);
        checkForAll(
            function.derivative().expression(),
            side < 0 ? function.derivativeBelow() : function.derivativeAbove(),
            side,
            parameters);
      }
    }
  }

  private static void checkForAll(
      Expr function, Tail tail, int side, Map<String, Double> parameters) {
    assertThat(tail.asymptote()).isNotInstanceOf(Asymptote.Unknown.class);
    Tape tape = Tape.of(function, parameters);
    for (Contract contract : List.of(STANDARD, FAST)) {
      Optional<Expr> bound = tail.fromForAll(Precision.F32, contract);
      assertThat(bound).isPresent();
      double from = Tape.of(bound.get(), parameters).ball(0).toDouble();
      assertThat(from).isBetween(0.0, (double) Float.MAX_VALUE);
      for (double t = Math.max(from, 0x1p-100);
          t < Float.MAX_VALUE && !tape.ball(side * t).isNaN();
          t = t * 1.5 + 1e-3) {
        assertThat(error(tape, tail, side * t, Precision.F32, contract, parameters))
            .as(
                "%s with %s, %s from %s at %s",
                Printer.print(function), parameters, contract, from, side * t)
            .isLessThanOrEqualTo(0.125);
        if (t > 1e6 * Math.max(1, from)) {
          break;
        }
      }
    }
  }

  @Test
  void severalParametersAreToldApart() {
    Random random = new Random(32);
    AnalyzedFunction smu = analyze(Functions.SMU, Map.of("alpha", 0.25, "mu", 2.5));
    AnalyzedFunction smu1 = analyze(Functions.SMU1, Map.of("alpha", 0.25, "mu", 0.5));
    for (int i = 0; i < 30; i++) {
      double alpha = i % 7 == 0 ? 1 : (random.nextInt(33) - 16) / 8.0;
      double mu = i % 5 == 0 ? 0 : (random.nextInt(33) - 16) / 8.0;
      Map<String, Double> parameters = Map.of("alpha", alpha, "mu", mu);
      for (AnalyzedFunction function : List.of(smu, smu1)) {
        checkForAll(function.value(), function.valueBelow(), -1, parameters);
        checkForAll(function.value(), function.valueAbove(), 1, parameters);
        checkForAll(function.derivative().expression(), function.derivativeBelow(), -1, parameters);
        checkForAll(function.derivative().expression(), function.derivativeAbove(), 1, parameters);
      }
    }
  }

  @Test
  void whatDependsOnParametersTooMuchIsKnownForTheDeclaredOnesOnly() {
    Tail tail = analyze("exp(a*x)", Map.of("a", -2.0)).valueAbove();
    assertThat(tail.asymptote()).isInstanceOf(Asymptote.Unknown.class);
    assertThat(tail.declared()).isEqualTo(new Asymptote.Limit(Expr.ZERO));
    assertThat(tail.from(Precision.F32, STANDARD)).isBetween(52.0, 53.0);
    assertThat(tail.fromForAll(Precision.F32, STANDARD)).isEmpty();
  }

  @Test
  void asymptotesHoldOfTheLastPieceOnly() {
    assertThat(analyze("clamp(a*x + b, 0, 1)", Map.of("a", 0.2, "b", 0.5)).valueAbove())
        .satisfies(tail -> assertThat(tail.fromForAll(Precision.F32, STANDARD)).isEmpty());
    Tail tail = analyze("x < 5 ? a*x : a", Map.of("a", 2.0)).valueAbove();
    double from =
        Tape.of(tail.fromForAll(Precision.F32, STANDARD).orElseThrow(), Map.of())
            .ball(0)
            .toDouble();
    assertThat(from).isBetween(5.0, 5.01);
  }

  @Test
  void unboundedFunctionsOverflowAtLast() {
    Tail tail = analyze("x^3").valueAbove();
    assertThat(tail.from(Precision.F32, STANDARD)).isBetween(6.98e12, 7e12);
    assertThat(tail.from(Precision.F64, STANDARD)).isBetween(5.64e102, 5.7e102);
    assertThat(analyze("log(1+x^2)").valueAbove().from(Precision.F64, STANDARD))
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(analyze("sin(x)").valueAbove().from(Precision.F64, STANDARD)).isNaN();
  }

  /** Whatever expansions claim of functions made at random holds far out. */
  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43})
  void expansionsAgreeWithValues(long seed) {
    RandomExpressions random = new RandomExpressions(seed);
    int known = 0;
    for (int i = 0; i < 400; i++) {
      Expr function = Simplifier.simplify(random.next(4));
      Tape tape = Tape.of(function, Map.of());
      for (int side : new int[] {-1, 1}) {
        if (!(Behaviour.of(function, side) instanceof Behaviour.Known found)) {
          continue;
        }
        Asymptote asymptote = found.asymptote();
        for (double t : new double[] {0x1p60, 0x1p80}) {
          Ball value = tape.ball(side * t);
          if (!value.isFinite() && !(Double.isInfinite(value.hi()) && !value.isNaN())) {
            continue;
          }
          String name =
              "seed " + seed + ": " + Printer.print(function) + " at " + side * t + " " + asymptote;
          switch (asymptote) {
            case Asymptote.Limit(Expr limit) -> {
              double expected = Tape.of(limit, Map.of()).ball(0).toDouble();
              assertThat(value.hi())
                  .as(name)
                  .isBetween(
                      expected - value.radius() - 0.1 * (1 + Math.abs(expected)),
                      expected + value.radius() + 0.1 * (1 + Math.abs(expected)));
            }
            case Asymptote.Line(Expr slope, Expr intercept) -> {
              Ball line =
                  Tape.of(slope, Map.of())
                      .ball(0)
                      .times(side * t)
                      .plus(Tape.of(intercept, Map.of()).ball(0));
              if (line.isFinite()) {
                assertThat(value.minus(line).abs().hi())
                    .as(name)
                    .isLessThanOrEqualTo(1e-9 * line.abs().hi() + value.radius());
              }
            }
            case Asymptote.Unbounded(Expr sign) ->
                assertThat(Math.signum(value.hi()))
                    .as(name)
                    .isEqualTo(Tape.of(sign, Map.of()).ball(0).toDouble());
            case Asymptote.Unknown u -> {}
          }
          known++;
        }
      }
    }
    assertThat(known).isGreaterThan(300);
  }
}
