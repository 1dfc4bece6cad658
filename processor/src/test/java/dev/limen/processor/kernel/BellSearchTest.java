package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Accuracy;
import dev.limen.Kink;
import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.Functions;
import dev.limen.processor.formula.ReferenceEvaluator;
import dev.limen.runtime.Contract;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kernels without tables of functions that have the tails of a bell. */
class BellSearchTest {

  private static final String GELU = "0.5*x*(1+erf(x/sqrt(2)))";
  private static final String OTHER_RATE = "x*(1+erf(0.6*x))";

  private static KernelSet kernels(AnalyzedFunction function, Precision precision) {
    return KernelCompiler.compile(function, Contracts.of(Accuracy.STANDARD, precision), precision);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void theDerivativeOfGeluNeedsNoTable(Precision precision) {
    AnalyzedFunction gelu = Functions.analyze(GELU, Kink.MIN_NORM, Map.of());

    KernelSet narrow = kernels(gelu, precision).narrow().orElseThrow();

    assertThat(narrow.derivative().tables()).isEmpty();
    assertThat(narrow.algorithm()).contains("exp(-0.5 x^2) times |x| - 0.7518, a polynomial of");
    assertHolds(narrow.derivative(), gelu, precision);
  }

  @Test
  void theValueOfGeluIsDividedOnce() {
    AnalyzedFunction gelu = Functions.analyze(GELU, Kink.MIN_NORM, Map.of());

    Graph forward = kernels(gelu, Precision.F32).narrow().orElseThrow().forward();

    assertThat(forward.tables()).isEmpty();
    assertThat(forward.nodes()).filteredOn(node -> node.opcode() == Opcode.DIVIDE).hasSize(1);
  }

  @Test
  void theRateOfTheBellMayBeAnyNumber() {
    AnalyzedFunction function = Functions.analyze(OTHER_RATE, Kink.MIN_NORM, Map.of());

    KernelSet narrow = kernels(function, Precision.F32).narrow().orElseThrow();

    assertThat(narrow.derivative().tables()).isEmpty();
    assertThat(narrow.algorithm()).contains("exp(-0.36000001430511475 x^2) times |x| - 0.8860");
    assertHolds(narrow.derivative(), function, Precision.F32);
  }

  private static void assertHolds(
      Graph derivative, AnalyzedFunction function, Precision precision) {
    var reference = ReferenceEvaluator.of(function.derivative().expression(), Map.of());
    Contract contract = Contracts.of(Accuracy.STANDARD, precision);
    long seed = 77;
    Random random = new Random(seed);
    double[] inputs = new double[3000];
    for (int i = 0; i < inputs.length; i++) {
      double drawn = random.nextGaussian() * (i % 2 == 0 ? 1 : 6);
      inputs[i] = precision == Precision.F32 ? (float) drawn : drawn;
    }
    double[] results = Interpreters.run(derivative, Map.of(), inputs)[0];
    for (int i = 0; i < inputs.length; i++) {
      double x = inputs[i];
      double actual = results[i];
      var exact = reference.at(x);
      double size = Math.max(Math.abs(exact.toDouble()), 0x1p-10);
      double ulp = precision == Precision.F32 ? Math.ulp((float) size) : Math.ulp(size);
      assertThat(exact.minus(actual).abs().toDouble())
          .as("seed %d, at %s: %s", seed, x, actual)
          .isLessThanOrEqualTo(contract.bound() * ulp);
    }
  }
}
