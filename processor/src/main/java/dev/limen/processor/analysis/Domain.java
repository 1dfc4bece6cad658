package dev.limen.processor.analysis;

import dev.limen.processor.analysis.SignChart.Segment;
import dev.limen.processor.analysis.SignChart.Span;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Expr.Add;
import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Conditional;
import dev.limen.processor.formula.Expr.Constant;
import dev.limen.processor.formula.Expr.Divide;
import dev.limen.processor.formula.Expr.Power;
import dev.limen.processor.formula.Expr.Subtract;
import dev.limen.processor.formula.Relation;
import dev.limen.verify.Ball;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a formula has poles, is undefined, or has branches that are never taken. Follows the
 * branches: {@code x > 0 ? log(x) : 0} is defined everywhere.
 */
final class Domain {

  /** Enclosures that one branch may take to be found out of reach. */
  private static final int BUDGET = 100;

  /** Regions that are told apart; formulas with more are looked at in part. */
  private static final int MOST_REGIONS = 200;

  private final Map<String, Double> parameters;
  private final SignRules rules;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<Expr> blamed = new HashSet<>();
  private final Map<List<Span>, Set<Expr>> visited = new IdentityHashMap<>();

  /**
   * Whether to look for branches out of reach for all values of the parameters, or for the rest.
   */
  private final boolean isReach;

  private Domain(Map<String, Double> parameters, boolean isReach) {
    this.parameters = parameters;
    this.rules = new SignRules(parameters);
    this.isReach = isReach;
  }

  /**
   * What is to be said of a formula: operands before what uses them, branches out of reach last.
   */
  static List<Finding> check(Expr formula, Map<String, Double> parameters) {
    List<Finding> findings = new ArrayList<>();
    for (boolean isReach : new boolean[] {false, true}) {
      Domain domain = new Domain(parameters, isReach);
      domain.visit(formula, List.of(Span.LINE));
      findings.addAll(domain.findings);
    }
    return findings;
  }

  private void visit(Expr expr, List<Span> region) {
    if (region.isEmpty()
        || visited.size() > MOST_REGIONS
        || !visited
            .computeIfAbsent(region, r -> Collections.newSetFromMap(new IdentityHashMap<>()))
            .add(expr)) {
      return;
    }
    if (expr instanceof Conditional conditional) {
      visit(conditional.left(), region);
      visit(conditional.right(), region);
      branches(conditional, region);
      return;
    }
    for (Expr child : expr.children()) {
      visit(child, region);
    }
    if (isReach) {
      return;
    }
    switch (expr) {
      case Divide(Expr left, Expr right) -> divisor(expr, left, right, region);
      case Power(Expr base, Expr exponent) -> power(expr, base, exponent, region);
      case Call call -> call(call, region);
      default -> {}
    }
  }

  private void call(Call call, List<Span> region) {
    Expr u = call.argument();
    switch (call.function()) {
      case LOG -> positive(call, u, true, region);
      case LOG1P -> positive(call, new Add(u, Expr.ONE), true, region);
      case SQRT -> positive(call, u, false, region);
      case POW -> power(call, u, call.arguments().get(1), region);
      default -> {}
    }
  }

  private void power(Expr expr, Expr base, Expr exponent, List<Span> region) {
    if (exponent.variables().isEmpty()) {
      Ball value = Tape.of(exponent, parameters).ball(0);
      boolean negative = Survey.signOf(value) < 0;
      boolean integer = value.isExact() && value.hi() == Math.rint(value.hi()) && value.lo() == 0;
      if (!integer) {
        positive(expr, base, negative, region);
      } else if (negative) {
        divisor(expr, Expr.ONE, base, region);
      }
    } else {
      positive(expr, base, false, region);
    }
  }

  private void divisor(Expr expr, Expr dividend, Expr divisor, List<Span> region) {
    if ((rules.of(divisor) & SignRules.ZERO) == 0) {
      return;
    }
    double at = Double.NaN;
    for (double x : SignChart.of(Tape.of(divisor, parameters), region).changes()) {
      if (!(Math.abs(at) <= Math.abs(x))) {
        at = x;
      }
    }
    if (!Double.isNaN(at) && blamed.add(expr)) {
      Ball over = Tape.of(dividend, parameters).ball(at);
      findings.add(
          over.contains(0) ? new Finding.Undefined(expr, at, at, at) : new Finding.Pole(expr, at));
    }
  }

