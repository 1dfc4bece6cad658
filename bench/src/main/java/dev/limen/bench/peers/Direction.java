package dev.limen.bench.peers;

/** What is computed. */
public enum Direction {
  /** y = f(x). */
  FORWARD,
  /** gradX = gradY * f'(x). */
  BACKWARD
}
