package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.analysis.Interval;
import dev.limen.processor.approx.Exponential;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.List;

/** The exponential function. */
final class ExponentialFunctions extends Lowering {

  /** Below it e^u - 1 is u. */
  private static final double TINY = 0x1p-60;

  /** Below it e^u - 1 is -1. */
  private static final double EXPM1_SATURATION = -50;

  /** How far beyond the range of e^u a product with it is taken to be in range. */
  private static final double REACH = 1.25;

  private final Exponential data;
  private final Method method;

  /** How e^u is computed. */
  enum Method {
    /** With a table of powers of two: cheapest where vectors hold the table. */
    TABLE,
    /** With a polynomial of higher degree instead. */
    POLYNOMIAL
  }

  ExponentialFunctions(GraphBuilder graph, Method method) {
    super(graph);
    this.method = method;
    this.data = Exponential.of(precision);
  }

  /**
   * {@code u = n ln 2 + r}.
   *
   * @param exponent n, and the bias asked for, in the low bits
   * @param r the reduced argument, at most (ln 2)/2 in magnitude
   * @param rLow what rounding left of it; null unless u has a low part
   */
  record Reduced(Node exponent, Node r, Node rLow) {}

  Reduced reduce(Node high, Node low, int bias) {
    Node rounder = graph.constant(data.roundToInteger() + bias);
    Node shifted = graph.named("shifted", graph.fma(high, graph.constant(data.log2e()), rounder));
    Node n = graph.named("exponent", graph.subtract(shifted, rounder));
    return reduce(high, low, shifted, n, 1);
  }

  /** As above where n counts {@code scale ln 2}, and shifted has it in its low bits. */
  Reduced reduce(Node high, Node low, Node shifted, Node n, double scale) {
    Node exact = graph.fma(n, graph.constant(-scale * data.ln2High()), high);
    Node minusLn2Low = graph.constant(-scale * data.ln2Low());
    Node r;
    Node rLow = null;
    if (low == null) {
      r = graph.fma(n, minusLn2Low, exact);
    } else {
      Node rest = graph.fma(n, minusLn2Low, low);
      r = graph.add(exact, rest);
      rLow = graph.add(graph.subtract(exact, r), rest);
    }
    return new Reduced(graph.toBits(shifted), graph.named("reduced", r), rLow);
  }

  /** e^(high + low). */
  Node exp(Node high, Node low) {
    Node scaled = method == Method.TABLE ? splitByTable(high, low) : scaledExp(high, low, 0);
    Node infinity = graph.constant(Double.POSITIVE_INFINITY);
    Node bounded = selectAbove(high, data.overflow(), infinity, scaled);
    return graph.named("exp", selectBelow(high, data.underflow(), graph.constant(0), bounded));
  }

  /** e^(high + low) 2^scale, for arguments up to half as large again as overflow and underflow. */
  Node scaledExp(Node high, Node low, int scale) {
    // Half of n goes into each of two factors, so that their product reaches every exponent.
    Reduced reduced = reduce(high, low, 2 * exponentBias() + scale);
    Node halfExponent = graph.shiftRightUnsigned(reduced.exponent(), 1);
    Node otherHalf = graph.bitsSubtract(reduced.exponent(), halfExponent);
    Node scaled = graph.multiply(polynomial(reduced.r()), powerOfTwo(halfExponent));
    return graph.multiply(scaled, powerOfTwo(otherHalf));
  }

  /** e^(high + low), for arguments up to half as large again as overflow and underflow. */
  private Node splitByTable(Node high, Node low) {
    // A power of two is taken out first, so that the rest is a normal number, and put back last.
    int exponent = precision == Precision.F32 ? 104 : 600;
    Node small = graph.constant(Math.scalb(1.0, -exponent));
    Node large = graph.constant(Math.scalb(1.0, exponent));
    Node unit = graph.named("unit", selectBelow(high, 0, small, large));
    return graph.multiply(byTable(high, low, 1, 0, unit), unit);
  }

