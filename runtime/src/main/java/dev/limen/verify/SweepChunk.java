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

  /** Looks at the inputs whose bits begin at a number; the state says which chunk is next. */
  static SweepState sweep(Probe<float[]> probe, int first, int count, int next) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = Float.intBitsToFloat(first + i);
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
    if (Float.isFinite(x[0])) {
      Reference reference = probe.reference;
      new SweptErrors(probe, chunk.values, reference::value, count).add(x, y, 0, count);
      new SweptErrors(probe, chunk.slopes, reference::derivative, count).add(x, slope, 0, count);
    } else if (Float.isInfinite(x[0])) {
      chunk.values.add(x[0], y[0], probe.reference.value(x[0]));
      chunk.slopes.add(x[0], slope[0], probe.reference.derivative(x[0]));
    }
    return chunk.state(next);
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
