package dev.limen.sample.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes parameters that were learnt: {@code beta 1.31 0.87}, a number for each layer. */
final class Learnt {
  private Learnt() {}

  static String text(Map<String, List<Float>> values) {
    return values.entrySet().stream()
        .map(parameter -> parameter.getKey() + numbers(parameter.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String numbers(List<Float> layers) {
    return layers.stream()
        .map(value -> String.format(Locale.ROOT, " %.2f", value))
        .collect(Collectors.joining());
  }
}
