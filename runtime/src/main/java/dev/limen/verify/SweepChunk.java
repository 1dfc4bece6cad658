package dev.limen.verify;

import dev.limen.runtime.FunctionProperties.Symmetry;
import java.util.List;

/**
 * What a sweep has seen in one run of consecutive bit patterns.
 *
 * @param number the upper bits of the inputs
 * @param outcomes one for each of {@link #CHECKS}
 */
record SweepChunk(int number, List<Outcome> outcomes, WorstError value, WorstError slope) {
  static final List<Check> CHECKS =
      List.of(
          Check.VALUE,
          Check.DERIVATIVE,
          Check.SPECIAL_VALUES,
          Check.RANGE,
          Check.MONOTONICITY,
          Check.SYMMETRY,
          Check.ARRAYS);

  static SweepChunk compute(Probe<float[]> probe, int number, int bits) {
    int count = 1 << bits;
    Subject<float[]> subject = probe.subject();
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = Float.intBitsToFloat(number << bits | i);
    }
    float[] y = new float[count];
    float[] value = new float[count];
    float[] slope = new float[count];
    subject.forward(x, y);
    subject.forwardAndDerivative(x, value, slope);
    Scan scan = new Scan(probe);
    for (int i = 0; i < count; i++) {
      scan.add(x[i], y[i], value[i], slope[i]);
    }
    return scan.chunk(number);
  }

  /** Looks at one input after the other. */
  private static final class Scan {
    private final Probe<float[]> probe;
    private final ErrorTally values;
    private final ErrorTally slopes;
    private final Tally special = new Tally(Check.SPECIAL_VALUES);
    private final Tally range = new Tally(Check.RANGE);
    private final Tally monotonicity = new Tally(Check.MONOTONICITY);
    private final Tally symmetry = new Tally(Check.SYMMETRY);
    private final Tally arrays = new Tally(Check.ARRAYS);

    Scan(Probe<float[]> probe) {
      this.probe = probe;
      values = new ErrorTally(probe.value(), new Tally(Check.VALUE), "value at ");
      slopes = new ErrorTally(probe.slope(), new Tally(Check.DERIVATIVE), "derivative at ");
    }

    void add(float x, float y, float value, float slope) {
      Subject<float[]> subject = probe.subject();
      same(x, "forward", y, subject.apply(x));
      same(x, "the value of forwardAndDerivative", value, y);
      same(x, "the derivative of forwardAndDerivative", slope, subject.derivative(x));
      if (Float.isNaN(x)) {
        special.compared(1);
        if (!Float.isNaN(y) || !Float.isNaN(slope)) {
          special.violation(x, "NaN gives the value " + y + " and the derivative " + slope);
        }
        return;
      }
      values.add(x, y, probe.reference().value(x));
      slopes.add(x, slope, probe.reference().derivative(x));
      Shape.range(probe, range, x, y);
      if (Shape.direction(probe) != 0) {
        Shape.slopeSign(probe, monotonicity, x, slope);
      }
      if (probe.properties().symmetry() != Symmetry.NONE) {
        Shape.symmetry(probe, symmetry, x, y, slope);
      }
    }

    private void same(float x, String form, double actual, double expected) {
      arrays.compared(1);
      if (!Format.same(actual, expected)) {
        arrays.violation(
            x,
            form
                + " gives "
                + probe.show(actual)
                + " for "
                + probe.show(x)
                + ", another form "
                + probe.show(expected));
      }
    }

    SweepChunk chunk(int number) {
      List<Outcome> outcomes =
          List.of(
              values.outcome(),
              slopes.outcome(),
              special.outcome(),
              range.outcome(),
              monotonicity.outcome(),
              symmetry.outcome(),
              arrays.outcome());
      return new SweepChunk(number, outcomes, values.worst(), slopes.worst());
    }
  }
}
