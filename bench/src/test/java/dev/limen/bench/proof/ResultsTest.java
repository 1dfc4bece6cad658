package dev.limen.bench.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.limen.Accuracy;
import dev.limen.bench.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  private static final int PART = 100_000;

  @TempDir Path folder;

  private static Subject subject(Accuracy tier) {
    var entry = Catalogue.entry("TANH", tier);
    return new Subject("TANH", tier.name(), entry.floats(), entry.reference());
  }

  @Test
  void rowsAreReadAsTheyWereWritten() throws Exception {
    Path file = folder.resolve("proof.jsonl");
    Subject subject = subject(Accuracy.STANDARD);
    Row row = Proof.prove(subject, PART, 1, null);
    Results.of(file).add(row);
    Results read = Results.of(file);
    assertThat(read.rows()).containsExactly(row);
    assertThat(read.of(subject, PART)).contains(row);
    // A smaller part of the floats is not enough, and another kernel is not this one.
    assertThat(read.of(subject, 1)).isEmpty();
    Subject other = subject(Accuracy.FAST);
    assertThat(read.of(new Subject("TANH", "STANDARD", other.kernel(), other.reference()), PART))
        .isEmpty();
  }

  @Test
  void aLineThatWasCutOffIsWrittenAnew() throws Exception {
    Path file = folder.resolve("proof.jsonl");
    Row row = Proof.prove(subject(Accuracy.STANDARD), PART, 1, null);
    Results.of(file).add(row);
    Files.writeString(file, "{\"name\":\"GEL", StandardOpenOption.APPEND);
    Results read = Results.of(file);
    assertThat(read.rows()).containsExactly(row);
    read.add(row);
    assertThat(Results.of(file).rows()).containsExactly(row);
    Files.writeString(file, "no row\n" + Files.readString(file));
    assertThatThrownBy(() -> Results.of(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 1");
  }
}
