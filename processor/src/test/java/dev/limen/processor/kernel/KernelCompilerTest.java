package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.limen.Accuracy;
import dev.limen.Kink;
import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.Functions;
import dev.limen.processor.approx.Algorithm;
import dev.limen.processor.formula.Evaluator;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.ReferenceEvaluator;
import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.runtime.FunctionProperties.Symmetry;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Activation functions of the literature, from formula to kernel. */
class KernelCompilerTest {

  private static final Map<String, Double> PARAMETERS =
      Map.of("alpha", 0.25, "beta", 1.7, "mu", 2.5);

  private static final String SMU = "((1 + alpha)*x + (1 - alpha)*x*erf(mu*(1 - alpha)*x))/2";

  private static AnalyzedFunction analyze(String formula) {
    return Functions.analyze(formula, Kink.MIN_NORM, PARAMETERS);
  }

  private static KernelSet compile(String formula, Precision precision) {
    return compile(analyze(formula), precision);
  }

  private static KernelSet compile(AnalyzedFunction function, Precision precision) {
    return KernelCompiler.compile(function, Contracts.of(Accuracy.STANDARD, precision), precision);
  }

  private static double[] run(Graph graph, double[] x, Map<String, Double> parameters) {
    return Interpreters.run(graph, parameters, x)[0];
  }

  private static double at(Graph graph, double x, Map<String, Double> parameters) {
    return run(graph, new double[] {x}, parameters)[0];
  }

  private static double at(Graph graph, double x) {
    return at(graph, x, Map.of());
  }

