package dev.limen.processor.approx;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A polynomial whose coefficients are exact in the precision that it is evaluated in.
 *
 * @param approximates what it stands for, as a formula for readers
 * @param from the least argument that it is made for
 * @param to the greatest argument that it is made for
 * @param error the largest error of the function that it serves, relative to that function, when
 *     evaluated exactly
 * @param coefficients from the constant one upwards
 */
public record Polynomial(
    String approximates, double from, double to, double error, List<Double> coefficients) {

  public Polynomial {
    if (!(from < to) || !(error > 0) || coefficients.isEmpty()) {
      throw new IllegalArgumentException("not a polynomial on an interval: " + approximates);
    }
    coefficients = List.copyOf(coefficients);
  }

  static Polynomial of(
      String approximates, double from, double to, double error, double... coefficients) {
    return new Polynomial(
        approximates, from, to, error, DoubleStream.of(coefficients).boxed().toList());
  }

  public int degree() {
    return coefficients.size() - 1;
  }
}
