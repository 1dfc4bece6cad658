package dev.limen.processor.approx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Fits a {@link SegmentTable} to a function.
 *
 * <p>On each segment the polynomial is the weighted minimax one, found by Lawson's iteration
 * (weighted least squares on Chebyshev points, with weights that grow where the error is large; C.
 * L. Lawson, 1961). Coefficients are then rounded to float one by one, from the constant term up,
 * and what remains is fitted anew after each, so that the rounded polynomial is close to the best
 * of its kind.
 */
public final class SegmentFit {

  private static final int LAWSON_STEPS = 6;

  private final DoubleUnaryOperator function;
  private final DoubleUnaryOperator tolerance;

  /**
   * A fit of one function.
   *
   * @param function the function, accurate to nearly double precision
   * @param tolerance the error that is allowed at a point, positive
   */
  public SegmentFit(DoubleUnaryOperator function, DoubleUnaryOperator tolerance) {
    this.function = function;
    this.tolerance = tolerance;
  }

  /**
   * A table with its error.
   *
   * @param table the table
   * @param error the largest error of its exact evaluation, as a multiple of the tolerance
   */
  public record Result(SegmentTable table, double error) {}

  /** Fits segments {@code first} to {@code first + segments - 1} of the given width. */
  public Result fit(float step, int first, int segments, int degree) {
    float[][] coefficients = new float[degree + 1][segments];
    double error = 0;
    for (int n = first; n < first + segments; n++) {
      Segment segment = new Segment((double) n * step, step / 2.0, degree);
      for (int power = 0; power <= degree; power++) {
        coefficients[power][Math.floorMod(n, segments)] = (float) segment.coefficients[power];
      }
      error = Math.max(error, segment.error());
    }
    List<List<Float>> rows = new ArrayList<>();
    for (float[] row : coefficients) {
      List<Float> values = new ArrayList<>();
      for (float value : row) {
        values.add(value);
      }
      rows.add(values);
    }
    return new Result(new SegmentTable(step, first, rows), error);
  }

  /** The fit of one segment. */
  private final class Segment {

    private final double[] distances;
    private final double[] values;
    private final double[] weights;
    private final double[] coefficients;

    Segment(double centre, double halfWidth, int degree) {
      int points = 3 * (degree + 1) + 1;
      distances = new double[points];
      values = new double[points];
      weights = new double[points];
      coefficients = new double[degree + 1];
      for (int i = 0; i < points; i++) {
        distances[i] = -halfWidth * Math.cos(Math.PI * i / (points - 1));
        values[i] = function.applyAsDouble(centre + distances[i]);
        weights[i] = 1 / tolerance.applyAsDouble(centre + distances[i]);
      }
      fitAndRound(function.applyAsDouble(centre), halfWidth);
    }

    private void fitAndRound(double atCentre, double halfWidth) {
      double[] emphasis = new double[distances.length];
      Arrays.fill(emphasis, 1);
      int fixed = 0;
      if (atCentre == 0) { // a zero must stay exact
        fixed = 1;
      }
      for (int i = 0; i < LAWSON_STEPS; i++) {
        solve(fixed, emphasis, halfWidth);
        double total = 0;
        for (int j = 0; j < emphasis.length; j++) {
          emphasis[j] *= Math.abs(residual(j)) * weights[j] + 1e-30;
          total += emphasis[j];
        }
        for (int j = 0; j < emphasis.length; j++) {
          emphasis[j] = Math.max(emphasis[j] / total * emphasis.length, 1e-6);
        }
      }
      for (int power = fixed; power < coefficients.length; power++) {
        coefficients[power] = (float) coefficients[power];
        solve(power + 1, emphasis, halfWidth);
      }
    }

    private double residual(int point) {
      double sum = 0;
      for (int power = coefficients.length - 1; power >= 0; power--) {
        sum = sum * distances[point] + coefficients[power];
      }
      return values[point] - sum;
    }

    double error() {
      double worst = 0;
      for (int i = 0; i < distances.length; i++) {
        worst = Math.max(worst, Math.abs(residual(i)) * weights[i]);
      }
      return worst;
    }

    /** Weighted least squares for the coefficients from {@code from} on, the others being fixed. */
    private void solve(int from, double[] emphasis, double halfWidth) {
      int unknowns = coefficients.length - from;
      if (unknowns <= 0) {
        return;
      }
      int points = distances.length;
      double[][] matrix = new double[points][unknowns + 1];
      for (int i = 0; i < points; i++) {
        double scale = weights[i] * Math.sqrt(emphasis[i]);
        double fixedPart = 0;
        for (int power = from - 1; power >= 0; power--) {
          fixedPart = fixedPart * distances[i] + coefficients[power];
        }
        double t = distances[i] / halfWidth;
        double base = Math.pow(t, from) * scale;
        for (int j = 0; j < unknowns; j++) {
          matrix[i][j] = base;
          base *= t;
        }
        matrix[i][unknowns] = (values[i] - fixedPart) * scale;
      }
      double[] solution = LeastSquares.solve(matrix);
      for (int j = 0; j < unknowns; j++) {
        coefficients[from + j] = solution[j] / Math.pow(halfWidth, from + j);
      }
    }
  }
}
