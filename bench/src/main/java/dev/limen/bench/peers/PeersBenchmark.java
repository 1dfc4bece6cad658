package dev.limen.bench.peers;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A function over an array, as one peer computes it, in calls per microsecond. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PeersBenchmark {
  /** The function. */
  @Param("TANH")
  public String activation;

  /** Forward or backward. */
  @Param("FORWARD")
  public String direction;

  /** F32 or F64. */
  @Param("F32")
  public String precision;

  /** The number of elements. */
  @Param("65536")
  public int size;

  /** How the inputs are distributed. */
  @Param("NORMAL")
  public String distribution;

  /** Who computes. */
  @Param(Copy.NAME)
  public String peer;

  private Peer.Computation computation;

  /** Called by JMH. */
  public PeersBenchmark() {}

  /** Draws the numbers. */
  @Setup
  public void prepare() {
    computation =
        Peer.named(peer)
            .prepare(
                Task.of(
                    Activation.valueOf(activation),
                    Direction.valueOf(direction),
                    precision.equals("F64"),
                    Task.Distribution.valueOf(distribution.toUpperCase(Locale.ROOT)),
                    size));
  }

  /** Computes the whole array. */
  @Benchmark
  public void run() {
    computation.run();
  }
}
