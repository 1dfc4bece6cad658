package dev.limen.bench.peers;

import java.util.Random;

/**
 * A function over an array.
 *
 * @param activation the function
 * @param direction what is computed of it
 * @param doubles whether the numbers are doubles, not floats
 * @param x the inputs; for floats they are floats
 * @param gradY the gradients that come from behind
 */
public record Task(
    Activation activation, Direction direction, boolean doubles, double[] x, double[] gradY) {

  /** How inputs are distributed. */
  public enum Distribution {
    /** Normal, with a standard deviation of 2. */
    NORMAL,
    /** All positive. */
    POSITIVE,
    /** All negative. */
    NEGATIVE,
    /** Between 20 and 60, with both signs. */
    SATURATED,
    /** Normal, every eighth NaN. */
    NAN;

    private double draw(Random random) {
      double x = 2 * random.nextGaussian();
      return switch (this) {
        case NORMAL -> x;
        case POSITIVE -> Math.abs(x);
        case NEGATIVE -> -Math.abs(x);
        case SATURATED -> Math.copySign(20 + 40 * random.nextDouble(), x);
        case NAN -> random.nextInt(8) == 0 ? Double.NaN : x;
      };
    }
  }

  /** Draws the numbers of a task, always the same. */
  public static Task of(
      Activation activation,
      Direction direction,
      boolean doubles,
      Distribution distribution,
      int size) {
    Random random = new Random(1);
    double[] x = new double[size];
    double[] gradY = new double[size];
    for (int i = 0; i < size; i++) {
      double drawn = distribution.draw(random);
      double gradient = random.nextGaussian();
      x[i] = doubles ? drawn : (float) drawn;
      gradY[i] = doubles ? gradient : (float) gradient;
    }
    return new Task(activation, direction, doubles, x, gradY);
  }

  /** The inputs. */
  public float[] floats() {
    return floats(x);
  }

  /** The gradients. */
  public float[] gradients() {
    return floats(gradY);
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
