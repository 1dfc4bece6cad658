package dev.limen.bench.peers;

/** The libraries' own threads are OpenMP's, and it reads its environment before all else. */
final class OneThread {
  private OneThread() {}

  static void require() {
    if (!"1".equals(System.getenv("OMP_NUM_THREADS"))) {
      throw new IllegalStateException("set OMP_NUM_THREADS=1, for Limen has one thread too");
    }
  }
}
