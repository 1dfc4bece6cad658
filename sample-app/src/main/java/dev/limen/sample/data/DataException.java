package dev.limen.sample.data;

import java.io.IOException;

/** Files that do not hold what they should; the message names the file and what is wrong. */
public final class DataException extends IOException {
  private static final long serialVersionUID = 1L;

  DataException(String message) {
    super(message);
  }

  DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
