package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.processor.Workers.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {

  @Test
  void outcomesAreInTheOrderOfTheWork() throws InterruptedException {
    try (Workers workers = new Workers(Duration.ofSeconds(10))) {
      List<Callable<Integer>> work = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int number = i;
        work.add(() -> {
          Thread.sleep(number % 3);
          return number;
        });
      }
      assertThat(workers.run(work))
          .isEqualTo(IntStream.range(0, 50).mapToObj(Outcome.Done<Integer>::new).toList());
    }
  }

  @Test
  void aFailureIsItsOwnOnly() throws InterruptedException {
    try (Workers workers = new Workers(Duration.ofSeconds(10))) {
      StackOverflowError failure = new StackOverflowError();
      List<Callable<Integer>> work =
          List.of(
              () -> {
                throw failure;
              },
              () -> 1);
      assertThat(workers.run(work))
          .containsExactly(new Outcome.Failed<>(failure), new Outcome.Done<>(1));
    }
  }

  @Test
  void whatHangsIsGivenUpAndTheRestIsDone() throws InterruptedException {
    AtomicBoolean isOver = new AtomicBoolean();
    try (Workers workers = new Workers(Duration.ofMillis(50))) {
      List<Callable<Integer>> work = new ArrayList<>();
      int hanging = Runtime.getRuntime().availableProcessors() + 1;
      for (int i = 0; i < hanging; i++) {
        work.add(() -> {
          while (!isOver.get()) {
            Thread.onSpinWait();
          }
          return 0;
        });
      }
      work.add(() -> 1);
      List<Outcome<Integer>> outcomes = workers.run(work);
      assertThat(outcomes.subList(0, hanging)).containsOnly(new Outcome.GivenUp<>());
      assertThat(outcomes.getLast()).isEqualTo(new Outcome.Done<>(1));
    } finally {
      isOver.set(true);
    }
  }
}
