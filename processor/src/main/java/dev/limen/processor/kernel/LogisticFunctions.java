package dev.limen.processor.kernel;

import dev.limen.processor.kernel.ExponentialFunctions.Decay;

/** The logistic function, its derivative and its integral, all of {@code e = e^-|u|}. */
final class LogisticFunctions extends Lowering {

  /** Beyond it softplus(u) is u, rounded. */
  private static final double LINEAR = 64;

  private final ExponentialFunctions exponentials;
  private final LogarithmicFunctions logarithms;

  LogisticFunctions(
      GraphBuilder graph, ExponentialFunctions exponentials, LogarithmicFunctions logarithms) {
    super(graph);
    this.exponentials = exponentials;
    this.logarithms = logarithms;
  }

  /** 1/(1 + e^-(high + low)). */
  Node sigmoid(Node high, Node low) {
    // With t = e/(1 + e), this is e - e t or 1 - t: the error of t counts little.
    Node e = exponentials.decay(high, low).value();
    Node minusRest = graph.divide(e, graph.subtract(graph.constant(-1), e));
    Node numerator = selectBelow(high, 0, e, one());
    return graph.named("sigmoid", graph.fma(numerator, minusRest, numerator));
  }

  /** 1/(1 + e^-(high + low)) where e^-u is in range, though sigmoid(u) may be too small. */
  Scaled boundedSigmoid(Node high, Node low) {
    DoubleWord minus = new DoubleWord(high, low).negate(graph);
    Node e = exponentials.bounded(minus.high(), minus.low(), -Decay.SHIFT);
    Node unit = graph.constant(Decay.UNIT);
    return new Scaled(graph.divide(one(), graph.add(e, unit)), unit);
  }

  /** sigmoid(high + low) * sigmoid(-(high + low)). */
  Node density(Node high, Node low) {
    Node e = exponentials.decay(high, low).value();
    return graph.named("density", graph.divide(e, onePlusSquared(e)));
  }

  /** Beyond it results are given scaled. */
  private static final double FAR = 40;

  /** 1/(1 + e^-(high + low)), with all digits where it is tiny. */
  Scaled scaledSigmoid(Node high, Node low) {
    Decay decay = exponentials.decay(high, low);
    Node e = decay.value();
    Node minusRest = graph.divide(e, graph.subtract(graph.constant(-1), e));
    Node isTiny = graph.less(high, graph.constant(-FAR));
    Node numerator = graph.select(isTiny, decay.scaled(), selectBelow(high, 0, e, one()));
    return scaled("scaledSigmoid", graph.fma(numerator, minusRest, numerator), isTiny);
  }

  /** sigmoid(high + low) * sigmoid(-(high + low)), with all digits where it is tiny. */
  Scaled scaledDensity(Node high, Node low) {
    Decay decay = exponentials.decay(high, low);
    Node e = decay.value();
    Node isTiny = graph.less(graph.constant(FAR), graph.abs(high));
    Node numerator = graph.select(isTiny, decay.scaled(), e);
    return scaled("scaledDensity", graph.divide(numerator, onePlusSquared(e)), isTiny);
  }

  /** log(1 + e^(high + low)). */
  Node softplus(Node high, Node low) {
    Node zero = graph.constant(0);
    Node e = exponentials.decay(high, low).value();
    Node tail = logarithms.softplusTail(e);
    Node ramp = selectAbove(high, 0, high, zero);
    if (low == null) {
      return graph.named("softplus", graph.add(ramp, tail));
    }
    Node sum = graph.add(ramp, graph.add(tail, selectAbove(high, 0, low, zero)));
    return graph.named("softplus", selectAbove(high, LINEAR, high, sum));
  }
}
