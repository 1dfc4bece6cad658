package dev.limen.sample;

/** The sample application. */
public final class Main {
  private Main() {}

  /** Runs the application; {@code args} is its command line. */
  public static void main(String[] args) {
    System.out.println("Limen " + String.join(" ", args));
  }
}
