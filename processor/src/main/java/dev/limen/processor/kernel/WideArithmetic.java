package dev.limen.processor.kernel;

import dev.limen.processor.approx.WidePolynomial;
import dev.limen.verify.Ball;
import java.util.HashMap;
import java.util.Map;

/**
 * Arithmetic of numbers in two doubles, after M. Joldes, J.-M. Muller and V. Popescu, "Tight and
 * rigorous error bounds for basic building blocks of double-word arithmetic", ACM TOMS 44 (2017).
 *
 * <p>Relative errors are at most a few 2^-106, also of sums that cancel. Where a part is not
 * finite, or a quotient is of zeros, the result is NaN or as double arithmetic has it: both are
 * told from numbers, so that other arithmetic may take over.
 */
final class WideArithmetic {

  private static final int BIAS = 1023;

  private final GraphBuilder graph;
  private final Wide.Scaling scaling;
  private final Map<Wide, Wide> collapsed = new HashMap<>();

  /**
   * Arithmetic in a graph.
   *
   * @param scaling decides how numbers are added: a number that is scaled because it is tiny is
   *     nothing beside one that is not, unless that is 0
   */
  WideArithmetic(GraphBuilder graph, Wide.Scaling scaling) {
    this.graph = graph;
    this.scaling = scaling;
  }

  /** Whether numbers of all sizes are scaled. */
  boolean scalesAll() {
    return scaling == Wide.Scaling.ALL;
  }

  Wide constant(double value) {
    return Wide.of(graph.constant(value));
  }

  /** A number to about 106 bits. */
  Wide constant(Ball value) {
    double high = value.toDouble();
    double low = Double.isFinite(high) ? value.minus(high).toDouble() : 0;
    // Less is the error of the ball.
    boolean isDouble = Math.abs(low) <= Math.abs(high) * 0x1p-100;
    return new Wide(graph.constant(high), isDouble ? null : graph.constant(low), null);
  }

  // Sums without error

  /** {@code a + b}. */
  Wide sum(Node a, Node b) {
    Node high = graph.add(a, b);
    Node fromB = graph.subtract(high, a);
    Node fromA = graph.subtract(high, fromB);
    Node low = graph.add(graph.subtract(a, fromA), graph.subtract(b, fromB));
    return new Wide(high, low, null);
  }

  /** {@code a + b} where {@code |a| >= |b|} or a is 0. */
  Wide sumOfOrdered(Node a, Node b) {
    Node high = graph.add(a, b);
    return new Wide(high, graph.subtract(b, graph.subtract(high, a)), null);
  }

  /** {@code a b - product} for the rounded product. */
  private Node productError(Node a, Node b, Node product) {
    return graph.fma(a, b, graph.negate(product));
  }

  // Operations

  Wide negate(Wide a) {
    return new Wide(
        graph.negate(a.high()), a.low() == null ? null : graph.negate(a.low()), a.scale());
  }

  Wide abs(Wide a) {
    // The same nodes for a number and its opposite.
    Wide either = a.high().opcode() == Opcode.NEGATE ? negate(a) : a;
    return withSign(either, graph.signOf(either.high()));
  }

  /** A number, its sign flipped where the sign bit is set in a pattern that holds no other. */
  Wide withSign(Wide a, Node sign) {
    return new Wide(
        flipped(a.high(), sign), a.low() == null ? null : flipped(a.low(), sign), a.scale());
  }

  private Node flipped(Node a, Node sign) {
    return graph.fromBits(graph.xor(graph.toBits(a), sign));
  }

  Wide plus(Wide a, Wide b) {
    if (isZero(a)) {
      return b;
    }
    if (isZero(b)) {
      return a;
    }
    if (a.scale() == b.scale()) {
      return plusUnscaled(a, b).scaledBy(a.scale());
    }
    if (!scalesAll() && (!a.isScaled() || !b.isScaled())) {
      return plusUnscaled(collapsed(a), collapsed(b));
    }
    Node ofA = scale(a);
    Node ofB = scale(b);
    Node scale = graph.select(graph.less(ofA, ofB), ofB, ofA);
    Wide first = timesSquare(a, graph.divide(ofA, scale));
    Wide second = timesSquare(b, graph.divide(ofB, scale));
    return plusUnscaled(first, second).scaledBy(scale);
  }

