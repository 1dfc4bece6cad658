package dev.limen.processor.approx;

import dev.limen.Precision;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The sum of multiples of given functions that comes closest to a function, where its largest
 * weighted error is least: by Remez's exchange algorithm on a grid of Chebyshev's nodes.
 *
 * <p>The arithmetic is that of {@link Ball} without its radii, some 32 digits: enough for
 * polynomials of degree 20 or so and errors down to 2^-80.
 *
 * <p>E. Remes, Sur un procédé convergent d'approximations successives pour déterminer les polynomes
 * d'approximation, Comptes rendus 198 (1934).
 */
public final class Minimax {

  private static final int POINTS_PER_COEFFICIENT = 24;
  private static final int MOST_EXCHANGES = 60;

  /** The relative distance from the optimum at which exchanges stop. */
  private static final double TOLERANCE = 1e-4;

  private final List<Ball> target;
  private final List<List<Ball>> basis;
  private final List<Ball> weight;

  /**
   * What to approximate on an interval.
   *
   * @param target the function, at the points of the interval
   * @param basis the functions that are added up; no sum of multiples of them has as many zeros
   * @param weight what errors are multiplied by: 1 over a function for errors relative to it
   */
  public Minimax(
      double from,
      double to,
      UnaryOperator<Ball> target,
      List<UnaryOperator<Ball>> basis,
      UnaryOperator<Ball> weight) {
    List<Ball> points = grid(from, to, POINTS_PER_COEFFICIENT * (basis.size() + 2));
    this.target = at(points, target);
    this.basis = basis.stream().map(function -> at(points, function)).toList();
    this.weight = at(points, weight);
  }

  private static List<Ball> grid(double from, double to, int points) {
    double middle = (from + to) / 2;
    double half = (to - from) / 2;
    return Stream.iterate(0, i -> i < points, i -> i + 1)
        .map(i -> Ball.of(middle - half * StrictMath.cos(Math.PI * (i + 0.5) / points)))
        .toList();
  }

  private static List<Ball> at(List<Ball> points, UnaryOperator<Ball> function) {
    return points.stream().map(point -> exact(function.apply(point))).toList();
  }

  /** The midpoint: radii would grow without bound in the elimination, and no proof is wanted. */
  private static Ball exact(Ball ball) {
    return Ball.of(ball.hi(), ball.lo());
  }

  /**
   * An approximation.
   *
   * @param coefficients what the functions are multiplied by
   * @param error the largest weighted error
   */
  public record Fit(List<Ball> coefficients, double error) {

    public Fit {
      coefficients = List.copyOf(coefficients);
    }
  }

  /** The best approximation. */
  public Fit fit() {
    return fit(target, basis);
  }

  /**
   * A good approximation whose coefficients are numbers of a precision: rounds one at a time, the
   * most influential first, and fits the others again after each.
   */
  public Fit rounded(Precision precision) {
    List<Integer> free = new ArrayList<>(byInfluence(fit().coefficients()));
    List<Ball> coefficients = new ArrayList<>(fit().coefficients());
    List<Ball> rest = target;
    while (!free.isEmpty()) {
      List<List<Ball>> remaining = free.stream().map(basis::get).toList();
      Ball best = fit(rest, remaining).coefficients().getFirst();
      int next = free.removeFirst();
      Ball rounded = Ball.of(precision == Precision.F32 ? best.toFloat() : best.toDouble());
      coefficients.set(next, rounded);
      rest = minus(rest, rounded, basis.get(next));
    }
    return new Fit(coefficients, largest(errors(rest, List.of(), List.of())));
  }

  private List<Integer> byInfluence(List<Ball> coefficients) {
    double[] influence = new double[basis.size()];
    for (int j = 0; j < influence.length; j++) {
      for (int i = 0; i < target.size(); i++) {
        Ball part = coefficients.get(j).times(basis.get(j).get(i)).times(weight.get(i));
        influence[j] = Math.max(influence[j], Math.abs(part.hi()));
      }
    }
    return Stream.iterate(0, j -> j < influence.length, j -> j + 1)
        .sorted((j, k) -> Double.compare(influence[k], influence[j]))
        .toList();
  }

