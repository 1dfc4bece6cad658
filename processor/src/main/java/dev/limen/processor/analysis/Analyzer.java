package dev.limen.processor.analysis;

import dev.limen.processor.analysis.Finding.Jump;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Subtract;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.KinkPoint;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.runtime.FunctionProperties.Symmetry;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds what can be known of a function. */
public final class Analyzer {

  /** Inputs that tell most functions without a symmetry. */
  private static final double[] PROBES = {0.3, 1.75, 5.1, 0.01, 20.5, 3e-5, 1};

  /**
   * Beyond it a function that has asymptotes follows them. Up to it products with numbers of modest
   * size do not overflow, as they would for the largest doubles, to no purpose.
   */
  private static final double FAR = 0x1p1000;

  /**
   * A function with such values among finite inputs goes to infinity for all practical purposes.
   */
  private static final double HUGE = 1e300;

  private final Expr written;
  private final Expr value;
  private final Derivative derivative;
  private final Map<String, Double> parameters;
  private final Tape tape;
  private final Tape slopes;
  private final Tail[] tails = new Tail[4];
  private final List<Finding> findings = new ArrayList<>();

  private Analyzer(
      Expr written, Expr value, Derivative derivative, Map<String, Double> parameters) {
    this.written = written;
    this.value = value;
    this.derivative = derivative;
    this.parameters = parameters;
    this.tape = Tape.of(value, parameters);
    this.slopes = Tape.of(derivative.expression(), parameters);
  }

  /**
   * Analyses a function.
   *
   * @param written the function as its author wrote it, of which the findings speak
   * @param value the same function, simplified
   * @param derivative its derivative
   * @param parameters the declared values of the parameters, by name
   * @param parameterSlopes its derivatives with respect to the trainable ones, by name
   */
  public static AnalyzedFunction analyze(
      Expr written,
      Expr value,
      Derivative derivative,
      Map<String, Double> parameters,
      Map<String, Expr> parameterSlopes) {
    // Those that are declared only make no difference.
    Map<String, Double> used = new LinkedHashMap<>(parameters);
    used.keySet().retainAll(written.parameters());
    return new Analyzer(written, value, derivative, used).analyze(parameters, parameterSlopes);
  }

  private AnalyzedFunction analyze(
      Map<String, Double> declared, Map<String, Expr> parameterSlopes) {
    for (int i = 0; i < tails.length; i++) {
      Expr expr = i < 2 ? value : derivative.expression();
      tails[i] = MeasuredTail.of(expr, parameters, i % 2 == 0 ? -1 : 1);
    }
    SortedMap<Double, Expr> switches = Continuity.switches(written, parameters);
    List<Jump> jumps = Continuity.jumps(written, parameters, switches);
    TreeSet<Double> breakpoints = new TreeSet<>(Continuity.switches(value, parameters).keySet());
    addBends(breakpoints);
    findings.addAll(Domain.check(written, parameters));
    FunctionProperties properties = properties(breakpoints);
    findings.addAll(jumps);
    Cancellations.find(tape, properties.valueCrossesZero(), false, List.of(tails[0], tails[1]))
        .ifPresent(findings::add);
    Cancellations.find(
            slopes, properties.derivativeCrossesZero(), true, List.of(tails[2], tails[3]))
        .ifPresent(findings::add);
    if (properties.minimum() == properties.maximum()) {
      findings.add(new Finding.ConstantFunction(written, properties.minimum()));
    }
    return new AnalyzedFunction(
        value,
        derivative,
        declared,
        properties,
        parameters.isEmpty() ? properties : general(properties),
        tails[0],
        tails[1],
        tails[2],
        tails[3],
        parameterSlopes.entrySet().stream()
            .map(slope -> parameterSlope(slope.getKey(), slope.getValue()))
            .toList(),
        findings);
  }

  private ParameterSlope parameterSlope(String parameter, Expr slope) {
    return new ParameterSlope(
        parameter,
        slope,
        MeasuredTail.of(slope, parameters, -1),
        MeasuredTail.of(slope, parameters, 1),
        crosses(slope, Tape.of(slope, parameters)));
  }

  /** Adds the points where abs, relu, min, max and clamp bend, and all kinks. */
  private void addBends(SortedSet<Double> breakpoints) {
    for (Expr expr : value.subexpressions()) {
      if (expr instanceof Call(Function function, List<Expr> arguments)) {
        Expr u = arguments.getFirst();
        switch (function) {
          case ABS, RELU -> addChanges(u, breakpoints);
          case MIN, MAX -> addChanges(new Subtract(u, arguments.get(1)), breakpoints);
          case CLAMP -> {
            addChanges(new Subtract(u, arguments.get(1)), breakpoints);
            addChanges(new Subtract(u, arguments.get(2)), breakpoints);
          }
          default -> {}
        }
      }
    }
    for (KinkPoint kink : derivative.kinks()) {
      breakpoints.add(kink.at() + 0.0);
    }
  }

  private void addChanges(Expr difference, SortedSet<Double> breakpoints) {
    if (!difference.variables().isEmpty()) {
      breakpoints.addAll(Continuity.changes(difference, parameters));
    }
  }

  private FunctionProperties properties(SortedSet<Double> breakpoints) {
    boolean isKnownFarOut =
        Stream.of(tails).noneMatch(tail -> tail.declared() instanceof Asymptote.Unknown);
    double end = isKnownFarOut ? FAR : Double.MAX_VALUE;
    Survey survey = new Survey(tape, slopes, breakpoints, end);
    double[] limits = {limit(tails[0], -1), limit(tails[1], 1)};
    return new FunctionProperties(
        minimum(survey, limits),
        maximum(survey, limits),
        symmetry(breakpoints),
        monotonicity(survey, breakpoints),
        crosses(value, tape),
        crosses(derivative.expression(), slopes),
        List.copyOf(breakpoints),
        derivative.kinks().stream()
            .map(kink ->
                new FunctionProperties.KinkPoint(
                    kink.at(), kink.left(), kink.right(), kink.chosen()))
            .toList());
  }

