package dev.limen.processor.approx;

import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A polynomial to about 70 bits: the leading coefficients are held in two doubles each, the others,
 * whose terms are small against the sum, in one.
 *
 * @param coefficients from the constant term up
 * @param precise how many of them count with all their digits
 * @param largest the largest argument, in magnitude
 */
public record WidePolynomial(List<Ball> coefficients, int precise, double largest) {

  /** Terms that are smaller than this, of the sum, may have errors of double arithmetic. */
  private static final double SMALL = 0x1p-15;

  public WidePolynomial {
    coefficients = List.copyOf(coefficients);
  }

  /** The coefficient of a power. */
  public Ball coefficient(int power) {
    return coefficients.get(power);
  }

  /** Whether the term of a power is at least as large as all those of higher ones together. */
  public boolean isDominant(int power) {
    double rest = 0;
    for (int i = degree(); i > power; i--) {
      rest = (rest + Math.abs(coefficient(i).toDouble())) * largest;
    }
    return rest <= Math.abs(coefficient(power).toDouble());
  }

  /** The degree. */
  public int degree() {
    return coefficients.size() - 1;
  }

  /**
   * The first terms of a power series, as many as change the sum by 2^-72 of it.
   *
   * @param largest the largest argument, in magnitude
   * @param least the least size of the sum
   */
  public static WidePolynomial ofSeries(
      Function<Integer, Ball> coefficient, double largest, double least) {
    List<Ball> coefficients = new ArrayList<>();
    double power = 1;
    for (int i = 0; power * Math.abs(coefficient.apply(i).toDouble()) > least * 0x1p-72; i++) {
      coefficients.add(coefficient.apply(i));
      power *= largest;
    }
    return of(coefficients, largest, least);
  }

  private static WidePolynomial of(List<Ball> coefficients, double largest, double least) {
    double rest = 0;
    int precise = coefficients.size();
    for (; precise > 0; precise--) {
      rest +=
          Math.abs(coefficients.get(precise - 1).toDouble())
              * StrictMath.pow(largest, precise - 1.0);
      if (rest > least * SMALL) {
        break;
      }
    }
    return new WidePolynomial(coefficients, precise, largest);
  }

  /**
   * The polynomial that interpolates a function at Chebyshev points, by Newton's divided
   * differences over points in Leja's order, in which they stay small.
   *
   * @param function of a double, to about 100 bits
   * @param variable the variable of the polynomial, of the same double
   * @param low the variable's least value
   * @param high its greatest
   * @param point the double at which the variable is next to a value
   */
  public static WidePolynomial interpolated(
      Function<Double, Ball> function,
      Function<Double, Ball> variable,
      Function<Double, Double> point,
      double low,
      double high,
      int count) {
    Ball[] at = new Ball[count];
    Ball[] differences = new Ball[count];
    double[] order = lejaOrdered(low, high, count);
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      double x = point.apply(order[i]);
      at[i] = variable.apply(x);
      differences[i] = function.apply(x);
      least = Math.min(least, Math.abs(differences[i].toDouble()));
    }
    for (int step = 1; step < count; step++) {
      for (int i = count - 1; i >= step; i--) {
        differences[i] =
            differences[i].minus(differences[i - 1]).dividedBy(at[i].minus(at[i - step]));
      }
    }
    Ball[] powers = new Ball[count];
    Arrays.fill(powers, Ball.of(0));
    for (int i = count - 1; i >= 0; i--) {
      for (int power = count - 1; power > 0; power--) {
        powers[power] = powers[power - 1].minus(powers[power].times(at[i]));
      }
      powers[0] = differences[i].minus(powers[0].times(at[i]));
    }
    return of(Arrays.asList(powers), Math.max(Math.abs(low), Math.abs(high)), least);
  }

  /** The Chebyshev points of an interval, each as far from those before it as possible. */
  private static double[] lejaOrdered(double low, double high, int count) {
    double[] points = new double[count];
    for (int i = 0; i < count; i++) {
      points[i] = (low + high + (high - low) * StrictMath.cos(Math.PI * (i + 0.5) / count)) / 2;
    }
    for (int i = 1; i < count; i++) {
      int best = i;
      double farthest = 0;
      for (int j = i; j < count; j++) {
        double product = 1;
        for (int k = 0; k < i; k++) {
          product *= Math.abs(points[j] - points[k]) * 4 / (high - low);
        }
        if (product > farthest) {
          farthest = product;
          best = j;
        }
      }
      double next = points[best];
      points[best] = points[i];
      points[i] = next;
    }
    return points;
  }
}
