package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Accuracy;
import dev.limen.Kink;
import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.Functions;
import dev.limen.processor.formula.Evaluator;
import dev.limen.processor.formula.Expr;
import dev.limen.runtime.Contract;
import dev.limen.verify.Ball;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels for doubles that compute in double words and round once. */
class FaithfulDoublesTest {

  private static final Map<String, Double> PARAMETERS =
      Map.of("alpha", 0.3, "beta", 1.7, "mu", 1e-9);
  private static final Contract FAITHFUL = Contracts.of(Accuracy.FAITHFUL, Precision.F64);
  private static final long SEED = 20_261_121;

  private static AnalyzedFunction analyze(String formula) {
    return Functions.analyze(formula, Kink.MIN_NORM, PARAMETERS);
  }

  private static double at(Graph graph, Map<String, Double> parameters, double x) {
    return new DoubleInterpreter(graph, parameters).apply(x);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          soft sign      | x/(1 + abs(x))
          square plus    | (x + sqrt(x^2 + 4))/2
          hard swish     | x*clamp((x + 3)/6, 0, 1)
          polynomial     | x^3 - x/3 + 0.1
          pole           | x/(1 + x^2)
          tanh           | tanh(x)
          gelu           | 0.5*x*(1 + erf(x/sqrt(2)))
          silu           | x/(1 + exp(-x))
          swish          | x*sigmoid(beta*x)
          elu            | x < 0 ? expm1(x) : x
          softplus       | softplus(x)
          mish           | x*tanh(softplus(x))
          tanh shrink    | x - tanh(x)
          log cosh       | log(cosh(x))
          smooth maximum | ((1 + alpha)*x + sqrt(((1 - alpha)*x)^2 + mu^2))/2
          snake          | x + sin(x)^2
          arc            | x*atan(x)
          power          | abs(x)^1.3*x
          versine        | 1 - cos(x)
          eighth power   | sigmoid(x)^8
          gauss          | exp(-1/(x^2 + 0.01))
          gompertz       | exp(-exp(-x))
          nobody's       | log(1 + x^2)/(1 + abs(x))
          """)
  void isWithinOneUlp(String name, String formula) {
    AnalyzedFunction function = analyze(formula);
    KernelSet kernels = KernelCompiler.compile(function, FAITHFUL, Precision.F64);
    assertThat(kernels.value().maxError()).isBetween(0.4, 1.0);
    assertThat(kernels.slope().maxError()).isBetween(0.4, 1.0);
    checkAtRandom(kernels.forward(), function, false);
    checkAtRandom(kernels.derivative(), function, true);
  }

  /** Where functions bend, and of any bits: other inputs than those of the certificate. */
  private static void checkAtRandom(Graph graph, AnalyzedFunction function, boolean isSlope) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    Expr expression = isSlope ? function.derivative().expression() : function.value();
    Evaluator exact = Evaluator.of(expression, List.copyOf(function.parameters().keySet()));
    double[] parameters =
        function.parameters().values().stream().mapToDouble(Double::doubleValue).toArray();
    boolean crosses =
        isSlope
            ? function.properties().derivativeCrossesZero()
            : function.properties().valueCrossesZero();
    DoubleInterpreter kernel = new DoubleInterpreter(graph, function.parameters());
    int decided = 0;
    for (int i = 0; i < 1_000; i++) {
      double x =
          i % 6 == 0
              ? Double.longBitsToDouble(random.nextLong())
              : random.nextGaussian() * (i % 2 == 0 ? 30 : 2);
      Ball value = exact.evaluate(x, parameters);
      // Where terms cancel, and far out, balls are too wide to tell.
      if (value.isNaN() || value.relativeRadius() > 0x1p-60) {
        continue;
      }
      decided++;
      double size = Math.max(Math.abs(value.toDouble()), crosses ? 0x1p-10 : 0);
      double y = kernel.apply(x);
      double ulps = value.minus(y).abs().toDouble() / Math.ulp(size);
      // Half an ulp of the smallest numbers is no number.
      boolean isRight = value.toDouble() == y || ulps <= (size < Double.MIN_NORMAL ? 1 : 0.75);
      assertThat(isRight).as("%s for %s at %s", y, value, x).isTrue();
    }
    assertThat(decided).isGreaterThan(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu(x)", "max(x, 0.25*x)", "clamp(x, -1, 1)", "abs(x)", "x"})
  void whatDoublesDoExactlyStaysPlain(String formula) {
    KernelSet kernels = KernelCompiler.compile(analyze(formula), FAITHFUL, Precision.F64);
    assertThat(kernels.algorithm()).doesNotContain("double words");
    assertThat(kernels.value().maxError()).isZero();
  }

  @Test
  void infinitiesZerosNaNAndTheSmallestNumbers() {
    KernelSet gelu =
        KernelCompiler.compile(analyze("0.5*x*(1 + erf(x/sqrt(2)))"), FAITHFUL, Precision.F64);
    Graph value = gelu.forward();
    Graph slope = gelu.derivative();
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(at(value, Map.of(), -infinity)).isZero();
    assertThat(at(value, Map.of(), infinity)).isEqualTo(infinity);
    assertThat(at(value, Map.of(), Double.NaN)).isNaN();
    assertThat(at(value, Map.of(), -0.0)).isEqualTo(Double.valueOf(-0.0));
    assertThat(at(value, Map.of(), 6 * Double.MIN_VALUE)).isEqualTo(3 * Double.MIN_VALUE);
    assertThat(at(value, Map.of(), Double.MAX_VALUE)).isEqualTo(Double.MAX_VALUE);
    assertThat(at(slope, Map.of(), -infinity)).isZero();
    assertThat(at(slope, Map.of(), infinity)).isEqualTo(1);
    assertThat(at(slope, Map.of(), Double.NaN)).isNaN();
    assertThat(at(slope, Map.of(), -0.0)).isEqualTo(0.5);
  }

  @Test
  void aSumThatNobodyCanTellFromZeroThereIsCompiled() {
    KernelSet kernels =
        KernelCompiler.compile(analyze("log1p(exp(2*x)) - log(2)"), FAITHFUL, Precision.F64);
    assertThat(kernels.slope().maxError()).isLessThanOrEqualTo(1);
  }
}
