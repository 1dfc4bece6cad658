package dev.limen.processor;

import dev.limen.processor.spec.Diagnostic;
import dev.limen.processor.spec.Place;
import dev.limen.processor.spec.Report;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options of one compilation.
 *
 * @param vector whether vector kernels are generated
 * @param explain whether to print how each kernel computes
 */
record Options(Vector vector, boolean explain) {

  /** Whether vector kernels are generated. */
  enum Vector {
    /** Where the vector module is readable. */
    AUTO,
    /** Always: an error where the vector module is not readable. */
    ON,
    /** Never. */
    OFF
  }

  /**
   * Reads the options, or reports an unknown key or value.
   *
   * @param given all options of the compilation, those of other processors included
   */
  static Optional<Options> read(Map<String, String> given, Report report) {
    Map<Option, String> values = new EnumMap<>(Option.class);
    for (Option option : Option.values()) {
      values.put(option, option.choices().getFirst());
    }
    for (Map.Entry<String, String> entry : new TreeMap<>(given).entrySet()) {
      if (!entry.getKey().startsWith(Option.PREFIX)) {
        continue;
      }
      Optional<Option> option =
          Stream.of(Option.values()).filter(o -> o.key().equals(entry.getKey())).findFirst();
      if (option.isEmpty()) {
        String known =
            Stream.of(Option.values()).map(Option::key).collect(Collectors.joining(" and "));
        report.add(Diagnostic.UNKNOWN_OPTION, Place.NOWHERE, entry.getKey(), known);
        return Optional.empty();
      }
      // Without a value the compiler gives null.
      String value = entry.getValue() == null ? "" : entry.getValue();
      if (!option.get().choices().contains(value)) {
        report.add(
            Diagnostic.OPTION_VALUE,
            Place.NOWHERE,
            entry.getKey(),
            value,
            String.join(", ", option.get().choices()));
        return Optional.empty();
      }
      values.put(option.get(), value);
    }
    return Optional.of(
        new Options(
            Vector.valueOf(values.get(Option.VECTOR).toUpperCase(java.util.Locale.ROOT)),
            Boolean.parseBoolean(values.get(Option.EXPLAIN))));
  }
}
