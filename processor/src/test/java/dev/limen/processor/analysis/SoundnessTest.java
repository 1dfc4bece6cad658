package dev.limen.processor.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Kink;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Differentiator;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.FormulaException;
import dev.limen.processor.formula.Printer;
import dev.limen.processor.formula.Simplifier;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.runtime.FunctionProperties.Symmetry;
import dev.limen.verify.Ball;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is claimed of functions made at random is not refuted by samples. */
final class SoundnessTest {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final int FUNCTIONS = 100;

  /** What one analysis may take of a processor, once the classes are compiled. */
  private static final long MOST_NANOS = 200_000_000;

  private static final int WARM_UP = 25;

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void claimsAreNotRefuted(long seed) {
    RandomExpressions random = new RandomExpressions(seed);
    List<Double> inputs = inputs(random);
    int claims = 0;
    for (int i = 0; i < FUNCTIONS; i++) {
      Expr written = random.next(4);
      Expr value = Simplifier.simplify(written);
      Derivative derivative;
      try {
        derivative = Differentiator.differentiate(value, Kink.MIN_NORM, Map.of());
      } catch (FormulaException tooLarge) {
        continue;
      }
      String name = "seed " + seed + ": " + Printer.print(value);
      long start = THREADS.getCurrentThreadCpuTime();
      AnalyzedFunction analyzed = Analyzer.analyze(written, value, derivative, Map.of(), Map.of());
      long nanos = THREADS.getCurrentThreadCpuTime() - start;
      if (i >= WARM_UP) {
        assertThat(nanos).as(name).isLessThan(MOST_NANOS);
      }
      claims += check(name, analyzed, inputs);
    }
    assertThat(claims).isGreaterThan(FUNCTIONS / 4);
  }

  private static List<Double> inputs(RandomExpressions random) {
    List<Double> inputs = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      double x = random.input();
      if (Math.abs(x) < 1e100) {
        inputs.add(x);
        inputs.add(-x);
      }
    }
    for (double x = -4; x <= 4; x += 0.25) {
      inputs.add(x);
    }
    Collections.sort(inputs);
    return inputs;
  }

  /** Checks every claim; returns how many there are. */
  private static int check(String name, AnalyzedFunction analyzed, List<Double> inputs) {
    FunctionProperties properties = analyzed.properties();
    Tape tape = Tape.of(analyzed.value(), Map.of());
    int claims = 0;
    if (Double.isFinite(properties.minimum()) || Double.isFinite(properties.maximum())) {
      claims++;
    }
    Ball before = null;
    for (double x : inputs) {
      Ball value = tape.ball(x);
      if (!value.isFinite() || tape.interval(Interval.of(x)).isEmpty()) {
        before = null;
        continue;
      }
      double slack = value.radius() + Math.ulp(value.hi());
      assertThat(value.hi())
          .as("%s at %s", name, x)
          .isBetween(properties.minimum() - slack, properties.maximum() + slack);
      if (before != null && properties.monotonicity() != Monotonicity.NONE) {
        int rise = Survey.signOf(value.minus(before));
        assertThat(properties.monotonicity() == Monotonicity.INCREASING ? rise : -rise)
            .as("%s is %s up to %s", name, properties.monotonicity(), x)
            .isGreaterThanOrEqualTo(0);
      }
      before = value;
      if (properties.symmetry() != Symmetry.NONE) {
        Ball mirrored = tape.ball(-x);
        Ball difference =
            properties.symmetry() == Symmetry.ODD ? value.plus(mirrored) : value.minus(mirrored);
        assertThat(Survey.signOf(difference))
            .as("%s is %s at %s", name, properties.symmetry(), x)
            .isZero();
      }
    }
    claims += properties.monotonicity() == Monotonicity.NONE ? 0 : 1;
    claims += properties.symmetry() == Symmetry.NONE ? 0 : 1;
    return claims;
  }
}
