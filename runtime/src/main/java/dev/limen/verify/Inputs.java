package dev.limen.verify;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Samples of all inputs of a format, by strata: every binade, subnormals included, with both signs;
 * the ends of each binade; and more points in the binades where activation functions bend.
 */
public final class Inputs {
  private static final int BENDS_FROM = -12;
  private static final int BENDS_TO = 7;

  /** The binades where functions bend get this many times as many points. */
  private static final int DENSITY = 16;

  private Inputs() {}

  /**
   * Returns a sample of all floats, as doubles.
   *
   * @param perBinade how many numbers are drawn from each binade
   * @param seed the seed that they are drawn with
   * @param around numbers that the sample holds, rounded, with their two neighbours on both sides
   * @return distinct numbers in ascending order, the infinities at the ends; without NaN
   */
  public static double[] floats(int perBinade, long seed, double... around) {
    return sample(Format.F32, perBinade, seed, around);
  }

  /**
   * Returns a sample of all doubles.
   *
   * @param perBinade how many numbers are drawn from each binade
   * @param seed the seed that they are drawn with
   * @param around numbers that the sample holds, with their two neighbours on both sides
   * @return distinct numbers in ascending order, the infinities at the ends; without NaN
   */
  public static double[] doubles(int perBinade, long seed, double... around) {
    return sample(Format.F64, perBinade, seed, around);
  }

  static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(String.format("%s: %d is less than 1", name, value));
    }
    return value;
  }

  static double[] sample(Format format, int perBinade, long seed, double... around) {
    positive("perBinade", perBinade);
    double[] points = new double[1 << 10];
    int size = 0;
    SplittableRandom random = new SplittableRandom(seed);
    int lowest = format.minExponent - format.digits + 1;
    for (int exponent = lowest; exponent <= format.maxExponent; exponent++) {
      boolean bends = exponent >= BENDS_FROM && exponent <= BENDS_TO;
      int count = bends ? perBinade * DENSITY : perBinade;
      // Room for this binade, and for what is added at the end.
      points =
          size + 4 * count + 6 > points.length
              ? Arrays.copyOf(points, 2 * size + 4 * count + 6)
              : points;
      double start = Math.scalb(1.0, exponent);
      for (int sign = -1; sign <= 1; sign += 2) {
        points[size++] = sign * start;
        points[size++] = sign * format.down(2 * start);
        for (int i = 0; i < count; i++) {
          double x = start + random.nextDouble() * start;
          points[size++] = sign * Math.min(format.round(x), format.largest());
        }
      }
    }
    points = Arrays.copyOf(points, size + 4 + 5 * around.length);
    points[size++] = 0.0;
    points[size++] = -0.0;
    points[size++] = Double.POSITIVE_INFINITY;
    points[size++] = Double.NEGATIVE_INFINITY;
    for (double point : around) {
      double x = format.round(point);
      points[size++] = x;
      points[size++] = format.up(x);
      points[size++] = format.up(format.up(x));
      points[size++] = format.down(x);
      points[size++] = format.down(format.down(x));
    }
    // NaN comes last.
    Arrays.sort(points, 0, size);
    int kept = 0;
    for (int i = 0; i < size && !Double.isNaN(points[i]); i++) {
      if (i == 0 || !Format.same(points[i], points[i - 1])) {
        points[kept++] = points[i];
      }
    }
    return Arrays.copyOf(points, kept);
  }
}
