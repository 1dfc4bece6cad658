package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.approx.Exponential;
import dev.limen.processor.approx.Trigonometric;
import dev.limen.processor.formula.Rational;
import java.util.ArrayList;
import java.util.List;

/** Sine, cosine and the arc tangent. */
final class TrigonometricFunctions extends Lowering {

  private final Trigonometric data;
  private final double roundToInteger;

  TrigonometricFunctions(GraphBuilder graph) {
    super(graph);
    this.data = Trigonometric.of(precision);
    this.roundToInteger = Exponential.of(precision).roundToInteger();
  }

  Node atan(Node u) {
    Node zero = graph.constant(0);
    Node one = one();
    Node a = graph.named("magnitude", graph.abs(u));
    Node isLarge = graph.less(one, a);
    Node numerator = graph.select(isLarge, graph.constant(-1), a);
    Node t = graph.named("reduced", graph.divide(numerator, graph.select(isLarge, a, one)));
    Node square = graph.multiply(t, t);
    Node cube = graph.multiply(t, square);
    Node baseLow = graph.select(isLarge, graph.constant(data.halfPiLow()), zero);
    Node term = graph.fma(cube, evaluate(data.atan(), square), baseLow);
    Node base = graph.select(isLarge, graph.constant(data.halfPiHigh()), zero);
    Node value = graph.add(base, graph.add(t, term));
    return graph.named("atan", graph.fromBits(graph.or(graph.toBits(value), graph.signOf(u))));
  }

  /** The sine of {@code u = factor*v}, which may overflow. */
  Node sin(Node u, Node v, Rational factor) {
    Angle angle = reduce(v, factor);
    Node value = sineOf(angle, angle.quadrant());
    value = graph.fromBits(graph.xor(graph.toBits(value), graph.signOf(v)));
    return graph.named("sin", selectBelow(graph.abs(u), data.tiny(), u, value));
  }

  /** The cosine of {@code factor*v}, which may overflow. */
  Node cos(Node v, Rational factor) {
    Angle angle = reduce(v, factor);
    return graph.named("cos", sineOf(angle, graph.bitsAdd(angle.quadrant(), graph.bits(1))));
  }

  /**
   * {@code factor*|v| = (quadrant + 4 k) pi/2 + high + low}.
   *
   * @param quadrant in the lowest two bits
   */
  record Angle(Node quadrant, Node high, Node low) {}

  /** The sine of an angle moved to a quadrant. */
  private Node sineOf(Angle angle, Node quadrant) {
    Node r = angle.high();
    Node square = graph.multiply(r, r);
    Node cube = graph.multiply(r, square);
    Node sine = graph.add(r, graph.fma(cube, evaluate(data.sin(), square), angle.low()));
    Node parabola = graph.fma(square, graph.constant(-0.5), one());
    Node fourth = graph.multiply(square, square);
    Node cosine = graph.fma(fourth, evaluate(data.cos(), square), parabola);
    int top = graph.placeOfSign();
    Node odd = graph.or(graph.shiftLeft(quadrant, top), bitsOf(1));
    Node isOdd = graph.less(graph.fromBits(odd), graph.constant(0));
    Node value = graph.select(isOdd, cosine, sine);
    Node sign = graph.and(graph.shiftLeft(quadrant, top - 1), graph.signBit());
    return graph.fromBits(graph.xor(graph.toBits(value), sign));
  }

