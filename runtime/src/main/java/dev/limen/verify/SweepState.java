package dev.limen.verify;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** What a sweep has seen, in a chunk or up to one. */
final class SweepState {
  /** The first chunk that is not done. */
  final int nextChunk;

  private final List<Outcome> outcomes;
  private final WorstError worstValue;
  private final WorstError worstSlope;

  SweepState(int nextChunk, List<Outcome> outcomes, WorstError worstValue, WorstError worstSlope) {
    this.nextChunk = nextChunk;
    this.outcomes = outcomes;
    this.worstValue = worstValue;
    this.worstSlope = worstSlope;
  }

  /** What has been seen before and in the chunk that comes next. */
  SweepState and(SweepState chunk) {
    List<Outcome> sums = new ArrayList<>(chunk.outcomes);
    for (int i = 0; i < outcomes.size(); i++) {
      sums.set(i, outcomes.get(i).and(sums.get(i)));
    }
    return new SweepState(
        chunk.nextChunk, sums, worstValue.or(chunk.worstValue), worstSlope.or(chunk.worstSlope));
  }

  VerificationReport report(Probe<?> probe) {
    return new VerificationReport(
        probe.subject.info, probe.value.contract(), outcomes, worstValue, worstSlope);
  }

  /** The worst errors, and how many results are wrong. */
  String summary(Probe<?> probe) {
    long violations = 0;
    for (Outcome outcome : outcomes) {
      violations += outcome.violations();
    }
    return String.format(
        "worst value %s, worst derivative %s, %d wrong",
        probe.value.show(worstValue.error()), probe.slope.show(worstSlope.error()), violations);
  }

  /** Says what a state belongs to. */
  static String owner(Probe<?> probe) {
    return probe.subject.info + ", " + probe.value.contract();
  }

  void write(Path file, String owner) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(next))) {
      out.writeUTF(owner);
      out.writeInt(nextChunk);
      write(out, worstValue);
      write(out, worstSlope);
      out.writeInt(outcomes.size());
      for (Outcome outcome : outcomes) {
        out.writeUTF(outcome.check().name());
        out.writeLong(outcome.compared());
        out.writeLong(outcome.violations());
        out.writeLong(outcome.undecided());
        out.writeInt(outcome.findings().size());
        for (Finding finding : outcome.findings()) {
          out.writeDouble(finding.input());
          out.writeUTF(finding.text());
        }
      }
    }
    // Whoever goes on after a crash finds the old state or the new one.
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(DataOutputStream out, WorstError worst) throws IOException {
    out.writeDouble(worst.error());
    out.writeDouble(worst.input());
    out.writeDouble(worst.actual());
    out.writeDouble(worst.expected());
  }

  static SweepState read(Path file, String owner) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      String found = in.readUTF();
      if (!found.equals(owner)) {
        throw new IllegalArgumentException(
            "state file " + file + " belongs to another sweep: " + found);
      }
      int nextChunk = in.readInt();
      WorstError value = readWorst(in);
      WorstError slope = readWorst(in);
      List<Outcome> outcomes = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        outcomes.add(readOutcome(in));
      }
      return new SweepState(nextChunk, outcomes, value, slope);
    }
  }

  private static WorstError readWorst(DataInputStream in) throws IOException {
    return new WorstError(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
  }

  private static Outcome readOutcome(DataInputStream in) throws IOException {
    Check check = Check.valueOf(in.readUTF());
    long compared = in.readLong();
    long violations = in.readLong();
    long undecided = in.readLong();
    List<Finding> findings = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      findings.add(new Finding(check, in.readDouble(), in.readUTF()));
    }
    return new Outcome(check, compared, violations, undecided, findings);
  }
}
