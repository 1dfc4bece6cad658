package dev.limen.processor.analysis;

import java.io.Serial;

/** The behaviour of an expression at an infinity is not known; or it is undefined there. */
final class Undecided extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final boolean undefined;

  private Undecided(String message, boolean undefined) {
    super(message, null, false, false);
    this.undefined = undefined;
  }

  static Undecided because(String message) {
    return new Undecided(message, false);
  }

  /** Not defined at all near the infinity, such as log(x) towards negative infinity. */
  static Undecided undefined(String message) {
    return new Undecided(message, true);
  }

  boolean isUndefined() {
    return undefined;
  }
}
