package dev.limen.bench.peers;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Someone who computes activation functions. */
public interface Peer {
  /** A name without blanks. */
  String name();

  /** Whether there is such a function. */
  boolean has(Activation activation, Direction direction, boolean doubles);

  /** Prepares everything that a call does not need to do; each run computes the whole array. */
  Computation prepare(Task task);

  /** A task that is prepared. */
  interface Computation extends Runnable {
    /** The result of the last run: y or gradX. */
    double[] result();
  }

  /** All peers, the native libraries last, if they are there. */
  static List<Peer> all() {
    return Stream.concat(
            Stream.concat(
                Stream.of(new Copy(), new NaiveLoop(), new LanewiseLoop()), Kernels.all()),
            ServiceLoader.load(Peer.class).stream().map(ServiceLoader.Provider::get))
        .toList();
  }

  /**
   * Finds a peer.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Peer named(String name) {
    return all().stream()
        .filter(peer -> peer.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no peer " + name));
  }
}
