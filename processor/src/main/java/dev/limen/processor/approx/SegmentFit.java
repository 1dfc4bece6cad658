package dev.limen.processor.approx;

import dev.limen.Precision;
import dev.limen.processor.approx.SegmentTable.Variable;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleFunction;

/**
 * Fits {@link SegmentTable tables} to a function on an interval.
 *
 * <p>For single precision, the polynomial of a segment is the weighted minimax one, found by
 * Lawson's iteration (weighted least squares on Chebyshev points, the weights growing where the
 * error is large; C. L. Lawson, 1961). Coefficients are then rounded to float one by one, from the
 * constant term up, and the rest is fitted anew after each, so that the rounded polynomial is close
 * to the best of its kind.
 *
 * <p>For double precision, it is the polynomial that interpolates at the Chebyshev points, found by
 * Newton's divided differences in extended precision: within a small factor of the minimax one.
 *
 * <p>Remembers the hardest place met so far, to refuse a hopeless partition after one segment.
 */
public final class SegmentFit {

  private static final int LAWSON_STEPS = 6;

  private static final double[] NONE = {};

  private final Precision precision;
  private final DoubleFunction<Ball> function;
  private final DoubleBinaryOperator tolerance;
  private final double from;
  private final double to;
  private double hardest = Double.NaN;

  /**
   * A fit of one function on an interval.
   *
   * @param function the function
   * @param tolerance the error that is allowed, positive: of a point and the value there
   */
  public SegmentFit(
      Precision precision,
      DoubleFunction<Ball> function,
      DoubleBinaryOperator tolerance,
      double from,
      double to) {
    this.precision = precision;
    this.function = function;
    this.tolerance = tolerance;
    this.from = from;
    this.to = to;
  }

  /**
   * Fits polynomials to all segments that meet the interval.
   *
   * @return empty where a polynomial, in exact arithmetic, is farther off than tolerated
   */
  public Optional<SegmentTable> fit(Partition partition, Variable variable, int degree) {
    return fit(partition, variable, degree, to, 1);
  }

  /**
   * Fits polynomials to all segments but the rightmost one, whatever the interval ends at: that has
   * a constant.
   *
   * @param limit the constant
   * @return empty where a polynomial, in exact arithmetic, is farther off than tolerated
   */
  public Optional<SegmentTable> fitUpTo(
      double limit, Partition partition, Variable variable, int degree) {
    int last = partition.segments() - 1;
    return fit(partition, variable, degree, partition.low(last), 1)
        .map(table -> {
          List<List<Double>> rows = new ArrayList<>();
          for (List<Double> row : table.coefficients()) {
            List<Double> changed = new ArrayList<>(row);
            changed.set(partition.place(last), rows.isEmpty() ? limit : 0.0);
            rows.add(changed);
          }
          return new SegmentTable(partition, variable, rows);
        });
  }

  /** Fits polynomials to all segments that meet the interval, however close they come. */
  public SegmentTable closest(Partition partition, Variable variable, int degree) {
    return fit(partition, variable, degree, to, Double.POSITIVE_INFINITY).orElseThrow();
  }

  /**
   * Fits one polynomial to the whole interval.
   *
   * @return the coefficients, from the constant term up, in powers of the distance from a centre;
   *     empty where the polynomial, in exact arithmetic, is farther off than tolerated
   */
  public Optional<double[]> fit(double centre, int degree) {
    double[] polynomial = polynomial(Ball.of(centre), from, to, degree, NONE);
    return error(polynomial, Ball.of(centre), from, to) <= 1
        ? Optional.of(polynomial)
        : Optional.empty();
  }

