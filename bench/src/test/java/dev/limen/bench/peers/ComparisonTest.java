package dev.limen.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  @TempDir Path plots;

  private static String result(String activation, String peer, double score) {
    return """
    {"params": {"activation": "%s", "direction": "FORWARD", "precision": "F32", "size": "4096",
     "distribution": "NORMAL", "peer": "%s"}, "primaryMetric": {"score": %s}}
    """
        .formatted(activation, peer, score);
  }

  private static Comparison read(String... results) throws Exception {
    return Comparison.of(new ObjectMapper().readTree("[" + String.join(",", results) + "]"));
  }

  @Test
  void whereLimenIsSlowerComesFirst() throws Exception {
    Comparison comparison =
        read(
            result("TANH", "copy", 8),
            result("TANH", "limen-fast", 4),
            result("TANH", "onednn", 2),
            result("GELU", "copy", 8),
            result("GELU", "limen-fast", 1),
            result("GELU", "onednn", 1.25));
    assertThat(comparison.defeats())
        .singleElement()
        .satisfies(defeat -> {
          assertThat(defeat.group().activation()).isEqualTo(Activation.GELU);
          assertThat(defeat.peer()).isEqualTo("onednn");
          assertThat(defeat.times()).isEqualTo(0.8);
        });
    String page = new PerformancePage(comparison, "some machine").text(plots);
    assertThat(page)
        .startsWith("## Where Limen is slower\n\n| function")
        .contains("| GELU | forward F32, 4,096, normal | limen-fast | onednn | 0.80 |")
        .contains("| TANH | 32.77 | 0.50 | 0.25 |")
        .contains("some machine")
        .contains("forward-f32-4096-normal.png");
    assertThat(plots.resolve("forward-f32-4096-normal.png")).isNotEmptyFile();
  }

  @Test
  void withoutDefeatsThePageSaysSo() throws Exception {
    Comparison comparison =
        read(
            result("TANH", "copy", 8),
            result("TANH", "limen-fast", 4),
            result("TANH", "onednn", 2));
    assertThat(new PerformancePage(comparison, "").text(plots)).contains("Nowhere");
  }

  @Test
  void aCopyMustStandBeside() {
    assertThatThrownBy(() -> read(result("TANH", "onednn", 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("copy");
  }
}
