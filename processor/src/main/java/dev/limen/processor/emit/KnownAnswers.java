package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.ReferenceEvaluator;
import dev.limen.runtime.FunctionProperties;
import dev.limen.verify.Ball;
import java.util.TreeSet;

/**
 * Results of a function and its derivative, computed to more than twice the precision of double.
 */
final class KnownAnswers {

  // Numbers of both formats, so that both have the same answers.
  private static final double[] MAGNITUDES = {
    0x1p-140, 0x1p-126, 0x1p-40, 0x1p-12, 0.015625, 0.125, 0.34375, 0.5, 0.75, 1, 1.3125, 1.625, 2,
    2.75, 3.5, 4.25, 5.5, 7, 9, 12.5, 17, 24, 40, 87, 150, 1000, 0x1p20, 0x1p60
  };

  private KnownAnswers() {}

  /** An array initializer: for each input x, f(x) as a sum of two, f'(x) as a sum of two. */
  static CodeBlock rows(AnalyzedFunction function) {
    ReferenceEvaluator values = ReferenceEvaluator.of(function.value(), function.parameters());
    ReferenceEvaluator slopes =
        ReferenceEvaluator.of(function.derivative().expression(), function.parameters());
    CodeBlock.Builder rows = CodeBlock.builder();
    String separator = "";
    for (double x : inputs(function.properties())) {
      Ball value = values.soon(x);
      Ball slope = slope(function.derivative(), slopes, x);
      if (value.isFinite() && slope.isFinite()) {
        rows.add(separator + "{$L,$W$L,$W$L}", Literals.of(x), sum(value), sum(slope));
        separator = ",\n";
      }
    }
    return rows.build();
  }

  private static Ball slope(Derivative derivative, ReferenceEvaluator slopes, double x) {
    for (Derivative.PointValue point : derivative.overrides()) {
      if (point.at() == x) {
        return Ball.of(point.value());
      }
    }
    return slopes.soon(x);
  }

  private static CodeBlock sum(Ball ball) {
    return CodeBlock.of("$L,$W$L", Literals.of(ball.hi()), Literals.of(ball.lo()));
  }

  private static TreeSet<Double> inputs(FunctionProperties properties) {
    TreeSet<Double> inputs = new TreeSet<>();
    inputs.add(0.0);
    for (double magnitude : MAGNITUDES) {
      inputs.add(magnitude);
      inputs.add(-magnitude);
    }
    properties.breakpoints().forEach(point -> addAround(inputs, point));
    properties.kinks().forEach(kink -> addAround(inputs, kink.at()));
    return inputs;
  }

  /** The nearest float, and its neighbours. */
  private static void addAround(TreeSet<Double> inputs, double point) {
    float nearest = (float) point;
    if (Float.isFinite(nearest)) {
      inputs.add((double) nearest + 0.0);
      inputs.add((double) Math.nextUp(nearest));
      inputs.add((double) Math.nextDown(nearest));
    }
  }
}
