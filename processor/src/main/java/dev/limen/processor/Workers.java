package dev.limen.processor;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Threads with deep stacks that work on specs side by side. Which of them works on what, and when,
 * shows in no result.
 */
final class Workers implements AutoCloseable {

  private static final long STACK_BYTES = 64L << 20;

  private final Duration limit;
  private final ThreadPoolExecutor threads;

  /**
   * As many threads as there are processors.
   *
   * @param limit how long a thread may work on one piece. Where the JVM tells, that is time of the
   *     processor, so that a busy machine gives up nothing that an idle one does
   */
  Workers(Duration limit) {
    this.limit = limit;
    int count = Runtime.getRuntime().availableProcessors();
    this.threads =
        new ThreadPoolExecutor(
            count,
            Integer.MAX_VALUE,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(null, task, "limen", STACK_BYTES);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What became of a piece of work. */
  sealed interface Outcome<T> {
    /** It is done. */
    record Done<T>(T result) implements Outcome<T> {}

    /** It threw something. */
    record Failed<T>(Throwable cause) implements Outcome<T> {}

    /** It took too long, and was given up. */
    record GivenUp<T>() implements Outcome<T> {}
  }

  /** Does all the work, and gives the outcomes in the order of the work. */
  <T> List<Outcome<T>> run(List<Callable<T>> work) throws InterruptedException {
    List<Task<T>> tasks = new ArrayList<>();
    for (Callable<T> each : work) {
      Task<T> task = new Task<>(each);
      tasks.add(task);
      threads.execute(task);
    }
    List<Outcome<T>> outcomes = new ArrayList<>();
    for (Task<T> task : tasks) {
      outcomes.add(await(task));
    }
    return outcomes;
  }

  private <T> Outcome<T> await(Task<T> task) throws InterruptedException {
    while (true) {
      try {
        return new Outcome.Done<>(task.get(task.left(limit), TimeUnit.NANOSECONDS));
      } catch (ExecutionException e) {
        return new Outcome.Failed<>(e.getCause());
      } catch (TimeoutException e) {
        if (task.left(limit) <= 0) {
          // The thread is lost to it. What waits gets another one.
          threads.setCorePoolSize(threads.getCorePoolSize() + 1);
          return new Outcome.GivenUp<>();
        }
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static final class Task<T> extends FutureTask<T> {
    private volatile Clock clock = () -> 0;

    Task(Callable<T> work) {
      super(work);
    }

    @Override
    public void run() {
      clock = Clock.ofThisThread();
      super.run();
    }

    /** How many nanoseconds of the limit are left; all of them while it waits for a thread. */
    long left(Duration limit) {
      return limit.toNanos() - clock.nanos();
    }
  }

  /** Tells how long a thread has worked since the clock was made. */
  private interface Clock {

    long nanos();

    static Clock ofThisThread() {
      long thread = Thread.currentThread().threadId();
      try {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        if (threads.isThreadCpuTimeEnabled()) {
          long start = threads.getThreadCpuTime(thread);
          return () -> threads.getThreadCpuTime(thread) - start;
        }
      } catch (LinkageError | UnsupportedOperationException e) {
        // A JVM without the management module.
        return ofTheWall();
      }
      return ofTheWall();
    }

    private static Clock ofTheWall() {
      long start = System.nanoTime();
      return () -> System.nanoTime() - start;
    }
  }
}
