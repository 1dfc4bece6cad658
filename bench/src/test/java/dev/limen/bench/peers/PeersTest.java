package dev.limen.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is compared computes the same function. */
class PeersTest {

  @ParameterizedTest
  @EnumSource(Activation.class)
  void allPeersComputeTheSame(Activation activation) {
    for (Direction direction : Direction.values()) {
      for (boolean doubles : new boolean[] {false, true}) {
        Task task = Task.of(activation, direction, doubles, Task.Distribution.NORMAL, 4096);
        Peer.Computation limen = Peer.named("limen-faithful").prepare(task);
        limen.run();
        double[] expected = limen.result();
        List<Peer> peers =
            Peer.all().stream()
                .filter(peer -> !(peer instanceof Copy))
                .filter(peer -> peer.has(activation, direction, doubles))
                .toList();
        assertThat(peers).hasSizeGreaterThanOrEqualTo(5);
        for (Peer peer : peers) {
          Peer.Computation computation = peer.prepare(task);
          computation.run();
          double[] actual = computation.result();
          for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i])
                .as("%s %s %s at %s", peer.name(), activation, direction, task.x()[i])
                .isCloseTo(expected[i], within(roughly(task.x()[i], task.gradY()[i])));
          }
        }
      }
    }
  }

  /** The least accuracy of all allows 2^-11. */
  private static double roughly(double x, double gradY) {
    return 0x1p-10 * Math.max(1, Math.abs(x)) * Math.max(1, Math.abs(gradY));
  }
}
