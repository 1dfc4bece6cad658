package dev.limen.processor.analysis;

import dev.limen.Precision;
import dev.limen.processor.analysis.Germ.Decay;
import dev.limen.processor.analysis.Germ.Term;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.Relation;
import dev.limen.runtime.Contract;
import dev.limen.runtime.Contract.Measure;
import dev.limen.verify.Ball;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An asymptote found by expansion and confirmed by reference values. From where on it stands for
 * the function is measured at the declared values of the parameters; for others it is bounded by
 * the expansion.
 */
final class MeasuredTail implements Tail {

  /** What asymptotes may be wrong by, of what a contract allows. */
  private static final double SHARE = 0.125;

  /** Where asymptotes are compared with the function. */
  private static final double[] FAR = {
    0x1p6, 0x1p10, 0x1p16, 0x1p24, 0x1p30, 0x1p60, 0x1p100, 0x1p400, Double.MAX_VALUE
  };

  /** Asymptotes do not hold nearer to 0. */
  private static final double NEAREST = 0x1p-20;

  /** Terms of a remainder that bound it; more are less. */
  private static final int MOST_TERMS = 2;

  private static final Set<Function> PIECEWISE =
      EnumSet.of(
          Function.ABS,
          Function.SIGN,
          Function.MIN,
          Function.MAX,
          Function.CLAMP,
          Function.RELU,
          Function.STEP);

  private record Key(Precision precision, Contract contract) {}

  private final Tape function;
  private final int side;
  private final Behaviour behaviour;
  private final Asymptote asymptote;
  private final Asymptote declared;
  private final Ball slope;
  private final Ball constant;
  private final Map<Key, Double> measured = new ConcurrentHashMap<>();

  private MeasuredTail(
      Tape function, int side, Behaviour behaviour, Asymptote asymptote, Asymptote declared) {
    this.function = function;
    this.side = side;
    this.behaviour = behaviour;
    this.asymptote = asymptote;
    this.declared = declared;
    this.slope = declared instanceof Asymptote.Line(Expr s, Expr i) ? number(s) : Ball.of(0);
    this.constant =
        switch (declared) {
          case Asymptote.Line(Expr s, Expr intercept) -> number(intercept);
          case Asymptote.Limit(Expr limit) -> number(limit);
          case Asymptote.Unbounded u -> Ball.of(0);
          case Asymptote.Unknown u -> Ball.of(0);
        };
  }

  /**
   * Examines a function towards one infinity.
   *
   * @param side 1 for positive infinity, -1 for negative infinity
   */
  static Tail of(Expr function, Map<String, Double> parameters, int side) {
    Behaviour general = Behaviour.of(function, side);
    Asymptote asymptote = general.asymptote(side);
    Asymptote declared = asymptote;
    if (!parameters.isEmpty()) {
      Map<Expr, Expr> values = new LinkedHashMap<>();
      parameters.forEach(
          (name, value) -> values.put(new Expr.Parameter(name), Expr.constant(value)));
      declared = Behaviour.of(function.substitute(values), side).asymptote(side);
    }
    Tape tape = Tape.of(function, parameters);
    MeasuredTail tail = new MeasuredTail(tape, side, general, asymptote, declared);
    if (declared instanceof Asymptote.Unknown || tail.isConfirmed()) {
      return tail;
    }
    return new MeasuredTail(
        tape, side, new Behaviour.Unknown(), new Asymptote.Unknown(), new Asymptote.Unknown());
  }

  private static Ball number(Expr expr) {
    return Tape.of(expr, Map.of()).ball(0);
  }

  /** Whether the function comes closer to its asymptote, as far out as it can be evaluated. */
  private boolean isConfirmed() {
    int compared = 0;
    double last = Double.POSITIVE_INFINITY;
    double size = 0;
    for (double t : FAR) {
      Ball value = function.ball(side * t);
      if (declared instanceof Asymptote.Unbounded(Expr sign)) {
        if (!value.isNaN() && value.hi() != 0) {
          size = -value.hi() * number(sign).toDouble();
        }
      } else {
        Ball error = value.minus(line(t));
        if (error.isNaN() || !error.isFinite()) {
          continue;
        }
        double relative = error.radius() / Math.max(1, Math.abs(line(t).hi()));
        size = Math.abs(error.hi()) / Math.max(1, Math.abs(line(t).hi()));
        // What is left of a difference that a ball cannot resolve is no error.
        size = Math.max(0, size - relative);
      }
      if (size > last) {
        // Near 0 a function may yet be about to turn.
        compared = 0;
      }
      last = size;
      compared++;
    }
    return compared >= 2 && (declared instanceof Asymptote.Unbounded || last < 0x1p-6);
  }

  private Ball line(double t) {
    return slope.times(side * t).plus(constant);
  }

  @Override
  public Asymptote asymptote() {
    return asymptote;
  }

