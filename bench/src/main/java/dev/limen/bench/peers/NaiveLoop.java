package dev.limen.bench.peers;

import java.util.function.DoubleUnaryOperator;

/** One element after the other, with {@code Math} in double. */
final class NaiveLoop implements Peer {
  @Override
  public String name() {
    return "naive";
  }

  @Override
  public boolean has(Activation activation, Direction direction, boolean doubles) {
    return true;
  }

  @Override
  public Computation prepare(Task task) {
    DoubleUnaryOperator f = task.activation().naive(task.direction());
    return task.direction() == Direction.FORWARD
        ? OnHeap.of(
            task,
            (x, gradY, out) -> {
              for (int i = 0; i < x.length; i++) {
                out[i] = (float) f.applyAsDouble(x[i]);
              }
            },
            (x, gradY, out) -> {
              for (int i = 0; i < x.length; i++) {
                out[i] = f.applyAsDouble(x[i]);
              }
            })
        : OnHeap.of(
            task,
            (x, gradY, out) -> {
              for (int i = 0; i < x.length; i++) {
                out[i] = (float) (gradY[i] * f.applyAsDouble(x[i]));
              }
            },
            (x, gradY, out) -> {
              for (int i = 0; i < x.length; i++) {
                out[i] = gradY[i] * f.applyAsDouble(x[i]);
              }
            });
  }
}
