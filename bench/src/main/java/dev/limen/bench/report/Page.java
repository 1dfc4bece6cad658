package dev.limen.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation, a part of which is written from measurements. */
public final class Page {
  private static final String BEGIN = "<!-- measured: written by a command, not by hand -->";
  private static final String END = "<!-- end of measured -->";

  private Page() {}

  /**
   * Replaces what stands between the markers; without any, adds them at the end.
   *
   * @throws IllegalArgumentException if a marker lacks its twin
   */
  public static void write(Path file, String measured) throws IOException {
    String page = Files.exists(file) ? Files.readString(file, UTF_8) : "";
    Files.writeString(file, with(page, measured), UTF_8);
  }

  static String with(String page, String measured) {
    String part = BEGIN + "\n\n" + measured.strip() + "\n\n" + END;
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 && end < 0) {
      return page.isBlank() ? part + "\n" : page.stripTrailing() + "\n\n" + part + "\n";
    }
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("a marker of the measured part lacks its twin");
    }
    return page.substring(0, begin) + part + page.substring(end + END.length());
  }
}
