package dev.limen.processor.analysis;

import static dev.limen.processor.analysis.Rounding.addDown;
import static dev.limen.processor.analysis.Rounding.addUp;
import static dev.limen.processor.analysis.Rounding.divideDown;
import static dev.limen.processor.analysis.Rounding.divideUp;
import static dev.limen.processor.analysis.Rounding.multiplyDown;
import static dev.limen.processor.analysis.Rounding.multiplyUp;
import static dev.limen.processor.analysis.Rounding.stepDown;
import static dev.limen.processor.analysis.Rounding.stepUp;

import dev.limen.processor.formula.Expr;
import dev.limen.verify.Ball;
import java.util.Map;

/**
 * All values that an expression may have on an interval of its input, and perhaps more: bounds are
 * rounded outwards.
 *
 * <p>Operations follow IEEE 1788 (set-based intervals with decorations). An infinite bound is no
 * value, but says that none is known. Functions of one argument rely on the error bounds that
 * {@link StrictMath} documents.
 *
 * @param lower the greatest lower bound known
 * @param upper the least upper bound known; less than {@code lower} if the expression is defined
 *     nowhere on the input
 * @param grade what is known of the expression on the input
 */
public record Interval(double lower, double upper, Grade grade) {

  /**
   * What is known of an expression on an interval of its input; each grade implies those before.
   */
  public enum Grade {
    /** Perhaps undefined somewhere. */
    PARTIAL,
    /** Defined everywhere. */
    DEFINED,
    /** Defined and continuous everywhere. */
    CONTINUOUS
  }

