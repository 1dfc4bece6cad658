package dev.limen.sample.cli;

import dev.limen.runtime.FloatKernel;
import dev.limen.sample.activation.NaiveLoop;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/** Runs activations over the same arrays again and again, and takes the time. */
final class Stopwatch {
  private static final int ROUNDS = 9;
  private static final double FASTER = 0.9;
  private static final long SETTLED_NANOS = 150_000_000;
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private final List<float[]> inputs;
  private final List<float[]> outputs;
  private final List<float[]> gradients;

  Stopwatch(List<float[]> inputs) {
    this.inputs = inputs;
    outputs = inputs.stream().map(x -> new float[x.length]).toList();
    gradients = inputs.stream().map(x -> x.clone()).toList();
  }

  /** Has the JVM compile a kernel, so that training does not pay for it. */
  static void warmUp(FloatKernel kernel) {
    SplittableRandom random = new SplittableRandom(1);
    float[] x = new float[4096];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    Stopwatch stopwatch = new Stopwatch(List.of(x));
    stopwatch.settle(stopwatch.work(kernel));
  }

  /** Returns the nanoseconds that a value and a derivative take. */
  double nanos(NaiveLoop loop) {
    return nanos(i -> {
      loop.forward(inputs.get(i), outputs.get(i));
      loop.backward(inputs.get(i), gradients.get(i), outputs.get(i));
    });
  }

  /** Returns the nanoseconds that a value and a derivative take. */
  double nanos(FloatKernel kernel) {
    return nanos(work(kernel));
  }

  private IntConsumer work(FloatKernel kernel) {
    return i -> {
      kernel.forward(inputs.get(i), outputs.get(i));
      kernel.backward(inputs.get(i), gradients.get(i), outputs.get(i));
    };
  }

  private double nanos(IntConsumer work) {
    settle(work);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      best = Math.min(best, round(work));
    }
    return (double) best / inputs.stream().mapToLong(x -> x.length).sum();
  }

  /** Repeats the work until it gets no faster. */
  private void settle(IntConsumer work) {
    long start = System.nanoTime();
    long best = Long.MAX_VALUE;
    long improved = start;
    long now = start;
    while (now - improved < SETTLED_NANOS && now - start < PATIENCE_NANOS) {
      long round = round(work);
      now = System.nanoTime();
      if (round < FASTER * best) {
        best = round;
        improved = now;
      }
    }
  }

  private long round(IntConsumer work) {
    long start = System.nanoTime();
    for (int i = 0; i < inputs.size(); i++) {
      work.accept(i);
    }
    return System.nanoTime() - start;
  }
}
