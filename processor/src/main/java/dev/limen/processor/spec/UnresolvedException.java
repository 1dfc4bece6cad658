package dev.limen.processor.spec;

import java.io.Serial;

/**
 * A declaration names what does not exist yet. Another processor may write it in this round; else
 * the compiler reports it.
 */
public final class UnresolvedException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** What is missing. */
  public UnresolvedException(String what) {
    super(what);
  }
}
