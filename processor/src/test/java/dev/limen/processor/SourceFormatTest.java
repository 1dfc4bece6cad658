package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceFormatTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void everySourceIsInTheHouseStyle() throws Exception {
    List<Path> others = new ArrayList<>();
    List<Path> sources = SourceFormat.sources(ROOT);
    for (Path source : sources) {
      String text = Files.readString(source);
      if (!SourceFormat.format(text).equals(text)) {
        others.add(ROOT.relativize(source));
      }
    }
    assertThat(sources).hasSizeGreaterThan(10);
    assertThat(others).as("mvn -q -N -Pformat initialize rewrites these").isEmpty();
  }
}