  private static List<Ball> minus(List<Ball> values, Ball factor, List<Ball> function) {
    List<Ball> result = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      result.add(exact(values.get(i).minus(factor.times(function.get(i)))));
    }
    return result;
  }

  private Fit fit(List<Ball> values, List<List<Ball>> functions) {
    int size = functions.size();
    int last = values.size() - 1;
    List<Integer> reference = new ArrayList<>();
    for (int k = 0; k <= size; k++) {
      reference.add((int) Math.rint(last * (1 - StrictMath.cos(Math.PI * k / size)) / 2));
    }
    Fit best = new Fit(List.of(), Double.POSITIVE_INFINITY);
    for (int exchange = 0; exchange < MOST_EXCHANGES; exchange++) {
      List<Ball> solution = level(values, functions, reference);
      List<Ball> coefficients = solution.subList(0, size);
      double[] errors = errors(values, functions, coefficients);
      double largest = largest(errors);
      if (largest < best.error()) {
        best = new Fit(coefficients, largest);
      }
      List<Integer> next = alternation(errors, size + 1);
      boolean isLevel = largest <= Math.abs(solution.get(size).hi()) * (1 + TOLERANCE);
      if (isLevel || next.size() <= size || next.equals(reference)) {
        break;
      }
      reference = next;
    }
    return best;
  }

  /** The coefficients for which the errors at the reference alternate, followed by their size. */
  private List<Ball> level(List<Ball> values, List<List<Ball>> functions, List<Integer> reference) {
    List<List<Ball>> rows = new ArrayList<>();
    for (int k = 0; k < reference.size(); k++) {
      int i = reference.get(k);
      List<Ball> row = new ArrayList<>();
      for (List<Ball> function : functions) {
        row.add(exact(function.get(i).times(weight.get(i))));
      }
      row.add(Ball.of(k % 2 == 0 ? 1 : -1));
      row.add(exact(values.get(i).times(weight.get(i))));
      rows.add(row);
    }
    return solve(rows);
  }

  /** Gauss's elimination; each row is followed by its right side. */
  private static List<Ball> solve(List<List<Ball>> rows) {
    int size = rows.size();
    for (int column = 0; column < size; column++) {
      int pivot = column;
      for (int row = column + 1; row < size; row++) {
        double candidate = Math.abs(rows.get(row).get(column).hi());
        pivot = candidate > Math.abs(rows.get(pivot).get(column).hi()) ? row : pivot;
      }
      List<Ball> pivotRow = rows.set(pivot, rows.get(column));
      rows.set(column, pivotRow);
      for (int row = column + 1; row < size; row++) {
        List<Ball> values = rows.get(row);
        Ball factor = exact(values.get(column).dividedBy(pivotRow.get(column)));
        for (int k = column; k <= size; k++) {
          values.set(k, exact(values.get(k).minus(factor.times(pivotRow.get(k)))));
        }
      }
    }
    List<Ball> solution = new ArrayList<>(rows.stream().map(List::getLast).toList());
    for (int row = size - 1; row >= 0; row--) {
      Ball sum = solution.get(row);
      for (int k = row + 1; k < size; k++) {
        sum = sum.minus(rows.get(row).get(k).times(solution.get(k)));
      }
      solution.set(row, exact(exact(sum).dividedBy(rows.get(row).get(row))));
    }
    return solution;
  }

  private double[] errors(List<Ball> values, List<List<Ball>> functions, List<Ball> coefficients) {
    double[] errors = new double[values.size()];
    for (int i = 0; i < errors.length; i++) {
      Ball rest = values.get(i);
      for (int j = 0; j < functions.size(); j++) {
        rest = exact(rest.minus(coefficients.get(j).times(functions.get(j).get(i))));
      }
      errors[i] = rest.times(weight.get(i)).hi();
    }
    return errors;
  }

  private static double largest(double[] errors) {
    double largest = 0;
    for (double error : errors) {
      largest = Math.max(largest, Math.abs(error));
    }
    return largest;
  }

  /** So many extrema of alternating sign, the largest ones; fewer where there are no more. */
  private static List<Integer> alternation(double[] errors, int count) {
    List<Integer> extrema = new ArrayList<>();
    for (int i = 0; i < errors.length; i++) {
      boolean isSameSign = !extrema.isEmpty() && errors[i] < 0 == errors[extrema.getLast()] < 0;
      if (!isSameSign) {
        extrema.add(i);
      } else if (Math.abs(errors[i]) > Math.abs(errors[extrema.getLast()])) {
        extrema.set(extrema.size() - 1, i);
      }
    }
    while (extrema.size() > count) {
      removeLeast(extrema, errors, extrema.size() == count + 1);
    }
    return extrema;
  }

  /** Removes an extremum at an end, or two neighbours, so that signs go on alternating. */
  private static void removeLeast(List<Integer> extrema, double[] errors, boolean one) {
    double first = Math.abs(errors[extrema.getFirst()]);
    double last = Math.abs(errors[extrema.getLast()]);
    if (one && first < last) {
      extrema.removeFirst();
      return;
    } else if (one) {
      extrema.removeLast();
      return;
    }
    int least = 0;
    double leastSize = Double.POSITIVE_INFINITY;
    for (int k = 0; k + 1 < extrema.size(); k++) {
      double size =
          Math.max(Math.abs(errors[extrema.get(k)]), Math.abs(errors[extrema.get(k + 1)]));
      if (size < leastSize) {
        leastSize = size;
        least = k;
      }
    }
    if (least == 0) {
      extrema.removeFirst();
    } else if (least == extrema.size() - 2) {
      extrema.removeLast();
    } else {
      extrema.subList(least, least + 2).clear();
    }
  }
}
