package dev.limen.sample.cli;

import dev.limen.sample.activation.DeclaredActivation;
import dev.limen.sample.network.Outcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table at the end. */
final class ResultTable {
  private static final String FORMAT = "%-10s  %-30s  %13s  %9s  %14s  %12s  %6s  %s%n";

  private final List<Row> rows = new ArrayList<>();

  private record Row(
      DeclaredActivation activation, Outcome outcome, double naiveNanos, double kernelNanos) {}

  /**
   * Adds what came of an activation.
   *
   * @param naiveNanos the time that the naive loop takes for a value and a derivative
   * @param kernelNanos the time that the kernels take, measured likewise
   */
  void add(DeclaredActivation activation, Outcome outcome, double naiveNanos, double kernelNanos) {
    rows.add(new Row(activation, outcome, naiveNanos, kernelNanos));
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
        "ratio",
        "learnt");
    for (Row row : rows) {
      Outcome outcome = row.outcome();
      // Half of the elements are values, the others derivatives.
      double naive = row.naiveNanos() * outcome.activations() / 2;
      out.printf(
          Locale.ROOT,
          FORMAT,
          row.activation().title(),
          row.activation().description(),
          String.format(Locale.ROOT, "%.2f %%", 100 * outcome.accuracy()),
          String.format(Locale.ROOT, "%.2f s", outcome.nanos() / 1e9),
          String.format(Locale.ROOT, "%.3f s", outcome.activationNanos() / 1e9),
          String.format(Locale.ROOT, "%.3f s", naive / 1e9),
          String.format(Locale.ROOT, "%.1f", row.naiveNanos() / row.kernelNanos()),
          Learnt.text(outcome.learnt()));
    }
    out.println();
    out.println(
        """
        in activations  what training spent in generated kernels, forward and backward
        naive loop      the same in plain loops over Math, measured after training on numbers
                        that the activations of the trained network are applied to
        ratio           of plain loops to kernels, both measured like that
        learnt          parameters of the activation, which start as declared, in each layer\
        """);
    out.flush();
  }
}
