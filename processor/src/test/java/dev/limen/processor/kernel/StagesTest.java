package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Precision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StagesTest {

  private static final long SEED = 20;

  @Test
  void aTableIsCutWhereItsIndexIsKnown() {
    GraphBuilder builder = new GraphBuilder(Precision.F32);
    Node magnitude = builder.abs(builder.x());
    Node shifted = builder.toBits(builder.add(magnitude, builder.constant(0.75)));
    Node segment = builder.named("segment", builder.shiftRightUnsigned(shifted, 20));
    Node edge = builder.fromBits(builder.and(shifted, builder.bits(0xfff00000)));
    Node distance = builder.subtract(magnitude, builder.subtract(edge, builder.constant(0.75)));
    Node sum = builder.lookup(table(0), segment);
    for (int i = 1; i <= 4; i++) {
      sum = builder.fma(sum, distance, builder.lookup(table(i), segment));
    }
    Graph graph = builder.build(sum);

    Stages stages = Stages.of(graph).orElseThrow();

    assertThat(stages.crossing()).hasSize(2);
    assertThat(stages.crossing()).extracting(graph.names()::get).contains("segment");
    assertThat(stages.first()).extracting(Node::opcode).doesNotContain(Opcode.LOOKUP);
    assertThat(stages.second()).extracting(Node::opcode).contains(Opcode.LOOKUP, Opcode.FMA);
  }

  @Test
  void aChainIsCutInTheMiddle() {
    GraphBuilder builder = new GraphBuilder(Precision.F64);
    Node y = builder.x();
    for (int i = 0; i < 12; i++) {
      y = builder.sqrt(y);
    }
    Stages stages = Stages.of(builder.build(y)).orElseThrow();
    assertThat(stages.crossing()).hasSize(1);
    assertThat(stages.first()).hasSizeBetween(4, 9);
    assertThat(stages.second()).hasSizeBetween(4, 9);
  }

  @Test
  void anUpstreamGradientIsNotCarriedAcross() {
    GraphBuilder builder = new GraphBuilder(Precision.F64);
    Node y = builder.x();
    for (int i = 0; i < 12; i++) {
      y = builder.sqrt(y);
    }
    Graph graph = builder.build(builder.multiply(builder.gradY(), y));
    Stages stages = Stages.of(graph).orElseThrow();
    assertThat(inputs(stages.first())).containsExactly(0L);
    assertThat(inputs(stages.second())).containsExactly(1L);
    assertThat(stages.crossing()).hasSize(1).extracting(Node::opcode).containsExactly(Opcode.SQRT);
  }

  @Test
  void shortChainsStayWhole() {
    GraphBuilder builder = new GraphBuilder(Precision.F32);
    Node line = builder.multiply(builder.add(builder.x(), builder.constant(3)), builder.x());
    Node isBelow = builder.less(builder.x(), builder.constant(-3));
    Graph graph = builder.build(builder.select(isBelow, builder.constant(0), line));
    assertThat(Stages.of(graph)).isEmpty();
  }

  @Test
  void whatLeavesNoRegistersStaysWhole() {
    GraphBuilder builder = new GraphBuilder(Precision.F32);
    Node y = builder.x();
    for (int i = 0; i < 40; i++) {
      y = builder.fma(y, builder.x(), builder.constant(1.0 / (i + 3)));
    }
    assertThat(Stages.of(builder.build(y))).isEmpty();
  }

  @Test
  void stagesAreTheGraphAndTheFirstNeedsNothingOfTheSecond() {
    Random random = new Random(SEED);
    int staged = 0;
    for (int i = 0; i < 300; i++) {
      Graph graph = randomGraph(random);
      Optional<Stages> found = Stages.of(graph);
      assertThat(Stages.of(graph)).as("seed %s, graph %s", SEED, i).isEqualTo(found);
      if (found.isEmpty()) {
        continue;
      }
      staged++;
      Stages stages = found.get();
      Set<Node> first = new HashSet<>(stages.first());
      List<Node> operations = graph.nodes().stream().filter(node -> !isConstant(node)).toList();
      assertThat(Stream.concat(stages.first().stream(), stages.second().stream()))
          .as("seed %s, graph %s", SEED, i)
          .containsExactlyInAnyOrderElementsOf(operations);
      assertThat(stages.first()).isSortedAccordingTo((a, b) -> Integer.compare(a.id(), b.id()));
      assertThat(stages.second()).isSortedAccordingTo((a, b) -> Integer.compare(a.id(), b.id()));
      assertThat(first)
          .contains(graph.nodes().getFirst())
          .doesNotContainAnyElementsOf(graph.outputs());
      for (Node node : stages.first()) {
        assertThat(node.operands())
            .allMatch(operand -> isConstant(operand) || first.contains(operand));
      }
      Set<Node> needed = new HashSet<>();
      stages.second().forEach(node -> needed.addAll(node.operands()));
      needed.retainAll(first);
      assertThat(stages.crossing()).containsExactlyInAnyOrderElementsOf(needed);
    }
    assertThat(staged).isGreaterThan(50);
  }

  private static Stream<Long> inputs(List<Node> nodes) {
    return nodes.stream().filter(node -> node.opcode() == Opcode.INPUT).map(Node::immediate);
  }

  private static Graph randomGraph(Random random) {
    GraphBuilder builder = new GraphBuilder(Precision.F32);
    List<Node> nodes = new ArrayList<>(List.of(builder.x()));
    for (int i = 0; i < 30; i++) {
      Node a = nodes.get(Math.max(0, nodes.size() - 1 - random.nextInt(3)));
      Node b = nodes.get(random.nextInt(nodes.size()));
      nodes.add(
          switch (random.nextInt(5)) {
            case 0 -> builder.fma(a, b, builder.constant(random.nextInt(4)));
            case 1 -> builder.multiply(a, b);
            case 2 -> builder.divide(a, b);
            case 3 -> builder.select(builder.less(a, builder.constant(1)), a, b);
            default -> builder.add(a, b);
          });
    }
    return builder.build(nodes.getLast());
  }

  private static List<Double> table(int seed) {
    List<Double> table = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      table.add((double) (i + 100 * seed));
    }
    return table;
  }

  private static boolean isConstant(Node node) {
    return node.operands().isEmpty() && node.opcode() != Opcode.INPUT;
  }
}
