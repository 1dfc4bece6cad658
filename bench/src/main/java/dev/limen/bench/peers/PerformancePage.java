package dev.limen.bench.peers;

import dev.limen.bench.peers.Comparison.Defeat;
import dev.limen.bench.peers.Comparison.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The measured part of {@code docs/performance.md}, with its plots. */
final class PerformancePage {
  private final Comparison comparison;
  private final String machine;

  PerformancePage(Comparison comparison, String machine) {
    this.comparison = comparison;
    this.machine = machine;
  }

  /** What is compared under one heading. */
  private record Section(Direction direction, String precision, int size, String distribution) {
    static Section of(Group group) {
      return new Section(group.direction(), group.precision(), group.size(), group.distribution());
    }

    String title() {
      return "%s, %s, %s, %,d elements, %s"
          .formatted(
              direction.name().toLowerCase(Locale.ROOT),
              precision.equals("F32") ? "float" : "double",
              distribution.toLowerCase(Locale.ROOT) + " inputs",
              size,
              "ratio to copy");
    }

    String file() {
      return "%s-%s-%d-%s.png"
          .formatted(direction, precision, size, distribution)
          .toLowerCase(Locale.ROOT);
    }
  }

  /** Writes the plots to a folder, and returns the text that shows them. */
  String text(Path plots) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(defeats());
    text.append("\n## What was measured\n\n").append(machine.strip()).append(".\n\n");
    text.append(
        """
        Numbers are speeds as a ratio to `System.arraycopy` of as many elements, in the same run: 1 is as fast as a copy. \
        All on one thread, out of place, warm. `naive` is the loop over `Math` that one writes by hand; `lanewise` is a loop over the Vector API with its library functions; \
        `onednn` and `pytorch` work on their own aligned memory, without its being filled or read, and PyTorch's backward of tanh and sigmoid gets y instead of x, which is less work. \
        `backward` reads two arrays: its floor is lower than a copy.
        """);
    Map<Section, List<Group>> sections = new LinkedHashMap<>();
    for (Group group : comparison.ratios().keySet()) {
      sections.computeIfAbsent(Section.of(group), any -> new ArrayList<>()).add(group);
    }
    Files.createDirectories(plots);
    for (Map.Entry<Section, List<Group>> section : sections.entrySet()) {
      plot(section.getKey(), section.getValue(), plots);
      text.append(
          "\n## %s\n\n![%s](%s/%s)\n\n"
              .formatted(
                  section.getKey().title(),
                  section.getKey().title(),
                  plots.getFileName(),
                  section.getKey().file()));
      text.append(table(section.getValue()));
    }
    return text.toString();
  }

  private String defeats() {
    List<Defeat> defeats = comparison.defeats();
    if (defeats.isEmpty()) {
      return "## Where Limen is slower\n\nNowhere in what was measured.\n";
    }
    StringBuilder text =
        new StringBuilder(
            "## Where Limen is slower\n\n"
                + "| function | | kernel | peer | Limen's speed over the peer's |\n"
                + "|---|---|---|---|--:|\n");
    for (Defeat defeat : defeats) {
      Group group = defeat.group();
      text.append(
          "| %s | %s %s, %,d, %s | %s | %s | %s |\n"
              .formatted(
                  group.activation(),
                  group.direction().name().toLowerCase(Locale.ROOT),
                  group.precision(),
                  group.size(),
                  group.distribution().toLowerCase(Locale.ROOT),
                  defeat.kernel(),
                  defeat.peer(),
                  number(defeat.times())));
    }
    return text.toString();
  }

  private List<String> peersOf(List<Group> groups) {
    return comparison.peers().stream()
        .filter(peer -> groups.stream().anyMatch(g -> comparison.ratios().get(g).containsKey(peer)))
        .toList();
  }

  private String table(List<Group> groups) {
    List<String> peers = peersOf(groups);
    StringBuilder text = new StringBuilder("| function | copy, elements/ns |");
    peers.forEach(peer -> text.append(' ').append(peer).append(" |"));
    text.append("\n|---|--:|").append("--:|".repeat(peers.size())).append('\n');
    for (Group group : groups) {
      text.append("| ").append(group.activation()).append(" | ");
      text.append(number(comparison.copies().get(group))).append(" |");
      Map<String, Double> row = comparison.ratios().get(group);
      for (String peer : peers) {
        text.append(' ').append(row.containsKey(peer) ? number(row.get(peer)) : "").append(" |");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String number(double x) {
    return String.format(Locale.ROOT, x < 0.1 ? "%.3f" : "%.2f", x);
  }

  private void plot(Section section, List<Group> groups, Path folder) throws IOException {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1200)
            .height(480)
            .title(section.title())
            .yAxisTitle("speed / speed of copy")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setXAxisLabelRotation(30);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    List<String> names = groups.stream().map(group -> group.activation().name()).toList();
    for (String peer : peersOf(groups)) {
      Double[] heights =
          groups.stream()
              .map(group -> comparison.ratios().get(group).getOrDefault(peer, 0.0))
              .toArray(Double[]::new);
      chart.addSeries(peer, names, Arrays.asList(heights));
    }
    BitmapEncoder.saveBitmap(chart, folder.resolve(section.file()).toString(), BitmapFormat.PNG);
  }
}
