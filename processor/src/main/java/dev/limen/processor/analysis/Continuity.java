package dev.limen.processor.analysis;

import dev.limen.processor.analysis.Finding.Jump;
import dev.limen.processor.analysis.SignChart.Span;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Conditional;
import dev.limen.processor.formula.Function;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the jumps of functions in pieces. */
public final class Continuity {

  /** One-sided values that differ by rounding only are at most so many ulp apart. */
  private static final double ROUNDING = 4;

  private Continuity() {}

  /**
   * Compares the pieces on both sides of each breakpoint.
   *
   * <p>One-sided values that differ by no more than 4 ulp of the larger one, as doubles, meet: so
   * much is the rounding of decimal slopes and shifts. So do values that would meet if the
   * breakpoint were another by an ulp or two.
   *
   * @param breakpoints strictly increasing
   * @param pieces one more than breakpoints; piece i holds up to breakpoint i
   * @param parameters the declared values of the parameters, by name
   * @return the jumps in ascending order; the subexpression of each is the piece on its right
   */
  public static List<Jump> check(
      List<Double> breakpoints, List<Expr> pieces, Map<String, Double> parameters) {
    if (pieces.size() != breakpoints.size() + 1) {
      throw new IllegalArgumentException(
          breakpoints.size() + " breakpoints for " + pieces.size() + " pieces");
    }
    List<Jump> jumps = new ArrayList<>();
    for (int i = 0; i < breakpoints.size(); i++) {
      double at = breakpoints.get(i);
      Tape before = Tape.of(pieces.get(i), parameters);
      Tape behind = Tape.of(pieces.get(i + 1), parameters);
      Ball left = before.ballBeside(at, Math.nextDown(at));
      Ball right = behind.ballBeside(at, Math.nextUp(at));
      double drift =
          distance(left, before.ball(Math.nextDown(at)))
              + distance(right, behind.ball(Math.nextUp(at)));
      if (differ(left, right, 2 * drift)) {
        jumps.add(new Jump(pieces.get(i + 1), at, left.toDouble(), right.toDouble()));
      }
    }
    return jumps;
  }

  /**
   * Looks for jumps where the conditionals of a function switch, and where sign and step jump.
   *
   * @param function a function of x
   * @param parameters the declared values of the parameters, by name
   * @return the jumps in ascending order
   */
  public static List<Jump> check(Expr function, Map<String, Double> parameters) {
    return jumps(function, parameters, switches(function, parameters));
  }

  static List<Jump> jumps(
      Expr function, Map<String, Double> parameters, SortedMap<Double, Expr> switches) {
    List<Jump> jumps = new ArrayList<>();
    if (switches.isEmpty()) {
      return jumps;
    }
    Tape tape = Tape.of(function, parameters);
    switches.forEach((at, blame) -> {
      Sides sides = Sides.of(tape, at);
      if (sides.leftIsOff()) {
        jumps.add(new Jump(blame, at, sides.left().toDouble(), sides.here().toDouble()));
      } else if (sides.rightIsOff()) {
        jumps.add(new Jump(blame, at, sides.here().toDouble(), sides.right().toDouble()));
      }
    });
    return jumps;
  }

  /**
   * A function at a point and its one-sided limits there.
   *
   * @param drift how far values move on between neighbouring doubles: the switching point may be
   *     between two
   */
  private record Sides(Ball left, Ball here, Ball right, double drift) {
    static Sides of(Tape tape, double at) {
      double before = Math.nextDown(at);
      double behind = Math.nextUp(at);
      Ball left = tape.ballBeside(at, before);
      Ball right = tape.ballBeside(at, behind);
      double drift = distance(left, tape.ball(before)) + distance(right, tape.ball(behind));
      return new Sides(left, tape.ball(at), right, 2 * drift);
    }

    boolean leftIsOff() {
      return differ(left, here, drift);
    }

    boolean rightIsOff() {
      return differ(here, right, drift);
    }
  }

  /** Whether two one-sided values differ by more than rounding, and by more than some slack. */
  static boolean differ(Ball left, Ball right, double slack) {
    if (!left.isFinite() || !right.isFinite()) {
      return left.isExact() && right.isFinite() && Double.isInfinite(left.hi())
          || right.isExact() && left.isFinite() && Double.isInfinite(right.hi());
    }
    double larger = Math.max(Math.abs(left.toDouble()), Math.abs(right.toDouble()));
    double doubt = left.radius() + right.radius() + (Double.isFinite(slack) ? slack : 0);
    return distance(left, right) > ROUNDING * Math.ulp(larger) + doubt;
  }

  private static double distance(Ball a, Ball b) {
    return a.minus(b).abs().toDouble();
  }

  /**
   * The points at which a function may change its formula by a decision, with the subexpression
   * that decides: conditionals, sign and step.
   */
  static SortedMap<Double, Expr> switches(Expr function, Map<String, Double> parameters) {
    SortedMap<Double, Expr> switches = new TreeMap<>();
    for (Expr expr : function.subexpressions()) {
      Expr difference = null;
      if (expr instanceof Conditional conditional) {
        difference = new Expr.Subtract(conditional.left(), conditional.right());
      } else if (expr instanceof Call call
          && (call.function() == Function.SIGN || call.function() == Function.STEP)) {
        difference = call.argument();
      }
      if (difference != null) {
        for (double at : changes(difference, parameters)) {
          switches.put(at, expr);
        }
      }
    }
    return switches;
  }

  /** Where an expression changes its sign. */
  static List<Double> changes(Expr expr, Map<String, Double> parameters) {
    if (expr.equals(Expr.X)) {
      return List.of(0.0);
    }
    if (expr instanceof Expr.Subtract(Expr left, Expr.Constant(double at)) && left.equals(Expr.X)) {
      return List.of(at);
    }
    return SignChart.of(Tape.of(expr, parameters), List.of(Span.LINE)).changes();
  }
}
