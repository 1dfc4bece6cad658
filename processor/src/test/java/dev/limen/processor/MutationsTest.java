package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.limen.Accuracy;
import dev.limen.Kink;
import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.Functions;
import dev.limen.processor.formula.FormulaException;
import dev.limen.processor.kernel.Contracts;
import dev.limen.processor.kernel.KernelCompiler;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.runtime.Contract;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Odd formulas are refused or compiled, and soon: {@code -DargLine=-Dlimen.mutations=10000} tries
 * so many, and makes the kernels of all that are valid.
 */
class MutationsTest {

  private static final String COUNT = "limen.mutations";
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Map<String, Double> VALUES = Map.of("alpha", 0.5, "beta", 1.5);

  @TempDir Path directory;

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Optional<AnalyzedFunction> analyze(String formula) {
    try {
      return Optional.of(Functions.read(formula, Kink.MIN_NORM, VALUES));
    } catch (FormulaException e) {
      assertThat(e.excerpt()).contains("^");
      return Optional.empty();
    }
  }

  private static void makeKernels(AnalyzedFunction function) {
    for (Precision precision : Precision.values()) {
      Contract contract = Contracts.of(Accuracy.STANDARD, precision);
      assertThat(KernelCompiler.compile(function, contract, precision).value().samples())
          .isPositive();
    }
  }

  @Test
  void formulasAreAnalysedOrRefusedSoon() {
    long seed = 20261121;
    Mutations mutations = new Mutations(seed);
    int valid = 0;
    int count = Integer.getInteger(COUNT, 600);
    // To make kernels takes longer: of few formulas, but for a long run.
    int stride = Integer.getInteger(COUNT) == null ? 20 : 1;
    for (int i = 0; i < count; i++) {
      String formula = mutations.next();
      long start = processorTime();
      try {
        Optional<AnalyzedFunction> function = analyze(formula);
        valid += function.isPresent() ? 1 : 0;
        if (i % stride == 0) {
          function.ifPresent(MutationsTest::makeKernels);
        }
      } catch (RuntimeException | Error e) {
        fail("seed " + seed + ": " + formula, e);
      }
      assertThat(Duration.ofNanos(processorTime() - start))
          .as("seed %d: %s", seed, formula)
          .isLessThan(SOON);
    }
    assertThat(valid).isGreaterThan(count / 2).isLessThan(count);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x > 0 ? x^1e300 : alpha*expm1(x)",
        "1 - tanh(x^1e300)^2",
        "(x + sqrt(x^2 - 4))/2",
        "x*log1p(x^2)/(1 + abs(x))",
        "x*log1p(x^(x*tanh(softplus(x))))/(1 + abs(x))",
        "pow(abs(x), x*exp(x))*sign(x)",
        "x^exp(x + x)",
        "erfc(-x^-1)*exp(-(x + 1e308)^2)",
        "exp(-1/x^2)*(x + 1e308)",
        "cos(x/clamp((exp(x) < x ? 0 : 0.5*x*(1 + erf(x/sqrt(2))))/6 + exp(x), 0, 1))",
        "sinh(1e38 <= x ? x*0 : 0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3))))/cosh(x)"
      })
  void whatWasOnceSlowIsNoMore(String formula) {
    long start = processorTime();
    makeKernels(analyze(formula).orElseThrow());
    assertThat(Duration.ofNanos(processorTime() - start)).isLessThan(SOON);
  }

  private static boolean keepsItsContract(AnalyzedFunction function) {
    Contract contract = Contracts.of(Accuracy.STANDARD, Precision.F32);
    KernelSet kernels = KernelCompiler.compile(function, contract, Precision.F32);
    return kernels.value().maxError() <= contract.bound()
        && kernels.slope().maxError() <= contract.bound();
  }

  @Test
  void theFilesOfValidFormulasCompile() {
    long seed = 7;
    Mutations mutations = new Mutations(seed);
    List<String> specs = new ArrayList<>();
    while (specs.size() < 12) {
      String formula = mutations.next();
      if (analyze(formula).filter(MutationsTest::keepsItsContract).isPresent()) {
        specs.add(
            "@SuppressWarnings(\"limen\") @Activation(precisions = Precision.F32) @Formula(\""
                + formula.replace("\\", "\\\\").replace("\"", "\\\"")
                + "\") interface Spec"
                + specs.size()
                + " { @Parameter(0.5) double alpha(); @Parameter(1.5) double beta(); }");
      }
    }

    Build.Result result =
        Build.javac(directory)
            .options("-Xlint:all,-incubating", "-Werror")
            .compile(specs.toArray(String[]::new));

    assertThat(result.messages(Kind.ERROR)).as("seed %d: %s", seed, specs).isEmpty();
    assertThat(result.messages(Kind.WARNING)).as("seed %d: %s", seed, specs).isEmpty();
    assertThat(result.generated())
        .hasSizeGreaterThanOrEqualTo(3 * specs.size())
        .containsKey("p/Spec0Kernels.java");
  }
}