  /** Other inputs than those of the certificate: one in so many bit patterns, from a start. */
  private static double[] inputs(Precision precision, int count) {
    double[] x = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] =
          precision == Precision.F32
              ? Float.intBitsToFloat((int) ((0x1_0000_0000L / count) * i + 12_345))
              : Double.longBitsToDouble(i * (-1L >>> 1) / count * 2 + 123_456_789L * i);
    }
    return x;
  }

  /** NaN of either sign and of several payloads: kernels compute with the bits. */
  private static List<Double> nans(Precision precision) {
    List<Double> nans = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long sign = i % 2 == 0 ? 0 : Long.MIN_VALUE;
      nans.add(
          precision == Precision.F32
              ? Float.intBitsToFloat((int) (sign >> 32) | (0x7f80_0001 + i * 40_013))
              : Double.longBitsToDouble(sign | (0x7ff0_0000_0000_0001L + i * 20_000_000_000_003L)));
    }
    return nans;
  }

  // Accuracy

  /** The largest error at inputs of the test's own, by {@code ulp} or over max(1, |x|). */
  private static double worst(
      Graph graph, AnalyzedFunction function, boolean ofDerivative, boolean inUlp) {
    Expr expression = ofDerivative ? function.derivative().expression() : function.value();
    ReferenceEvaluator exact = ReferenceEvaluator.of(expression, function.parameters());
    Evaluator quick = Evaluator.of(expression, List.copyOf(function.parameters().keySet()));
    double[] values = function.parameters().values().stream().mapToDouble(v -> v).toArray();
    int slow = 0;
    boolean crosses =
        ofDerivative
            ? function.properties().derivativeCrossesZero()
            : function.properties().valueCrossesZero();
    double[] x = inputs(graph.precision(), 1_009);
    double[] y = run(graph, x, function.parameters());
    double worst = 0;
    for (int i = 0; i < x.length; i++) {
      // Far out, references are slow; there kernels give limits.
      if (Double.isNaN(x[i]) || Math.abs(x[i]) > 1e9) {
        continue;
      }
      Ball value = quick.evaluate(x[i], values);
      boolean isKnown =
          value.isExact()
              || value.relativeRadius() <= 0x1p-60
              || Math.abs(value.hi()) + value.radius() < Double.MIN_NORMAL;
      if (!isKnown) {
        if (slow++ % 8 != 0) {
          continue;
        }
        value = exact.at(x[i]);
      }
      double error = value.errorOf(y[i]);
      if (inUlp) {
        double size = Math.max(Math.abs(value.toDouble()), crosses ? 0x1p-10 : 0);
        error /= graph.precision() == Precision.F32 ? Math.ulp((float) size) : Math.ulp(size);
      } else {
        error /= Math.max(1, Math.abs(x[i]));
      }
      assertThat(error).as("at %s: %s is not %s", x[i], y[i], value).isNotNaN();
      worst = Math.max(worst, error);
    }
    return worst;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          relu              | max(0, x)
          relu6             | min(max(0, x), 6)
          leaky relu        | max(x, 0.01*x)
          Theano's sigmoid  | clamp(0.2*x + 0.5, 0, 1)
          Keras' sigmoid    | x < -2.5 ? 0 : x < 2.5 ? 0.2*x + 0.5 : 1
          PyTorch's sigmoid | min(max(x + 3, 0), 6)/6
          MobileNet's       | clamp(x/6 + 0.5, 0, 1)
          a quarter's       | clamp(x/4 + 0.5, 0, 1)
          BinaryConnect's   | clamp((x + 1)/2, 0, 1)
          hard swish        | x*min(max(x + 3, 0), 6)/6
          hard shrink       | x < -0.5 ? x : x > 0.5 ? x : 0
          soft shrink       | x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0
          hard tanh         | clamp(x, -1, 1)
          softsign          | x/(1 + abs(x))
          SONF              | x < -4 ? 0 : x < 0 ? (1 - abs(x)/4)^2/2 : x < 4 ? 1 - (1 - abs(x)/4)^2/2 : 1
          sparse plus       | x < -1 ? 0 : x < 1 ? (x + 1)^2/4 : x
          tanh              | tanh(x)
          LeCun's tanh      | 1.7159*tanh(2*x/3)
          sigmoid           | 1/(1 + exp(-x))
          softplus          | log(1 + exp(x))
          logsigmoid        | log(1/(1 + exp(-x)))
          elu               | x > 0 ? x : exp(x) - 1
          selu              | 1.0507009873554805*(x > 0 ? x : 1.6732632423543772*(exp(x) - 1))
          celu, alpha 1     | max(0, x) + min(0, exp(x) - 1)
          celu, alpha 1.3   | max(0, x) + min(0, 1.3*(exp(x/1.3) - 1))
          gauss             | exp(-x^2)
          erf               | erf(x)
          SMU               | ((1 + alpha)*x + (1 - alpha)*x*erf(mu*(1 - alpha)*x))/2
          prelu             | x < 0 ? alpha*x : x
          gelu              | 0.5*x*(1 + erf(x/sqrt(2)))
          gelu of tanh      | 0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))
          silu              | x/(1 + exp(-x))
          """)
  void isWithinFourUlp(String name, String formula) {
    holdsFourUlp(formula);
  }

  /** Derivatives that cancel as they are derived, and what overflows on the way to its limit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sinh(x)/(1 + cosh(x))",
        "x/(1 + cosh(x))",
        "tanh(x)/(1 + cosh(x))",
        "x/(1 + abs(x)^3)^(1/3)",
        "x*tanh(exp(x))",
        "x*log(1 + tanh(exp(x)))",
        "x*log(1 + erf(exp(x)))",
        "log(1 + tanh(x))",
        "sin(3*x)/3 + x",
      })
  void whatIsHardAsItIsWrittenIsWithinFourUlp(String formula) {
    holdsFourUlp(formula);
  }

  @ParameterizedTest
  @CsvSource({
    "sin(3*x), F32",
    "sin(3*x), F64",
    "cos(6442450944*x), F32",
    "cos(6442450945*x), F64",
    "sin(3e-10*x), F32",
    "sin(3e-10*x), F64",
    "cos(2*x), F64",
    "sin(x/3), F32",
    "sin(x/3), F64",
  })
  void multiplesOfAnglesAreRightForAllNumbers(String formula, Precision precision) {
    long seed = 20_261_121;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    AnalyzedFunction function = analyze(formula);
    KernelSet kernels = compile(function, precision);
    ReferenceEvaluator exact = ReferenceEvaluator.of(function.value(), Map.of());
    int largest = precision == Precision.F32 ? Float.MAX_EXPONENT : Double.MAX_EXPONENT;
    for (int exponent = largest; exponent > -largest; exponent -= largest / 40) {
      double number = Math.scalb(1 + random.nextDouble(), exponent);
      double x = precision == Precision.F32 ? (float) number : number;
      double y = at(kernels.forward(), x);
      Ball value = exact.at(x);
      double size = Math.max(0x1p-10, Math.abs(value.toDouble()));
      double ulp = precision == Precision.F32 ? Math.ulp((float) size) : Math.ulp(size);
      assertThat(value.errorOf(y)).as("%s at %s", formula, x).isLessThanOrEqualTo(4 * ulp);
    }
  }

  private static void holdsFourUlp(String formula) {
    AnalyzedFunction function = analyze(formula);
    for (Precision precision : Precision.values()) {
      KernelSet kernels = compile(function, precision);
      assertThat(kernels.value().maxUlp()).as("%s", kernels.value()).isLessThanOrEqualTo(4);
      assertThat(kernels.slope().maxUlp()).as("%s", kernels.slope()).isLessThanOrEqualTo(4);
      assertThat(worst(kernels.forward(), function, false, true)).isLessThanOrEqualTo(4);
      assertThat(worst(kernels.derivative(), function, true, true)).isLessThanOrEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5*x*(1 + erf(0.8*x))", "0.5*x*(1 + erf(0.3*x))"})
  void bellsOfAnyRateStandBesideTables(String formula) {
    for (Precision precision : Precision.values()) {
      assertThat(compile(formula, precision).algorithm())
          .containsPattern("value: [^.]* exp\\(-0\\.\\d+ x\\^2\\) times \\d+ segments");
    }
    holdsFourUlp(formula);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          swish        | x*sigmoid(beta*x)
          SMU-1        | ((1 + 0.25)*x + sqrt((1 - 0.25)^2*x^2 + 1.5^2))/2
          squareplus   | (x + sqrt(x^2 + 4))/2
          softplus     | log(1 + exp(beta*x))/beta
          tanh shrink  | x - tanh(x)
          mish         | x*tanh(log(1 + exp(x)))
          """)
  void isWithinAMillionth(String name, String formula) {
    AnalyzedFunction function = analyze(formula);
    for (Precision precision : Precision.values()) {
      KernelSet kernels = compile(function, precision);
      assertThat(worst(kernels.forward(), function, false, false)).isLessThanOrEqualTo(1e-6);
      assertThat(worst(kernels.derivative(), function, true, false)).isLessThanOrEqualTo(1e-6);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max(0, x)                                            | 0         | Infinity | 0    | 1
          max(x, 0.25*x)                                       | -Infinity | Infinity | 0.25 | 1
          clamp(x/6 + 0.5, 0, 1)                               | 0         | 1        | 0    | 0
          x*min(max(x + 3, 0), 6)/6                            | 0         | Infinity | 0    | 1
          x/(1 + abs(x))                                       | -1        | 1        | 0    | 0
          tanh(x)                                              | -1        | 1        | 0    | 0
          1/(1 + exp(-x))                                      | 0         | 1        | 0    | 0
          log(1 + exp(x))                                      | 0         | Infinity | 0    | 1
          log(1/(1 + exp(-x)))                                 | -Infinity | 0        | 1    | 0
          x > 0 ? x : exp(x) - 1                               | -1        | Infinity | 0    | 1
          0.5*x*(1 + erf(x/sqrt(2)))                           | 0         | Infinity | 0    | 1
          0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))      | 0         | Infinity | 0    | 1
          x/(1 + exp(-x))                                      | 0         | Infinity | 0    | 1
          x*sigmoid(beta*x)                                    | 0         | Infinity | 0    | 1
          x*tanh(log(1 + exp(x)))                              | 0         | Infinity | 0    | 1
          ((1 + alpha)*x + (1 - alpha)*x*erf(mu*(1 - alpha)*x))/2 | -Infinity | Infinity | 0.25 | 1
          (1.25*x + sqrt(0.5625*x^2 + 2.25))/2                 | -Infinity | Infinity | 0.25 | 1
          (x + sqrt(x^2 + 4))/2                                | 0         | Infinity | 0    | 1
          exp(-x^2)                                            | 0         | 0        | 0    | 0
          x - tanh(x)                                          | -Infinity | Infinity | 1    | 1
          x/sqrt(1 + x^2)                                      | -1        | 1        | 0    | 0
          """)
  void limitsAreRightAndNothingOnTheWayIsNaN(
      String formula, double below, double above, double slopeBelow, double slopeAbove) {
    AnalyzedFunction function = analyze(formula);
    Map<String, Double> parameters = function.parameters();
    double infinity = Double.POSITIVE_INFINITY;
    for (Precision precision : Precision.values()) {
      KernelSet kernels = compile(function, precision);
      double[] x = inputs(precision, 4_001);
      double[] y = run(kernels.forward(), x, parameters);
      double[] dydx = run(kernels.derivative(), x, parameters);
      for (int i = 0; i < x.length; i++) {
        assertThat(Double.isNaN(y[i])).as("f(%s)", x[i]).isEqualTo(Double.isNaN(x[i]));
        assertThat(Double.isNaN(dydx[i])).as("f'(%s)", x[i]).isEqualTo(Double.isNaN(x[i]));
        if (Math.abs(x[i]) > 1e12) {
          double slope = x[i] < 0 ? slopeBelow : slopeAbove;
          assertThat(Math.abs(dydx[i] - slope)).as("f'(%s)", x[i]).isLessThan(1e-6);
        }
      }
      assertThat(rounded(precision, at(kernels.forward(), -infinity, parameters)) + 0.0)
          .isEqualTo(below);
      assertThat(rounded(precision, at(kernels.forward(), infinity, parameters)) + 0.0)
          .isEqualTo(above);
      assertThat(at(kernels.derivative(), -infinity, parameters) + 0.0).isEqualTo(slopeBelow);
      assertThat(at(kernels.derivative(), infinity, parameters) + 0.0).isEqualTo(slopeAbove);
      for (double nan : nans(precision)) {
        assertThat(at(kernels.forward(), nan, parameters)).isNaN();
        assertThat(at(kernels.derivative(), nan, parameters)).isNaN();
      }
    }
  }

  /** Graphs in double leave the last rounding to who runs them. */
  private static double rounded(Precision precision, double result) {
    return precision == Precision.F32 ? (float) result : result;
  }

  @ParameterizedTest
  @EnumSource
  void limitsAreRightForOtherParametersAsWell(Precision precision) {
    KernelSet swish = compile("x*sigmoid(beta*x)", precision);
    double infinity = Double.POSITIVE_INFINITY;
    Map<String, Double> negative = Map.of("beta", -0.5);
    assertThat(at(swish.forward(), infinity, negative) + 0.0).isZero();
    assertThat(at(swish.forward(), -infinity, negative)).isEqualTo(-infinity);
    assertThat(at(swish.derivative(), infinity, negative) + 0.0).isZero();
    assertThat(at(swish.derivative(), -infinity, negative)).isEqualTo(1);
    Map<String, Double> zero = Map.of("beta", 0.0);
    assertThat(at(swish.forward(), infinity, zero)).isEqualTo(infinity);
    assertThat(at(swish.derivative(), infinity, zero)).isEqualTo(0.5);
    assertThat(at(swish.forward(), 3, zero)).isEqualTo(1.5);
  }

  // Proven properties

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tanh(x)
          x - tanh(x)
          1.7159*tanh(2*x/3)
          x/(1 + abs(x))
          x/sqrt(1 + x^2)
          clamp(x, -1, 1)
          erf(x)
          1/(1 + exp(-x))
          log(1 + exp(x))
          (x + sqrt(x^2 + 4))/2
          exp(-x^2)
          x/(1 + exp(-x))
          """)
  void keepsProvenProperties(String formula) {
    AnalyzedFunction function = analyze(formula);
    for (Precision precision : Precision.values()) {
      KernelSet kernels = compile(function, precision);
      double[] x = inputs(precision, 2_003);
      double[] opposite = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        opposite[i] = -x[i];
      }
      double[] y = run(kernels.forward(), x, Map.of());
      double[] mirrored = run(kernels.forward(), opposite, Map.of());
      double[] dydx = run(kernels.derivative(), x, Map.of());
      boolean isFloat = precision == Precision.F32;
      double minimum = function.properties().minimum();
      double maximum = function.properties().maximum();
      for (int i = 0; i < x.length; i++) {
        if (Double.isNaN(x[i])) {
          continue;
        }
        assertThat(y[i])
            .as("f(%s)", x[i])
            .isGreaterThanOrEqualTo(isFloat ? (float) minimum : minimum)
            .isLessThanOrEqualTo(isFloat ? (float) maximum : maximum);
        if (function.properties().symmetry() == Symmetry.ODD) {
          assertThat(mirrored[i]).as("f(-%s)", x[i]).isEqualTo(Double.valueOf(-y[i]));
        } else if (function.properties().symmetry() == Symmetry.EVEN) {
          assertThat(mirrored[i]).as("f(-%s)", x[i]).isEqualTo(Double.valueOf(y[i]));
        }
        if (function.properties().monotonicity() == Monotonicity.INCREASING) {
          assertThat(dydx[i]).as("f'(%s)", x[i]).isNotNegative();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max(0, x)
          x*min(max(x + 3, 0), 6)/6
          x - tanh(x)
          x/(1 + exp(-x))
          0.5*x*(1 + erf(x/sqrt(2)))
          max(0, x) + min(0, exp(x) - 1)
          x > 0 ? x : exp(x) - 1
          x*tanh(log(1 + exp(x)))
          x/(1 + abs(x))
          """)
  void keepsTheSignOfZero(String formula) {
    for (Precision precision : Precision.values()) {
      Graph forward = compile(formula, precision).forward();
      assertThat(at(forward, 0.0)).isEqualTo(Double.valueOf(0.0));
      assertThat(at(forward, -0.0)).isEqualTo(Double.valueOf(-0.0));
    }
  }

  // Kinks

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max(0, x)                     | 0    | 0    | 0    | 1     | 0.5
          (x + abs(x))/2                | 0    | 0    | 0    | 1     | 0.5
          max(x, 0.25*x)                | 0    | 0.25 | 0.25 | 1     | 0.625
          min(max(0, x), 6)             | 6    | 0    | 1    | 0     | 0.5
          abs(x)                        | 0    | 0    | -1   | 1     | 0
          x*min(max(x + 3, 0), 6)/6     | -3   | 0    | 0    | -0.5  | -0.25
          x*min(max(x + 3, 0), 6)/6     | 3    | 1    | 1.5  | 1     | 1.25
          clamp(0.25*x + 0.5, 0, 1)     | 2    | 0    | 0.25 | 0     | 0.125
          x > 0 ? x : 2*(exp(x) - 1)    | 0    | 1    | 2    | 1     | 1.5
          x > 0 ? x : exp(x) - 1        | 0    | 1    | 1    | 1     | 1
          """)
  void kinksFollowThePolicy(
      String formula, double at, double minNorm, double left, double right, double mean) {
    for (Kink policy : Kink.values()) {
      double expected =
          switch (policy) {
            case MIN_NORM -> minNorm;
            case LEFT -> left;
            case RIGHT -> right;
            case MEAN -> mean;
          };
      AnalyzedFunction function = Functions.analyze(formula, policy, PARAMETERS);
      for (Precision precision : Precision.values()) {
        KernelSet kernels = compile(function, precision);
        double before = precision == Precision.F32 ? Math.nextDown((float) at) : Math.nextDown(at);
        double after = precision == Precision.F32 ? Math.nextUp((float) at) : Math.nextUp(at);
        assertThat(at(kernels.derivative(), at) + 0.0).as("%s", policy).isEqualTo(expected);
        assertThat(Math.abs(at(kernels.derivative(), before) - left)).isLessThan(1e-6);
        assertThat(Math.abs(at(kernels.derivative(), after) - right)).isLessThan(1e-6);
        if (at == 0) {
          assertThat(at(kernels.derivative(), -0.0) + 0.0).isEqualTo(expected);
        }
        assertThat(kernels.slope().maxUlp()).isLessThanOrEqualTo(4);
      }
    }
  }

  // The other kernels

  @ParameterizedTest
  @EnumSource
  void theFusedKernelsGiveTheSameBits(Precision precision) {
    for (String formula : new String[] {"x/(1 + exp(-x))", "0.5*x*(1 + erf(x/sqrt(2)))"}) {
      KernelSet kernels = compile(formula, precision);
      double[] x = inputs(precision, 1_511);
      double[] y = run(kernels.forward(), x, Map.of());
      double[] dydx = run(kernels.derivative(), x, Map.of());
      double[][] both = Interpreters.run(kernels.forwardAndDerivative(), Map.of(), x);
      double[] gradY = new double[x.length];
      Arrays.fill(gradY, -3.7);
      double[] gradX = Interpreters.run(kernels.backward(), Map.of(), x, gradY)[0];
      assertThat(both[0]).containsExactly(y);
      assertThat(both[1]).containsExactly(dydx);
      for (int i = 0; i < x.length; i++) {
        double product = precision == Precision.F32 ? -3.7f * (float) dydx[i] : gradY[i] * dydx[i];
        assertThat(gradX[i]).isEqualTo(Double.valueOf(product));
      }
      assertThat(kernels.backward().inputs()).isEqualTo(2);
    }
  }

  @Test
  void whatValueAndDerivativeNeedIsComputedOnce() {
    KernelSet kernels = compile("x*sigmoid(beta*x)", Precision.F32);
    assertThat(kernels.forwardAndDerivative().nodes().size())
        .isLessThan(kernels.forward().nodes().size() + kernels.derivative().nodes().size() - 10);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void limitsThatDependOnTheSignOfAParameterAreRight(Precision precision) {
    KernelSet kernels = compile("exp(-beta*x^2)", precision);
    assertThat(kernels.slope().maxError()).isLessThanOrEqualTo(4);
    for (double x : new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}) {
      assertThat(at(kernels.forward(), x, Map.of("beta", 1.7))).isZero();
      assertThat(at(kernels.derivative(), x, Map.of("beta", 1.7))).isZero();
      assertThat(at(kernels.derivative(), x, Map.of("beta", -1.0))).isEqualTo(x);
      assertThat(at(kernels.derivative(), x, Map.of("beta", 0.0))).isZero();
    }
  }

  @Test
  void aMissedContractIsReported() {
    KernelSet kernels =
        KernelCompiler.compile(
            analyze("sin(exp(x))"), Contracts.of(Accuracy.STANDARD, Precision.F64), Precision.F64);
    assertThat(kernels.value().maxError()).isGreaterThan(1e9).isFinite();
    assertThat(kernels.value().worstInput()).isBetween(40.0, 710.0);
    assertThat(kernels.value().samples()).isBetween(2_000L, 20_000L);
  }

  @Test
  void linesOfParametersAreAccurateNextToTheirZeros() {
    KernelSet kernels = compile("clamp(beta*x - alpha/0.7, 0, 1)", Precision.F32);
    assertThat(kernels.value().maxError()).isLessThan(2);
    assertThat(kernels.forward().precision()).isEqualTo(Precision.F32);
    double alpha = 0.31;
    double beta = 2.3;
    Map<String, Double> others = Map.of("alpha", alpha, "beta", beta);
    float zero = (float) (alpha / 0.7 / beta);
    for (int i = 1; i < 2_000; i++) {
      double x = zero + i * Math.ulp(zero);
      Ball exact = Ball.of(beta).times(x).minus(Ball.of(alpha).dividedBy(Ball.of(0.7)));
      assertThat(exact.errorOf(at(kernels.forward(), x, others)))
          .isLessThan(4 * 0x1p-10 * Math.ulp(1f));
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void likeTermsOfPiecesMeet(Precision precision) {
    // Its derivative is 2 c x + 1/2 between breakpoints that are no doubles.
    KernelSet kernels = compile("x*clamp(0.1666666716337204*x + 0.5, 0, 1)", precision);
    assertThat(kernels.worstError()).isLessThan(3);
    assertThat(kernels.derivative().nodes().size()).isLessThan(16);
    assertThat(kernels.forward().precision()).isEqualTo(precision);
    assertThat(kernels.algorithm()).contains("composed, in pieces");
  }

  @Test
  void whatIsDefinedNowhereIsCompiledAllTheSame() {
    AnalyzedFunction function = analyze("cosh(x*sigmoid(100*(softplus(beta*x)/(0*x))))");
    Contract faithful = Contracts.of(Accuracy.FAITHFUL, Precision.F64);
    KernelSet kernels = KernelCompiler.compile(function, faithful, Precision.F64);
    assertThat(at(kernels.forward(), 1, function.parameters())).isNaN();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.7, -0.3, 40, 0})
  void aTableForOneProductServesAllParameters(double beta) {
    AnalyzedFunction function = analyze("x*sigmoid(beta*x)");
    KernelSet kernels = compile(function, Precision.F64);
    assertThat(kernels.worstError()).isLessThan(4);
    Map<String, Double> others = Map.of("beta", beta);
    double[] inputs =
        IntStream.range(0, 600).mapToDouble(i -> -1.3 + i / 500.0 + i * 1e-13).toArray();
    for (double u : inputs) {
      double x = beta == 0 ? u : u / beta;
      double y = at(kernels.derivative(), x, others);
      Ball exact =
          Evaluator.of(function.derivative().expression(), List.of("beta")).evaluate(x, beta);
      assertThat(exact.errorOf(y))
          .as("%s with %s", x, beta)
          .isLessThanOrEqualTo(4 * Math.ulp(Math.max(0x1p-10, Math.abs(y))));
    }
  }

  /** Also where sums with the part cancel, or cross zero as they do not for declared values. */
  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.01, 0.0625, 0.113, 0.2, 0.9, 1, -0.25})
  void aTableForAPartServesAllParameters(double alpha) {
    AnalyzedFunction function = analyze(SMU);
    KernelSet kernels = compile(function, Precision.F32);
    assertThat(kernels.worstError()).isLessThan(0.6);
    assertThat(kernels.algorithm())
        .containsPattern("In double .*value: .*segments.*derivative: .*segments");
    Expr derivative = function.derivative().expression();
    List<String> names = List.copyOf(function.parameters().keySet());
    for (double mu : new double[] {2.5, 1, 0.01, -30}) {
      Map<String, Double> others = Map.of("alpha", alpha, "mu", mu);
      double scale = alpha == 1 ? 1 : 1 / (mu * (1 - alpha));
      for (int i = -600; i <= 600; i++) {
        double x = (float) (scale * i / 100.3);
        Ball value = Evaluator.of(function.value(), names).evaluate(x, alpha, mu);
        Ball slope = Evaluator.of(derivative, names).evaluate(x, alpha, mu);
        boolean crosses = alpha < 0;
        assertThat(ulps(value, at(kernels.forward(), x, others), crosses))
            .as("f(%s) with %s", x, others)
            .isLessThanOrEqualTo(4);
        assertThat(ulps(slope, at(kernels.derivative(), x, others), true))
            .as("f'(%s) with %s", x, others)
            .isLessThanOrEqualTo(4);
      }
    }
  }

  private static double ulps(Ball exact, double result, boolean crosses) {
    double size = Math.max(Math.abs(exact.toDouble()), crosses ? 0x1p-10 : 0);
    return exact.errorOf((float) result) / Math.ulp((float) size);
  }

  @Test
  void aFunctionWithAPartIsRightAtInfinities() {
    KernelSet smu = compile(SMU, Precision.F32);
    double infinity = Double.POSITIVE_INFINITY;
    for (double alpha : new double[] {0.25, 0, 1, -0.5}) {
      for (double mu : new double[] {2.5, 0, 1e-30, -1}) {
        Map<String, Double> others = Map.of("alpha", alpha, "mu", mu);
        double mean = (1 + alpha) / 2;
        double left = mu == 0 ? mean : mu < 0 ? 1 : alpha;
        double right = mu == 0 ? mean : mu < 0 ? alpha : 1;
        assertThat((float) at(smu.forward(), -infinity, others) + 0.0)
            .as("with %s", others)
            .isEqualTo(left == 0 ? 0 : -left * infinity);
        assertThat((float) at(smu.forward(), infinity, others) + 0.0)
            .isEqualTo(right == 0 ? 0 : right * infinity);
        assertThat(at(smu.derivative(), -infinity, others) + 0.0).isEqualTo(left);
        assertThat(at(smu.derivative(), infinity, others) + 0.0).isEqualTo(right);
        assertThat(at(smu.forward(), Double.NaN, others)).isNaN();
        assertThat(at(smu.derivative(), Double.NaN, others)).isNaN();
        assertThat(at(smu.forward(), -0.0, others)).isEqualTo(-0.0);
      }
    }
  }

  @Test
  void breakpointsAroundAPartAreExact() {
    String formula = "x < 3 ? x*erf(beta*x) + alpha*x : alpha*x^2 + x*erf(beta*x)";
    KernelSet kernels = compile(formula, Precision.F32);
    assertThat(kernels.algorithm()).containsPattern("In double .*value: .*segments");
    double below = Math.nextDown(3f);
    assertThat((float) at(kernels.forward(), 3, PARAMETERS)).isEqualTo(0.25f * 9 + 3);
    assertThat((float) at(kernels.forward(), below, PARAMETERS)).isEqualTo((float) (1.25 * below));
  }

  /** Those whose arithmetic misses the contract in float. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x*(alpha + tanh(beta*x))",
        "x*erf(beta*x) + alpha*x",
        "(mu - alpha)*x*sigmoid(beta*(mu - alpha)*x) - alpha*x",
      })
  void partsOfSumsAreLookedUp(String formula) {
    AnalyzedFunction function = analyze(formula);
    KernelSet kernels = compile(function, Precision.F32);
    assertThat(kernels.algorithm())
        .containsPattern("In double .*value: .*segments.*derivative: .*segments");
    assertThat(worst(kernels.forward(), function, false, true)).isLessThanOrEqualTo(4);
    assertThat(worst(kernels.derivative(), function, true, true)).isLessThanOrEqualTo(4);
  }

  @Test
  void whatCancelsInFloatIsComputedInDouble() {
    KernelSet kernels = compile("log(1 + x^2)/(1 + abs(x))", Precision.F32);
    assertThat(kernels.forward().precision()).isEqualTo(Precision.F64);
    assertThat(kernels.worstError()).isBetween(0.4, 0.6);
    assertThat(kernels.algorithm()).startsWith("In double precision, rounded once. ");
    assertThat(compile("x*sigmoid(beta*x)", Precision.F32).forward().precision())
        .isEqualTo(Precision.F32);
  }

  /** By a table of f(x)/x, the outermost segments of which are wider. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x*tanh(log(1 + exp(x)))        | 0         | FAST
          x*(0.1 + 0.8*sigmoid(0.9*x)^2) | -Infinity | FAST
          x*(0.1 + 0.8*sigmoid(0.9*x)^2) | -Infinity | HALF
          """)
  void multiplesOfXHoldCoarseContracts(String formula, double below, Accuracy accuracy) {
    AnalyzedFunction function = analyze(formula);
    Contract contract = Contracts.of(accuracy, Precision.F32);
    KernelSet kernels = KernelCompiler.compile(function, contract, Precision.F32);
    assertThat(kernels.algorithm()).containsPattern("value: .*, times x. derivative");

    Graph forward = kernels.forward();
    assertThat(worst(forward, function, false, false)).isLessThanOrEqualTo(contract.bound());
    assertThat(at(forward, 0.0)).isEqualTo(0.0);
    assertThat(at(forward, -0.0)).isEqualTo(-0.0);
    assertThat(at(forward, Double.NEGATIVE_INFINITY) + 0.0).isEqualTo(below);
    assertThat(at(forward, Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(at(forward, Float.MAX_VALUE)).isFinite();
    for (double nan : nans(Precision.F32)) {
      assertThat(at(forward, nan)).isNaN();
    }
  }

  @ParameterizedTest
  @EnumSource
  void exponentialsAreLookedUpWhereVectorsHoldTheTable(Precision precision) {
    KernelSet exp = compile("exp(x)", precision);
    assertThat(exp.forward().tables()).hasSize(1);
    assertThat(exp.algorithm()).contains(Algorithm.EXP_BY_TABLE.describe(precision));
    KernelSet narrow = exp.narrow().orElseThrow();
    assertThat(narrow.forward().tables()).isEmpty();
    assertThat(narrow.algorithm()).contains(Algorithm.EXP.describe(precision));
  }

  @Test
  void narrowVectorsFollowAZeroThatMovesWithAParameter() {
    AnalyzedFunction swish =
        Functions.analyze("x*sigmoid(beta*x)", Kink.MIN_NORM, Map.of("beta", 1.0));
    KernelSet narrow = compile(swish, Precision.F64).narrow().orElseThrow();
    assertThat(narrow.derivative().tables()).isEmpty();
    assertThat(narrow.slope().maxError()).isLessThanOrEqualTo(4);
    assertThat(narrow.algorithm()).contains("of the zero at -1.278");
    // At other values the same polynomial is followed elsewhere.
    for (double beta : new double[] {-2.5, 0.01, 1e6}) {
      double zero = -1.2784645427610738 / beta;
      double next = zero * (1 + 0x1p-30);
      double slope = at(narrow.derivative(), next, Map.of("beta", beta)) / (next - zero) / beta;
      assertThat(slope).isCloseTo(0.2178, within(1e-3));
    }
  }

  @Test
  void theAlgorithmIsTold() {
    assertThat(compile("x/(1 + exp(-x))", Precision.F32).algorithm())
        .startsWith("value: " + Algorithm.PLAIN_SIGMOID_BY_TABLE.describe(Precision.F32) + "; ")
        .contains("basic operations")
        .contains(". derivative: ");
  }

  @Test
  void compilingTwiceGivesTheSame() {
    String formula = "0.5*x*(1 + erf(x/sqrt(2)))";
    KernelSet first = compile(formula, Precision.F32);
    KernelSet second = compile(formula, Precision.F32);
    assertThat(second.forwardAndDerivative().nodes().toString())
        .isEqualTo(first.forwardAndDerivative().nodes().toString());
    assertThat(second.value()).isEqualTo(first.value());
    assertThat(second.algorithm()).isEqualTo(first.algorithm());
  }
}