  /** e^(high + low), to be multiplied by what may take it back into range. */
  Scaled inTwoFactors(Node high, Node low) {
    Reduced reduced = reduce(high, low, 2 * exponentBias());
    Node halfExponent = graph.shiftRightUnsigned(reduced.exponent(), 1);
    Node otherHalf = graph.bitsSubtract(reduced.exponent(), halfExponent);
    Node value = graph.multiply(polynomial(reduced.r()), powerOfTwo(halfExponent));
    Node isOver = graph.less(graph.constant(REACH * data.overflow()), high);
    Node isUnder = graph.less(high, graph.constant(REACH * data.underflow()));
    value = graph.select(isOver, graph.constant(Double.POSITIVE_INFINITY), value);
    value = graph.select(isUnder, graph.constant(0), value);
    Node isBeyond = graph.maskOr(isOver, isUnder);
    return new Scaled(
        graph.named("scaledExp", value),
        graph.named("scale", graph.select(isBeyond, one(), powerOfTwo(otherHalf))));
  }

  /** e^r. */
  private Node polynomial(Node r) {
    Node q = graph.fma(evaluate(data.exp(), r), r, one());
    return graph.named("polynomial", graph.fma(q, r, one()));
  }

  /** e^u where it is a normal number. */
  Node withinNormal(Node u) {
    Reduced reduced = reduce(u, null, exponentBias());
    return graph.multiply(polynomial(reduced.r()), powerOfTwo(reduced.exponent()));
  }

  /** The least and the greatest argument of which {@code e^u 2^bias} is a normal number. */
  Interval normal(int bias) {
    double ln2 = StrictMath.log(2);
    return Interval.of((2 - exponentBias() - bias) * ln2, (exponentBias() - 1 - bias) * ln2);
  }

  /** {@code e^(high + low) 2^bias} where that is a normal number. */
  Node bounded(Node high, Node low, int bias) {
    if (method == Method.POLYNOMIAL) {
      Reduced reduced = reduce(high, low, exponentBias() + bias);
      return graph.multiply(polynomial(reduced.r()), powerOfTwo(reduced.exponent()));
    }
    return bounded(high, low, 1, bias);
  }

  /**
   * {@code e^(factor (high + low)) 2^bias} by a table, where that is a normal number.
   *
   * @param factor a power of two, possibly negative
   */
  Node bounded(Node high, Node low, double factor, int bias) {
    return byTable(high, low, factor, bias, null);
  }

  /**
   * As above, in a unit.
   *
   * @param unit a power of two; null for 1
   */
  private Node byTable(Node high, Node low, double factor, int bias, Node unit) {
    int parts = data.parts();
    Node rounder = graph.constant(data.roundToInteger());
    Node scale = graph.constant(factor * parts * data.log2e());
    Node shifted = graph.named("shifted", graph.fma(high, scale, rounder));
    Node n = graph.named("parts", graph.subtract(shifted, rounder));
    Reduced reduced = reduce(high, low, shifted, n, 1 / (factor * parts));
    Node r = reduced.r();
    // The low bits of n choose a part of an octave; all of it, shifted, is the exponent. What those
    // low bits add to the significand is taken off in the table.
    int shift = significandBits() - Integer.numberOfTrailingZeros(parts);
    int biasOfUnit = unit == null ? 0 : exponentBias();
    List<Double> powers = powersOfTwo(parts, shift, bias + biasOfUnit);
    Node part = graph.toBits(graph.lookup(powers, reduced.exponent()));
    Node bits = graph.bitsAdd(part, graph.shiftLeft(reduced.exponent(), shift));
    bits = unit == null ? bits : graph.bitsSubtract(bits, graph.toBits(unit));
    Node power = graph.named("power", graph.fromBits(bits));
    List<Double> rest = new ArrayList<>();
    double weight = factor * factor;
    for (double coefficient : data.expOfPart().coefficients()) {
      rest.add(coefficient * weight);
      weight *= factor;
    }
    Node q = graph.fma(evaluate(rest, r), r, graph.constant(factor));
    return graph.named("exp", graph.fma(graph.multiply(power, r), q, power));
  }

  private List<Double> powersOfTwo(int parts, int shift, int bias) {
    Ball root = Ball.of(2).log().dividedBy(Ball.of(parts));
    List<Double> powers = new ArrayList<>();
    for (int j = 0; j < parts; j++) {
      Ball power = root.times(j).exp();
      powers.add(
          precision == Precision.F32
              ? Float.intBitsToFloat(
                  Float.floatToRawIntBits(Math.scalb(power.toFloat(), bias)) - (j << shift))
              : Double.longBitsToDouble(
                  Double.doubleToRawLongBits(Math.scalb(power.toDouble(), bias))
                      - ((long) j << shift)));
    }
    return powers;
  }