  /** The sum of the parts, whatever their scale. */
  private Wide plusUnscaled(Wide a, Wide b) {
    Wide highs = sum(a.high(), b.high());
    if (a.low() == null && b.low() == null) {
      return highs;
    }
    if (a.low() == null || b.low() == null) {
      Node low = a.low() == null ? b.low() : a.low();
      return sumOfOrdered(highs.high(), graph.add(highs.low(), low));
    }
    Wide lows = sum(a.low(), b.low());
    Wide sum = sumOfOrdered(highs.high(), graph.add(highs.low(), lows.high()));
    return sumOfOrdered(sum.high(), graph.add(sum.low(), lows.low()));
  }

  Wide minus(Wide a, Wide b) {
    return plus(a, negate(b));
  }

  Wide times(Wide a, Wide b) {
    Node scale =
        a.scale() == null
            ? b.scale()
            : b.scale() == null ? a.scale() : graph.multiply(a.scale(), b.scale());
    return timesUnscaled(a, b).scaledBy(scale);
  }

  /** The product of the parts, whatever their scale. */
  private Wide timesUnscaled(Wide a, Wide b) {
    if (isPowerOfTwo(b)) {
      return timesExactly(a, b.high());
    }
    if (isPowerOfTwo(a)) {
      return timesExactly(b, a.high());
    }
    Node high = graph.multiply(a.high(), b.high());
    Node low = productError(a.high(), b.high(), high);
    if (a.low() == null && b.low() == null) {
      return new Wide(high, low, null);
    }
    if (b.low() != null) {
      low = graph.fma(a.high(), b.low(), low);
    }
    if (a.low() != null) {
      low = graph.fma(a.low(), b.high(), low);
    }
    return sumOfOrdered(high, low);
  }

  /** A product with a power of two. */
  Wide timesExactly(Wide a, Node power) {
    return new Wide(
        graph.multiply(a.high(), power),
        a.low() == null ? null : graph.multiply(a.low(), power),
        a.scale());
  }

  Wide timesExactly(Wide a, double power) {
    return timesExactly(a, graph.constant(power));
  }

  /** A product with the square of a power of two. */
  private Wide timesSquare(Wide a, Node power) {
    return timesExactly(timesExactly(a, power), power);
  }

  Wide dividedBy(Wide a, Wide b) {
    Node scale = a.scale();
    if (b.isScaled()) {
      scale = graph.divide(scale(a), b.scale());
    }
    if (isPowerOfTwo(b)) {
      Node inverse = graph.divide(graph.constant(1), b.high());
      return timesExactly(a, inverse).scaledBy(scale);
    }
    // The remainder is exact, or nearly so, and takes the second half of the digits.
    Node inverse = graph.divide(graph.constant(1), b.high());
    Node high = a.high() == graph.constant(1) ? inverse : graph.multiply(a.high(), inverse);
    Node minusHigh = graph.negate(high);
    Node rest = graph.fma(minusHigh, b.high(), a.high());
    if (a.low() != null) {
      rest = graph.add(rest, a.low());
    }
    if (b.low() != null) {
      rest = graph.fma(minusHigh, b.low(), rest);
    }
    return sumOfOrdered(high, graph.multiply(rest, inverse)).scaledBy(scale);
  }

  /** The square root; NaN of 0. */
  Wide sqrt(Wide a) {
    Node high = graph.sqrt(a.high());
    Node rest = graph.fma(graph.negate(high), high, a.high());
    if (a.low() != null) {
      rest = graph.add(rest, a.low());
    }
    Wide root = sumOfOrdered(high, graph.divide(rest, graph.add(high, high)));
    if (!a.isScaled()) {
      return root;
    }
    // Half the exponent of the scale, which leaves a power of two where it is odd.
    Node half = graph.shiftRight(exponentOf(a.scale()), 1);
    Node scale = powerOfTwo(half);
    Node left = graph.divide(graph.divide(a.scale(), scale), scale);
    return timesExactly(root, left).scaledBy(scale);
  }

  /** The integer n of {@code |u| = 2^n v} with v in [1, 2), in the low bits, for normal numbers. */
  Node exponentOf(Node u) {
    Node biased = graph.shiftRightUnsigned(graph.toBits(graph.abs(u)), 52);
    return graph.bitsSubtract(biased, graph.bits(BIAS));
  }

