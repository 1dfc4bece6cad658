package dev.limen.bench.peers;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.limen.bench.report.Machine;
import dev.limen.bench.report.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that measures all peers in one run: see {@code docs/benchmarks.md}. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Limen's kernels beside a copy, loops by hand, and the native libraries",
      "that are there, and writes a page about it. Lists are separated by commas."
    })
public final class SideBySide implements Callable<Integer> {
  @Option(names = "--functions", split = ",", description = "${COMPLETION-CANDIDATES} (all)")
  private List<Activation> functions = List.of(Activation.values());

  @Option(names = "--directions", split = ",", description = "${COMPLETION-CANDIDATES} (both)")
  private List<Direction> directions = List.of(Direction.values());

  @Option(
      names = "--precisions",
      split = ",",
      defaultValue = "F32,F64",
      description = "F32, F64 (both)")
  private List<String> precisions;

  @Option(
      names = "--sizes",
      split = ",",
      defaultValue = "4096,65536,4194304",
      description = "numbers of elements (${DEFAULT-VALUE})")
  private List<String> sizes;

  @Option(names = "--distributions", split = ",", description = "${COMPLETION-CANDIDATES} (all)")
  private List<Task.Distribution> distributions = List.of(Task.Distribution.values());

  @Option(
      names = "--peers",
      split = ",",
      description = "names of peers (all); copy is always there")
  private List<String> peers = Peer.all().stream().map(Peer::name).toList();

  @Option(
      names = "--forks",
      defaultValue = "1",
      description = "JVMs for each number (${DEFAULT-VALUE})")
  private int forks;

  @Option(
      names = "--iterations",
      defaultValue = "5",
      description = "of warm-up, and of measurement (${DEFAULT-VALUE})")
  private int iterations;

  @Option(
      names = "--warmup",
      defaultValue = "1000",
      description =
          "milliseconds of each of warm-up: large kernels are long in the compiler"
              + " (${DEFAULT-VALUE})")
  private int warmup;

  @Option(
      names = "--millis",
      defaultValue = "500",
      description = "milliseconds of each of measurement (${DEFAULT-VALUE})")
  private int millis;

  @Option(
      names = "--results",
      defaultValue = "peers.json",
      description = "JMH's results (${DEFAULT-VALUE})")
  private Path results;

  @Option(
      names = "--page",
      description = "the page to write, with plots in a folder 'performance' beside it")
  private Path page;

  @Option(
      names = "--report",
      description = "measures nothing: writes the page from results that are there")
  private boolean report;

  private SideBySide() {}

  /** Runs the command, and exits. */
  public static void main(String[] args) {
    CommandLine command =
        new CommandLine(new SideBySide()).setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, RunnerException {
    if (!report) {
      measure();
    }
    if (page != null) {
      Comparison comparison = Comparison.of(new ObjectMapper().readTree(results.toFile()));
      Path plots = page.toAbsolutePath().resolveSibling("performance");
      Page.write(
          page, new PerformancePage(comparison, Files.readString(description())).text(plots));
    }
    return 0;
  }

  private Path description() {
    return results.resolveSibling(results.getFileName() + ".txt");
  }

  private void measure() throws IOException, RunnerException {
    List<RunResult> all = new ArrayList<>();
    for (Activation activation : functions) {
      for (Direction direction : directions) {
        for (String precision : precisions) {
          all.addAll(measure(activation, direction, precision));
          // After each: what was measured is not lost if the rest is.
          ResultFormatFactory.getInstance(ResultFormatType.JSON, results.toString()).writeOut(all);
        }
      }
    }
    Files.writeString(
        description(),
        Machine.description()
            + "; "
            + "%d fork(s), %d iterations of %d ms after as many of %d ms"
                .formatted(forks, iterations, millis, warmup));
  }

  private Collection<RunResult> measure(
      Activation activation, Direction direction, String precision) throws RunnerException {
    String[] able =
        Peer.all().stream()
            .filter(peer -> peer instanceof Copy || peers.contains(peer.name()))
            .filter(peer -> peer.has(activation, direction, precision.equals("F64")))
            .map(Peer::name)
            .toArray(String[]::new);
    System.out.println(
        activation
            + " "
            + direction
            + " "
            + precision
            + ": "
            + Arrays.stream(able).collect(joining(", ")));
    return new Runner(
            new OptionsBuilder()
                .include(PeersBenchmark.class.getName() + ".run")
                .param("activation", activation.name())
                .param("direction", direction.name())
                .param("precision", precision)
                .param("size", sizes.toArray(String[]::new))
                .param(
                    "distribution", distributions.stream().map(Enum::name).toArray(String[]::new))
                .param("peer", able)
                .jvmArgsAppend(
                    "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED")
                .forks(forks)
                .warmupIterations(iterations)
                .warmupTime(TimeValue.milliseconds(warmup))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(millis))
                .build())
        .run();
  }
}
