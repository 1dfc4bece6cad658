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

/**
 * The floors under elementwise kernels, in calls per microsecond: what it takes to read and write
 * the arrays.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class CopyBenchmark {
  /** The number of elements. */
  @Param({"4096", "65536", "4194304"})
  public int size;

  private float[] x;
  private float[] gradY;
  private float[] out;

  /** Called by JMH. */
  public CopyBenchmark() {}

  /** Fills the inputs. */
  @Setup
  public void fill() {
    x = new float[size];
    gradY = new float[size];
    out = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = i / (float) size;
      gradY[i] = 1 - x[i];
    }
  }

  /** One read and one write, as a forward kernel makes them. */
  @Benchmark
  public float[] copy() {
    System.arraycopy(x, 0, out, 0, size);
    return out;
  }

  /** Two reads and one write, as a backward kernel makes them. */
  @Benchmark
  public float[] multiply() {
    for (int i = 0; i < size; i++) {
      out[i] = x[i] * gradY[i];
    }
    return out;
  }
}
