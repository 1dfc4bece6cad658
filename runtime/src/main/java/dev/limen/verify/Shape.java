package dev.limen.verify;

import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.KinkPoint;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.runtime.FunctionProperties.Symmetry;

/** What the kernel declares of its function: kinks, range, monotonicity, symmetry. */
final class Shape {
  /** How far a one-sided derivative may be from the derivative one double beside the kink. */
  private static final double BESIDE_KINK = 0x1p-20;

  private Shape() {}

  static <A> Outcome kinks(Probe<A> probe) {
    Tally tally = new Tally(Check.KINKS);
    ErrorTally slopes = new ErrorTally(probe.slope(), tally, "derivative at the kink ");
    for (KinkPoint kink : probe.properties().kinks()) {
      double at = kink.at();
      Ball reference = probe.reference().derivative(at);
      tally.compared(1);
      if (!(Math.abs(reference.toDouble() - kink.derivative())
          <= BESIDE_KINK * Math.max(1, Math.abs(kink.derivative())))) {
        tally.violation(
            at,
            "the reference's derivative at the kink "
                + at
                + " is "
                + reference.toDouble()
                + ", declared is "
                + kink.derivative());
      }
      beside(probe, tally, kink, Math.nextDown(at), kink.left());
      beside(probe, tally, kink, Math.nextUp(at), kink.right());
      if (probe.format().round(at) == at) {
        slopes.add(at, probe.subject().derivative(at), reference);
      }
    }
    return tally.outcome();
  }

  private static <A> void beside(
      Probe<A> probe, Tally tally, KinkPoint kink, double x, double declared) {
    double actual = probe.reference().derivative(x).toDouble();
    tally.compared(1);
    boolean near =
        actual == declared
            || Math.abs(actual - declared) <= BESIDE_KINK * Math.max(1, Math.abs(declared));
    if (!near) {
      tally.violation(
          x,
          "the reference's derivative "
              + (x < kink.at() ? "left" : "right")
              + " of the kink "
              + kink.at()
              + " is "
              + actual
              + ", declared is "
              + declared);
    }
  }

  static <A> Outcome range(Probe<A> probe) {
    Tally tally = new Tally(Check.RANGE);
    for (double x : probe.inputs()) {
      range(probe, tally, x, probe.subject().apply(x));
    }
    return tally.outcome();
  }

  static <A> void range(Probe<A> probe, Tally tally, double x, double y) {
    FunctionProperties properties = probe.properties();
    tally.compared(1);
    // A bound between two numbers of the format is rounded as values are.
    double minimum = probe.format().round(properties.minimum());
    double maximum = probe.format().round(properties.maximum());
    if (y < minimum || y > maximum) {
      tally.violation(
          x,
          "value at "
              + probe.show(x)
              + " is "
              + probe.show(y)
              + ", outside of ["
              + properties.minimum()
              + ", "
              + properties.maximum()
              + "]");
    }
  }

  static <A> Outcome monotonicity(Probe<A> probe) {
    Tally tally = new Tally(Check.MONOTONICITY);
    double sign = direction(probe);
    if (sign == 0) {
      return tally.outcome();
    }
    double before = Double.NaN;
    double previous = Double.NaN;
    for (double x : probe.inputs()) {
      slopeSign(probe, tally, x, probe.subject().derivative(x));
      double y = probe.subject().apply(x);
      double fall = sign * (previous - y);
      if (fall > 0 && fall > allowedFall(probe, before, previous) + allowedFall(probe, x, y)) {
        tally.violation(
            x,
            "the function "
                + (sign > 0 ? "rises" : "falls")
                + ", but its value at "
                + probe.show(x)
                + " is "
                + probe.show(y)
                + ", after "
                + probe.show(previous)
                + " at "
                + probe.show(before));
      }
      before = x;
      previous = y;
    }
    return tally.outcome();
  }

  private static <A> double allowedFall(Probe<A> probe, double x, double y) {
    Contract contract = probe.value().contract();
    return contract.bound() * probe.value().unit(x, y);
  }

  /** 1 for functions that rise, -1 for those that fall, else 0. */
  static <A> double direction(Probe<A> probe) {
    Monotonicity monotonicity = probe.properties().monotonicity();
    return switch (monotonicity) {
      case INCREASING -> 1;
      case DECREASING -> -1;
      case NONE -> 0;
    };
  }

  static <A> void slopeSign(Probe<A> probe, Tally tally, double x, double slope) {
    double sign = direction(probe);
    tally.compared(1);
    if (sign * slope < 0) {
      tally.violation(
          x,
          "the function "
              + (sign > 0 ? "rises" : "falls")
              + ", but its derivative at "
              + probe.show(x)
              + " is "
              + probe.show(slope));
    }
  }

  static <A> Outcome symmetry(Probe<A> probe) {
    Tally tally = new Tally(Check.SYMMETRY);
    if (probe.properties().symmetry() != Symmetry.NONE) {
      for (double x : probe.inputs()) {
        symmetry(probe, tally, x, probe.subject().apply(x), probe.subject().derivative(x));
      }
    }
    return tally.outcome();
  }

  /** The derivative of an odd function is even, and the other way round. */
  static <A> void symmetry(Probe<A> probe, Tally tally, double x, double y, double slope) {
    // At a breakpoint the piece on the right counts, on both sides of 0.
    if (x < 0 || probe.isBreakpoint(x) || probe.isBreakpoint(-x)) {
      return;
    }
    boolean odd = probe.properties().symmetry() == Symmetry.ODD;
    double mirrored = probe.subject().apply(-x);
    double mirroredSlope = probe.subject().derivative(-x);
    tally.compared(2);
    if (!Format.same(mirrored, odd ? -y : y)) {
      tally.violation(x, asymmetric(probe, odd ? "odd" : "even", "value", x, y, mirrored));
    }
    double expected = odd ? slope : -slope;
    if (mirroredSlope != expected && !(Double.isNaN(mirroredSlope) && Double.isNaN(expected))) {
      tally.violation(
          x, asymmetric(probe, odd ? "odd" : "even", "derivative", x, slope, mirroredSlope));
    }
  }

  private static <A> String asymmetric(
      Probe<A> probe, String symmetry, String what, double x, double right, double left) {
    return "the function is "
        + symmetry
        + ", but its "
        + what
        + " at "
        + probe.show(x)
        + " is "
        + probe.show(right)
        + " and at "
        + probe.show(-x)
        + " "
        + probe.show(left);
  }
}
