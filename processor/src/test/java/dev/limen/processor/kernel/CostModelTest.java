package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.limen.Precision;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostModelTest {

  @Test
  void operationsAreCountedByWhatTheyCost() {
    GraphBuilder b = new GraphBuilder(Precision.F32);
    Node index = b.toBits(b.add(b.x(), b.constant(3)));
    Node small = b.lookup(table(16), index);
    Node large = b.lookup(table(32), index);
    Node result = b.select(b.less(b.x(), small), b.divide(large, b.x()), b.abs(b.x()));
    Graph graph = b.build(result);
    assertThat(CostModel.operations(graph))
        .containsExactly(
            entry("add", 1),
            entry("bits", 1),
            entry("compare", 1),
            entry("constant", 1),
            entry("divide.f32", 1),
            entry("lookup", 1),
            entry("lookupTwo", 1),
            entry("select", 1));
    double sum =
        CostModel.operations(graph).keySet().stream()
            .mapToDouble(kind -> CostModel.costs().get(kind))
            .sum();
    assertThat(CostModel.cost(graph)).isCloseTo(sum, within(1e-12));
  }

  @Test
  void doublesFillTheVectorsOfATableWithHalfAsMany() {
    GraphBuilder b = new GraphBuilder(Precision.F64);
    Node bits = b.toBits(b.x());
    assertThat(CostModel.operations(b.build(b.lookup(table(8), bits)))).containsKey("lookup");
    assertThat(CostModel.operations(b.build(b.lookup(table(16), bits)))).containsKey("lookupTwo");
  }

  @Test
  void nothingIsForFree() {
    assertThat(CostModel.costs().values()).allMatch(cost -> cost > 0);
  }

  private static List<Double> table(int size) {
    return Collections.nCopies(size, 1.0);
  }
}
