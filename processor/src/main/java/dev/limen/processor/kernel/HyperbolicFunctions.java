package dev.limen.processor.kernel;

import dev.limen.processor.approx.Exponential;
import dev.limen.processor.approx.Hyperbolic;
import dev.limen.processor.kernel.ExponentialFunctions.Decay;
import dev.limen.processor.kernel.ExponentialFunctions.Reduced;

/** The hyperbolic functions. */
final class HyperbolicFunctions extends Lowering {

  /** Beyond it results are given scaled. */
  private static final double FAR = 20;

  private final ExponentialFunctions exponentials;
  private final Exponential exponential;
  private final Hyperbolic data;

  HyperbolicFunctions(GraphBuilder graph, ExponentialFunctions exponentials) {
    super(graph);
    this.exponentials = exponentials;
    this.exponential = Exponential.of(precision);
    this.data = Hyperbolic.of(precision);
  }

  /** {@code a = r - n (ln 2)/2} for {@code a = |high + low|}, with n and a bias for 2^n. */
  private Reduced reduce(Node high, Node low) {
    Node a = graph.named("magnitude", graph.abs(high));
    Node aLow = lowOfMagnitude(high, low);
    Node rounder = graph.constant(exponential.roundToInteger() + exponentBias());
    Node minusTwiceLog2e = graph.constant(-2 * exponential.log2e());
    Node shifted = graph.named("shifted", graph.fma(a, minusTwiceLog2e, rounder));
    Node n = graph.named("exponent", graph.subtract(shifted, rounder));
    return exponentials.reduce(a, aLow, shifted, n, -0.5);
  }

  Node tanh(Node high, Node low) {
    Reduced reduced = reduce(high, low);
    Node r = reduced.r();
    Node square = graph.multiply(r, r);
    Node cube = graph.multiply(r, square);
    Node t = graph.named("reducedTanh", graph.fma(cube, evaluate(data.tanh(), square), r));
    Node s = graph.named("power", powerOfTwo(reduced.exponent()));
    Node difference = graph.subtract(one(), s);
    Node sum = graph.add(one(), s);
    Node numerator = graph.named("numerator", graph.fma(sum, t, difference));
    Node denominator = graph.named("denominator", graph.fma(difference, t, sum));
    Node quotient = graph.divide(numerator, denominator);
    Node bounded = selectAbove(graph.abs(high), data.saturation(), one(), quotient);
    return graph.named("tanh", graph.fromBits(graph.or(graph.toBits(bounded), graph.signOf(high))));
  }

  /** 1/cosh(high + low)^2. */
  Node sechSquared(Node high, Node low) {
    Decay e = decay(high, low);
    // Four times e comes of the scaled value, where e has lost digits to be a subnormal number.
    Node numerator = graph.multiply(e.scaled(), graph.constant(4 * Decay.UNIT));
    return graph.named("sechSquared", graph.divide(numerator, onePlusSquared(e.value())));
  }

  /** 1/cosh(high + low)^2, with all digits where it is tiny. */
  Scaled scaledSechSquared(Node high, Node low) {
    Decay e = decay(high, low);
    Node isTiny = graph.less(graph.constant(FAR), graph.abs(high));
    Node unit = graph.select(isTiny, graph.constant(4), graph.constant(4 * Decay.UNIT));
    Node numerator = graph.multiply(e.scaled(), unit);
    return scaled("scaledSechSquared", graph.divide(numerator, onePlusSquared(e.value())), isTiny);
  }

  /** {@code e^(-2|high + low|)}. */
  private Decay decay(Node high, Node low) {
    // 4 e/(1 + e)^2 with e = s e^-2r, of the r and the s of tanh.
    Reduced reduced = reduce(high, low);
    Node argument = graph.multiply(reduced.r(), graph.constant(-2));
    // The scaled power is a normal number still, though the result underflows.
    double least = (exponentBias() - 2 + Decay.SHIFT) * StrictMath.log(2) / 2;
    Node underflow = graph.less(graph.constant(least), graph.abs(high));
    Node power = exponentials.scaledPower(reduced.exponent());
    return exponentials.decay(argument, power, underflow);
  }

  Node sinh(Node high, Node low) {
    Node a = graph.named("magnitude", graph.abs(high));
    Node aLow = lowOfMagnitude(high, low);
    Node half = halfExp(a, aLow);
    Node difference = graph.subtract(half, graph.divide(graph.constant(0.25), half));
    Node square = graph.multiply(a, a);
    Node term = graph.multiply(graph.multiply(a, square), evaluate(data.sinh(), square));
    if (low != null) {
      // The slope, cosh(a), of the few digits that the low part adds.
      Node slope = graph.fma(square, graph.constant(0.54), one());
      term = graph.fma(aLow, slope, term);
    }
    Node value = selectBelow(a, 1, graph.add(a, term), difference);
    return graph.named("sinh", graph.fromBits(graph.or(graph.toBits(value), graph.signOf(high))));
  }

  Node cosh(Node high, Node low) {
    Node a = graph.named("magnitude", graph.abs(high));
    Node aLow = lowOfMagnitude(high, low);
    Node half = halfExp(a, aLow);
    return graph.named("cosh", graph.add(half, graph.divide(graph.constant(0.25), half)));
  }

  /** e^(a + aLow)/2. */
  private Node halfExp(Node a, Node aLow) {
    Node half = exponentials.scaledExp(a, aLow, -1);
    Node infinity = graph.constant(Double.POSITIVE_INFINITY);
    return graph.named("halfExp", selectAbove(a, data.overflow(), infinity, half));
  }
}
