package dev.limen.processor.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.Asymptote;
import dev.limen.processor.analysis.Functions;
import dev.limen.processor.analysis.ParameterSlope;
import dev.limen.processor.analysis.Tail;
import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import dev.limen.processor.emit.SourceWriter.Features;
import dev.limen.processor.formula.ReferenceEvaluator;
import dev.limen.runtime.Contract;
import dev.limen.verify.Ball;
import dev.limen.verify.Reference;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleFunction;
import javax.annotation.processing.ProcessingEnvironment;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** References as emitted enclose what the engine's own evaluator finds. */
class EmittedReferencesTest {

  private static final long SEED = 4711;

  private static final List<String> FORMULAS =
      List.of(
          "0.5*x*(1+erf(x/sqrt(2)))",
          "x*sigmoid(beta*x)",
          "x < -1 ? 0 : x < 1 ? (x+1)^2/4 : x",
          "x*tanh(softplus(x))",
          "clamp(0.2*x+0.5, 0, 1)",
          "min(max(x, -1), 6) - x",
          "abs(x)/(1+abs(x))",
          "sign(x)*log1p(abs(x))",
          "x^3 + pow(2, x)",
          "atan(x) + sin(x)*cos(x)",
          "expm1(min(x, 0)) + relu(x)",
          "step(x)*alpha - pi*e",
          "exp(-x^2)",
          "sinh(x)/cosh(x) - x",
          "erfc(x)*exp(x)",
          "x >= 0 ? x : alpha*x",
          "x <= 2 ? x^2 : 4*x - 4",
          "x > 2 ? 2 : alpha*x",
          "log(1 + x^2)",
          "sqrt(x*x + 4*alpha)/2 + x/2",
          "x^(-3)",
          "(1+alpha)*x/2 + (1-alpha)*x/2*erf(beta*(1-alpha)*x)");

  private static final Map<String, Double> DECLARED = Map.of("alpha", 0.25, "beta", 1.5);

  private static final double FAR = 1e30;

  private static final List<AnalyzedFunction> FUNCTIONS =
      FORMULAS.stream().map(formula -> Functions.trainable(formula, DECLARED)).toList();

  private static ClassLoader classes;

  @BeforeAll
  static void compile() throws IOException {
    StringBuilder source = new StringBuilder("package p;\n");
    for (int i = 0; i < FORMULAS.size(); i++) {
      source.append("interface F").append(i).append(" {}\n");
    }
    classes =
        MemoryCompilation.of(
                Map.of("p.Specs", source.toString()), List.of(), EmittedReferencesTest::write)
            .loader();
  }

  private static void write(ProcessingEnvironment environment) throws IOException {
    SourceWriter writer =
        new SourceWriter(environment.getFiler(), Features.of(environment.getElementUtils()));
    for (int i = 0; i < FORMULAS.size(); i++) {
      writer.writeKernels(
          new ActivationFiles(
              "p",
              "F" + i,
              "p.F" + i,
              true,
              FORMULAS.get(i),
              "f'",
              FUNCTIONS.get(i),
              List.of(
                  new ContractedKernels(
                      new Contract("STANDARD", Contract.Measure.ULP, 4),
                      SampleKernels.IDENTITY.set(Precision.F32))),
              environment.getElementUtils().getTypeElement("p.F" + i),
              List.of()));
    }
  }

  @Test
  void declaredParameters() throws Exception {
    for (int i = 0; i < FORMULAS.size(); i++) {
      Reference reference = (Reference) facade(i).getMethod("reference").invoke(null);
      compare(i, reference, FUNCTIONS.get(i).parameters());
    }
  }

  @Test
  void otherParameters() throws Exception {
    for (double beta : new double[] {-2, 0, 3}) {
      Map<String, Double> others = Map.of("alpha", 0.5, "beta", beta);
      for (int i = 0; i < FORMULAS.size(); i++) {
        Map<String, Double> parameters = new LinkedHashMap<>(FUNCTIONS.get(i).parameters());
        parameters.replaceAll((name, declared) -> others.get(name));
        Class<?>[] types =
            Collections.nCopies(parameters.size(), double.class).toArray(Class[]::new);
        Reference reference =
            (Reference)
                facade(i).getMethod("reference", types).invoke(null, parameters.values().toArray());
        compare(i, reference, parameters);
      }
    }
  }

