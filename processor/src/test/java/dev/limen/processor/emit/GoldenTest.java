package dev.limen.processor.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What emitted sources look like, for people to read. After a change that is meant, run this test
 * with {@code -Dlimen.golden=write} and look at the difference.
 */
class GoldenTest {

  private static final Path GOLDENS = Path.of("src/test/resources/dev/limen/processor/emit");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SwishKernels",
        "Swish_ScalarF32",
        "HardSigmoid_VectorF32",
        "Sigmoid_ScalarF64",
        "Relu_Reference"
      })
  void isAsBefore(String name) throws IOException {
    Path golden = GOLDENS.resolve(name + ".txt");
    String source = EmittedKernels.all().sources().get("p." + name);
    if ("write".equals(System.getProperty("limen.golden"))) {
      Files.createDirectories(GOLDENS);
      Files.writeString(golden, source);
    }
    assertThat(source).isEqualTo(Files.readString(golden));
  }
}
