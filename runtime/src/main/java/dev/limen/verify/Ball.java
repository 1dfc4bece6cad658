package dev.limen.verify;

/**
 * A real number known up to an error: a midpoint {@code hi + lo} of twice the precision of double,
 * and a radius.
 *
 * <p>Every operation returns a ball that contains the result for all points of its arguments: radii
 * are propagated, and rounding errors are added to them, rounded upwards. The exponent range is
 * wider than that of double, so that {@code exp(-1000)}, or its inverse, are known as precisely as
 * {@code exp(1)}.
 *
 * <p>Beside finite balls there are the two exact infinities, for the limit of a function at an
 * infinity; the huge balls, midpoint infinite and radius infinite, for a finite number too large
 * for the exponent range; the entire line, midpoint 0 and radius infinite; and NaN, for what is not
 * defined.
 *
 * <p>Immutable and thread-safe.
 */
public final class Ball {
  public Ball(double hi, double lo, double radius) {
    throw todo();
  }

  /** Returns the exact x. */
  public static Ball of(double x) {
    throw todo();
  }

  /** Returns the exact hi + lo. */
  public static Ball of(double hi, double lo) {
    throw todo();
  }

  /** Returns pi. */
  public static Ball pi() {
    throw todo();
  }

  /** Returns the base of natural logarithms. */
  public static Ball e() {
    throw todo();
  }

  /** Returns the ball of what is not defined. */
  public static Ball nan() {
    throw todo();
  }

  /** Returns the ball that contains every real number. */
  public static Ball entire() {
    throw todo();
  }

  /** The midpoint, rounded to double. */
  public double hi() {
    throw todo();
  }

  /** What the midpoint is more than {@link #hi}, rounded to double. */
  public double lo() {
    throw todo();
  }

  /** A bound of the distance of the number from {@code hi() + lo()}. */
  public double radius() {
    throw todo();
  }

  public Ball plus(Ball other) {
    throw todo();
  }

  public Ball plus(double other) {
    throw todo();
  }

  public Ball minus(Ball other) {
    throw todo();
  }

  public Ball minus(double other) {
    throw todo();
  }

  public Ball times(Ball other) {
    throw todo();
  }

  public Ball times(double other) {
    throw todo();
  }

  public Ball dividedBy(Ball other) {
    throw todo();
  }

  public Ball dividedBy(double other) {
    throw todo();
  }

  public Ball negate() {
    throw todo();
  }

  public Ball abs() {
    throw todo();
  }

  public Ball square() {
    throw todo();
  }

  public Ball sqrt() {
    throw todo();
  }

  public Ball exp() {
    throw todo();
  }

  public Ball expm1() {
    throw todo();
  }

  public Ball log() {
    throw todo();
  }

  public Ball log1p() {
    throw todo();
  }

  public Ball tanh() {
    throw todo();
  }

  public Ball sinh() {
    throw todo();
  }

  public Ball cosh() {
    throw todo();
  }

  /** Returns 1 / (1 + exp(-this)). */
  public Ball sigmoid() {
    throw todo();
  }

  /** Returns log(1 + exp(this)). */
  public Ball softplus() {
    throw todo();
  }

  public Ball erf() {
    throw todo();
  }

  /** Returns 1 - erf(this), with a small relative error for large arguments too. */
  public Ball erfc() {
    throw todo();
  }

  public Ball sin() {
    throw todo();
  }

  public Ball cos() {
    throw todo();
  }

  public Ball atan() {
    throw todo();
  }

  public Ball pow(int exponent) {
    throw todo();
  }

  public Ball pow(Ball exponent) {
    throw todo();
  }

  /** Returns -1, 0 or 1. */
  public Ball sign() {
    throw todo();
  }

  /** Returns max(this, 0). */
  public Ball relu() {
    throw todo();
  }

  /** Returns 0 for negative numbers, 1 for others. */
  public Ball step() {
    throw todo();
  }

  public Ball min(Ball other) {
    throw todo();
  }

  public Ball max(Ball other) {
    throw todo();
  }

  /** Returns min(max(this, low), high). */
  public Ball clamp(Ball low, Ball high) {
    throw todo();
  }

  /**
   * Returns {@code then} where a &lt; b for all points of the two, {@code otherwise} where it holds
   * for none, else the hull of both.
   */
  public static Ball ifLess(Ball a, Ball b, Ball then, Ball otherwise) {
    throw todo();
  }

  /**
   * Returns {@code then} where a &lt;= b for all points of the two, {@code otherwise} where it
   * holds for none, else the hull of both.
   */
  public static Ball ifLessOrEqual(Ball a, Ball b, Ball then, Ball otherwise) {
    throw todo();
  }

  /** Returns a ball that contains both. */
  public Ball hull(Ball other) {
    throw todo();
  }

  public boolean contains(double x) {
    throw todo();
  }

  /** Whether the radius is 0: a number, or an infinity, known exactly. */
  public boolean isExact() {
    throw todo();
  }

  /** Whether both the midpoint and the radius are finite. */
  public boolean isFinite() {
    throw todo();
  }

  public boolean isNaN() {
    throw todo();
  }

  /** Returns the radius over the absolute value of the midpoint. */
  public double relativeRadius() {
    throw todo();
  }

  /** Returns the double nearest to the midpoint. */
  public double toDouble() {
    throw todo();
  }

  /** Returns the float nearest to the midpoint, rounded once. */
  public float toFloat() {
    throw todo();
  }

  /** Returns |actual - midpoint|, rounded to double. */
  public double errorOf(double actual) {
    throw todo();
  }

  /**
   * Returns |actual - midpoint| in units in the last place of {@link #toDouble}, at least {@code
   * Double.MIN_VALUE}.
   */
  public double ulpsFrom(double actual) {
    throw todo();
  }

  /**
   * Returns |actual - midpoint| in units in the last place of {@link #toFloat}, at least {@code
   * Float.MIN_VALUE}.
   */
  public double ulpsFrom(float actual) {
    throw todo();
  }

  private static UnsupportedOperationException todo() {
    return new UnsupportedOperationException("not written yet");
  }
}