  @Override
  public Asymptote declared() {
    return declared;
  }

  @Override
  public double from(Precision precision, Contract contract) {
    return measured.computeIfAbsent(
        new Key(precision, contract), key -> measure(precision, contract));
  }

  private double measure(Precision precision, Contract contract) {
    if (declared instanceof Asymptote.Unknown) {
      return Double.NaN;
    }
    double end = reach(precision == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE);
    if (!holds(end, precision, contract)) {
      return Double.POSITIVE_INFINITY;
    }
    if (holds(NEAREST, precision, contract)
        && Double.isNaN(counterexample(NEAREST, end, precision, contract))) {
      return NEAREST;
    }
    double bad = NEAREST;
    while (true) {
      double good = bisect(bad, end, precision, contract);
      double worse = counterexample(good, end, precision, contract);
      if (Double.isNaN(worse)) {
        return good;
      }
      bad = worse;
    }
  }

  /** The largest |x| at which the function can be evaluated. */
  private double reach(double end) {
    double t = end;
    while (t > 1 && !isKnown(function.ball(side * t))) {
      t = Survey.middle(1, t);
    }
    return t;
  }

  private static boolean isKnown(Ball value) {
    return !value.isNaN() && (value.hi() != 0 || Double.isFinite(value.radius()));
  }

  /** The least |x| known to be good, above one known to be bad, up to a relative 2^-10. */
  private double bisect(double bad, double good, Precision precision, Contract contract) {
    double lower = bad;
    double upper = good;
    while (upper - lower > upper * 0x1p-10) {
      double middle = Survey.middle(lower, upper);
      if (holds(middle, precision, contract)) {
        upper = middle;
      } else {
        lower = middle;
      }
    }
    return upper;
  }

  /** A larger |x| for which the asymptote is not good enough; NaN if none is found. */
  private double counterexample(double from, double end, Precision precision, Contract contract) {
    double worse = Double.NaN;
    double factor = 1.03;
    for (double t = from * factor; t < end; t *= factor) {
      if (!holds(t, precision, contract)) {
        worse = t;
      }
      factor = Math.min(0x1p60, 1 + (factor - 1) * 1.25);
    }
    return worse;
  }

  private boolean holds(double t, Precision precision, Contract contract) {
    Ball value = function.ball(side * t);
    if (value.isNaN()) {
      return false;
    }
    if (declared instanceof Asymptote.Unbounded) {
      double largest = precision == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
      return Math.abs(value.hi()) > largest;
    }
    Ball error = value.minus(line(t));
    double allowed = SHARE * allowed(value, t, precision, contract);
    if (allowed < 0x1p-400) {
      // A share of the least double would be none.
      error = error.times(0x1p600);
      allowed = SHARE * 0x1p600 * allowed(value, t, precision, contract);
    }
    return Math.abs(error.hi()) + error.radius() <= allowed;
  }

  private static double allowed(Ball value, double t, Precision precision, Contract contract) {
    if (contract.measure() == Measure.ABSOLUTE) {
      return contract.bound() * Math.max(1, t);
    }
    double ulp =
        precision == Precision.F32 ? Math.ulp(value.toFloat()) : Math.ulp(value.toDouble());
    return Math.min(1, contract.bound()) * ulp;
  }

  @Override
  public Optional<Expr> fromForAll(Precision precision, Contract contract) {
    if (asymptote instanceof Asymptote.Unknown
        || asymptote instanceof Asymptote.Unbounded
        || choices().anyMatch(choice -> !choice.parameters().isEmpty())) {
      return Optional.empty();
    }
    // The expansion is that of the last piece.
    double lastPiece = choices().findAny().isPresent() ? from(precision, contract) : 0;
    double end = precision == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    // An |x| that is infinite is never exceeded, not even by infinity.
    Optional<Expr> from;
    try {
      from = behaviour.choose(known -> from(known, precision, contract));
    } catch (Undecided undecided) {
      from = Optional.empty();
    }
    return from.map(bound -> greater(Expr.constant(lastPiece), bound))
        .map(bound ->
            bound instanceof Expr.Constant(double value) && value <= end
                ? bound
                : Expr.call(Function.MIN, bound, Expr.constant(end)));
  }

  /** What x is compared by, where the function is another on one side than on the other. */
  private Stream<Expr> choices() {
    return IntStream.range(0, function.size())
        .mapToObj(function::expression)
        .<Expr>flatMap(expr ->
            switch (expr) {
              case Expr.Conditional c -> Stream.of(new Expr.Subtract(c.left(), c.right()));
              case Expr.Call call when PIECEWISE.contains(call.function()) -> Stream.of(call);
              default -> Stream.empty();
            })
        .filter(expr -> !expr.variables().isEmpty());
  }