  /** Checks that an expression is never negative, nor zero where that is a pole. */
  private void positive(Expr expr, Expr u, boolean pole, List<Span> region) {
    int signs = rules.of(u);
    if ((signs & SignRules.NEGATIVE) == 0 && (!pole || (signs & SignRules.ZERO) == 0)) {
      return;
    }
    Finding found = null;
    double nearest = Double.POSITIVE_INFINITY;
    Segment negative = null;
    List<Segment> segments = SignChart.of(Tape.of(u, parameters), region).segments();
    for (Segment segment : segments) {
      boolean point = segment.lower() == segment.upper();
      if (segment.sign() > 0 || segment.sign() == 0 && !pole) {
        continue;
      }
      double distance =
          segment.lower() <= 0 && segment.upper() >= 0
              ? 0
              : Math.min(Math.abs(segment.lower()), Math.abs(segment.upper()));
      if (segment.sign() == 0 && point) {
        if (negative == null && distance < nearest) {
          nearest = distance;
          found = new Finding.Pole(expr, segment.lower());
        }
      } else if (negative == null || distance < nearest) {
        nearest = distance;
        negative = segment;
      }
    }
    if (negative != null) {
      double from = open(negative.lower(), Math.nextDown(negative.lower()), segments);
      double to = open(negative.upper(), Math.nextUp(negative.upper()), segments);
      double at = Math.abs(from) < Math.abs(to) ? from : to;
      found = new Finding.Undefined(expr, from < 0 && to > 0 ? 0 : at, from, to);
    }
    if (found != null && blamed.add(expr)) {
      findings.add(found);
    }
  }

  /** The end of a segment, or the zero next to it, or an infinity. */
  private static double open(double end, double next, List<Segment> segments) {
    if (Math.abs(end) == Double.MAX_VALUE) {
      return next;
    }
    for (Segment segment : segments) {
      if (segment.sign() == 0 && segment.lower() <= next && next <= segment.upper()) {
        return next + 0.0;
      }
    }
    return end;
  }

  private void branches(Conditional conditional, List<Span> region) {
    Relation relation = conditional.relation();
    Expr difference = new Subtract(conditional.left(), conditional.right());
    if (conditional.right() instanceof Constant(double value) && value == 0) {
      difference = conditional.left();
    }
    int decided = decided(relation, difference, region);
    if (decided >= 0) {
      Expr dead = decided == 1 ? conditional.otherwise() : conditional.then();
      if (isReach && blamed.add(conditional)) {
        findings.add(new Finding.Unreachable(dead, conditional));
      }
      visit(decided == 1 ? conditional.then() : conditional.otherwise(), region);
      return;
    }
    if (isReach && !difference.parameters().isEmpty()) {
      visit(conditional.then(), region);
      visit(conditional.otherwise(), region);
      return;
    }
    List<Span> taken = new ArrayList<>();
    List<Span> others = new ArrayList<>();
    for (Segment segment : SignChart.of(Tape.of(difference, parameters), region).segments()) {
      List<Span> side = relation.holds(segment.sign()) ? taken : others;
      boolean joins = !side.isEmpty() && Math.nextUp(side.getLast().upper()) == segment.lower();
      double from = joins ? side.removeLast().lower() : segment.lower();
      side.add(new Span(from, segment.upper()));
    }
    visit(conditional.then(), taken);
    visit(conditional.otherwise(), others);
  }

  /**
   * 1 if a relation of an expression and 0 holds on a region for every value of the parameters, 0
   * if it never does, -1 if it is not known to.
   */
  private static int decided(Relation relation, Expr difference, List<Span> region) {
    int signs = new SignRules(Map.of()).of(difference);
    boolean always = true;
    boolean never = true;
    for (int sign = -1; sign <= 1; sign++) {
      int bit = sign < 0 ? SignRules.NEGATIVE : sign > 0 ? SignRules.POSITIVE : SignRules.ZERO;
      if ((signs & bit) != 0) {
        always &= relation.holds(sign);
        never &= !relation.holds(sign);
      }
    }
    if (always || never) {
      return always ? 1 : 0;
    }
    Tape tape = Tape.of(difference, Map.of());
    Deque<Span> open = new ArrayDeque<>(region);
    int answer = -1;
    for (int work = 0; !open.isEmpty(); work++) {
      Span cell = open.poll();
      Interval value = tape.interval(Interval.of(cell.lower(), cell.upper()));
      int here = value.isEmpty() ? -1 : Tape.decided(relation, value, Interval.ZERO);
      if (here >= 0) {
        if (answer >= 0 && answer != here) {
          return -1;
        }
        answer = here;
        continue;
      }
      double middle = Survey.middle(cell.lower(), cell.upper());
      if (work > BUDGET || middle <= cell.lower() || middle >= cell.upper()) {
        return -1;
      }
      open.add(new Span(cell.lower(), middle));
      open.add(new Span(middle, cell.upper()));
    }
    return answer;
  }
}
