package dev.limen.bench.peers;

import dev.limen.Accuracy;
import dev.limen.bench.catalogue.Catalogue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** Limen's kernels of one accuracy. */
final class Kernels implements Peer {
  static final String PREFIX = "limen-";

  private final Accuracy accuracy;

  private Kernels(Accuracy accuracy) {
    this.accuracy = accuracy;
  }

  static Stream<Peer> all() {
    return Arrays.stream(Accuracy.values()).map(Kernels::new);
  }

  @Override
  public String name() {
    return PREFIX + accuracy.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean has(Activation activation, Direction direction, boolean doubles) {
    return true;
  }

  @Override
  public Computation prepare(Task task) {
    var entry = Catalogue.entry(task.activation().name(), accuracy);
    return task.direction() == Direction.FORWARD
        ? OnHeap.of(
            task,
            (x, gradY, out) -> entry.floats().forward(x, out),
            (x, gradY, out) -> entry.doubles().forward(x, out))
        : OnHeap.of(
            task,
            (x, gradY, out) -> entry.floats().backward(x, gradY, out),
            (x, gradY, out) -> entry.doubles().backward(x, gradY, out));
  }
}
