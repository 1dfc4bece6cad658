package dev.limen.processor;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options of the processor, {@code -Alimen.key=value}. */
@SuppressWarnings("ImmutableEnumChecker") // The lists are immutable.
enum Option {
  /** Whether vector kernels are generated: where the vector module is readable, always, never. */
  VECTOR("auto", "on", "off"),
  /** Whether to print how each kernel computes, and its certificates. */
  EXPLAIN("false", "true");

  /** What the keys begin with. */
  static final String PREFIX = "limen.";

  private final List<String> choices;

  /** An option with its values, the default first. */
  Option(String... choices) {
    this.choices = List.of(choices);
  }

  /** The key, such as {@code limen.vector}. */
  String key() {
    return PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /** The values that it may have, the default first. */
  List<String> choices() {
    return choices;
  }

  /** The keys of all options. */
  static Set<String> keys() {
    return Stream.of(values()).map(Option::key).collect(Collectors.toUnmodifiableSet());
  }
}
