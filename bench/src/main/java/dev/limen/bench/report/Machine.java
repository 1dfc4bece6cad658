package dev.limen.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine that measurements are made on. */
public final class Machine {
  private static final Path CPUS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Names CPU, cores, operating system and JVM. */
  public static String description() {
    return "%s, %d cores, %s %s, %s %s"
        .formatted(
            cpu(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            System.getProperty("java.vendor.version", System.getProperty("java.vendor")),
            Runtime.version());
  }

  private static String cpu() {
    List<String> lines;
    try {
      lines = Files.readAllLines(CPUS);
    } catch (IOException e) {
      return "unknown CPU";
    }
    String text = String.join("\n", lines);
    return "%s (family %s, model %s%s)"
        .formatted(
            entry(text, "model name"),
            entry(text, "cpu family"),
            entry(text, "model"),
            text.contains("avx512f") ? ", AVX-512" : text.contains("avx2") ? ", AVX2" : "");
  }

  private static String entry(String text, String key) {
    Matcher matcher = Pattern.compile("(?m)^" + key + "\\s*: (.*)$").matcher(text);
    return matcher.find() ? matcher.group(1) : "?";
  }
}
