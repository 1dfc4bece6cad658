package dev.limen.sample.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveTest {

  @Test
  void hasAGapWhereTheFunctionJumps() {
    Curve curve = Curve.of(x -> x < 1.5 ? 2 : 3, 4, List.of(1.5, 17.0));
    assertThat(curve.x()).isSorted().startsWith(-4).endsWith(4);
    int[] gaps =
        IntStream.range(0, curve.y().length).filter(i -> Double.isNaN(curve.y()[i])).toArray();
    assertThat(gaps).hasSize(1);
    assertThat(curve.x()[gaps[0]]).isEqualTo(1.5);
    assertThat(curve.y()[gaps[0] - 1]).isEqualTo(2);
    assertThat(curve.x()[gaps[0] - 1]).isEqualTo(Math.nextDown(1.5f));
    assertThat(curve.y()[gaps[0] + 1]).isEqualTo(3);
  }
}