  /** 2^n for an integer in the low bits. */
  Node powerOfTwo(Node n) {
    return graph.fromBits(graph.shiftLeft(graph.bitsAdd(n, graph.bits(BIAS)), 52));
  }

  /** An integer power from 1 on. */
  Wide power(Wide base, int exponent) {
    if (exponent == 1) {
      return base;
    }
    Wide half = power(base, exponent / 2);
    Wide square = times(half, half);
    return exponent % 2 == 0 ? square : times(square, base);
  }

  // Choice

  Wide select(Node mask, Wide then, Wide otherwise) {
    Node low =
        then.low() == null && otherwise.low() == null
            ? null
            : graph.select(mask, low(then), low(otherwise));
    Node scale =
        then.scale() == otherwise.scale()
            ? then.scale()
            : graph.select(mask, scale(then), scale(otherwise));
    return new Wide(graph.select(mask, then.high(), otherwise.high()), low, scale);
  }

  /** {@code a < b}. */
  Node less(Wide a, Wide b) {
    Wide u = collapsed(a);
    Wide v = collapsed(b);
    Node isLess = graph.less(u.high(), v.high());
    if (u.low() == null && v.low() == null) {
      return isLess;
    }
    Node isLessBelow = graph.less(low(u), low(v));
    return graph.maskOr(isLess, graph.maskAnd(graph.equal(u.high(), v.high()), isLessBelow));
  }

  // Form

  /** The number without a scale: digits may be lost where it is tiny, to infinity if huge. */
  Wide collapsed(Wide a) {
    if (!a.isScaled()) {
      return a;
    }
    Wide known = collapsed.get(a);
    return known == null ? timesSquare(a, a.scale()).scaledBy(null) : known;
  }

  /** Lets a number be known without its scale. */
  void collapses(Wide scaled, Wide unscaled) {
    collapsed.put(scaled, unscaled);
  }

  /** The number in one double, rounded. */
  Node rounded(Wide a) {
    return a.isScaled() ? graph.multiply(graph.multiply(a.high(), a.scale()), a.scale()) : a.high();
  }

  /** The scale, the square of which counts, or 1. */
  Node scale(Wide a) {
    return a.isScaled() ? a.scale() : graph.constant(1);
  }

  /** The low part, or 0. */
  Node low(Wide a) {
    return a.low() == null ? graph.constant(0) : a.low();
  }

  /** Horner's scheme: in double as long as that does no harm, then in double words. */
  Wide evaluate(WidePolynomial polynomial, Wide u) {
    int power = polynomial.degree();
    Node tail = graph.constant(polynomial.coefficient(power).toDouble());
    while (--power >= polynomial.precise()) {
      tail = graph.fma(tail, u.high(), graph.constant(polynomial.coefficient(power).toDouble()));
    }
    Wide sum = Wide.of(tail);
    for (; power >= 0; power--) {
      Wide c = constant(polynomial.coefficient(power));
      sum = horner(sum, u, c, polynomial.isDominant(power));
    }
    return sumOfOrdered(sum.high(), low(sum));
  }

  /**
   * {@code sum * u + c}, with a low part of up to a few units in the last place of the high one.
   */
  private Wide horner(Wide sum, Wide u, Wide c, boolean isOrdered) {
    Node product = graph.multiply(sum.high(), u.high());
    Node error = productError(sum.high(), u.high(), product);
    if (sum.low() != null) {
      error = graph.fma(sum.low(), u.high(), error);
    }
    if (u.low() != null) {
      error = graph.fma(sum.high(), u.low(), error);
    }
    if (c.low() != null) {
      error = graph.add(error, c.low());
    }
    Wide highs = isOrdered ? sumOfOrdered(c.high(), product) : sum(c.high(), product);
    return new Wide(highs.high(), graph.add(highs.low(), error), null);
  }

  private boolean isZero(Wide a) {
    return a.low() == null && a.high().opcode() == Opcode.CONSTANT && graph.realOf(a.high()) == 0;
  }

  private boolean isPowerOfTwo(Wide a) {
    if (a.low() != null || a.high().opcode() != Opcode.CONSTANT) {
      return false;
    }
    double size = Math.abs(graph.realOf(a.high()));
    return size >= Double.MIN_NORMAL
        && Double.isFinite(size)
        && Math.scalb(1.0, Math.getExponent(size)) == size;
  }
}
