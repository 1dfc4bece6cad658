package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.limen.Kink;
import dev.limen.processor.analysis.Analyzer;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Differentiator;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.FormulaException;
import dev.limen.processor.formula.Parser;
import dev.limen.processor.formula.Simplifier;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd formulas are refused or compiled, and soon. */
class MutationsTest {

  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Map<String, Double> VALUES = Map.of("alpha", 0.5, "beta", 1.5);

  @TempDir Path directory;

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static boolean isValid(String formula) {
    try {
      Expr written = Parser.parse(formula, Mutations.PARAMETERS);
      Derivative derivative = Differentiator.differentiate(written, Kink.MIN_NORM, VALUES);
      assertThat(Analyzer.analyze(written, Simplifier.simplify(written), derivative, VALUES))
          .isNotNull();
      return true;
    } catch (FormulaException e) {
      assertThat(e.excerpt()).contains("^");
      return false;
    }
  }

  @Test
  void formulasAreAnalysedOrRefusedSoon() {
    long seed = 20261121;
    Mutations mutations = new Mutations(seed);
    int valid = 0;
    int count = 600;
    for (int i = 0; i < count; i++) {
      String formula = mutations.next();
      long start = processorTime();
      try {
        valid += isValid(formula) ? 1 : 0;
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
        "x*log1p(x^(x*tanh(softplus(x))))/(1 + abs(x))"
      })
  void whatWasOnceAFaultIsAnalysed(String formula) {
    long start = processorTime();
    assertThat(isValid(formula)).isTrue();
    assertThat(Duration.ofNanos(processorTime() - start)).isLessThan(SOON);
  }

  @Test
  void theFilesOfValidFormulasCompile() {
    long seed = 7;
    Mutations mutations = new Mutations(seed);
    List<String> specs = new ArrayList<>();
    while (specs.size() < 12) {
      String formula = mutations.next();
      if (isValid(formula)) {
        specs.add(
            "@SuppressWarnings(\"limen\") @Activation(precisions = Precision.F32) @Formula(\""
                + formula
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
