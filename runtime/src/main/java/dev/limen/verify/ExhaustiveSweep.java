package dev.limen.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorCompletionService;
import java.util.function.Consumer;

/**
 * Compares a kernel with its reference for all 2^32 floats: the errors of value and derivative,
 * declared range, sign of the derivative and symmetry, and the bits of the array forms.
 *
 * <pre>{@code
 * KernelVerification.of(GeluKernels.F32, GeluKernels.reference())
 *     .exhaustive().withState(Path.of("gelu.sweep")).withProgress(System.err::println).run();
 * }</pre>
 *
 * <p>With a state file, a sweep that was stopped at any moment goes on where it was; the file says
 * which kernel it belongs to. Immutable.
 */
public final class ExhaustiveSweep {
  private static final int CHUNK_BITS = 16;
  private static final int CHUNKS = 1 << (32 - CHUNK_BITS);
  private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(2).toNanos();

  private final Probe<float[]> probe;
  private final Path state;
  private final Consumer<String> progress;
  private final int threads;
  private final int firstChunk;
  private final int lastChunk;

  ExhaustiveSweep(Probe<float[]> probe) {
    this(probe, null, line -> {}, Runtime.getRuntime().availableProcessors(), 0, CHUNKS);
  }

  private ExhaustiveSweep(
      Probe<float[]> probe,
      Path state,
      Consumer<String> progress,
      int threads,
      int firstChunk,
      int lastChunk) {
    this.probe = probe;
    this.state = state;
    this.progress = progress;
    this.threads = threads;
    this.firstChunk = firstChunk;
    this.lastChunk = lastChunk;
  }

  /** Keeps what is done in a file, and goes on from there if it exists. */
  public ExhaustiveSweep withState(Path file) {
    return new ExhaustiveSweep(probe, file, progress, threads, firstChunk, lastChunk);
  }

  /** Reports how far the sweep is, every few seconds. */
  public ExhaustiveSweep withProgress(Consumer<String> lines) {
    return new ExhaustiveSweep(probe, state, lines, threads, firstChunk, lastChunk);
  }

  /** Sets the number of threads; as many as there are processors if this is not called. */
  public ExhaustiveSweep withThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads: " + count + " is less than 1");
    }
    return new ExhaustiveSweep(probe, state, progress, count, firstChunk, lastChunk);
  }

  /** Sweeps a part of the inputs only: those whose upper 16 bits are in a range. */
  ExhaustiveSweep withUpperBits(int first, int last) {
    return new ExhaustiveSweep(probe, state, progress, threads, first, last);
  }

  /**
   * Runs the sweep.
   *
   * @throws UncheckedIOException if the state file cannot be read or written
   * @throws IllegalArgumentException if the state file belongs to another kernel or contract
   */
  public VerificationReport run() {
    SweepState done = state == null ? null : read();
    if (done == null) {
      done = SweepState.start(firstChunk);
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      done = run(pool, done);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the sweep was interrupted", e);
    } finally {
      pool.shutdownNow();
    }
    return done.report(probe);
  }

  private SweepState read() {
    try {
      return SweepState.read(state, probe);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SweepState run(ExecutorService pool, SweepState start) throws InterruptedException {
    ExecutorCompletionService<SweepChunk> running = new ExecutorCompletionService<>(pool);
    Map<Integer, SweepChunk> ahead = new TreeMap<>();
    SweepState done = start;
    int submitted = start.nextChunk();
    int waiting = 0;
    long began = System.nanoTime();
    long spoke = began;
    while (done.nextChunk() < lastChunk) {
      while (waiting < 2 * threads && submitted < lastChunk) {
        int chunk = submitted++;
        running.submit(() -> SweepChunk.compute(probe, chunk, CHUNK_BITS));
        waiting++;
      }
      SweepChunk finished = result(running);
      waiting--;
      ahead.put(finished.number(), finished);
      // In order, so that the state is one number, and the findings do not depend on threads.
      while (ahead.containsKey(done.nextChunk())) {
        done = done.and(ahead.remove(done.nextChunk()));
      }
      long now = System.nanoTime();
      if (now - spoke > NANOS_BETWEEN_LINES || done.nextChunk() == lastChunk) {
        spoke = now;
        write(done);
        progress.accept(line(start, done, now - began));
      }
    }
    return done;
  }

  private static SweepChunk result(ExecutorCompletionService<SweepChunk> running)
      throws InterruptedException {
    try {
      return running.take().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the sweep was stopped by " + e.getCause(), e.getCause());
    }
  }

  private void write(SweepState done) {
    if (state != null) {
      try {
        done.write(state, probe);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private String line(SweepState start, SweepState done, long nanos) {
    double part = (done.nextChunk() - firstChunk) / (double) (lastChunk - firstChunk);
    double inputs = (double) (done.nextChunk() - start.nextChunk()) * (1 << CHUNK_BITS);
    double perSecond = inputs / (nanos * 1e-9);
    long left = (long) ((lastChunk - done.nextChunk()) * (double) (1 << CHUNK_BITS) / perSecond);
    return String.format(
        Locale.ROOT,
        "%s %5.1f %%, %.2f million inputs/s, %d:%02d:%02d left, %s",
        probe.subject().info().name(),
        100 * part,
        perSecond * 1e-6,
        left / 3600,
        left / 60 % 60,
        left % 60,
        done.summary(probe));
  }
}
