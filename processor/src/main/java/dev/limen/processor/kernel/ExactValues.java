package dev.limen.processor.kernel;

import dev.limen.Accuracy;
import dev.limen.Precision;
import dev.limen.processor.analysis.Asymptote;
import dev.limen.processor.analysis.Tail;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Evaluator;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.ReferenceEvaluator;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A function at many points: by balls; by its asymptote where they do not reach; by arbitrary
 * precision where they are too wide, which is slow, so for a part of the points only.
 */
final class ExactValues {

  /** The points at which arbitrary precision is used: of all, and in one go. */
  private static final int SLOW_POINTS = 8;

  private static final int SLOW_POINTS_AT_ONCE = 6;

  /** The digits after which a point is given up: at first, and after some that were in vain. */
  private static final int MOST_DIGITS = 240;

  private static final int LEAST_DIGITS = 60;

  /** Nearer to 0 what cancels takes hundreds of digits. */
  private static final double SLOWEST = 0x1p-64;

  private final Evaluator quick;
  private final ReferenceEvaluator thorough;
  private final double[] parameters;
  private final Map<Double, Ball> given = new HashMap<>();
  private final Tail below;
  private final Tail above;
  private final ConstantValues constants = new ConstantValues();
  private int slowPointsLeft = SLOW_POINTS;
  private int slowFitsLeft = SLOW_POINTS;
  private int patience = MOST_DIGITS;

  /**
   * A function.
   *
   * @param overrides the values that it is taken to have at some points
   */
  ExactValues(
      Expr expression,
      List<Derivative.PointValue> overrides,
      Map<String, Double> parameters,
      Tail below,
      Tail above) {
    this.quick = Evaluator.of(expression, List.copyOf(parameters.keySet()));
    this.thorough = ReferenceEvaluator.of(expression, parameters);
    this.parameters = parameters.values().stream().mapToDouble(Double::doubleValue).toArray();
    this.below = below;
    this.above = above;
    for (Derivative.PointValue override : overrides) {
      given.put(override.at() + 0.0, Ball.of(override.value()));
    }
  }

  /** A function of x alone. */
  static ExactValues of(Expr function) {
    return new ExactValues(
        function, List.of(), Map.of(), Tail.of(function, -1), Tail.of(function, 1));
  }

  /** What may stand for the function beyond some bounds; empty if nothing does on one side. */
  Optional<Asymptotes> asymptotes(Tolerance tolerance) {
    Optional<Saturation> left = Saturation.of(below.declared(), -1, tolerance);
    Optional<Saturation> right = Saturation.of(above.declared(), 1, tolerance);
    return left.isPresent() && right.isPresent()
        ? Optional.of(new Asymptotes(left.get(), right.get()))
        : Optional.empty();
  }

  /**
   * The function at inputs, but for those where it is too slow to have.
   *
   * @param crossesZero whether it crosses zero away from 0
   */
  Measurement measurement(Precision precision, double[] inputs, boolean crossesZero) {
    boolean isFloat = precision == Precision.F32;
    double tolerance = isFloat ? 0x1p-33 : 0x1p-62;
    double least =
        tolerance
            * (crossesZero
                ? Measurement.CROSSING_FLOOR
                : isFloat ? Float.MIN_VALUE : Double.MIN_VALUE);
    Ball[] values = new Ball[inputs.length];
    List<Integer> slow = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      values[i] = quick(precision, inputs[i], tolerance, least);
      if (values[i] == null && !(Math.abs(inputs[i]) < SLOWEST)) {
        slow.add(i);
      }
    }
    // Evenly spread over those that need it.
    int affordable = Math.min(SLOW_POINTS_AT_ONCE, slowPointsLeft);
    int stride = Math.max(1, Math.ceilDiv(slow.size(), Math.max(1, affordable)));
    for (int k = 0; k < slow.size() && slowPointsLeft > 0; k += stride) {
      slowPointsLeft--;
      int i = slow.get(k);
      Ball value = slow(inputs[i]);
      values[i] = value.isNaN() ? null : value;
    }
    List<Double> known = new ArrayList<>();
    List<Ball> exact = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      if (values[i] != null) {
        known.add(inputs[i]);
        exact.add(values[i]);
      }
    }
    return new Measurement(
        precision,
        known.stream().mapToDouble(Double::doubleValue).toArray(),
        exact.toArray(Ball[]::new),
        crossesZero);
  }

  /**
   * The function at a point, a good deal more accurate than the precision where that is not too
   * slow.
   */
  Ball at(Precision precision, double x) {
    double tolerance = precision == Precision.F32 ? 0x1p-36 : 0x1p-58;
    Ball value = quick(precision, x, tolerance, 0);
    if (value != null) {
      return value;
    }
    return slowFitsLeft-- > 0 ? slow(x) : quick.evaluate(x, parameters);
  }

  /** The NaN ball where it takes too many digits: then fewer are tried from here on. */
  private Ball slow(double x) {
    Ball value = thorough.soon(x, patience);
    if (value.isNaN()) {
      patience = Math.max(LEAST_DIGITS, patience / 2);
    }
    return value;
  }

  private Ball quick(Precision precision, double x, double tolerance, double least) {
    Ball override = given.get(x + 0.0);
    if (override != null) {
      return override;
    }
    if (Double.isNaN(x)) {
      return Ball.nan();
    }
    if (Double.isInfinite(x)) {
      // A conditional on x < 2x has no limit of its own.
      Ball limit = asymptote(precision, x);
      return limit == null ? thorough.at(x) : limit;
    }
    Ball value = quick.evaluate(x, parameters);
    boolean isKnown =
        value.isExact()
            || value.relativeRadius() <= tolerance
            || value.radius() <= least
            || isBelowDoubles(value)
            || Double.isInfinite(value.hi());
    if (isKnown) {
      return value;
    }
    return asymptote(precision, x);
  }

  /** Whether all of a ball is so small that it rounds to 0. */
  private static boolean isBelowDoubles(Ball value) {
    return value.hi() == 0 && value.times(0x1p1000).radius() < 0x1p-100;
  }

  /** The asymptote, where it cannot be told from the function; else null. */
  private Ball asymptote(Precision precision, double x) {
    Tail tail = x < 0 ? below : above;
    boolean isFar =
        Double.isInfinite(x)
            || Math.abs(x) >= tail.from(precision, Contracts.of(Accuracy.FAITHFUL, precision));
    if (!isFar) {
      return null;
    }
    return switch (tail.declared()) {
      case Asymptote.Limit(Expr limit) -> constants.of(limit);
      case Asymptote.Line(Expr slope, Expr intercept) ->
          constants.of(slope).times(x).plus(constants.of(intercept));
      case Asymptote.Unbounded(Expr sign) ->
          Double.isInfinite(x) ? constants.of(sign).times(Double.POSITIVE_INFINITY) : null;
      case Asymptote.Unknown u -> null;
    };
  }
}