  /** An |x| from which on the remainder is small enough, by its bounds. */
  private static Optional<Expr> from(
      Behaviour.Known known, Precision precision, Contract contract) {
    boolean single = precision == Precision.F32;
    boolean absolute = contract.measure() == Measure.ABSOLUTE;
    boolean floor = !absolute && known.mayVanish();
    double toleranceExponent =
        floor ? single ? -152 : -1077 : toleranceExponent(precision, contract);
    Expr result = null;
    for (Decay decay : known.remainder().decays()) {
      if (decay.rate() == null) {
        return Optional.empty();
      }
      double margin = floor ? single ? 95 : 755 : 15;
      double exponent = Math.ceil(-toleranceExponent * StrictMath.log(2) + margin);
      Expr ratio = Scalar.of(exponent).over(decay.rate()).expr();
      result = greater(result, root(ratio, decay.power()));
    }
    List<Term> terms = known.remainder().terms();
    for (Term term : terms.subList(0, Math.min(MOST_TERMS, terms.size()))) {
      if (term.order().logs() != 0) {
        return Optional.empty();
      }
      double power = -term.order().power();
      Scalar size = Scalar.of(Expr.call(Function.ABS, term.coefficient().expr()));
      if (absolute) {
        result = greater(result, greater(Expr.ONE, bound(size, power + 1, toleranceExponent)));
        continue;
      }
      Expr vanishing = bound(size, power, single ? -152 : -1077);
      Expr scale = constant(known.asymptote());
      boolean isLine = known.asymptote() instanceof Asymptote.Line;
      if (scale.equals(Expr.ZERO)) {
        result = greater(result, vanishing);
        continue;
      }
      Scalar relative = size.over(Scalar.of(Expr.call(Function.ABS, scale)));
      Expr bound =
          bound(relative, isLine ? power + 1 : power, toleranceExponent(precision, contract));
      if (known.asymptote() instanceof Asymptote.Line(Expr slope, Expr intercept)
          && !intercept.equals(Expr.ZERO)) {
        // Where the line crosses zero an ulp is small.
        Expr root = Scalar.of(intercept).over(Scalar.of(slope)).times(Scalar.TWO).expr();
        bound = greater(bound, Expr.call(Function.ABS, root));
      }
      result = greater(result, known.mayVanish() ? unlessZero(scale, bound, vanishing) : bound);
    }
    if (known.remainder().terms().isEmpty() && !known.remainder().error().isNothing()) {
      return Optional.empty();
    }
    return Optional.of(result == null ? Expr.ZERO : result);
  }

  /** The binary logarithm of the error that is allowed, absolute or of the value. */
  private static double toleranceExponent(Precision precision, Contract contract) {
    boolean absolute = contract.measure() == Measure.ABSOLUTE;
    double share = SHARE * (absolute ? contract.bound() : Math.min(1, contract.bound()));
    // An ulp is more than 2^-24 or 2^-53 of a value that is not subnormal.
    double ulpExponent = precision == Precision.F32 ? -24 : -53;
    return StrictMath.log(share) / StrictMath.log(2) + (absolute ? 0 : ulpExponent);
  }

  /** Where size * t^-power comes below 2^exponent / 4. */
  private static Expr bound(Scalar size, double power, double exponent) {
    double factor = StrictMath.pow(2, Math.min(1000, Math.ceil((2 - exponent) / power)));
    return Scalar.of(root(size.expr(), power)).times(Scalar.of(factor)).expr();
  }

  private static Expr constant(Asymptote asymptote) {
    return switch (asymptote) {
      case Asymptote.Limit(Expr limit) -> limit;
      case Asymptote.Line(Expr slope, Expr intercept) -> slope;
      case Asymptote.Unbounded u -> Expr.ONE;
      case Asymptote.Unknown u -> Expr.ONE;
    };
  }

  /** The lesser of two bounds, of which the first is for a number that is not 0. */
  private static Expr unlessZero(Expr number, Expr bound, Expr otherwise) {
    return new Expr.Conditional(
        Relation.GREATER,
        Expr.call(Function.ABS, number),
        Expr.ZERO,
        Expr.call(Function.MIN, bound, otherwise),
        otherwise);
  }

  private static Expr greater(Expr a, Expr b) {
    if (a == null || a.equals(b) || a.equals(Expr.ZERO)) {
      return b;
    }
    return b.equals(Expr.ZERO) ? a : Expr.call(Function.MAX, a, b);
  }

  /** Without a power, which takes long to compute: kernels are bound at every step of training. */
  private static Expr root(Expr base, double degree) {
    if (degree == 1) {
      return base;
    }
    if (degree % 2 == 0) {
      return root(Expr.call(Function.SQRT, base), degree / 2);
    }
    return Expr.call(
        Function.EXP, new Expr.Divide(Expr.call(Function.LOG, base), Expr.constant(degree)));
  }
}
