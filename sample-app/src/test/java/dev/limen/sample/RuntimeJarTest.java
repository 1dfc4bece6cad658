package dev.limen.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.limen.runtime.FloatKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What an application takes along. */
class RuntimeJarTest {

  @Test
  void isSmall() throws Exception {
    Path runtime =
        Path.of(FloatKernel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    assumeThat(runtime)
        .as("classes in a folder: the jar is there when Maven packages the runtime before")
        .isRegularFile();
    assertThat(Files.size(runtime)).as("bytes of %s", runtime).isLessThan(100_000);
  }
}