  /**
   * The angle {@code factor*|v|}: words of factor*2/pi take the place of those of 2/pi, so that the
   * product is never rounded, and may overflow.
   *
   * @param factor greater than 0, its exponent at most {@link Trigonometric#LARGEST_EXPONENT}
   */
  Angle reduce(Node v, Rational factor) {
    int exponent = Math.getExponent(factor.toDouble());
    int digits = significandBits() + 1;
    int wordBits = data.wordBits();
    int count = data.words();

    // Scales |u| = 2^exponent |v| below 2^limit, and moves along the words of 2/pi by as many bits:
    // the words left
    // behind give multiples of four quarter turns, since what is scaled stays an integer.
    int limit = digits + wordBits;
    int largestShift = Math.ceilDiv(exponentBias() + 1 + exponent - limit, wordBits);
    Node y = graph.named("magnitude", graph.abs(v));
    List<Node> window = new ArrayList<>();
    Rational significand = factor.times(Rational.TWO.power(-exponent));
    for (double word : data.twoOverPi(significand, count + largestShift)) {
      window.add(graph.constant(word));
    }
    for (int shift = Integer.highestOneBit(largestShift); shift > 0; shift /= 2) {
      Node bound = graph.constant(Math.scalb(1.0, limit + (shift - 1) * wordBits - exponent));
      Node isNear = graph.less(y, bound);
      Node down = graph.constant(Math.scalb(1.0, -shift * wordBits));
      y = graph.named("scaled", graph.select(isNear, y, graph.multiply(y, down)));
      List<Node> moved = new ArrayList<>();
      for (int i = 0; i < Math.min(window.size(), count + shift - 1); i++) {
        Node near = window.get(i);
        boolean isLast = i + shift >= window.size();
        moved.add(isLast ? near : graph.select(isNear, near, window.get(i + shift)));
      }
      window = moved;
    }
    y = graph.multiply(y, graph.constant(Math.scalb(1.0, exponent)));

    // The products with the words, each in two parts.
    Node[] high = new Node[count];
    Node[] low = new Node[count];
    for (int i = 0; i < count; i++) {
      Node part = graph.multiply(y, graph.constant(Math.scalb(1.0, -i * wordBits)));
      high[i] = graph.multiply(part, window.get(i));
      low[i] = graph.fma(part, window.get(i), graph.negate(high[i]));
    }

    // Those that may be large go without their integers, the sum of which is the quadrant.
    double foldUnit = Math.scalb(1.5, wordBits + 4 + digits - 1);
    Quarters quarters = new Quarters();
    Node sum = quarters.fraction(fold(high[0], foldUnit));
    List<Node> errors = new ArrayList<>();
    for (Node large : List.of(low[0], fold(high[1], foldUnit), low[1], high[2])) {
      sum = add(sum, quarters.fraction(large), errors);
    }
    sum = quarters.fraction(sum);

    // Next to a multiple of pi/2 these cancel but for what is far behind the point.
    sum = add(sum, high[3], errors);
    sum = add(sum, low[2], errors);
    Node rest = low[3];
    if (precision == Precision.F32) {
      errors.add(high[4]);
      rest = graph.add(rest, graph.add(low[4], high[5]));
    } else {
      rest = graph.add(rest, high[4]);
    }
    List<Node> smallErrors = new ArrayList<>();
    Node error = errors.getFirst();
    for (Node next : errors.subList(1, errors.size())) {
      error = add(error, next, smallErrors);
    }
    sum = add(sum, error, smallErrors);
    for (Node next : smallErrors) {
      rest = graph.add(rest, next);
    }

    Node halfPi = graph.constant(data.halfPiHigh());
    Node r = graph.multiply(sum, halfPi);
    Node rLow = graph.fma(sum, halfPi, graph.negate(r));
    rLow = graph.fma(sum, graph.constant(data.halfPiLow()), rLow);
    rLow = graph.fma(rest, halfPi, rLow);
    return new Angle(quarters.count, graph.named("reduced", r), rLow);
  }

  /** v less a multiple of a power of two that is a multiple of 4. */
  private Node fold(Node v, double unit) {
    Node rounder = graph.constant(unit);
    return graph.subtract(v, graph.subtract(graph.add(v, rounder), rounder));
  }

  /** The rounded sum; its error goes to errors. */
  private Node add(Node a, Node b, List<Node> errors) {
    Node sum = graph.add(a, b);
    Node bRounded = graph.subtract(sum, a);
    Node aError = graph.subtract(a, graph.subtract(sum, bRounded));
    errors.add(graph.add(aError, graph.subtract(b, bRounded)));
    return sum;
  }

  /** Takes integers off numbers, and sums them up in the low bits of count. */
  private final class Quarters {

    private Node count = graph.bits(0);

    Node fraction(Node v) {
      Node rounder = graph.constant(roundToInteger);
      Node shifted = graph.add(v, rounder);
      count = graph.named("quadrant", graph.bitsAdd(count, graph.toBits(shifted)));
      return graph.subtract(v, graph.subtract(shifted, rounder));
    }
  }
}