  private double minimum(Survey survey, double[] limits) {
    if (limits[0] == Double.NEGATIVE_INFINITY || limits[1] == Double.NEGATIVE_INFINITY) {
      return Double.NEGATIVE_INFINITY;
    }
    double least = survey.minimum(limits);
    return least < -HUGE || isNextToPole(least) ? Double.NEGATIVE_INFINITY : least;
  }

  private double maximum(Survey survey, double[] limits) {
    if (limits[0] == Double.POSITIVE_INFINITY || limits[1] == Double.POSITIVE_INFINITY) {
      return Double.POSITIVE_INFINITY;
    }
    double greatest = survey.maximum(limits);
    return greatest > HUGE || isNextToPole(greatest) ? Double.POSITIVE_INFINITY : greatest;
  }

  /** Whether a value is that of a double next to a pole, and so no bound between doubles. */
  private boolean isNextToPole(double value) {
    for (Finding finding : findings) {
      double at =
          switch (finding) {
            case Finding.Pole pole -> pole.at();
            case Finding.Undefined undefined -> undefined.at();
            default -> Double.NaN;
          };
      if (tape.ball(Math.nextDown(at)).toDouble() == value
          || tape.ball(Math.nextUp(at)).toDouble() == value) {
        return true;
      }
    }
    return false;
  }

  /** The limit at an infinity, perhaps infinite; NaN if it is not known. */
  private static double limit(Tail tail, int side) {
    return switch (tail.declared()) {
      case Asymptote.Limit(Expr limit) -> number(limit).toDouble();
      case Asymptote.Line(Expr slope, Expr intercept) ->
          Survey.signOf(number(slope)) * side * Double.POSITIVE_INFINITY;
      case Asymptote.Unbounded(Expr sign) -> Survey.signOf(number(sign)) * Double.POSITIVE_INFINITY;
      case Asymptote.Unknown u -> Double.NaN;
    };
  }

  private static Ball number(Expr expr) {
    return Tape.of(expr, Map.of()).ball(0);
  }

  private Symmetry symmetry(SortedSet<Double> breakpoints) {
    boolean odd = true;
    boolean even = true;
    for (double x : PROBES) {
      odd &= mirrors(x, -1);
      even &= mirrors(x, 1);
    }
    if (!odd && !even) {
      return Symmetry.NONE;
    }
    Symmetry proven = Parity.of(value);
    int sign = proven == Symmetry.EVEN ? 1 : -1;
    // The proof leaves out the values at breakpoints.
    return proven != Symmetry.NONE
            && mirrors(0, sign)
            && breakpoints.stream().allMatch(x -> mirrors(x, sign))
        ? proven
        : Symmetry.NONE;
  }

  /** Whether f(-x) may be f(x) times a sign. */
  private boolean mirrors(double x, int sign) {
    Ball here = tape.ball(x);
    Ball there = tape.ball(0.0 - x);
    if (here.isNaN() || there.isNaN()) {
      return here.isNaN() && there.isNaN();
    }
    Ball difference = sign > 0 ? here.minus(there) : here.plus(there);
    return difference.isNaN() || difference.contains(0);
  }

  private Monotonicity monotonicity(Survey survey, SortedSet<Double> breakpoints) {
    Monotonicity direction = survey.direction();
    int wrong = direction == Monotonicity.INCREASING ? -1 : 1;
    for (double at : breakpoints) {
      Ball left = tape.ball(Math.nextDown(at));
      Ball here = tape.ball(at);
      Ball right = tape.ball(Math.nextUp(at));
      if (Survey.signOf(here.minus(left)) == wrong || Survey.signOf(right.minus(here)) == wrong) {
        return Monotonicity.NONE;
      }
    }
    return direction;
  }

  /** Whether a function crosses zero, or touches it, away from 0. */
  private boolean crosses(Expr expr, Tape on) {
    return (new SignRules(parameters).of(expr) & SignRules.ZERO) != 0
        && (SignChart.of(on, List.of(SignChart.Span.MIDDLE)).crossesZeroAwayFromZero()
            || Touch.isAwayFromZero(on));
  }

  /** What holds for every value of the parameters, without looking closely. */
  private FunctionProperties general(FunctionProperties declared) {
    Map<String, Double> any = Map.of();
    Interval line = Interval.of(-Double.MAX_VALUE, Double.MAX_VALUE);
    Interval range = Tape.of(value, any).interval(line);
    Interval change = Tape.of(derivative.expression(), any).interval(line);
    SignRules rules = new SignRules(any);
    boolean continuous = Tape.of(value, any).interval(line).isContinuous();
    return new FunctionProperties(
        range.isEmpty() ? Double.NEGATIVE_INFINITY : range.lower(),
        range.isEmpty() ? Double.POSITIVE_INFINITY : range.upper(),
        Parity.of(value) == declared.symmetry() ? declared.symmetry() : Symmetry.NONE,
        continuous && change.lower() >= 0
            ? Monotonicity.INCREASING
            : continuous && change.upper() <= 0 ? Monotonicity.DECREASING : Monotonicity.NONE,
        (rules.of(value) & SignRules.ZERO) != 0,
        (rules.of(derivative.expression()) & SignRules.ZERO) != 0,
        declared.breakpoints(),
        declared.kinks());
  }
}