  private Optional<SegmentTable> fit(
      Partition partition, Variable variable, int degree, double end, double most) {
    int segments = partition.segments();
    double[][] coefficients = new double[degree + 1][];
    for (int power = 0; power <= degree; power++) {
      coefficients[power] = new double[partition.entries(power, degree)];
    }
    double[] shared = NONE;
    int first = 0;
    while (first < segments - 1 && !(hardest < partition.high(first))) {
      first++;
    }
    if (partition instanceof Partition.Octaves octaves && octaves.shared() > 0) {
      // The leftmost one tells the coefficients that others share.
      first = 0;
    }
    for (int i = 0; i < segments; i++) {
      int segment = (first + i) % segments;
      double low = Math.max(from, partition.low(segment));
      double high = Math.min(end, partition.high(segment));
      if (!(low < high)) {
        continue;
      }
      if (i == 0 && Double.isFinite(most) && isHopeless(low, high, degree)) {
        hardest = (low + high) / 2;
        return Optional.empty();
      }
      Ball origin = variable == Variable.DISTANCE ? partition.reference(segment) : Ball.of(0);
      int scale = partition instanceof Partition.Octaves octaves ? octaves.scale(segment) : 0;
      double[] polynomial =
          polynomial(
              partition.reference(segment),
              low,
              high,
              degree,
              segment <= segments / 2 ? scaled(shared, -scale) : NONE);
      if (variable == Variable.ARGUMENT) {
        polynomial = aroundZero(polynomial, partition.reference(segment).toDouble());
      }
      if (Double.isFinite(most) && !(error(polynomial, origin, low, high) <= most)) {
        hardest = (low + high) / 2;
        return Optional.empty();
      }
      polynomial = scaled(polynomial, scale);
      if (shared.length == 0 && partition instanceof Partition.Octaves octaves) {
        int own = Math.max(0, degree + 1 - octaves.shared());
        shared = Arrays.copyOfRange(polynomial, own, degree + 1);
      }
      for (int power = 0; power <= degree; power++) {
        int entries = coefficients[power].length;
        // Of shared coefficients there are those of the right half.
        if (segment >= segments - entries) {
          coefficients[power][partition.place(segment) % entries] = polynomial[power];
        }
      }
    }
    List<List<Double>> rows = new ArrayList<>();
    for (double[] row : coefficients) {
      rows.add(Arrays.stream(row).boxed().toList());
    }
    return Optional.of(new SegmentTable(partition, variable, rows));
  }

  private static double[] scaled(double[] values, int exponent) {
    return Arrays.stream(values).map(value -> Math.scalb(value, exponent)).toArray();
  }

  /**
   * The polynomial of a segment.
   *
   * @param given its coefficients of the highest powers; none where all are to be found
   */
  private double[] polynomial(Ball reference, double low, double high, int degree, double[] given) {
    int zeros = multiplicity(reference, low, high, degree);
    double[] polynomial =
        precision == Precision.F32
            ? new RoundedMinimax(reference.toDouble(), low, high, degree, given).fitted(zeros)
            : interpolated(reference, low, high, degree, zeros);
    if (zeros % 2 == 1) {
      // A sum that ends with -0 has the sign of its other term.
      polynomial[0] = -0.0;
    }
    return polynomial;
  }

  /**
   * Whether every polynomial of a degree is farther off than tolerated: more so than rounding
   * errors would show it; or nothing is known of the function. Where errors of alternating sign are
   * as large as some at one point more than it has coefficients, none has smaller ones at all of
   * these (C. de la Vallee Poussin).
   */
  private boolean isHopeless(double low, double high, int degree) {
    int points = degree + 2;
    double[] at = new double[points];
    for (int i = 0; i < points; i++) {
      at[i] = checkpoint(2 * i, degree, low, high);
    }
    double difference = 0;
    double size = 0;
    double tolerated = 0;
    for (int i = 0; i < points; i++) {
      Ball exact = function.apply(at[i]);
      if (!exact.isFinite()) {
        return true;
      }
      double value = exact.toDouble();
      double divisor = 1;
      for (int j = 0; j < points; j++) {
        divisor *= i == j ? 1 : (at[i] - at[j]) / (high - low) * 4;
      }
      difference += value / divisor;
      size += Math.abs(value / divisor);
      tolerated += tolerance.applyAsDouble(at[i], value) / Math.abs(divisor);
    }
    return Math.abs(difference) - size * points * 0x1p-50 > tolerated;
  }

  /** One of {@code 2 degree + 3} points that polynomials are checked at. */
  private static double checkpoint(int i, int degree, double low, double high) {
    int points = 2 * degree + 3;
    return low + (high - low) * (1 - StrictMath.cos(Math.PI * (i + 0.5) / points)) / 2;
  }

  /** The largest error of a polynomial between the points of the fit, over what is tolerated. */
  private double error(double[] polynomial, Ball origin, double low, double high) {
    int degree = polynomial.length - 1;
    double largest = 0;
    for (int i = 0; i < 2 * degree + 3; i++) {
      double at = checkpoint(i, degree, low, high);
      Ball distance = Ball.of(at).minus(origin);
      Ball sum = Ball.of(polynomial[polynomial.length - 1]);
      for (int power = polynomial.length - 2; power >= 0; power--) {
        sum = sum.times(distance).plus(polynomial[power]);
      }
      Ball value = function.apply(at);
      double error = Math.abs(value.minus(sum).hi());
      largest = Math.max(largest, error / tolerance.applyAsDouble(at, value.toDouble()));
    }
    return largest;
  }

  /** The coefficients of the same polynomial in powers of the argument, rounded. */
  private double[] aroundZero(double[] polynomial, double reference) {
    double[] powers = new double[polynomial.length];
    for (int i = polynomial.length - 1; i >= 0; i--) {
      for (int power = powers.length - 1; power > 0; power--) {
        powers[power] = powers[power - 1] - powers[power] * reference;
      }
      powers[0] = polynomial[i] - powers[0] * reference;
    }
    for (int power = 0; power < powers.length; power++) {
      powers[power] = precision == Precision.F32 ? (float) powers[power] : powers[power];
    }
    return powers;
  }