  /** Every number. */
  public static final Interval ENTIRE =
      new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Grade.CONTINUOUS);

  /** No number. */
  public static final Interval EMPTY =
      new Interval(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Grade.PARTIAL);

  static final Interval ZERO = of(0);
  static final Interval ONE = of(1);

  /** Errors documented for exp, expm1, log, log1p, atan, sin, cos and pow are at most 1 ulp. */
  private static final int ONE_ULP = 2;

  /** Errors documented for sinh, cosh and tanh are at most 2.5 ulp. */
  private static final int FEW_ULP = 4;

  private static final double HALF_PI = Math.PI / 2;

  /** Numbers too large to be reduced modulo pi in plain double arithmetic. */
  private static final double UNREDUCIBLE = 0x1p30;

  /** The exact value of a double. */
  public static Interval of(double value) {
    return new Interval(value, value, Grade.CONTINUOUS);
  }

  /** All numbers from {@code lower} to {@code upper}. */
  public static Interval of(double lower, double upper) {
    return new Interval(lower, upper, Grade.CONTINUOUS);
  }

  /** An enclosure of a ball. */
  static Interval of(Ball ball) {
    if (ball.isNaN()) {
      return EMPTY;
    }
    double middle = ball.hi();
    if (ball.isExact() && ball.lo() == 0) {
      return of(middle);
    }
    if (Double.isInfinite(middle) || !Double.isFinite(ball.radius())) {
      return Double.isInfinite(middle)
          ? middle > 0
              ? of(Double.MAX_VALUE, Double.POSITIVE_INFINITY)
              : of(Double.NEGATIVE_INFINITY, -Double.MAX_VALUE)
          : ENTIRE;
    }
    double radius = Math.nextUp(ball.radius());
    return of(
        Math.nextDown(addDown(middle, addDown(ball.lo(), -radius))),
        Math.nextUp(addUp(middle, addUp(ball.lo(), radius))));
  }

  /** Whether it holds no number. */
  public boolean isEmpty() {
    return !(lower <= upper);
  }

  /** Whether it holds one number only. */
  public boolean isPoint() {
    return lower == upper;
  }

  /**
   * All values of an expression on an interval of x, and perhaps more.
   *
   * @param expression parameters in it may have any value
   */
  public static Interval of(Expr expression, Interval x) {
    return Tape.of(expression, Map.of()).interval(x);
  }

  /** Whether it holds all numbers of another. */
  public boolean contains(Interval other) {
    return other.isEmpty() || (lower <= other.lower && other.upper <= upper);
  }

  /** Whether it holds a number. */
  public boolean contains(double value) {
    return lower <= value && value <= upper;
  }

  /** Whether the expression is known to be defined and continuous on the input. */
  public boolean isContinuous() {
    return grade == Grade.CONTINUOUS;
  }

  /** Whether the expression is known to be defined everywhere on the input. */
  public boolean isDefined() {
    return grade != Grade.PARTIAL;
  }

  /** The largest magnitude. */
  public double magnitude() {
    return Math.max(Math.abs(lower), Math.abs(upper));
  }

  /** The smallest magnitude. */
  public double mignitude() {
    return contains(0) ? 0 : Math.min(Math.abs(lower), Math.abs(upper));
  }

  private static Grade worse(Grade a, Grade b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private Interval with(double newLower, double newUpper) {
    return new Interval(newLower, newUpper, grade);
  }

  /** The same numbers, with no better a grade than given. */
  Interval graded(Grade limit) {
    return grade.compareTo(limit) <= 0 ? this : new Interval(lower, upper, limit);
  }

  /** An interval that contains both. */
  Interval hull(Interval other) {
    if (isEmpty()) {
      return other.graded(Grade.PARTIAL);
    }
    if (other.isEmpty()) {
      return graded(Grade.PARTIAL);
    }
    return new Interval(
        Math.min(lower, other.lower), Math.max(upper, other.upper), worse(grade, other.grade));
  }

  /** The numbers that are in both: two enclosures of the same expression on the same input. */
  Interval meet(Interval other) {
    return new Interval(
        Math.max(lower, other.lower),
        Math.min(upper, other.upper),
        grade.compareTo(other.grade) > 0 ? grade : other.grade);
  }

  /** The numbers from {@code least} to {@code greatest}, known to bound the expression. */
  Interval within(double least, double greatest) {
    return lower >= least && upper <= greatest || isEmpty()
        ? this
        : with(Math.max(lower, least), Math.min(upper, greatest));
  }

  public Interval negate() {
    return with(-upper, -lower);
  }

  Interval plus(Interval other) {
    if (isEmpty() || other.isEmpty()) {
      return EMPTY;
    }
    return new Interval(
        addDown(lower, other.lower), addUp(upper, other.upper), worse(grade, other.grade));
  }

  Interval minus(Interval other) {
    return plus(other.negate());
  }

  Interval times(Interval other) {
    if (isEmpty() || other.isEmpty()) {
      return EMPTY;
    }
    double a = lower;
    double b = upper;
    double c = other.lower;
    double d = other.upper;
    double least;
    double greatest;
    if (a >= 0 && c >= 0) {
      least = multiplyDown(a, c);
      greatest = multiplyUp(b, d);
    } else {
      least =
          Math.min(
              Math.min(multiplyDown(a, c), multiplyDown(a, d)),
              Math.min(multiplyDown(b, c), multiplyDown(b, d)));
      greatest =
          Math.max(
              Math.max(multiplyUp(a, c), multiplyUp(a, d)),
              Math.max(multiplyUp(b, c), multiplyUp(b, d)));
    }
    return new Interval(least, greatest, worse(grade, other.grade));
  }

  Interval square() {
    if (isEmpty()) {
      return EMPTY;
    }
    double least = mignitude();
    double greatest = magnitude();
    return with(multiplyDown(least, least), multiplyUp(greatest, greatest));
  }

  /** The divisor being 0 somewhere makes the quotient partial. */
  Interval dividedBy(Interval other) {
    if (isEmpty() || other.isEmpty() || other.lower == 0 && other.upper == 0) {
      return EMPTY;
    }
    double c = other.lower;
    double d = other.upper;
    if (c < 0 && d > 0) {
      return ENTIRE.graded(Grade.PARTIAL);
    }
    if (c == 0 || d == 0) {
      boolean positive = c == 0;
      double nearest = positive ? d : -c;
      Interval numerator = positive ? this : negate();
      double least =
          numerator.lower >= 0 ? divideDown(numerator.lower, nearest) : Double.NEGATIVE_INFINITY;
      double greatest =
          numerator.upper <= 0 ? divideUp(numerator.upper, nearest) : Double.POSITIVE_INFINITY;
      return new Interval(least, greatest, Grade.PARTIAL);
    }
    double a = lower;
    double b = upper;
    double least =
        Math.min(
            Math.min(divideDown(a, c), divideDown(a, d)),
            Math.min(divideDown(b, c), divideDown(b, d)));
    double greatest =
        Math.max(
            Math.max(divideUp(a, c), divideUp(a, d)), Math.max(divideUp(b, c), divideUp(b, d)));
    return new Interval(least, greatest, worse(grade, other.grade));
  }

  Interval abs() {
    return isEmpty() ? EMPTY : with(mignitude(), magnitude());
  }

  Interval sign() {
    if (isEmpty()) {
      return EMPTY;
    }
    if (lower > 0 || upper < 0 || isPoint()) {
      return with(Math.signum(lower), Math.signum(upper));
    }
    return new Interval(Math.signum(lower), Math.signum(upper), worse(grade, Grade.DEFINED));
  }

  Interval step() {
    if (isEmpty()) {
      return EMPTY;
    }
    if (lower >= 0 || upper < 0) {
      double value = lower >= 0 ? 1 : 0;
      return with(value, value);
    }
    return new Interval(0, 1, worse(grade, Grade.DEFINED));
  }

  Interval min(Interval other) {
    if (isEmpty() || other.isEmpty()) {
      return EMPTY;
    }
    return new Interval(
        Math.min(lower, other.lower), Math.min(upper, other.upper), worse(grade, other.grade));
  }

  Interval max(Interval other) {
    return negate().min(other.negate()).negate();
  }

  Interval relu() {
    return isEmpty() ? EMPTY : with(Math.max(0, lower), Math.max(0, upper));
  }

  Interval sqrt() {
    if (isEmpty() || upper < 0) {
      return EMPTY;
    }
    return new Interval(
        Rounding.sqrtDown(Math.max(0, lower)),
        Rounding.sqrtUp(upper),
        lower < 0 ? Grade.PARTIAL : grade);
  }

  /** A lower bound of a value of which the sign is certain. */
  private static double below(double value, int steps) {
    return value > 0 ? Math.max(0, stepDown(value, steps)) : stepDown(value, steps);
  }

  /** An upper bound of a value of which the sign is certain. */
  private static double above(double value, int steps) {
    return -below(-value, steps);
  }

  Interval exp() {
    if (isEmpty()) {
      return EMPTY;
    }
    return with(
        lower == 0 ? 1 : Math.max(0, stepDown(StrictMath.exp(lower), ONE_ULP)),
        upper == 0 ? 1 : stepUp(StrictMath.exp(upper), ONE_ULP));
  }

  Interval expm1() {
    if (isEmpty()) {
      return EMPTY;
    }
    return with(
        lower == 0 ? 0 : Math.max(-1, below(StrictMath.expm1(lower), ONE_ULP)),
        upper == 0 ? 0 : above(StrictMath.expm1(upper), ONE_ULP));
  }

  Interval log() {
    if (isEmpty() || upper <= 0) {
      return EMPTY;
    }
    return new Interval(
        lower <= 0
            ? Double.NEGATIVE_INFINITY
            : lower == 1 ? 0 : below(StrictMath.log(lower), ONE_ULP),
        upper == 1 ? 0 : above(StrictMath.log(upper), ONE_ULP),
        lower <= 0 ? Grade.PARTIAL : grade);
  }

  Interval log1p() {
    if (isEmpty() || upper <= -1) {
      return EMPTY;
    }
    return new Interval(
        lower <= -1
            ? Double.NEGATIVE_INFINITY
            : lower == 0 ? 0 : below(StrictMath.log1p(lower), ONE_ULP),
        upper == 0 ? 0 : above(StrictMath.log1p(upper), ONE_ULP),
        lower <= -1 ? Grade.PARTIAL : grade);
  }

  Interval tanh() {
    if (isEmpty()) {
      return EMPTY;
    }
    return with(
        lower == 0 ? 0 : Math.max(-1, below(StrictMath.tanh(lower), FEW_ULP)),
        upper == 0 ? 0 : Math.min(1, above(StrictMath.tanh(upper), FEW_ULP)));
  }

  Interval sinh() {
    if (isEmpty()) {
      return EMPTY;
    }
    return with(
        lower == 0 ? 0 : below(StrictMath.sinh(lower), FEW_ULP),
        upper == 0 ? 0 : above(StrictMath.sinh(upper), FEW_ULP));
  }

  Interval cosh() {
    if (isEmpty()) {
      return EMPTY;
    }
    double least = mignitude();
    double greatest = magnitude();
    return with(
        least == 0 ? 1 : Math.max(1, stepDown(StrictMath.cosh(least), FEW_ULP)),
        greatest == 0 ? 1 : stepUp(StrictMath.cosh(greatest), FEW_ULP));
  }

  Interval sigmoid() {
    if (isEmpty()) {
      return EMPTY;
    }
    return with(
        lower == 0 ? 0.5 : Math.max(0, stepDown(sigmoid(lower), FEW_ULP)),
        upper == 0 ? 0.5 : Math.min(1, stepUp(sigmoid(upper), FEW_ULP)));
  }

  /** Within 3 ulp: one of exp, one half each of the sum and of the quotient. */
  private static double sigmoid(double u) {
    double decay = StrictMath.exp(-Math.abs(u));
    return u < 0 ? decay / (1 + decay) : 1 / (1 + decay);
  }

  Interval softplus() {
    if (isEmpty()) {
      return EMPTY;
    }
    return with(Math.max(0, stepDown(softplus(lower), FEW_ULP)), stepUp(softplus(upper), FEW_ULP));
  }

  private static double softplus(double u) {
    return Math.max(0, u) + StrictMath.log1p(StrictMath.exp(-Math.abs(u)));
  }

  Interval erf() {
    return isEmpty()
        ? EMPTY
        : with(ErrorFunctionBounds.erfDown(lower), ErrorFunctionBounds.erfUp(upper));
  }

  Interval erfc() {
    return isEmpty()
        ? EMPTY
        : with(ErrorFunctionBounds.erfcDown(upper), ErrorFunctionBounds.erfcUp(lower));
  }

  Interval atan() {
    if (isEmpty()) {
      return EMPTY;
    }
    double bound = Math.nextUp(HALF_PI);
    return with(
        lower == 0 ? 0 : Math.max(-bound, below(StrictMath.atan(lower), ONE_ULP)),
        upper == 0 ? 0 : Math.min(bound, above(StrictMath.atan(upper), ONE_ULP)));
  }

  Interval sin() {
    return wave(0);
  }

  Interval cos() {
    return wave(1);
  }

  /** The sine of quarter turns later: 0 for sine, 1 for cosine. */
  private Interval wave(int quarters) {
    if (isEmpty()) {
      return EMPTY;
    }
    if (!isPoint() && magnitude() > UNREDUCIBLE || upper - lower > 4 * HALF_PI) {
      return with(-1, 1);
    }
    double first = quarters == 0 ? StrictMath.sin(lower) : StrictMath.cos(lower);
    double last = quarters == 0 ? StrictMath.sin(upper) : StrictMath.cos(upper);
    double least = Math.max(-1, stepDown(Math.min(first, last), ONE_ULP));
    double greatest = Math.min(1, stepUp(Math.max(first, last), ONE_ULP));
    if (isPoint() && lower == 0) {
      return with(quarters, quarters);
    }
    if (isPoint()) {
      return with(least, greatest);
    }
    // The margin covers the rounding of the quotients; a turn taken in error only widens.
    double margin = 0x1p-40 * (1 + magnitude());
    long from = (long) Math.ceil(lower / HALF_PI - margin) + quarters;
    long to = (long) Math.floor(upper / HALF_PI + margin) + quarters;
    for (long turn = from; turn <= to; turn++) {
      switch (Math.floorMod(turn, 4)) {
        case 1 -> greatest = 1;
        case 3 -> least = -1;
        default -> {}
      }
    }
    return with(least, greatest);
  }

  /** An integer power. */
  Interval power(int exponent) {
    if (isEmpty()) {
      return EMPTY;
    }
    if (exponent == 0) {
      return with(1, 1);
    }
    if (exponent < 0) {
      return ONE.dividedBy(power(-exponent));
    }
    if (exponent == 1) {
      return this;
    }
    if (exponent == 2) {
      return square();
    }
    if (exponent % 2 == 0) {
      return with(powerOf(mignitude(), exponent, false), powerOf(magnitude(), exponent, true));
    }
    return with(
        lower >= 0 ? powerOf(lower, exponent, false) : -powerOf(-lower, exponent, true),
        upper >= 0 ? powerOf(upper, exponent, true) : -powerOf(-upper, exponent, false));
  }

  private static double powerOf(double base, int exponent, boolean up) {
    if (base == 0 || base == 1) {
      return base;
    }
    double power = StrictMath.pow(base, exponent);
    return up ? stepUp(power, ONE_ULP) : Math.max(0, stepDown(power, ONE_ULP));
  }

  /**
   * A power of which the exponent is no literal integer. It is defined for a base that is not
   * negative, and perhaps for a negative one where the exponent happens to be an integer.
   */
  Interval power(Interval exponent) {
    if (isEmpty() || exponent.isEmpty()) {
      return EMPTY;
    }
    if (lower < 0 && Math.floor(exponent.upper) >= exponent.lower) {
      double greatest = abs().power(exponent).magnitude();
      return new Interval(-greatest, greatest, Grade.PARTIAL);
    }
    if (upper < 0 || upper == 0 && exponent.upper < 0) {
      return EMPTY;
    }
    boolean zero = lower <= 0;
    boolean partial = lower < 0 || zero && exponent.lower <= 0;
    double base = Math.max(0, lower);
    double least = Double.POSITIVE_INFINITY;
    double greatest = 0;
    for (int i = 0; i < 4; i++) {
      double b = (i & 1) == 0 ? base : upper;
      double v = (i & 2) == 0 ? exponent.lower : exponent.upper;
      double power = StrictMath.pow(b, v);
      if (Double.isNaN(power) || b == 1 && Double.isInfinite(v)) {
        power = 1;
      }
      least = Math.min(least, power);
      greatest = Math.max(greatest, power);
    }
    boolean exact = lower == 1 && upper == 1 || exponent.lower == 0 && exponent.upper == 0;
    return new Interval(
        exact ? 1 : Math.max(0, stepDown(least, ONE_ULP)),
        exact ? 1 : stepUp(greatest, ONE_ULP),
        partial ? Grade.PARTIAL : worse(grade, exponent.grade));
  }
}