  @Test
  void parametersWithOtherValuesAndUnknownOnes() throws Exception {
    Reference reference = (Reference) facade(21).getMethod("reference").invoke(null);
    Reference other = reference.with("beta", -3).with("alpha", 0.5);
    compare(21, other, Map.of("alpha", 0.5, "beta", -3.0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reference.with("gamma", 1))
        .withMessage("no trainable parameter gamma");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reference.with("beta", Double.NaN))
        .withMessage("beta is not finite: NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reference.parameterDerivative("gamma", 1))
        .withMessage("no trainable parameter gamma");
    Reference without = (Reference) facade(0).getMethod("reference").invoke(null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> without.parameterDerivative("beta", 1))
        .withMessage("no trainable parameter beta");
  }

  private static Class<?> facade(int index) throws ClassNotFoundException {
    return classes.loadClass("p.F" + index + "Kernels");
  }

  private static void compare(int index, Reference reference, Map<String, Double> parameters) {
    AnalyzedFunction function = FUNCTIONS.get(index);
    ReferenceEvaluator value = ReferenceEvaluator.of(function.value(), parameters);
    ReferenceEvaluator slope =
        ReferenceEvaluator.of(function.derivative().expression(), parameters);
    Random random = new Random(SEED);
    for (int i = 0; i < 200; i++) {
      double x =
          switch (i) {
            case 0 -> Double.NaN;
            case 1 -> 0.5;
            default -> (i % 2 == 0 ? 3 : 300) * random.nextGaussian();
          };
      assertOverlap(index, parameters, x, reference.value(x), value.at(x));
      assertOverlap(index, parameters, x, reference.derivative(x), slope.at(x));
    }
    assertLimit(index, function.valueBelow(), reference::value, value.at(-FAR), -1);
    assertLimit(index, function.valueAbove(), reference::value, value.at(FAR), 1);
    assertLimit(index, function.derivativeBelow(), reference::derivative, slope.at(-FAR), -1);
    assertLimit(index, function.derivativeAbove(), reference::derivative, slope.at(FAR), 1);
    for (ParameterSlope byParameter : function.parameterSlopes()) {
      compare(index, reference, parameters, byParameter);
    }
    function
        .derivative()
        .overrides()
        .forEach(point ->
            assertThat(reference.derivative(point.at()).toDouble()).isEqualTo(point.value()));
  }

  private static void compare(
      int index, Reference reference, Map<String, Double> parameters, ParameterSlope slope) {
    ReferenceEvaluator expected = ReferenceEvaluator.of(slope.expression(), parameters);
    DoubleFunction<Ball> actual = x -> reference.parameterDerivative(slope.parameter(), x);
    Random random = new Random(SEED);
    assertThat(actual.apply(Double.NaN).isNaN()).isTrue();
    for (int i = 0; i < 100; i++) {
      double x = (i % 2 == 0 ? 3 : 300) * random.nextGaussian();
      assertOverlap(index, parameters, x, actual.apply(x), expected.at(x));
    }
    assertLimit(index, slope.below(), actual, expected.at(-FAR), -1);
    assertLimit(index, slope.above(), actual, expected.at(FAR), 1);
  }

  private static void assertLimit(
      int index, Tail tail, DoubleFunction<Ball> reference, Ball nearby, int sign) {
    if (tail.asymptote() instanceof Asymptote.Unknown) {
      return;
    }
    String where = FORMULAS.get(index) + " towards infinity with sign " + sign;
    Ball limit = reference.apply(sign * Double.POSITIVE_INFINITY);
    if (Double.isInfinite(limit.hi())) {
      assertThat(nearby.hi() * limit.hi()).as(where).isEqualTo(Double.POSITIVE_INFINITY);
      assertThat(Math.abs(nearby.hi())).as(where).isGreaterThan(50);
    } else {
      assertThat(limit.hi()).as(where).isCloseTo(nearby.hi(), Offset.offset(1e-15));
    }
  }

  private static void assertOverlap(
      int index, Map<String, Double> parameters, double x, Ball actual, Ball expected) {
    String where = FORMULAS.get(index) + " at " + x + " with " + parameters + ", seed " + SEED;
    if (expected.isNaN() || Double.isInfinite(expected.hi())) {
      assertThat(actual.hi()).as(where).isEqualTo(Double.valueOf(expected.hi()));
      return;
    }
    assertThat(actual.isNaN()).as(where).isFalse();
    double distance = Math.abs(actual.minus(expected).toDouble());
    assertThat(distance).as(where).isLessThanOrEqualTo(actual.radius() + expected.radius());
    if (Math.abs(x) < 5) {
      assertThat(actual.radius()).as(where).isLessThan(1e-25 * (1 + Math.abs(actual.hi())));
    }
  }
}