  /** Interpolates at the Chebyshev points of a segment. A zero at the reference stays exact. */
  private double[] interpolated(Ball reference, double low, double high, int degree, int zeros) {
    int count = degree + 1 - zeros;
    Ball[] distances = new Ball[count];
    Ball[] differences = new Ball[count];
    for (int i = 0; i < count; i++) {
      double at = (low + high + (high - low) * StrictMath.cos(Math.PI * (i + 0.5) / count)) / 2;
      distances[i] = Ball.of(at).minus(reference);
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

  /** How many coefficients, from the constant term up, must be 0: f ~ r^m next to the reference. */
  private int multiplicity(Ball reference, double low, double high, int degree) {
    double at = reference.toDouble();
    if (at < low || at > high || function.apply(at).toDouble() != 0) {
      return 0;
    }
    double near = (at < high ? high - at : low - at) * 0x1p-20;
    double ratio = function.apply(at + 2 * near).toDouble() / function.apply(at + near).toDouble();
    double order = Math.rint(StrictMath.log(Math.abs(ratio)) / StrictMath.log(2));
    // Order 0 is a function that jumps to a single zero; of NaN nothing is known.
    return Double.isNaN(order) ? 1 : (int) Math.clamp(order, 0, degree);
  }

  /** The minimax polynomial of a segment with coefficients in float. */
  private final class RoundedMinimax {

    private final double[] distances;
    private final double[] values;
    private final double[] weights;
    private final double[] coefficients;
    private final double scale;

    /** Those of {@link #scale}. */
    private final double[] powers;

    /** How many coefficients are to be found, from the constant term up. */
    private final int count;

    RoundedMinimax(double reference, double low, double high, int degree, double[] given) {
      count = degree + 1 - given.length;
      scale = Math.max(Math.abs(low - reference), Math.abs(high - reference));
      int points = 3 * (degree + 1) + 1;
      distances = new double[points];
      values = new double[points];
      weights = new double[points];
      coefficients = new double[degree + 1];
      System.arraycopy(given, 0, coefficients, count, given.length);
      powers = new double[count];
      Arrays.setAll(powers, power -> StrictMath.pow(scale, power));
      for (int i = 0; i < points; i++) {
        double at = low + (high - low) * (1 - StrictMath.cos(Math.PI * (i + 0.5) / points)) / 2;
        distances[i] = at - reference;
        values[i] = function.apply(at).toDouble();
        weights[i] = 1 / tolerance.applyAsDouble(at, values[i]);
      }
    }

    /** The coefficients, of which so many are 0. */
    double[] fitted(int zeros) {
      double[] emphasis = new double[distances.length];
      Arrays.fill(emphasis, 1);
      for (int i = 0; i < LAWSON_STEPS; i++) {
        solve(zeros, emphasis);
        double total = 0;
        for (int j = 0; j < emphasis.length; j++) {
          emphasis[j] *= Math.abs(residual(j)) * weights[j] + 1e-30;
          total += emphasis[j];
        }
        for (int j = 0; j < emphasis.length; j++) {
          emphasis[j] = Math.max(emphasis[j] / total * emphasis.length, 1e-6);
        }
      }
      for (int power = zeros; power < count; power++) {
        coefficients[power] = (float) coefficients[power];
        solve(power + 1, emphasis);
      }
      return coefficients;
    }

    private double residual(int point) {
      double sum = 0;
      for (int power = coefficients.length - 1; power >= 0; power--) {
        sum = sum * distances[point] + coefficients[power];
      }
      return values[point] - sum;
    }

    /** Least squares for the coefficients from {@code first} on, but those given. */
    private void solve(int first, double[] emphasis) {
      int unknowns = count - first;
      if (unknowns <= 0) {
        return;
      }
      double[][] system = new double[distances.length][unknowns + 1];
      for (int i = 0; i < distances.length; i++) {
        double weight = weights[i] * Math.sqrt(emphasis[i]);
        double fixed = 0;
        for (int power = coefficients.length - 1; power >= 0; power--) {
          boolean isUnknown = power >= first && power < count;
          fixed = fixed * distances[i] + (isUnknown ? 0 : coefficients[power]);
        }
        double t = distances[i] / scale;
        double element = StrictMath.pow(t, first) * weight;
        for (int j = 0; j < unknowns; j++) {
          system[i][j] = element;
          element *= t;
        }
        system[i][unknowns] = (values[i] - fixed) * weight;
      }
      double[] solution = LeastSquares.solve(system);
      for (int j = 0; j < unknowns; j++) {
        coefficients[first + j] = solution[j] / powers[first + j];
      }
    }
  }
}
