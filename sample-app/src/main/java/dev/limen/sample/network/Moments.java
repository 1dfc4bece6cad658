package dev.limen.sample.network;

import dev.limen.runtime.FloatKernel;

/**
 * The mean and the standard deviation of a random number.
 *
 * @param mean the mean
 * @param deviation the standard deviation
 */
record Moments(double mean, double deviation) {
  private static final double REACH = 8;
  private static final int STEPS = 4096;

  /** Of the standard normal distribution. */
  static final Moments STANDARD = new Moments(0, 1);

  /** Of an activation of a standard normal number, whichever activation it is. */
  static Moments of(FloatKernel activation) {
    double mass = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i <= STEPS; i++) {
      double x = REACH * (2.0 * i / STEPS - 1);
      double density = StrictMath.exp(-0.5 * x * x);
      double y = activation.apply((float) x);
      mass += density;
      sum += density * y;
      squares += density * y * y;
    }
    double mean = sum / mass;
    return new Moments(mean, Math.sqrt(Math.max(squares / mass - mean * mean, 1e-12)));
  }
}
