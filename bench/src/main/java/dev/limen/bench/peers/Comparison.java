package dev.limen.bench.peers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was measured, as ratios to the copy beside it.
 *
 * @param ratios for each group and peer, the speed of the peer over that of the copy
 * @param copies for each group, elements that are copied in a nanosecond
 */
record Comparison(Map<Group, Map<String, Double>> ratios, Map<Group, Double> copies) {

  /** What is compared with each other. */
  record Group(
      Activation activation,
      Direction direction,
      String precision,
      int size,
      String distribution) {}

  /** Reads JMH's JSON. */
  static Comparison of(JsonNode results) {
    Map<Group, Map<String, Double>> scores = new LinkedHashMap<>();
    for (JsonNode result : results) {
      JsonNode parameters = result.get("params");
      Group group =
          new Group(
              Activation.valueOf(parameters.get("activation").asText()),
              Direction.valueOf(parameters.get("direction").asText()),
              parameters.get("precision").asText(),
              parameters.get("size").asInt(),
              parameters.get("distribution").asText());
      scores
          .computeIfAbsent(group, any -> new LinkedHashMap<>())
          .put(
              parameters.get("peer").asText(), result.get("primaryMetric").get("score").asDouble());
    }
    Map<Group, Map<String, Double>> ratios = new LinkedHashMap<>();
    Map<Group, Double> copies = new LinkedHashMap<>();
    scores.forEach((group, peers) -> {
      Double copy = peers.get(Copy.NAME);
      if (copy == null) {
        throw new IllegalArgumentException("no copy beside " + group);
      }
      copies.put(group, copy * group.size() * 1e-3);
      Map<String, Double> row = new LinkedHashMap<>();
      peers.forEach((peer, score) -> {
        if (!peer.equals(Copy.NAME)) {
          row.put(peer, score / copy);
        }
      });
      ratios.put(group, row);
    });
    return new Comparison(ratios, copies);
  }

  /** The names of all that were measured, in the order of the measurements. */
  List<String> peers() {
    return ratios.values().stream().flatMap(row -> row.keySet().stream()).distinct().toList();
  }

  /** How many times as fast as a peer a kernel is; nothing if one of them was not measured. */
  OptionalDouble advantage(Group group, String kernel, String peer) {
    Map<String, Double> row = ratios.get(group);
    return row.containsKey(kernel) && row.containsKey(peer)
        ? OptionalDouble.of(row.get(kernel) / row.get(peer))
        : OptionalDouble.empty();
  }

  /** Where some accuracy of Limen is slower than someone else, the worst first. */
  List<Defeat> defeats() {
    List<Defeat> defeats = new ArrayList<>();
    for (Group group : ratios.keySet()) {
      for (String kernel : peers()) {
        for (String peer : peers()) {
          if (isLimen(kernel) && !isLimen(peer)) {
            advantage(group, kernel, peer)
                .ifPresent(times -> {
                  if (times < 1) {
                    defeats.add(new Defeat(group, kernel, peer, times));
                  }
                });
          }
        }
      }
    }
    defeats.sort((a, b) -> Double.compare(a.times(), b.times()));
    return defeats;
  }

  static boolean isLimen(String peer) {
    return peer.startsWith(Kernels.PREFIX);
  }

  /**
   * A peer that is faster.
   *
   * @param times the speed of the kernel over that of the peer, less than 1
   */
  record Defeat(Group group, String kernel, String peer, double times) {}
}
