package dev.limen.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The floor of every elementwise kernel: one read and one write for each element. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CopyBenchmark {
  /** The number of elements. */
  @Param({"1024", "65536"})
  public int length;

  private float[] x;
  private float[] y;

  /** Called by JMH. */
  public CopyBenchmark() {}

  /** Fills the input. */
  @Setup
  public void fill() {
    x = new float[length];
    y = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = i / (float) length;
    }
  }

  /** Copies the array. */
  @Benchmark
  public float[] copy() {
    System.arraycopy(x, 0, y, 0, length);
    return y;
  }
}
