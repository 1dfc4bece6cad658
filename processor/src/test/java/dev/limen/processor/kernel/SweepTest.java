package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Precision;
import dev.limen.verify.Ball;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepTest {

  /** 3x, wrong by far on a ten-thousandth of a binade. */
  private static Graph wrongNextTo(double low, double high) {
    GraphBuilder graph = new GraphBuilder(Precision.F32);
    Node x = graph.x();
    Node product = graph.multiply(x, graph.constant(3));
    Node isWrong =
        graph.maskAnd(graph.less(graph.constant(low), x), graph.less(x, graph.constant(high)));
    return graph.build(graph.select(isWrong, graph.add(product, graph.constant(1e-3)), product));
  }

  private static Graph triple() {
    GraphBuilder graph = new GraphBuilder(Precision.F64);
    return graph.build(graph.multiply(graph.x(), graph.constant(3)));
  }

  @Test
  void findsAPeakThatTheSampleMissed() {
    double low = 1.53;
    double high = low + 1e-4;
    double[] inputs =
        Arrays.stream(SampleInputs.of(Precision.F32, List.of()))
            .filter(x -> !(low <= x && x <= high))
            .toArray();
    Ball[] exact = Arrays.stream(inputs).mapToObj(x -> Ball.of(x).times(3)).toArray(Ball[]::new);
    Measurement sample = new Measurement(Precision.F32, inputs, exact, false);
    double[] errors = Arrays.stream(inputs).map(x -> 1 <= x && x < 2 ? 0.5 : 0.25).toArray();
    Sweep sweep = new Sweep(wrongNextTo(low, high), triple(), Map.of());
    assertThat(sweep.worst(sample, errors)[0]).isBetween(low, high);
    Arrays.fill(errors, 0);
    errors[Arrays.binarySearch(inputs, -3)] = 0.5;
    assertThat(Arrays.stream(sweep.worst(sample, errors)))
        .isNotEmpty()
        .allMatch(x -> -4 < x && x <= -2);
  }
}
