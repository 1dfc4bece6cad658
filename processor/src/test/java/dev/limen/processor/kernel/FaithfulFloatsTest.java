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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels for floats that compute in double and round once. */
class FaithfulFloatsTest {

  private static final Map<String, Double> PARAMETERS = Map.of("beta", 1.7);
  private static final Contract FAITHFUL = Contracts.of(Accuracy.FAITHFUL, Precision.F32);
  private static final long SEED = 20_261_121;

  private static AnalyzedFunction analyze(String formula) {
    return Functions.analyze(formula, Kink.MIN_NORM, PARAMETERS);
  }

  private static KernelSet compile(String formula) {
    return KernelCompiler.compile(analyze(formula), FAITHFUL, Precision.F32);
  }

  /** Floats where functions bend, and of any bits. */
  private static double[] floats(int count) {
    System.out.println("seed " + SEED);
    Random random = new Random(SEED);
    double[] x = new double[count];
    Arrays.setAll(
        x,
        i ->
            i % 4 == 0
                ? Float.intBitsToFloat(random.nextInt())
                : (float) (random.nextGaussian() * (i % 4 == 1 ? 30 : 2)));
    return x;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tanh         | tanh(x)
          gelu         | 0.5*x*(1 + erf(x/sqrt(2)))
          silu         | x/(1 + exp(-x))
          swish        | x*sigmoid(beta*x)
          elu          | x < 0 ? expm1(x) : x
          softplus     | softplus(x)
          mish         | x*tanh(softplus(x))
          tanh shrink  | x - tanh(x)
          hard swish   | x*clamp((x + 3)/6, 0, 1)
          gauss        | exp(-x^2)
          nobody's     | log(1 + x^2)/(1 + abs(x))
          """)
  void isWithinOneUlp(String name, String formula) {
    AnalyzedFunction function = analyze(formula);
    KernelSet kernels = KernelCompiler.compile(function, FAITHFUL, Precision.F32);
    assertThat(kernels.precision()).isEqualTo(Precision.F32);
    assertThat(kernels.forward().precision()).isEqualTo(Precision.F64);
    assertThat(kernels.algorithm()).startsWith("In double precision, rounded once. value: ");
    assertThat(kernels.value().maxError()).isBetween(0.4, 0.9);
    assertThat(kernels.slope().maxError()).isBetween(0.4, 0.9);
    assertThat(worst(kernels.forward(), function, false)).isBetween(0.4, 0.9);
    assertThat(worst(kernels.derivative(), function, true)).isBetween(0.4, 0.9);
  }

  private static double worst(Graph graph, AnalyzedFunction function, boolean ofDerivative) {
    Expr expression = ofDerivative ? function.derivative().expression() : function.value();
    Evaluator exact = Evaluator.of(expression, List.copyOf(function.parameters().keySet()));
    double[] parameters =
        function.parameters().values().stream().mapToDouble(Double::doubleValue).toArray();
    boolean crosses =
        ofDerivative
            ? function.properties().derivativeCrossesZero()
            : function.properties().valueCrossesZero();
    double[] x = floats(4_000);
    double[] y = Interpreters.run(graph, function.parameters(), x)[0];
    double worst = 0;
    int decided = 0;
    for (int i = 0; i < x.length; i++) {
      // Far out, balls are wide.
      if (Double.isNaN(x[i]) || Math.abs(x[i]) > 1e9) {
        continue;
      }
      Ball value = exact.evaluate(x[i], parameters);
      if (value.relativeRadius() > 0x1p-40 && value.radius() > 0x1p-190) {
        continue;
      }
      decided++;
      double size = Math.max(Math.abs(value.toFloat()), crosses ? 0x1p-10 : 0);
      double error = Math.abs(value.minus((float) y[i]).toDouble()) / Math.ulp((float) size);
      assertThat(error).as("at %s: %s is not %s", x[i], (float) y[i], value).isNotNaN();
      worst = Math.max(worst, error);
    }
    assertThat(decided).isGreaterThan(3_000);
    return worst;
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu(x)", "max(x, 0.25*x)", "clamp(x, -1, 1)", "abs(x)", "x"})
  void whatFloatsDoExactlyStaysInFloat(String formula) {
    KernelSet kernels = compile(formula);
    for (Graph graph : List.of(kernels.forward(), kernels.derivative(), kernels.backward())) {
      assertThat(graph.precision()).isEqualTo(Precision.F32);
    }
    assertThat(kernels.algorithm()).startsWith("value: ");
  }

  @Test
  void backwardIsTheProductOfFloats() {
    KernelSet kernels = compile("x/(1 + exp(-x))");
    double[] x = floats(2_000);
    double[] gradY = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      gradY[i] = (float) x[(i * 7 + 3) % x.length];
    }
    double[] dydx = Interpreters.run(kernels.derivative(), Map.of(), x)[0];
    double[] gradX = Interpreters.run(kernels.backward(), Map.of(), x, gradY)[0];
    double[][] both = Interpreters.run(kernels.forwardAndDerivative(), Map.of(), x);
    List<Float> expected = new ArrayList<>();
    List<Float> actual = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      expected.add((float) dydx[i] * (float) gradY[i]);
      actual.add((float) gradX[i]);
    }
    assertThat(actual).isEqualTo(expected);
    assertThat(both[0]).containsExactly(Interpreters.run(kernels.forward(), Map.of(), x)[0]);
    assertThat(both[1]).containsExactly(dydx);
  }

  @Test
  void infinitiesZerosAndNaN() {
    KernelSet gelu = compile("0.5*x*(1 + erf(x/sqrt(2)))");
    double infinity = Double.POSITIVE_INFINITY;
    double[] x = {-infinity, infinity, Double.NaN, -0.0, 0.0, -Float.MAX_VALUE, Float.MAX_VALUE};
    double[] y = Interpreters.run(gelu.forward(), Map.of(), x)[0];
    assertThat((float) y[0]).isZero();
    assertThat((float) y[1]).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat((float) y[2]).isNaN();
    assertThat((float) y[3]).isEqualTo(Float.valueOf(-0f));
    assertThat((float) y[4]).isEqualTo(Float.valueOf(0f));
    assertThat((float) y[5]).isZero();
    assertThat((float) y[6]).isEqualTo(Float.MAX_VALUE);
    double[] slope = Interpreters.run(gelu.derivative(), Map.of(), x)[0];
    assertThat((float) slope[0]).isZero();
    assertThat((float) slope[1]).isEqualTo(1);
    assertThat((float) slope[2]).isNaN();
    assertThat((float) slope[3]).isEqualTo(0.5f);
  }
}
