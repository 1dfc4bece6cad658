package dev.limen.processor.kernel;

import dev.limen.processor.formula.Derivative.PointValue;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Pieces;
import dev.limen.processor.formula.Pieces.Breakpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A function made of lines.
 *
 * @param lines from the left
 * @param thresholds the largest number of the precision on each line but the last
 * @param points where the function has a value that is none of the two lines that meet
 */
record PiecewiseLines(List<Line> lines, double[] thresholds, List<PointValue> points) {

  /**
   * {@code slope * x + shift}, with one rounding.
   *
   * @param slope a number of the precision
   * @param shift the same; -0 where a product is meant, 0 where that is a 0 of any sign
   */
  record Line(double slope, double shift) {

    boolean isConstant() {
      return slope == 0;
    }
  }

  PiecewiseLines {
    lines = List.copyOf(lines);
    points = List.copyOf(points);
  }

  /**
   * A function as lines; empty where a piece is no line, or there are fewer than three.
   *
   * @param isOnTheLeft whether a breakpoint belongs to the piece on its left
   * @param points the values at some points, whatever the lines say
   */
  static Optional<PiecewiseLines> of(
      Pieces pieces, IntPredicate isOnTheLeft, List<PointValue> points, RealConstants constants) {
    List<Line> lines = new ArrayList<>();
    Forms forms = new Forms();
    for (Expr piece : pieces.pieces()) {
      Affine affine = forms.affine(piece);
      if (!affine.isConstant() && !affine.atom().equals(Expr.X)) {
        return Optional.empty();
      }
      double slope = affine.isConstant() ? 0 : constants.rounded(affine.slope());
      double shift = constants.rounded(affine.intercept());
      lines.add(new Line(slope, shift == 0 && slope != 0 ? -0.0 : shift));
    }
    List<PointValue> rest = new ArrayList<>(points);
    double[] thresholds = new double[lines.size() - 1];
    for (int i = 0; i < thresholds.length; i++) {
      Breakpoint breakpoint = pieces.breakpoints().get(i);
      double at = constants.atMost(breakpoint.at());
      boolean isLeft = at < breakpoint.at() || isOnTheLeft.test(i);
      Line taken = lines.get(isLeft ? i : i + 1);
      rest.removeIf(
          point -> point.at() == breakpoint.at() && taken.equals(new Line(0, point.value())));
      thresholds[i] = isLeft ? at : constants.previous(at);
      if (!Double.isFinite(thresholds[i]) || (i > 0 && thresholds[i] <= thresholds[i - 1])) {
        return Optional.empty();
      }
    }
    boolean areFinite =
        lines.stream()
            .allMatch(line -> Double.isFinite(line.slope()) && Double.isFinite(line.shift()));
    return thresholds.length < 2 || !areFinite
        ? Optional.empty()
        : Optional.of(new PiecewiseLines(lines, thresholds, rest));
  }

  /** Whether the function is constant on each piece. */
  boolean areSteps() {
    return lines.stream().allMatch(Line::isConstant);
  }
}
