package dev.limen.verify;

import java.util.List;

/** A run of consecutive bit patterns, looked at one after the other. */
final class SweepChunk {
  private final Probe<float[]> probe;
  private final ErrorTally values;
  private final ErrorTally slopes;
  private final Tally special = new Tally(Check.SPECIAL_VALUES);
  private final Tally arrays = new Tally(Check.ARRAYS);
  private final Shape range;
  private final Shape monotonicity;
  private final Shape symmetry;

  private SweepChunk(Probe<float[]> probe) {
    this.probe = probe;
    values = probe.values(new Tally(Check.VALUE));
    slopes = probe.slopes(new Tally(Check.DERIVATIVE));
    range = new Shape(probe, Check.RANGE);
    monotonicity = new Shape(probe, Check.MONOTONICITY);
    symmetry = new Shape(probe, Check.SYMMETRY);
  }

  /** Looks at the inputs whose bits, but for the last ones, are a number. */
  static SweepState sweep(Probe<float[]> probe, int number, int bits) {
    int count = 1 << bits;
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = Float.intBitsToFloat(number << bits | i);
    }
    float[] y = new float[count];
    float[] value = new float[count];
    float[] slope = new float[count];
    probe.subject.forward(x, y);
    probe.subject.forwardAndDerivative(x, value, slope);
    SweepChunk chunk = new SweepChunk(probe);
    for (int i = 0; i < count; i++) {
      chunk.add(x[i], y[i], value[i], slope[i]);
    }
    return chunk.state(number + 1);
  }

  private void add(float x, float y, float value, float slope) {
    same(x, "forward", y, probe.subject.apply(x));
    same(x, "forwardAndDerivative, value,", value, y);
    same(x, "forwardAndDerivative, derivative,", slope, probe.subject.derivative(x));
    if (Float.isNaN(x)) {
      special.compared(1);
      if (!Float.isNaN(y) || !Float.isNaN(slope)) {
        special.violation(x, "NaN gives the value %s and the derivative %s", y, slope);
      }
      return;
    }
    values.add(x, y, probe.reference.value(x));
    slopes.add(x, slope, probe.reference.derivative(x));
    range.range(x, y);
    monotonicity.slopeSign(x, slope);
    symmetry.symmetry(x, y, slope);
  }

  private void same(float x, String form, double actual, double expected) {
    arrays.compared(1);
    if (!Format.same(actual, expected)) {
      arrays.violation(
          x,
          "%s gives %s for %s, another form %s",
          form,
          probe.show(actual),
          probe.show(x),
          probe.show(expected));
    }
  }

  private SweepState state(int nextChunk) {
    List<Outcome> outcomes =
        List.of(
            values.outcome(),
            slopes.outcome(),
            special.outcome(),
            range.outcome(),
            monotonicity.outcome(),
            symmetry.outcome(),
            arrays.outcome());
    return new SweepState(nextChunk, outcomes, values.worst(), slopes.worst());
  }
}
