package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.verify.Ball;
import java.util.function.DoubleFunction;

/**
 * How a function follows from a part of it that is known for {@code t = |x|} only. Half the line
 * takes half the segments.
 */
enum Folding {
  /** No symmetry: the part is the function, on both sides. */
  NONE {
    @Override
    Ball part(DoubleFunction<Ball> function, double t) {
      return function.apply(t);
    }

    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      return true;
    }

    @Override
    Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
      return part;
    }
  },
  /** The left side: on the right the function is its asymptote. */
  LEFT {
    @Override
    Ball part(DoubleFunction<Ball> function, double t) {
      return function.apply(-t);
    }

    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      return true;
    }

    @Override
    Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
      return part;
    }
  },
  /** {@code f(x) = f(-x)}. */
  EVEN {
    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      return agree(right, left);
    }

    @Override
    Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
      return part;
    }
  },
  /** {@code f(x) = -f(-x)}. */
  ODD {
    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      return agree(right, left.negate());
    }

    @Override
    Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
      Node sign = graph.and(graph.toBits(x), graph.toBits(graph.constant(-0.0)));
      return graph.fromBits(graph.xor(graph.toBits(part), sign));
    }
  },
  /** {@code f(x) = f(-x) + x}, as of gelu, silu and softplus: a ramp and an even part. */
  RAMP {
    @Override
    Ball part(DoubleFunction<Ball> function, double t) {
      return function.apply(-t);
    }

    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      return agree(right, left.plus(t));
    }

    @Override
    Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
      // As integers, the negative numbers are below 0.
      Node ramp = graph.fromBits(graph.bitsMax(graph.toBits(x), graph.bits(0)));
      return graph.add(graph.named("ramp", ramp), part);
    }
  },
  /** The same symmetry, for functions that are small on the right, as log(sigmoid(x)). */
  RAMP_BELOW {
    @Override
    boolean holds(Ball right, Ball left, double t, Ball centre) {
      return RAMP.holds(right, left, t, centre);
    }

    @Override
    Node unfold(GraphBuilder graph, Node x, Node part, Ball centre) {
      Node bits = graph.toBits(x);
      int signBit = graph.precision() == Precision.F32 ? 31 : 63;
      Node ramp = graph.fromBits(graph.and(bits, graph.shiftRight(bits, signBit)));
      return graph.add(graph.named("ramp", ramp), part);
    }
  },
  /** {@code f(x) + f(-x) = 2 f(0)}, as of sigmoid: odd but for a constant. */
  POINT {
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
      Node sign = graph.and(graph.toBits(x), graph.toBits(graph.constant(-0.0)));
      Node one = graph.fromBits(graph.or(sign, graph.toBits(graph.constant(1))));
      return graph.fma(part, graph.named("sign", one), graph.constant(centre.toDouble()));
    }
  },
  /** The same symmetry, for functions that are small on the left: from their values there. */
  REFLECTION {
    @Override
    Ball part(DoubleFunction<Ball> function, double t) {
      return function.apply(-t);
    }

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

  private static final double[] PROBES = {0.11, 0.37, 0.83, 1.3, 2.1, 3.7, 5.9};

  /** The part at {@code t >= 0}. */
  Ball part(DoubleFunction<Ball> function, double t) {
    return function.apply(t);
  }

  /** Whether values at t and -t agree with the symmetry. */
  abstract boolean holds(Ball right, Ball left, double t, Ball centre);

  /** What readers should know of it. */
  String note() {
    return switch (this) {
      case NONE -> "";
      case LEFT -> ", on the left side";
      case EVEN -> ", even";
      case ODD -> ", odd";
      case RAMP -> ", even but for max(x, 0)";
      case RAMP_BELOW -> ", even but for min(x, 0)";
      case POINT -> ", odd but for a constant";
      case REFLECTION -> ", reflected";
    };
  }

  /** The function at x of the part at |x|. */
  abstract Node unfold(GraphBuilder graph, Node x, Node part, Ball centre);

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
