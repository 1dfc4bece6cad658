package dev.limen.verify;

import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.KinkPoint;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.runtime.FunctionProperties.Symmetry;

/** What the kernel declares of its function: kinks, range, monotonicity, symmetry. */
final class Shape {
  /** How far a one-sided derivative may be from the derivative one double beside the kink. */
  private static final double BESIDE_KINK = 0x1p-20;

  private final Probe<?> probe;
  private final FunctionProperties properties;
  private final Subject<?> subject;
  private final Tally tally;

  Shape(Probe<?> probe, Check check) {
    this.probe = probe;
    this.properties = probe.properties();
    this.subject = probe.subject;
    this.tally = new Tally(check);
  }

  Outcome outcome() {
    return tally.outcome();
  }

  Outcome check(Check check) {
    if (check == Check.KINKS) {
      kinks();
    } else if (check == Check.MONOTONICITY) {
      monotonicity();
    } else {
      for (double x : probe.inputs) {
        if (check == Check.RANGE) {
          range(x, subject.apply(x));
        } else {
          symmetry(x, subject.apply(x), subject.derivative(x));
        }
      }
    }
    return outcome();
  }

  private void kinks() {
    ErrorTally slopes = probe.slopes(tally);
    for (KinkPoint kink : properties.kinks()) {
      double at = kink.at();
      declared(at, "at the kink", kink.derivative(), at);
      declared(at, "left of the kink", kink.left(), Math.nextDown(at));
      declared(at, "right of the kink", kink.right(), Math.nextUp(at));
      if (probe.format().round(at) == at) {
        slopes.add(at, subject.derivative(at), probe.reference.derivative(at));
      }
    }
  }

  private void declared(double kink, String where, double declared, double x) {
    double actual = probe.reference.derivative(x).toDouble();
    tally.compared(1);
    if (actual != declared
        && !(Math.abs(actual - declared) <= BESIDE_KINK * Math.max(1, Math.abs(declared)))) {
      tally.violation(
          x,
          "the reference's derivative %s %s is %s, declared is %s",
          where,
          kink,
          actual,
          declared);
    }
  }

  void range(double x, double y) {
    tally.compared(1);
    // A bound between two numbers of the format is rounded as values are.
    if (y < probe.format().round(properties.minimum())
        || y > probe.format().round(properties.maximum())) {
      tally.violation(
          x,
          "value at %s is %s, outside of [%s, %s]",
          probe.show(x),
          probe.show(y),
          properties.minimum(),
          properties.maximum());
    }
  }

  private void monotonicity() {
    if (direction() == 0) {
      return;
    }
    double before = Double.NaN;
    double previous = Double.NaN;
    for (double x : probe.inputs) {
      slopeSign(x, subject.derivative(x));
      double y = subject.apply(x);
      double fall = direction() * (previous - y);
      if (fall > 0 && fall > allowedFall(before, previous) + allowedFall(x, y)) {
        tally.violation(
            x,
            "the function is %s, but its value at %s is %s, after %s at %s",
            properties.monotonicity(),
            probe.show(x),
            probe.show(y),
            probe.show(previous),
            probe.show(before));
      }
      before = x;
      previous = y;
    }
  }

  private double allowedFall(double x, double y) {
    return probe.value.contract().bound() * probe.value.unit(x, y);
  }

  /** 1 for functions that rise, -1 for those that fall, else 0. */
  private int direction() {
    Monotonicity monotonicity = properties.monotonicity();
    return monotonicity == Monotonicity.INCREASING
        ? 1
        : monotonicity == Monotonicity.DECREASING ? -1 : 0;
  }

  void slopeSign(double x, double slope) {
    if (direction() == 0) {
      return;
    }
    tally.compared(1);
    if (direction() * slope < 0) {
      tally.violation(
          x,
          "the function is %s, but its derivative at %s is %s",
          properties.monotonicity(),
          probe.show(x),
          probe.show(slope));
    }
  }

  /** The derivative of an odd function is even, and the other way round. */
  void symmetry(double x, double y, double slope) {
    // At a breakpoint the piece on the right counts, on both sides of 0.
    if (properties.symmetry() == Symmetry.NONE
        || x < 0
        || probe.breaksBetween(x, x)
        || probe.breaksBetween(-x, -x)) {
      return;
    }
    boolean odd = properties.symmetry() == Symmetry.ODD;
    tally.compared(2);
    double mirrored = subject.apply(-x);
    if (!Format.same(mirrored, odd ? -y : y)) {
      asymmetric("value", x, y, mirrored);
    }
    double mirroredSlope = subject.derivative(-x);
    // Adding 0 makes the zeros the same.
    if (!Format.same(mirroredSlope + 0.0, (odd ? slope : -slope) + 0.0)) {
      asymmetric("derivative", x, slope, mirroredSlope);
    }
  }

  private void asymmetric(String what, double x, double right, double left) {
    tally.violation(
        x,
        "the function is %s, but its %s at %s is %s and at %s %s",
        properties.symmetry(),
        what,
        probe.show(x),
        probe.show(right),
        probe.show(-x),
        probe.show(left));
  }
}
