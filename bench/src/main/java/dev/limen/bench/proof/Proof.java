package dev.limen.bench.proof;

import dev.limen.bench.report.Page;
import dev.limen.verify.KernelVerification;
import dev.limen.verify.VerificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that proves the catalogue: see {@code docs/verification.md}. */
@Command(
    name = "proof",
    mixinStandardHelpOptions = true,
    description = {
      "Looks at all 2^32 floats, value and derivative, of the kernels of the catalogue.",
      "It may be stopped at any moment: started again, it goes on where it was."
    })
public final class Proof implements Callable<Integer> {
  private static final long NANOS = 1_000_000_000L;

  @Parameters(
      arity = "0..1",
      defaultValue = ".*",
      description = "a regular expression over 'TIER NAME', such as 'STANDARD (GELU|TANH)'")
  private Pattern kernels;

  @Option(
      names = "--results",
      defaultValue = "proof.jsonl",
      description = "the file of results, a line of JSON for each kernel (${DEFAULT-VALUE})")
  private Path results;

  @Option(
      names = "--part",
      defaultValue = "1",
      description = "1000 looks at a thousandth of the floats only (${DEFAULT-VALUE})")
  private int part;

  @Option(names = "--threads", description = "threads (as many as there are processors)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--page",
      description = "writes the results, and does nothing else if no kernel is left to prove")
  private Path page;

  private Proof() {}

  /** Runs the command, and exits: with 1 if a kernel does not hold what it promises. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Proof()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Results known = Results.of(results.toAbsolutePath());
    List<Subject> subjects =
        Subject.all().filter(subject -> kernels.matcher(subject.toString()).matches()).toList();
    boolean holds = true;
    for (int i = 0; i < subjects.size(); i++) {
      Subject subject = subjects.get(i);
      Optional<Row> row = known.of(subject, part);
      if (row.isEmpty()) {
        System.err.printf("%d of %d: %s%n", i + 1, subjects.size(), subject);
        row = Optional.of(prove(subject));
        known.add(row.get());
      }
      System.out.println(AccuracyPage.line(row.get()));
      holds &= row.get().holds();
    }
    if (page != null) {
      Page.write(page, AccuracyPage.of(known.rows()));
    }
    return holds ? 0 : 1;
  }

  private Row prove(Subject subject) throws IOException {
    Path state =
        results
            .toAbsolutePath()
            .resolveSibling(
                "%s.%s-%s.sweep"
                    .formatted(results.getFileName(), subject.tier(), subject.name())
                    .toLowerCase(Locale.ROOT));
    Row row = prove(subject, part, threads, state);
    Files.deleteIfExists(state);
    return row;
  }

  /** Looks at a kernel; without a state file if that is null. */
  static Row prove(Subject subject, int part, int threads, Path state) {
    long began = System.nanoTime();
    var sweep =
        KernelVerification.of(subject.kernel(), subject.reference())
            .exhaustive()
            .withThreads(threads)
            .withPart(part);
    if (state != null) {
      sweep = sweep.withState(state).withProgress(System.err::println);
    }
    VerificationReport report = sweep.run();
    Outline outline = Outline.of(subject.kernel(), part);
    return Row.of(subject, part, report, outline, (System.nanoTime() - began) / NANOS);
  }
}
