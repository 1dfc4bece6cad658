package dev.limen.processor.kernel;

import dev.limen.processor.approx.ErrorFunction;
import dev.limen.processor.kernel.ExponentialFunctions.Decay;

/** The error function and its complement. */
final class ErrorFunctions extends Lowering {

  /** Beyond it results are given scaled. */
  private static final double FAR = 6;

  private final ExponentialFunctions exponentials;
  private final ErrorFunction data;

  ErrorFunctions(GraphBuilder graph, ExponentialFunctions exponentials) {
    super(graph);
    this.exponentials = exponentials;
    this.data = ErrorFunction.of(precision);
  }

  Node erf(Node high, Node low) {
    Node a = graph.named("magnitude", graph.abs(high));
    Node aLow = lowOfMagnitude(high, low);
    Node large = graph.named("large", erfAboveSeam(a, aLow));
    Node small = graph.named("small", erfBelowSeam(a, aLow));
    Node bounded = selectAbove(a, data.saturation(), one(), large);
    Node value = selectBelow(a, data.seam(), small, bounded);
    return graph.named("erf", graph.fromBits(graph.or(graph.toBits(value), graph.signOf(high))));
  }

  private Node erfBelowSeam(Node a, Node aLow) {
    Node square = graph.multiply(a, a);
    Node p = evaluate(data.small(), square);
    if (aLow == null) {
      return graph.fma(a, p, a);
    }
    // erf'(a) is erf(a)/a - 3/4 a^2 or so: enough for the low part.
    Node slope = graph.fma(square, graph.constant(-0.62), graph.add(p, one()));
    return graph.add(a, graph.fma(a, p, graph.multiply(aLow, slope)));
  }

  private Node erfAboveSeam(Node a, Node aLow) {
    Node q = evaluate(data.large(), a);
    if (aLow != null) {
      // The slope of q where the low part matters most, next to the seam.
      q = graph.fma(aLow, graph.constant(-2.5), q);
    }
    Node power = exponentials.withinNormal(q);
    return graph.subtract(one(), power);
  }

  /** 1 - erf(high + low). */
  Node erfc(Node high, Node low) {
    Node complement = graph.multiply(scaledComplement(high, low), graph.constant(Decay.UNIT));
    Node reflected = graph.subtract(graph.constant(2), complement);
    return graph.named("erfc", selectBelow(high, 0, reflected, complement));
  }

  /** 1 - erf(high + low), with all digits where it is tiny. */
  Scaled scaledErfc(Node high, Node low) {
    Node scaled = scaledComplement(high, low);
    Node complement = graph.multiply(scaled, graph.constant(Decay.UNIT));
    Node reflected = graph.subtract(graph.constant(2), complement);
    Node isTiny = graph.less(graph.constant(FAR), high);
    Node value = selectBelow(high, 0, reflected, complement);
    return scaled("scaledErfc", graph.select(isTiny, scaled, value), isTiny);
  }

  /** {@code erfc(|high + low|)} over {@link Decay#UNIT}. */
  private Node scaledComplement(Node high, Node low) {
    Node a = graph.named("magnitude", graph.abs(high));
    // (a - c)/(a + c), in a form that is right at infinity.
    Node inverse = graph.divide(one(), graph.add(a, graph.constant(data.center())));
    Node t = graph.fma(inverse, graph.constant(-2 * data.center()), one());
    Node w = graph.named("polynomial", evaluate(data.scaledComplement(), t));
    Node square = graph.multiply(a, a);
    Node minusRest = graph.fma(graph.negate(a), a, square);
    if (low != null) {
      // The logarithm of erfc(a) has a slope of about -2 (a + 1/(a + c)).
      Node aLow = lowOfMagnitude(high, low);
      Node slope = graph.multiply(graph.add(a, inverse), graph.constant(-2));
      minusRest = graph.fma(aLow, slope, minusRest);
    }
    Node numerator = exponentials.decayTimes(graph.negate(square), minusRest, w).scaled();
    return graph.divide(numerator, graph.add(a, one()));
  }
}
