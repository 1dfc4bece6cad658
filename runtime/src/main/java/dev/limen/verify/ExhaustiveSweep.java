package dev.limen.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
 * which kernel it belongs to. The methods named {@code with} return changed copies.
 */
public final class ExhaustiveSweep {
  private static final int CHUNK_BITS = 16;

  /** A part of the inputs is a run from each of so many stretches: eight of them make a binade. */
  private static final int STRETCH_BITS = 20;

  /** The golden ratio: where the runs begin has no rhythm. */
  private static final int SCATTER = 0x9e3779b9;

  private static final long NANOS_BETWEEN_LINES = 2_000_000_000L;

  private final Probe<float[]> probe;

  // Set before a copy is handed out, and not again.
  private Path file;
  private Consumer<String> progress = line -> {};
  private int threads = Runtime.getRuntime().availableProcessors();
  private int firstChunk;
  private int lastChunk = 1 << (32 - CHUNK_BITS);
  private int part = 1;

  ExhaustiveSweep(Probe<float[]> probe) {
    this.probe = probe;
  }

  private ExhaustiveSweep copy() {
    ExhaustiveSweep copy = new ExhaustiveSweep(probe);
    copy.file = file;
    copy.progress = progress;
    copy.threads = threads;
    copy.firstChunk = firstChunk;
    copy.lastChunk = lastChunk;
    copy.part = part;
    return copy;
  }

  /** Keeps what is done in a file, and goes on from there if it exists. */
  public ExhaustiveSweep withState(Path state) {
    ExhaustiveSweep copy = copy();
    copy.file = state;
    return copy;
  }

  /** Reports how far the sweep is, every few seconds and at the end. */
  public ExhaustiveSweep withProgress(Consumer<String> lines) {
    ExhaustiveSweep copy = copy();
    copy.progress = lines;
    return copy;
  }

  /**
   * Sets the number of threads; as many as there are processors if this is not called.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ExhaustiveSweep withThreads(int count) {
    ExhaustiveSweep copy = copy();
    copy.threads = Inputs.positive("threads", count);
    return copy;
  }

  /**
   * Looks at a part of the inputs only: eight runs of consecutive floats in every binade.
   *
   * @param inverse 1000 for a thousandth of the inputs
   * @throws IllegalArgumentException if it is not positive
   */
  public ExhaustiveSweep withPart(int inverse) {
    ExhaustiveSweep copy = copy();
    copy.part = Inputs.positive("part", inverse);
    copy.lastChunk = 1 << (32 - (inverse == 1 ? CHUNK_BITS : STRETCH_BITS));
    return copy;
  }

  private int chunkLength() {
    return part == 1 ? 1 << CHUNK_BITS : Math.max(1, (1 << STRETCH_BITS) / part);
  }

  private SweepState sweep(int chunk) {
    int length = chunkLength();
    int first =
        part == 1
            ? chunk << CHUNK_BITS
            : (chunk << STRETCH_BITS)
                + Integer.remainderUnsigned(chunk * SCATTER, (1 << STRETCH_BITS) - length);
    return SweepChunk.sweep(probe, first, length, chunk + 1);
  }

  /** Sweeps a part of the inputs only: those whose upper 16 bits are in a range. */
  ExhaustiveSweep withUpperBits(int first, int last) {
    ExhaustiveSweep copy = copy();
    copy.firstChunk = first;
    copy.lastChunk = last;
    return copy;
  }

  /**
   * Runs the sweep.
   *
   * @throws UncheckedIOException if the state file cannot be read or written
   * @throws IllegalArgumentException if the state file belongs to another kernel or contract
   * @throws IllegalStateException if the thread is interrupted, or the kernel throws
   */
  public VerificationReport run() {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      return run(pool).report(probe);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the sweep was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the sweep was stopped", e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private SweepState run(ExecutorService pool)
      throws InterruptedException, ExecutionException, IOException {
    String owner = SweepState.owner(probe) + " 1/" + part;
    SweepState done =
        file != null && Files.exists(file)
            ? SweepState.read(file, owner)
            : new SweepState(firstChunk, List.of(), WorstError.NONE, WorstError.NONE);
    int start = done.nextChunk;
    long began = System.nanoTime();
    long spoke = began;
    while (done.nextChunk < lastChunk) {
      List<Callable<SweepState>> batch = new ArrayList<>();
      int end = Math.min(lastChunk, done.nextChunk + 16 * threads);
      for (int i = done.nextChunk; i < end; i++) {
        int chunk = i;
        batch.add(() -> sweep(chunk));
      }
      // In order, so that the state is one number, and the findings do not depend on threads.
      for (Future<SweepState> next : pool.invokeAll(batch)) {
        done = done.and(next.get());
      }
      long now = System.nanoTime();
      if (now - spoke > NANOS_BETWEEN_LINES || done.nextChunk == lastChunk) {
        spoke = now;
        if (file != null) {
          done.write(file, owner);
        }
        progress.accept(line(start, done, (now - began) * 1e-9));
      }
    }
    return done;
  }

  private String line(int start, SweepState done, double seconds) {
    double part = (done.nextChunk - firstChunk) / (double) (lastChunk - firstChunk);
    double perSecond = (done.nextChunk - start) / seconds;
    long left = Math.round((lastChunk - done.nextChunk) / perSecond);
    return String.format(
        Locale.ROOT,
        "%s %.1f %%, %.2f million inputs/s, %d:%02d:%02d left, %s",
        probe.subject.info.name(),
        100 * part,
        perSecond * chunkLength() * 1e-6,
        left / 3600,
        left / 60 % 60,
        left % 60,
        done.summary(probe));
  }
}
