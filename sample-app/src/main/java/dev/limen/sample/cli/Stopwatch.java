package dev.limen.sample.cli;

import dev.limen.runtime.FloatKernel;
import dev.limen.runtime.TrainableFloatKernel;
import dev.limen.sample.activation.NaiveLoop;
import dev.limen.sample.network.Activation;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/** Runs activations over the same arrays again and again, and takes the time. */
final class Stopwatch {
  private static final int ROUNDS = 9;
  private static final double FASTER = 0.9;
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final List<float[]> inputs;
  private final List<float[]> outputs;
  private final List<float[]> gradients;

  Stopwatch(List<float[]> inputs) {
    this.inputs = inputs;
    outputs = inputs.stream().map(x -> new float[x.length]).toList();
    gradients = inputs.stream().map(x -> x.clone()).toList();
  }

  /** Has the JVM compile kernels, so that training does not pay for it. */
  static void warmUp(Activation activation) {
    SplittableRandom random = new SplittableRandom(1);
    float[] x = new float[4096];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    Stopwatch stopwatch = new Stopwatch(List.of(x));
    // HotSpot counts 40,000 iterations before it compiles a loop for good, which then takes a
    // while.
    stopwatch.settle(stopwatch.work(activation.kernel()), 300, 400_000_000);
    if (!activation.learnt().isEmpty()) {
      stopwatch.settle(stopwatch.training(activation), 300, 400_000_000);
    }
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

  private IntConsumer training(Activation activation) {
    float[] learnt = activation.start();
    float[] gradient = new float[learnt.length];
    TrainableFloatKernel kernel = (TrainableFloatKernel) activation.boundTo(learnt);
    return i -> {
      kernel.forward(inputs.get(i), outputs.get(i));
      kernel.backward(inputs.get(i), gradients.get(i), outputs.get(i), gradient);
    };
  }

  private double nanos(IntConsumer work) {
    settle(work, 10, 50_000_000);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      best = Math.min(best, round(work));
    }
    return (double) best / inputs.stream().mapToLong(x -> x.length).sum();
  }

  /** Repeats the work at least so often, and until it got no faster for a while. */
  private void settle(IntConsumer work, int rounds, long whileNanos) {
    long start = System.nanoTime();
    long now = start;
    long improved = start;
    long best = Long.MAX_VALUE;
    for (int i = 0;
        (i < rounds || now - improved < whileNanos) && now - start < PATIENCE_NANOS;
        i++) {
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
