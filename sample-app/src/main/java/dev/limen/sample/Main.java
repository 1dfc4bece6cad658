package dev.limen.sample;

import dev.limen.sample.cli.SampleCommand;

/** The sample application: digits read by networks whose activations are generated kernels. */
public final class Main {
  private Main() {}

  /** Runs the application; {@code --help} tells what it takes. */
  public static void main(String[] args) {
    // Plots are drawn in memory: no display is needed, nor a window server asked.
    System.setProperty("java.awt.headless", "true");
    System.exit(SampleCommand.commandLine().execute(args));
  }
}
