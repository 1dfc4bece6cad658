package dev.limen.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PageTest {

  @Test
  void theMeasuredPartIsReplacedAndTheRestStays() {
    String first = Page.with("# Title\n\nText.\n", "one\n");
    assertThat(first).startsWith("# Title\n\nText.\n\n<!--").contains("\none\n").endsWith("-->\n");
    String second = Page.with(first + "\nMore.\n", "two");
    assertThat(second)
        .startsWith("# Title\n\nText.\n\n<!--")
        .contains("\ntwo\n")
        .doesNotContain("one")
        .endsWith("-->\n\nMore.\n");
    assertThat(Page.with(second, "two")).isEqualTo(second);
  }

  @Test
  void aPageIsBegun() {
    assertThat(Page.with("", "one")).startsWith("<!--").contains("\none\n");
  }

  @Test
  void aLostMarkerIsToldOf() {
    String page = Page.with("", "one");
    assertThatThrownBy(() -> Page.with(page.substring(10), "two"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("marker");
  }
}
