package dev.limen.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs {@link Backend#choose} in JVMs of its own, since the choice depends on how one starts. */
final class BackendTest {

  private static final String WITH_MODULE = "--add-modules=jdk.incubator.vector";

  /** What the child JVMs run. */
  static final class Choice {
    private Choice() {}

    public static void main(String[] arguments) {
      System.out.println("chose " + Backend.choose(Choice.class, 128));
      System.out.println("again " + Backend.choose(Choice.class, 128));
    }
  }

  @Test
  void vectorWhereTheModuleIsPresent() throws Exception {
    assertThat(run(WITH_MODULE)).contains("chose VECTOR").doesNotContain("scalar kernels");
  }

  @Test
  void scalarWithOneWarningThatNamesTheCureWhereTheModuleIsMissing() throws Exception {
    assertThat(run())
        .contains("chose SCALAR", "again SCALAR")
        .containsOnlyOnce("run java with --add-modules jdk.incubator.vector");
  }

  @Test
  void scalarWithoutAnOptimisingCompiler() throws Exception {
    assertThat(run(WITH_MODULE, "-Xint")).contains("chose SCALAR", "remove -Xint");
  }

  @Test
  void scalarOnRequestWithoutAWarning() throws Exception {
    assertThat(run(WITH_MODULE, "-Dlimen.backend=scalar"))
        .contains("chose SCALAR")
        .doesNotContain("Limen runs");
  }

  @Test
  void forcingWhatIsUnavailableThrows() throws Exception {
    assertThat(run("-Dlimen.backend=vector"))
        .contains("IllegalStateException: -Dlimen.backend=vector, but the module")
        .doesNotContain("chose");
    assertThat(run(WITH_MODULE, "-Dlimen.backend=vector")).contains("chose VECTOR");
  }

  @Test
  void anUnknownBackendIsRefused() throws Exception {
    assertThat(run("-Dlimen.backend=gpu"))
        .contains("-Dlimen.backend=gpu: expected auto, vector or scalar");
  }

  private static String run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    for (Class<?> type : List.of(Backend.class, Choice.class)) {
      String location = type.getProtectionDomain().getCodeSource().getLocation().getPath();
      if (command.contains("-cp")) {
        command.set(
            command.size() - 1,
            command.getLast() + System.getProperty("path.separator") + location);
      } else {
        command.addAll(List.of("-cp", location));
      }
    }
    command.add(Choice.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
