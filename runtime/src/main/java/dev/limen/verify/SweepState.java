package dev.limen.verify;

import dev.limen.runtime.KernelInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * What a sweep has seen up to a chunk.
 *
 * @param nextChunk the first chunk that is not done
 */
record SweepState(
    int nextChunk, List<Outcome> outcomes, WorstError worstValue, WorstError worstSlope) {

  static SweepState start(int firstChunk) {
    List<Outcome> empty =
        SweepChunk.CHECKS.stream().map(c -> new Outcome(c, 0, 0, 0, List.of())).toList();
    return new SweepState(firstChunk, empty, WorstError.NONE, WorstError.NONE);
  }

  SweepState and(SweepChunk chunk) {
    List<Outcome> sums = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      sums.add(outcomes.get(i).and(chunk.outcomes().get(i)));
    }
    return new SweepState(
        nextChunk + 1,
        List.copyOf(sums),
        worstValue.or(chunk.value()),
        worstSlope.or(chunk.slope()));
  }

  VerificationReport report(Probe<?> probe) {
    return new VerificationReport(
        probe.subject().info(), probe.value().contract(), outcomes, worstValue, worstSlope);
  }

  String summary(Probe<?> probe) {
    long violations = outcomes.stream().mapToLong(Outcome::violations).sum();
    return "worst value "
        + probe.value().show(worstValue.error())
        + ", worst derivative "
        + probe.slope().show(worstSlope.error())
        + (violations == 0 ? "" : ", " + violations + " WRONG");
  }

  /** What a state belongs to. */
  private static String owner(Probe<?> probe) {
    KernelInfo info = probe.subject().info();
    return String.join(
        " | ",
        info.name(),
        info.precision(),
        info.formula(),
        info.derivative(),
        info.parameters().toString(),
        info.algorithm(),
        info.backend().toString(),
        probe.value().contract().toString());
  }

  void write(Path file, Probe<?> probe) throws IOException {
    Properties lines = new Properties();
    lines.setProperty("kernel", owner(probe));
    lines.setProperty("nextChunk", Integer.toString(nextChunk));
    put(lines, "worstValue", worstValue);
    put(lines, "worstDerivative", worstSlope);
    for (Outcome outcome : outcomes) {
      String key = outcome.check().name();
      lines.setProperty(
          key, outcome.compared() + " " + outcome.violations() + " " + outcome.undecided());
      for (int i = 0; i < outcome.findings().size(); i++) {
        Finding finding = outcome.findings().get(i);
        lines.setProperty(key + "." + i, finding.input() + " " + finding.text());
      }
    }
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try (Writer writer = Files.newBufferedWriter(next, StandardCharsets.UTF_8)) {
      lines.store(writer, "A sweep over all floats; delete this file to start again");
    }
    // A reader, or a sweep that goes on after a crash, finds the old state or the new one.
    Files.move(
        next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void put(Properties lines, String key, WorstError worst) {
    lines.setProperty(
        key,
        worst.error() + " " + worst.input() + " " + worst.actual() + " " + worst.expected());
  }

  /** Returns the state in a file, or null if there is none. */
  static SweepState read(Path file, Probe<?> probe) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    Properties lines = new Properties();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines.load(reader);
    }
    if (!owner(probe).equals(lines.getProperty("kernel"))) {
      throw new IllegalArgumentException(
          "state file "
              + file
              + " belongs to another sweep: "
              + lines.getProperty("kernel")
              + ", not "
              + owner(probe));
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Check check : SweepChunk.CHECKS) {
      String[] counts = value(file, lines, check.name()).split(" ", 3);
      List<Finding> findings = new ArrayList<>();
      String text = lines.getProperty(check.name() + ".0");
      for (int i = 1; text != null; i++) {
        String[] parts = text.split(" ", 2);
        findings.add(new Finding(check, Double.parseDouble(parts[0]), parts[1]));
        text = lines.getProperty(check.name() + "." + i);
      }
      outcomes.add(
          new Outcome(
              check,
              Long.parseLong(counts[0]),
              Long.parseLong(counts[1]),
              Long.parseLong(counts[2]),
              findings));
    }
    return new SweepState(
        Integer.parseInt(value(file, lines, "nextChunk")),
        List.copyOf(outcomes),
        worst(value(file, lines, "worstValue")),
        worst(value(file, lines, "worstDerivative")));
  }

  private static String value(Path file, Properties lines, String key) {
    String value = lines.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException("state file " + file + " is damaged: no " + key);
    }
    return value;
  }

  private static WorstError worst(String line) {
    String[] parts = line.split(" ", 4);
    return new WorstError(
        Double.parseDouble(parts[0]),
        Double.parseDouble(parts[1]),
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]));
  }
}
