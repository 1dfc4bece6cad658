package dev.limen.processor.kernel;

import dev.limen.verify.Ball;
import java.util.function.DoubleFunction;

/**
 * How a function follows from a part of it that is known for {@code t = |x|} only. Half the line
 * takes half the segments.
 */
enum Folding {
  /** No symmetry: the part is the function, on both sides. */
  NONE(false, "") {
    @Override
    boolean isOfHalf() {
      return false;
    }
  },
  /**
   * No symmetry either: {@code f(x) = x T(x)} for functions that are x times a step, as of mish. T
   * bends less than f.
   */
  FACTOR(false, ", times x") {
    @Override
    boolean isOfHalf() {
      return false;
    }

    @Override
    Ball part(DoubleFunction<Ball> function, double t) {
      double at = t == 0 ? NEXT_TO_ZERO : t;
      return function.apply(at).dividedBy(Ball.of(at));
    }

    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      return centre.hi() == 0;
    }

    @Override
    Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
      return graph.multiply(part, x);
    }
  },
  /** The left side: on the right the function is its asymptote. */
  LEFT(true, ", on the left side"),
  /** {@code f(x) = f(-x)}. */
  EVEN(false, ", even") {
    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      return agree(right, left);
    }
  },
  /** {@code f(x) = -f(-x)}. */
  ODD(false, ", odd") {
    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      return agree(right, left.negate());
    }

    @Override
    Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
      return graph.fromBits(graph.xor(graph.toBits(part), graph.signOf(x)));
    }
  },
  /** {@code f(x) = f(-x) + x}, as of gelu, silu and softplus: a ramp and an even part. */
  RAMP(true, ", even but for max(x, 0)") {
    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      return agree(right, left.plus(t));
    }

    @Override
    Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
      // As integers, the negative numbers are below 0.
      if (centre.hi() == 0) {
        // The zeros differ in sign.
        Node ramp = graph.fromBits(graph.bitsMin(graph.toBits(graph.negate(x)), graph.bits(0)));
        return graph.subtract(part, graph.named("negativeRamp", ramp));
      }
      Node ramp = graph.fromBits(graph.bitsMax(graph.toBits(x), graph.bits(0)));
      return graph.add(graph.named("ramp", ramp), part);
    }
  },
  /** The same symmetry, for functions that are small on the right, as log(sigmoid(x)). */
  RAMP_BELOW(false, ", even but for min(x, 0)") {
    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      return RAMP.holds(right, left, t, centre);
    }

    @Override
    Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
      Node bits = graph.toBits(x);
      Node ramp = graph.fromBits(graph.and(bits, graph.shiftRight(bits, graph.placeOfSign())));
      return graph.add(graph.named("ramp", ramp), part);
    }
  },
  /** {@code f(x) + f(-x) = 2 f(0)}, as of sigmoid: odd but for a constant. */
  POINT(false, ", odd but for a constant") {
    @Override
    Ball part(DoubleFunction<Ball> function, double t) {
      return t == 0 ? Ball.of(0) : function.apply(t).minus(function.apply(0));
    }

    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      Ball twice = centre.times(2);
      return isRepresentable(twice) && agree(right.plus(left), twice);
    }

    @Override
    Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
      Node one = graph.fromBits(graph.or(graph.signOf(x), graph.toBits(graph.constant(1))));
      return graph.fma(part, graph.named("sign", one), graph.constant(centre.toDouble()));
    }
  },
  /** The same symmetry, for functions that are small on the left: from their values there. */
  REFLECTION(true, ", reflected") {
    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      return POINT.holds(right, left, t, centre);
    }

    @Override
    Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
      Node isPositive = graph.less(graph.constant(0), x);
      Node reflected = graph.subtract(graph.constant(2 * centre.toDouble()), part);
      return graph.select(isPositive, reflected, part);
    }
  };

  private static final double NEXT_TO_ZERO = 0x1p-40;

  private static final double[] PROBES = {0.11, 0.37, 0.83, 1.3, 2.1, 3.7, 5.9};

  private final boolean isOfTheLeft;
  private final String note;

  Folding(boolean isOfTheLeft, String note) {
    this.isOfTheLeft = isOfTheLeft;
    this.note = note;
  }

  /** Whether the part is one of half the line. */
  boolean isOfHalf() {
    return true;
  }

  /** Whether the part is made of values at negative numbers. */
  boolean isOfTheLeft() {
    return isOfTheLeft;
  }

  /** Whether both sides follow from the part. */
  boolean isOfBothSides() {
    return isOfHalf() && this != LEFT;
  }

  /** What readers should know of it. */
  String note() {
    return note;
  }

  /** The part at {@code t >= 0}. */
  Ball part(DoubleFunction<Ball> function, double t) {
    return function.apply(isOfTheLeft ? -t : t);
  }

  /** Whether values at t and -t agree with the symmetry. */
  boolean holds(Ball right, Ball left, double t, Ball centre) {
    return true;
  }

  /** The function at x of the part at |x|. */
  Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
    return part;
  }

  /**
   * Whether a function seems to have the symmetry. A few points decide: kernels are measured on
   * both sides anyway.
   */
  boolean fits(DoubleFunction<Ball> function) {
    Ball centre = function.apply(0);
    for (double t : PROBES) {
      if (!holds(function.apply(t), function.apply(-t), t, centre)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRepresentable(Ball ball) {
    return ball.hi() != 0 && (float) ball.hi() == ball.hi() && ball.lo() == 0;
  }

  private static boolean agree(Ball a, Ball b) {
    double size = Math.max(Math.abs(a.hi()), Math.abs(b.hi()));
    return Math.abs(a.minus(b).hi()) <= 0x1p-70 * size + a.radius() + b.radius();
  }
}
