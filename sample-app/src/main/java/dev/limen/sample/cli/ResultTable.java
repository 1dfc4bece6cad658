package dev.limen.sample.cli;

import dev.limen.sample.activation.DeclaredActivation;
import dev.limen.sample.network.Outcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table at the end. */
final class ResultTable {
  private static final String FORMAT = "%-10s  %-30s  %13s  %9s  %14s  %12s  %6s%n";

  private final List<Row> rows = new ArrayList<>();

  private record Row(DeclaredActivation activation, Outcome outcome, double ratio) {}

  /**
   * Adds what came of an activation.
   *
   * @param ratio how many times as long as the kernels the naive loop takes
   */
  void add(DeclaredActivation activation, Outcome outcome, double ratio) {
    rows.add(new Row(activation, outcome, ratio));
  }

  void print(PrintWriter out) {
    out.println();
    out.printf(
        Locale.ROOT,
        FORMAT,
        "activation",
        "",
        "test accuracy",
        "training",
        "in activations",
        "naive loop",
        "ratio");
    for (Row row : rows) {
      Outcome outcome = row.outcome();
      double kernels = outcome.activationNanos() / 1e9;
      out.printf(
          Locale.ROOT,
          FORMAT,
          row.activation().title(),
          row.activation().description(),
          String.format(Locale.ROOT, "%.2f %%", 100 * outcome.accuracy()),
          String.format(Locale.ROOT, "%.2f s", outcome.nanos() / 1e9),
          String.format(Locale.ROOT, "%.3f s", kernels),
          String.format(Locale.ROOT, "%.3f s", row.ratio() * kernels),
          String.format(Locale.ROOT, "%.1f", row.ratio()));
    }
    out.println();
    out.println(
        """
        in activations  what training spent in generated kernels, forward and backward
        naive loop      what it would have spent in plain loops over Math
        ratio           of the two, measured after training, one after the other, on the numbers
                        that the activations of the trained network are applied to\
        """);
    out.flush();
  }
}
