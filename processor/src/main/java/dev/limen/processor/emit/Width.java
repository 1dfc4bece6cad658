package dev.limen.processor.emit;

/** The vectors that a class of kernels, and its scalar twin, are for. */
enum Width {
  /** All that hold the tables of the kernels: all there are, where these have none. */
  FULL(""),
  /** Narrower ones than tables need. Forms that look up tables even so are left to the twin. */
  NARROW("Narrow");

  private final String prefix;

  Width(String prefix) {
    this.prefix = prefix;
  }

  /** What class names begin with, behind that of the spec. */
  String prefix() {
    return prefix;
  }
}
