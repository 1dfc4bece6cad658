package dev.limen.processor.analysis;

import dev.limen.Precision;
import dev.limen.processor.analysis.Germ.Decay;
import dev.limen.processor.analysis.Germ.Term;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.runtime.Contract;
import dev.limen.runtime.Contract.Measure;
import dev.limen.verify.Ball;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An asymptote found by expansion and confirmed by reference values. From where on it stands for the
 * function is measured at the declared values of the parameters; for others it is bounded by the
 * expansion.
 */
final class MeasuredTail implements Tail {

  /** What asymptotes may be wrong by, of what a contract allows. */
  private static final double SHARE = 0.125;

  /** Where asymptotes are compared with the function. */
  private static final double[] FAR = {0x1p30, 0x1p60, 0x1p100, 0x1p400, Double.MAX_VALUE};

  /** Where they are compared if the function leaves the range of balls, as e^x/e^x does. */
  private static final double[] LESS_FAR = {0x1p4, 0x1p5, 0x1p6, 0x1p8, 0x1p12, 0x1p16};

  /** Asymptotes do not hold nearer to 0. */
  private static final double NEAREST = 0x1p-20;

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
    Asymptote asymptote = general.asymptote();
    Asymptote declared = asymptote;
    if (!parameters.isEmpty()) {
      Map<Expr, Expr> values = new LinkedHashMap<>();
      parameters.forEach(
          (name, value) -> values.put(new Expr.Parameter(name), Expr.constant(value)));
      declared = Behaviour.of(function.substitute(values), side).asymptote();
    }
    Tape tape = Tape.of(function, parameters);
    MeasuredTail tail = new MeasuredTail(tape, side, general, asymptote, declared);
    if (declared instanceof Asymptote.Unknown || tail.isConfirmed()) {
      return tail;
    }
    return new MeasuredTail(
        tape,
        side,
        new Behaviour.Unknown(),
        new Asymptote.Unknown(),
        new Asymptote.Unknown());
  }

  private static Ball number(Expr expr) {
    return Tape.of(expr, Map.of()).ball(0);
  }

  /** Whether the function comes closer to its asymptote, as far out as it can be evaluated. */
  private boolean isConfirmed() {
    return isConfirmed(isEvaluable(FAR[0]) ? FAR : LESS_FAR);
  }

  private boolean isConfirmed(double[] points) {
    double first = Double.NaN;
    double last = Double.NaN;
    for (double t : points) {
      Ball value = function.ball(side * t);
      if (declared instanceof Asymptote.Unbounded(Expr sign)) {
        double size = value.hi() * number(sign).toDouble();
        if (size < (Double.isNaN(last) ? 0 : last)) {
          return false;
        }
        last = Double.isNaN(size) ? last : size;
        continue;
      }
      Ball error = value.minus(line(t));
      if (error.isNaN() || !error.isFinite()) {
        continue;
      }
      double relative = Math.abs(error.hi()) / Math.max(1, Math.abs(line(t).hi()));
      // What is left of a difference that a ball cannot resolve is no error.
      double size = Math.max(0, relative - error.radius());
      if (!Double.isNaN(last) && size > last) {
        return false;
      }
      first = Double.isNaN(first) ? size : first;
      last = size;
    }
    return !Double.isNaN(last)
        && (declared instanceof Asymptote.Unbounded || last < 0x1p-6 && last <= first);
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
    double end =
        lastEvaluable(precision == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE);
    if (!holds(end, precision, contract)) {
      return Double.POSITIVE_INFINITY;
    }
    double bad = 0;
    double good = end;
    if (holds(NEAREST, precision, contract)) {
      good = NEAREST;
    } else {
      bad = NEAREST;
    }
    while (true) {
      good = bisect(bad, good, precision, contract);
      double worse = counterexample(good, end, precision, contract);
      if (Double.isNaN(worse)) {
        return good;
      }
      bad = worse;
      good = end;
    }
  }

  /** About the largest |x| for which the function stays in the range of balls. */
  private double lastEvaluable(double end) {
    double last = end;
    while (!isEvaluable(last) && last > 1) {
      last = Math.sqrt(last);
    }
    return last;
  }

  private boolean isEvaluable(double t) {
    Ball value = function.ball(side * t);
    return value.isFinite() || Double.isInfinite(value.hi());
  }

  /** The least |x| known to be good, above one known to be bad, up to a relative 2^-10. */
  private double bisect(double bad, double good, Precision precision, Contract contract) {
    double lower = bad;
    double upper = good;
    while (upper - lower > upper * 0x1p-10 && lower > 0) {
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
  private double counterexample(
      double from, double end, Precision precision, Contract contract) {
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
      return Math.abs(value.hi()) > largest * 1.001;
    }
    Ball error = value.minus(line(t));
    double size = Math.abs(error.hi()) + error.radius();
    if (size <= Double.MIN_VALUE) {
      // Smaller than a double can say.
      return true;
    }
    return size <= SHARE * allowed(value, t, precision, contract);
  }

  private static double allowed(
      Ball value, double t, Precision precision, Contract contract) {
    if (contract.measure() == Measure.ABSOLUTE) {
      return contract.bound() * Math.max(1, t);
    }
    double ulp =
        precision == Precision.F32 ? Math.ulp(value.toFloat()) : Math.ulp(value.toDouble());
    return Math.min(1, contract.bound()) * ulp;
  }

  @Override
  public Optional<Expr> fromForAll(Precision precision, Contract contract) {
    if (asymptote instanceof Asymptote.Unknown || asymptote instanceof Asymptote.Unbounded) {
      return Optional.empty();
    }
    double end = precision == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    // An |x| that is infinite is never exceeded, not even by infinity.
    return behaviour
        .choose(known -> from(known, precision, contract))
        .map(from -> Expr.call(Function.MIN, from, Expr.constant(end)));
  }

  /** An |x| from which on the remainder is small enough, by its bounds. */
  private static Optional<Expr> from(
      Behaviour.Known known, Precision precision, Contract contract) {
    boolean single = precision == Precision.F32;
    boolean absolute = contract.measure() == Measure.ABSOLUTE;
    boolean floor = !absolute && known.isZero();
    double share = SHARE * (absolute ? contract.bound() : Math.min(1, contract.bound()));
    // An ulp is at least that of the least double of a binade, and at least the least double.
    double ulpExponent = floor ? single ? -149 : -1074 : single ? -24 : -53;
    double toleranceExponent =
        Math.log(share) / Math.log(2) + (absolute ? 0 : ulpExponent);
    Expr result = null;
    for (Decay decay : known.remainder().decays()) {
      if (decay.rate() == null) {
        return Optional.empty();
      }
      double margin = floor ? single ? 95 : 755 : 15;
      double exponent = Math.ceil(-toleranceExponent * Math.log(2) + margin);
      Expr ratio = Scalar.of(exponent).over(decay.rate()).expr();
      result = greater(result, root(ratio, decay.power()));
    }
    for (Term term : known.remainder().terms()) {
      double power = -term.order().power();
      if (term.order().logs() != 0) {
        return Optional.empty();
      }
      Expr size = Expr.call(Function.ABS, term.coefficient().expr());
      double growth = 0;
      if (absolute) {
        growth = 1;
        result = greater(result, Expr.ONE);
      } else if (!floor) {
        Expr scale = constant(known.asymptote());
        if (known.asymptote() instanceof Asymptote.Line(Expr slope, Expr intercept)) {
          growth = 1;
          scale = slope;
          Expr turn = Expr.call(Function.ABS, Scalar.of(intercept).over(Scalar.of(slope)).expr());
          result = greater(result, Scalar.of(turn).times(Scalar.TWO).expr());
        }
        size = new Expr.Divide(size, Expr.call(Function.ABS, scale));
      }
      double exponent = 1 / (power + growth);
      double factor = Math.pow(2, Math.min(1000, Math.ceil((3 - toleranceExponent) * exponent)));
      Expr root = root(Scalar.of(size).expr(), power + growth);
      result = greater(result, Scalar.of(factor).times(Scalar.of(root)).expr());
    }
    if (known.remainder().terms().isEmpty() && !known.remainder().error().isNothing()) {
      return Optional.empty();
    }
    return Optional.of(result == null ? Expr.ZERO : result);
  }

  private static Expr constant(Asymptote asymptote) {
    return asymptote instanceof Asymptote.Limit(Expr limit) ? limit : Expr.ONE;
  }

  private static Expr greater(Expr a, Expr b) {
    return a == null || a.equals(b) ? b : Expr.call(Function.MAX, a, b);
  }

  private static Expr root(Expr base, double degree) {
    if (degree == 1) {
      return base;
    }
    return degree == 2
        ? Expr.call(Function.SQRT, base)
        : new Expr.Power(base, Expr.constant(1 / degree));
  }
}
