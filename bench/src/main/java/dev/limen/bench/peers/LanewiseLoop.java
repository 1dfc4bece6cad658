package dev.limen.bench.peers;

import java.util.Map;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** A loop over vectors, with the library functions of the Vector API. */
final class LanewiseLoop implements Peer {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

  /** A function of vectors of either format. */
  private interface Lanes {
    <E> Vector<E> of(Vector<E> x);
  }

  private static final class Tanh implements Lanes {
    @Override
    public <E> Vector<E> of(Vector<E> x) {
      return x.lanewise(VectorOperators.TANH);
    }
  }

  private static final class Sigmoid implements Lanes {
    @Override
    public <E> Vector<E> of(Vector<E> x) {
      return x.broadcast(1).div(x.neg().lanewise(VectorOperators.EXP).add(x.broadcast(1)));
    }
  }

  private static final class Silu implements Lanes {
    @Override
    public <E> Vector<E> of(Vector<E> x) {
      return x.div(x.neg().lanewise(VectorOperators.EXP).add(x.broadcast(1)));
    }
  }

  private static final class Softplus implements Lanes {
    @Override
    public <E> Vector<E> of(Vector<E> x) {
      return x.abs()
          .neg()
          .lanewise(VectorOperators.EXP)
          .lanewise(VectorOperators.LOG1P)
          .add(x.max(x.broadcast(0)));
    }
  }

  private static final class Elu implements Lanes {
    @Override
    public <E> Vector<E> of(Vector<E> x) {
      return x.lanewise(VectorOperators.EXPM1)
          .blend(x, x.compare(VectorOperators.GT, x.broadcast(0)));
    }
  }

  private static final class Relu6 implements Lanes {
    @Override
    public <E> Vector<E> of(Vector<E> x) {
      return x.max(x.broadcast(0)).min(x.broadcast(6));
    }
  }

  private static final class Relu implements Lanes {
    @Override
    public <E> Vector<E> of(Vector<E> x) {
      return x.max(x.broadcast(0));
    }
  }

  private static final Map<Activation, Lanes> VALUES =
      Map.of(
          Activation.TANH, new Tanh(),
          Activation.SIGMOID, new Sigmoid(),
          Activation.SILU, new Silu(),
          Activation.SOFTPLUS, new Softplus(),
          Activation.ELU, new Elu(),
          Activation.RELU6, new Relu6(),
          Activation.RELU, new Relu());

  @Override
  public String name() {
    return "lanewise";
  }

  @Override
  public boolean has(Activation activation, Direction direction, boolean doubles) {
    return direction == Direction.FORWARD && VALUES.containsKey(activation);
  }

  /** The sizes are multiples of all vector lengths: there is no tail. */
  @Override
  public Computation prepare(Task task) {
    Lanes f = VALUES.get(task.activation());
    return OnHeap.of(
        task,
        (x, gradY, out) -> {
          for (int i = 0; i < x.length; i += FLOATS.length()) {
            ((FloatVector) f.of(FloatVector.fromArray(FLOATS, x, i))).intoArray(out, i);
          }
        },
        (x, gradY, out) -> {
          for (int i = 0; i < x.length; i += DOUBLES.length()) {
            ((DoubleVector) f.of(DoubleVector.fromArray(DOUBLES, x, i))).intoArray(out, i);
          }
        });
  }
}
