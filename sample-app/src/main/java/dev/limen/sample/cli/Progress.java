package dev.limen.sample.cli;

import dev.limen.sample.activation.DeclaredActivation;
import dev.limen.sample.network.Epoch;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Tells how the training goes: a line for each epoch, which on a terminal takes the place of the
 * one before.
 */
final class Progress {
  private final PrintWriter out;
  private final boolean terminal;
  private final int epochs;

  Progress(PrintWriter out, boolean terminal, int epochs) {
    this.out = out;
    this.terminal = terminal;
    this.epochs = epochs;
  }

  void tell(DeclaredActivation activation, Epoch epoch) {
    String line =
        String.format(
            Locale.ROOT,
            "%-10s epoch %d of %d   loss %.4f   test accuracy %5.2f %%%s",
            activation.title(),
            epoch.number(),
            epochs,
            epoch.loss(),
            100 * epoch.accuracy(),
            epoch.learnt().isEmpty() ? "" : "   " + Learnt.text(epoch.learnt()));
    if (terminal) {
      out.print("\r" + line + (epoch.number() == epochs ? System.lineSeparator() : ""));
    } else {
      out.println(line);
    }
    out.flush();
  }
}