  /** e^(high + low) - 1. */
  Node expm1(Node high, Node low) {
    // 2 (s (e^r - 1) + (s - 1/2)) with s = 2^(n-1), which is finite where e^u is.
    Reduced reduced = reduce(high, low, exponentBias() - 1);
    Node r = reduced.r();
    Node p = graph.named("polynomial", evaluate(data.expm1(), r));
    Node s = graph.named("half", powerOfTwo(reduced.exponent()));
    Node offset = graph.subtract(s, graph.constant(0.5));
    Node square = graph.multiply(r, r);
    Node half =
        reduced.rLow() == null
            ? graph.fma(s, graph.fma(square, p, r), offset)
            : graph.fma(s, graph.fma(square, p, reduced.rLow()), graph.fma(s, r, offset));
    Node infinity = graph.constant(Double.POSITIVE_INFINITY);
    Node bounded = selectAbove(high, data.overflow(), infinity, graph.add(half, half));
    bounded = selectBelow(high, EXPM1_SATURATION, graph.constant(-1), bounded);
    // Keeps the sign of zero, and the digits of subnormal numbers.
    return graph.named("expm1", selectBelow(graph.abs(high), TINY, high, bounded));
  }

  /**
   * A number in [0, 1] that may be too small for all its digits.
   *
   * @param value the number
   * @param scaled the number over {@link #UNIT}, with all digits
   */
  record Decay(Node value, Node scaled) {
    static final int SHIFT = 66;
    static final double UNIT = 0x1p-66;

    private Decay(GraphBuilder graph, Node scaled) {
      this(
          graph.named("decay", graph.multiply(scaled, graph.constant(UNIT))),
          graph.named("scaledDecay", scaled));
    }
  }

  /** 2^n/{@link Decay#UNIT} of a biased n, though 2^n may be none of the normal numbers. */
  Node scaledPower(Node biasedExponent) {
    Node bits = graph.shiftLeft(biasedExponent, significandBits());
    return graph.fromBits(graph.bitsAdd(bits, graph.bits((long) Decay.SHIFT << significandBits())));
  }

  /** e^-|high + low|. */
  Decay decay(Node high, Node low) {
    Node z = graph.named("minusMagnitude", negativeMagnitude(high));
    Node zLow = low == null ? null : selectBelow(high, 0, low, graph.negate(low));
    if (method == Method.TABLE) {
      return unlessUnder(underflow(z), bounded(z, zLow, Decay.SHIFT));
    }
    Reduced reduced = reduce(z, zLow, exponentBias() + Decay.SHIFT);
    return decay(reduced.r(), powerOfTwo(reduced.exponent()), underflow(z));
  }

  /** {@code e^r 2^n}, or 0 in an underflow; scaledPower is 2^n scaled. */
  Decay decay(Node r, Node scaledPower, Node underflow) {
    return unlessUnder(underflow, graph.multiply(polynomial(r), scaledPower));
  }

  private Decay unlessUnder(Node underflow, Node scaled) {
    return new Decay(graph, graph.select(underflow, graph.constant(0), scaled));
  }

  /**
   * {@code e^(high + low) (1 + w)} for an argument below 0, with fewer roundings than a product.
   */
  Decay decayTimes(Node high, Node low, Node w) {
    Reduced reduced = reduce(high, low, exponentBias() + Decay.SHIFT);
    Node r = reduced.r();
    Node growth = graph.multiply(graph.fma(evaluate(data.exp(), r), r, one()), r);
    Node change = graph.add(growth, graph.fma(growth, w, w));
    Node power = powerOfTwo(reduced.exponent());
    Node scaled = graph.fma(power, change, power);
    return unlessUnder(underflow(high), scaled);
  }

  private Node underflow(Node u) {
    // The scaled power is a normal number still, though the result underflows.
    double least = -(exponentBias() - 2 + Decay.SHIFT) * StrictMath.log(2);
    return graph.less(u, graph.constant(least));
  }
}
