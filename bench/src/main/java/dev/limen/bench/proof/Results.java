package dev.limen.bench.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of rows, each a line of JSON. What is said later of a function and tier counts. */
final class Results {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, Row> rows = new LinkedHashMap<>();

  private Results(Path file) {
    this.file = file;
  }

  /** Reads a file, if there is one. A last line that was not written to its end is left out. */
  static Results of(Path file) throws IOException {
    Results results = new Results(file);
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file, UTF_8);
      for (int i = 0; i < lines.size(); i++) {
        try {
          Row row = JSON.readValue(lines.get(i), Row.class);
          results.rows.put(key(row.tier(), row.name()), row);
        } catch (JsonProcessingException e) {
          if (i < lines.size() - 1) {
            throw new IOException(file + ", line " + (i + 1) + " is no row", e);
          }
          Files.write(file, lines.subList(0, i), UTF_8);
        }
      }
    }
    return results;
  }

  private static String key(String tier, String name) {
    return tier + " " + name;
  }

  /** What is known of this very kernel, from as many inputs or more. */
  Optional<Row> of(Subject subject, int part) {
    return Optional.ofNullable(rows.get(subject.toString()))
        .filter(row -> row.kernel().equals(Row.checksum(subject.kernel().info())))
        .filter(row -> row.part() <= part);
  }

  void add(Row row) throws IOException {
    rows.put(key(row.tier(), row.name()), row);
    Files.writeString(
        file,
        JSON.writeValueAsString(row) + "\n",
        UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  List<Row> rows() {
    return List.copyOf(rows.values());
  }
}
