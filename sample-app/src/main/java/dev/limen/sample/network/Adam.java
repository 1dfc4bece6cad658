package dev.limen.sample.network;

/**
 * Steps against the gradient, in units of its own size (Kingma and Ba, "Adam: A Method for
 * Stochastic Optimization", 2015). So activations with small derivatives learn as fast as others.
 */
final class Adam {
  private static final double KEEP_MEAN = 0.9;
  private static final double KEEP_SQUARE = 0.999;
  private static final float EPSILON = 1e-8f;

  private final float[] mean;
  private final float[] square;
  private int steps;

  Adam(int parameters) {
    mean = new float[parameters];
    square = new float[parameters];
  }

  void step(float[] parameters, float[] gradient, double rate) {
    steps++;
    double unbias = 1 - StrictMath.pow(KEEP_MEAN, steps);
    double unbiasSquare = 1 - StrictMath.pow(KEEP_SQUARE, steps);
    float scale = (float) (rate * Math.sqrt(unbiasSquare) / unbias);
    float k1 = (float) KEEP_MEAN;
    float k2 = (float) KEEP_SQUARE;
    for (int i = 0; i < parameters.length; i++) {
      float g = gradient[i];
      float m = k1 * mean[i] + (1 - k1) * g;
      float v = k2 * square[i] + (1 - k2) * g * g;
      mean[i] = m;
      square[i] = v;
      parameters[i] -= scale * m / ((float) Math.sqrt(v) + EPSILON);
    }
  }
}
