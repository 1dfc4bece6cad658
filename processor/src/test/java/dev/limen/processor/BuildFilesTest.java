package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build promises: two commands, one place for versions, a processor that is found. */
class BuildFilesTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void theReadmeOpensWithTheTwoCommandsAndCiRunsTheSecond() throws Exception {
    List<String> blocks =
        matches("(?s)```[a-z]*\n(.*?)\n```", Files.readString(ROOT.resolve("README.md")));
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(2);
    assertThat(blocks.subList(0, 2)).allMatch(block -> block.matches("mvn [^\n]+"));

    Path ci = ROOT.resolve(".ci").resolve("run");
    assertThat(ci).isExecutable();
    assertThat(matches("(?m)^mvn [^|>]*[^|> 0-9]", Files.readString(ci)))
        .containsExactly(blocks.get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"annotations", "runtime", "processor", "sample-app", "bench"})
  void versionsStandInTheRootPomAlone(String module) throws Exception {
    String pom = Files.readString(ROOT.resolve(module).resolve("pom.xml"));
    String own = pom.substring(pom.indexOf("</parent>"));
    assertThat(matches("<version>(.*?)</version>", own)).allMatch(v -> v.matches("\\$\\{.+}"));
  }

  @Test
  void compilersAndGradleFindTheProcessor() throws Exception {
    String name = LimenProcessor.class.getName();
    assertThat(resource("META-INF/services/javax.annotation.processing.Processor"))
        .isEqualTo(name + "\n");
    assertThat(resource("META-INF/gradle/incremental.annotation.processors"))
        .isEqualTo(name + ",isolating\n");
  }

  private static String resource(String name) throws Exception {
    return Files.readString(Path.of("src/main/resources").resolve(name));
  }

  private static List<String> matches(String regex, String text) {
    return Pattern.compile(regex)
        .matcher(text)
        .results()
        .map((MatchResult m) -> m.group(m.groupCount()))
        .toList();
  }
}
