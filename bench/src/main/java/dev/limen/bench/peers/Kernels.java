package dev.limen.bench.peers;

import dev.limen.Accuracy;
import dev.limen.bench.catalogue.Catalogue;
import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Limen's kernels: those of one accuracy, or those of the default one with the same bits
 * everywhere.
 *
 * @param floats the kernel of a function over floats
 * @param doubles the kernel of a function over doubles
 */
record Kernels(
    String name,
    Function<Activation, FloatKernel> floats,
    Function<Activation, DoubleKernel> doubles)
    implements Peer {
  static final String PREFIX = "limen-";

  static Stream<Peer> all() {
    return Stream.concat(
        Arrays.stream(Accuracy.values()).map(Kernels::of),
        Stream.of(
            new Kernels(PREFIX + "reproducible", Reproducible::floats, Reproducible::doubles)));
  }

  private static Kernels of(Accuracy accuracy) {
    return new Kernels(
        PREFIX + accuracy.name().toLowerCase(Locale.ROOT),
        activation -> Catalogue.entry(activation.name(), accuracy).floats(),
        activation -> Catalogue.entry(activation.name(), accuracy).doubles());
  }

  @Override
  public boolean has(Activation activation, Direction direction, boolean isDouble) {
    return true;
  }

  @Override
  public Computation prepare(Task task) {
    FloatKernel ofFloats = floats.apply(task.activation());
    DoubleKernel ofDoubles = doubles.apply(task.activation());
    return task.direction() == Direction.FORWARD
        ? OnHeap.of(
            task,
            (x, gradY, out) -> ofFloats.forward(x, out),
            (x, gradY, out) -> ofDoubles.forward(x, out))
        : OnHeap.of(
            task,
            (x, gradY, out) -> ofFloats.backward(x, gradY, out),
            (x, gradY, out) -> ofDoubles.backward(x, gradY, out));
  }
}
