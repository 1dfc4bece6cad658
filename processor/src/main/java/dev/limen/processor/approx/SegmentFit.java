package dev.limen.processor.approx;

import dev.limen.Precision;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleFunction;

/**
 * Fits a {@link SegmentTable} to a function.
 *
 * <p>For single precision, the polynomial of a segment is the weighted minimax one, found by
 * Lawson's iteration (weighted least squares on Chebyshev points, the weights growing where the
 * error is large; C. L. Lawson, 1961). Coefficients are then rounded to float one by one, from the
 * constant term up, and the rest is fitted anew after each, so that the rounded polynomial is close
 * to the best of its kind.
 *
 * <p>For double precision, it is the polynomial that interpolates at the Chebyshev points, found by
 * Newton's divided differences in extended precision: within a small factor of the minimax one.
 */
public final class SegmentFit {

  private static final int LAWSON_STEPS = 6;

  private final DoubleFunction<Ball> function;
  private final DoubleBinaryOperator tolerance;

  /**
   * A fit of one function.
   *
   * @param function the function
   * @param tolerance the error that is allowed, positive: of a point and the value there
   */
  public SegmentFit(DoubleFunction<Ball> function, DoubleBinaryOperator tolerance) {
    this.function = function;
    this.tolerance = tolerance;
  }

  /** Fits segments {@code first} to {@code first + segments - 1} of the given width. */
  public SegmentTable fit(Precision precision, double step, int first, int segments, int degree) {
    double[][] coefficients = new double[degree + 1][segments];
    for (int n = first; n < first + segments; n++) {
      double[] polynomial =
          precision == Precision.F32
              ? new RoundedMinimax(n * step, step / 2, degree).coefficients
              : interpolate(Ball.of(n).times(Ball.of(step)), step / 2, degree);
      for (int power = 0; power <= degree; power++) {
        coefficients[power][Math.floorMod(n, segments)] = polynomial[power];
      }
    }
    List<List<Double>> rows = new ArrayList<>();
    for (double[] row : coefficients) {
      rows.add(Arrays.stream(row).boxed().toList());
    }
    return new SegmentTable(step, first, rows);
  }

  /**
   * Interpolates at the Chebyshev points of a segment. The centre is that of the kernel, which
   * multiplies without rounding. A zero at the centre stays exact.
   */
  private double[] interpolate(Ball exactCentre, double halfWidth, int degree) {
    double centre = exactCentre.toDouble();
    int zeros = multiplicity(centre, halfWidth, degree);
    int count = degree + 1 - zeros;
    Ball[] distances = new Ball[count];
    Ball[] differences = new Ball[count];
    for (int i = 0; i < count; i++) {
      double at = centre + halfWidth * Math.cos(Math.PI * (i + 0.5) / count);
      distances[i] = Ball.of(at).minus(exactCentre);
      Ball value = function.apply(at);
      for (int zero = 0; zero < zeros; zero++) {
        value = value.dividedBy(distances[i]);
      }
      differences[i] = value;
    }
    for (int order = 1; order < count; order++) {
      for (int i = count - 1; i >= order; i--) {
        differences[i] =
            differences[i]
                .minus(differences[i - 1])
                .dividedBy(distances[i].minus(distances[i - order]));
      }
    }
    // Expands Newton's form into powers, by Horner's scheme.
    Ball[] powers = new Ball[count];
    Arrays.fill(powers, Ball.of(0));
    for (int i = count - 1; i >= 0; i--) {
      for (int power = count - 1; power > 0; power--) {
        powers[power] = powers[power - 1].minus(powers[power].times(distances[i]));
      }
      powers[0] = differences[i].minus(powers[0].times(distances[i]));
    }
    double[] coefficients = new double[degree + 1];
    for (int power = 0; power < count; power++) {
      coefficients[zeros + power] = powers[power].toDouble();
    }
    return coefficients;
  }

  /** How many coefficients, from the constant term up, must be 0: f ~ r^m next to the centre. */
  private int multiplicity(double centre, double halfWidth, int degree) {
    if (function.apply(centre).toDouble() != 0) {
      return 0;
    }
    double near = halfWidth * 0x1p-20;
    double ratio =
        function.apply(centre + 2 * near).toDouble() / function.apply(centre + near).toDouble();
    double order = Math.rint(Math.log(Math.abs(ratio)) / Math.log(2));
    return order >= 1 && order <= degree ? (int) order : 1;
  }

  /** The minimax polynomial of a segment with coefficients in float. */
  private final class RoundedMinimax {

    private final double[] distances;
    private final double[] values;
    private final double[] weights;
    private final double[] coefficients;
    private final double halfWidth;

    RoundedMinimax(double centre, double halfWidth, int degree) {
      this.halfWidth = halfWidth;
      int points = 3 * (degree + 1) + 1;
      distances = new double[points];
      values = new double[points];
      weights = new double[points];
      coefficients = new double[degree + 1];
      for (int i = 0; i < points; i++) {
        double at = centre - halfWidth * Math.cos(Math.PI * i / (points - 1));
        distances[i] = at - centre;
        values[i] = function.apply(at).toDouble();
        weights[i] = 1 / tolerance.applyAsDouble(at, values[i]);
      }
      fit(multiplicity(centre, halfWidth, degree));
    }

    private void fit(int from) {
      double[] emphasis = new double[distances.length];
      Arrays.fill(emphasis, 1);
      for (int i = 0; i < LAWSON_STEPS; i++) {
        solve(from, emphasis);
        double total = 0;
        for (int j = 0; j < emphasis.length; j++) {
          emphasis[j] *= Math.abs(residual(j)) * weights[j] + 1e-30;
          total += emphasis[j];
        }
        for (int j = 0; j < emphasis.length; j++) {
          emphasis[j] = Math.max(emphasis[j] / total * emphasis.length, 1e-6);
        }
      }
      for (int power = from; power < coefficients.length; power++) {
        coefficients[power] = (float) coefficients[power];
        solve(power + 1, emphasis);
      }
    }

    private double residual(int point) {
      double sum = 0;
      for (int power = coefficients.length - 1; power >= 0; power--) {
        sum = sum * distances[point] + coefficients[power];
      }
      return values[point] - sum;
    }

    /** Least squares for the coefficients from {@code from} on, those before it being fixed. */
    private void solve(int from, double[] emphasis) {
      int unknowns = coefficients.length - from;
      if (unknowns == 0) {
        return;
      }
      double[][] system = new double[distances.length][unknowns + 1];
      for (int i = 0; i < distances.length; i++) {
        double weight = weights[i] * Math.sqrt(emphasis[i]);
        double fixed = 0;
        for (int power = from - 1; power >= 0; power--) {
          fixed = fixed * distances[i] + coefficients[power];
        }
        double t = distances[i] / halfWidth;
        double element = Math.pow(t, from) * weight;
        for (int j = 0; j < unknowns; j++) {
          system[i][j] = element;
          element *= t;
        }
        system[i][unknowns] = (values[i] - fixed) * weight;
      }
      double[] solution = LeastSquares.solve(system);
      for (int j = 0; j < unknowns; j++) {
        coefficients[from + j] = solution[j] / Math.pow(halfWidth, from + j);
      }
    }
  }
}
