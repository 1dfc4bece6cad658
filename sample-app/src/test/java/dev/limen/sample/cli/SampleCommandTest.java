package dev.limen.sample.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.sample.activation.DeclaredActivation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SampleCommandTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void drawInMemory() {
    System.setProperty("java.awt.headless", "true");
  }

  @Test
  void trainsComparesAndPlots() {
    int code =
        run(
            "-a",
            "gelu,PLAN,gelu",
            "--images",
            "600",
            "--epochs",
            "2",
            "--hidden",
            "12",
            "-o",
            path("a/b"));
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString())
        .contains("Digits: 600 to learn from", "gelu       epoch 2 of 2   loss ", "test accuracy")
        .containsOnlyOnce("gelu       epoch 1")
        .containsPattern("(?m)^plan +PLAN, a sigmoid of seven lines +[0-9.]+ % +[0-9.]+ s")
        .contains(path("a/b"));
    assertThat(directory.resolve("a/b/gelu.png")).isNotEmptyFile();
    assertThat(directory.resolve("a/b/plan.png")).isNotEmptyFile();
  }

  @Test
  void whatIsLearntIsTold() {
    int code = run("-a", "swish,gelu", "--images", "600", "--epochs", "2", "-o", path("plots"));
    assertThat(code).isZero();
    assertThat(out.toString())
        .containsPattern("swish      epoch 2 of 2 .* %   beta [0-9.]+ [0-9.]+\\R")
        .containsPattern("(?m)^swish +Swish x sigmoid\\(beta x\\) .* beta [0-9.]+ [0-9.]+$")
        .containsPattern("gelu       epoch 2 of 2 .* %\\R");
  }

  @Test
  void helpNamesEveryActivationAndOption() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--mnist=DIR", "--epochs=N", "Default: 128,64.", "Examples:", "Exit codes:");
    for (DeclaredActivation activation : DeclaredActivation.values()) {
      assertThat(out.toString()).contains("  " + activation.title() + " ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--activation | gleu | there is no activation 'gleu'; did you mean 'gelu'?",
        "--activation | gelu,tanh | there is no activation 'tanh'. There are: theano, relu6, ",
        "--epochs | 0 | '--epochs': expected 1 to 1000, found 0",
        "--epochs | many | '--epochs': 'many' is not an int",
        "--images | 9 | '--images': expected 10 to 1000000, found 9",
        "--batch | -1 | '--batch': expected 1 to 10000, found -1",
        "--hidden | 8,0 | '--hidden': expected 1 to 4096, found 0",
        "--hidden | 1,1,1,1,1,1,1,1,1 | '--hidden': expected at most 8, found 9 layers",
        "--learning-rate | NaN | expected more than 0 and at most 1, found NaN",
        "--learning-rate | -0.1 | expected more than 0 and at most 1, found -0.1",
        "--seed | x | '--seed'",
        "--colour | x | Unknown option",
      })
  void aWrongOptionIsExplained(String option, String value, String message) {
    assertThat(run(option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(message).contains("Usage: limen-sample");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void missingDigitsAreExplained() {
    assertThat(run("--mnist", path("nowhere"), "-o", path("plots"))).isEqualTo(1);
    assertThat(err.toString()).startsWith("Error: ").contains("nowhere is no directory");
    assertThat(err.toString()).doesNotContain("\tat ");
  }

  @Test
  void digitsThatAreNoneAreExplained() throws IOException {
    Files.writeString(directory.resolve("train-images-idx3-ubyte"), "<html>not found</html>");
    Files.writeString(directory.resolve("train-labels-idx1-ubyte"), "");
    assertThat(run("--mnist", directory.toString(), "-o", path("plots"))).isEqualTo(1);
    assertThat(err.toString()).contains("is no IDX file of images: it starts with 0x3c68746d");
  }

  @Test
  void anOutputThatIsNoDirectoryIsExplained() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThat(run("-o", file.toString())).isEqualTo(1);
    assertThat(err.toString()).startsWith("Error: ").contains(file.toString());
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private int run(String... args) {
    CommandLine line = SampleCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    return line.execute(args);
  }
}
