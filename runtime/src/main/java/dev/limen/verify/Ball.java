package dev.limen.verify;

import java.util.Objects;

/**
 * A real number known up to an error: a midpoint {@code hi + lo} of twice the precision of double,
 * and a radius.
 *
 * <p>Every operation returns a ball that contains the result for all points of its arguments: radii
 * are propagated, and rounding errors are added to them, rounded upwards. A result of exact
 * arguments that the midpoint can hold is exact. Where a function of an exact double is not, the
 * radius is at most about 2^-95 of the midpoint (for powers, and for sine and cosine next to their
 * zeros, it may be larger). The exponent range is wider than that of double, so {@code exp(-1000)}
 * and its inverse are known as precisely as {@code exp(1)}.
 *
 * <p>Beside finite balls there are the two exact infinities, for the limit of a function at an
 * infinity; the <em>huge</em> balls, midpoint infinite and radius infinite, for a finite number too
 * large for the exponent range; the entire line, midpoint 0 and radius infinite; and NaN, for what
 * is not defined: NaN itself, a function outside its domain, and what has no limit.
 *
 * <p>The arithmetic is that of Joldes, Muller and Popescu, "Tight and rigorous error bounds for
 * basic building blocks of double-word arithmetic", ACM TOMS 44 (2017).
 *
 * <p>Immutable and thread-safe.
 */
public final class Ball {

  /** Midpoints between these need no scale: no product of their parts underflows. */
  static final double TINY = 0x1p-900;

  static final double BIG = 0x1p1000;

  /** Exponents beyond this leave the range: the number is huge, or vanishes. */
  private static final int LIMIT = 1 << 29;

  /** Huge balls are known to be larger than 2 to this. */
  private static final int HUGE_EXPONENT = 1 << 28;

  /** A number with such an exponent, multiplied with a huge one, leaves it huge. */
  private static final int MODEST = 1 << 18;

  /** A bound of the relative error of a product, 5 * 2^-106. */
  private static final double PRODUCT_ERROR = 0x1.4p-104;

  /** A bound of the relative error of a quotient or a square root, 16 * 2^-106. */
  private static final double QUOTIENT_ERROR = 0x1p-102;

  private static final double UP = 1 + 0x1p-48;
  private static final double DOWN = 1 - 0x1p-48;
  private static final double UNDERFLOW = 16 * Double.MIN_VALUE;

  static final Ball ZERO = new Ball(0, 0, 0, 0);
  static final Ball ONE = new Ball(1, 0, 0, 0);
  static final Ball TWO = new Ball(2, 0, 0, 0);
  static final Ball HALF = new Ball(0.5, 0, 0, 0);
  private static final Ball NAN = new Ball(Double.NaN, 0, 0, 0);
  private static final Ball ENTIRE = new Ball(0, 0, Double.POSITIVE_INFINITY, 0);
  private static final Ball VANISHING = new Ball(0, 0, 1, -HUGE_EXPONENT);
  private static final Ball POSITIVE_INFINITY = new Ball(Double.POSITIVE_INFINITY, 0, 0, 0);
  private static final Ball NEGATIVE_INFINITY = new Ball(Double.NEGATIVE_INFINITY, 0, 0, 0);
  private static final Ball POSITIVE_HUGE =
      new Ball(Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY, 0);
  private static final Ball NEGATIVE_HUGE =
      new Ball(Double.NEGATIVE_INFINITY, 0, Double.POSITIVE_INFINITY, 0);
  static final Ball PI = new Ball(0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53, 0x1p-108, 0);
  private static final Ball E = new Ball(0x1.5bf0a8b145769p+1, 0x1.4d57ee2b1013ap-53, 0x1p-108, 0);

  /** The midpoint is {@code (hi + lo) * 2^scale}; |lo| is at most half an ulp of hi. */
  final double hi;

  final double lo;

  /** In units of {@code 2^scale}. */
  final double radius;

  /**
   * 0 for sizes between {@link #TINY} and {@link #BIG}. Otherwise the larger of |hi| and radius is
   * in [1, 2).
   */
  final int scale;

  Ball(double hi, double lo, double radius, int scale) {
    this.hi = hi;
    this.lo = lo;
    this.radius = radius;
    this.scale = scale;
  }

  /** Returns the exact x. */
  public static Ball of(double x) {
    double size = Math.abs(x);
    if (size >= TINY && size <= BIG) {
      return new Ball(x, 0, 0, 0);
    }
    return x == Double.POSITIVE_INFINITY
        ? POSITIVE_INFINITY
        : x == Double.NEGATIVE_INFINITY ? NEGATIVE_INFINITY : rescaled(x, 0, 0, 0);
  }

  /** Returns the exact hi + lo. */
  public static Ball of(double hi, double lo) {
    double size = Math.abs(hi);
    return size >= TINY && size <= BIG && Math.abs(lo) <= BIG
        ? sum(hi, 0, 0, lo, 0, 0)
        : of(hi).plus(of(lo));
  }

  /**
   * Returns the numbers that are not farther than the radius from hi + lo.
   *
   * @throws IllegalArgumentException if the radius is negative
   */
  public static Ball of(double hi, double lo, double radius) {
    if (radius < 0) {
      throw new IllegalArgumentException("negative radius");
    }
    Ball middle = of(hi, lo);
    return radius == 0 ? middle : middle.widened(of(radius));
  }

  /** Returns pi. */
  public static Ball pi() {
    return PI;
  }

  /** Returns the base of natural logarithms. */
  public static Ball e() {
    return E;
  }

  /** Returns the ball of what is not defined. */
  public static Ball nan() {
    return NAN;
  }

  /** Returns the ball that contains every real number. */
  public static Ball entire() {
    return ENTIRE;
  }

  static Ball huge(double sign) {
    return sign > 0 ? POSITIVE_HUGE : NEGATIVE_HUGE;
  }

  static Ball infinity(double sign) {
    return sign > 0 ? POSITIVE_INFINITY : NEGATIVE_INFINITY;
  }

  /** Returns a ball around 0 that holds the inverse of every huge number. */
  static Ball vanishing() {
    return VANISHING;
  }

  private static Ball make(double hi, double lo, double radius, int scale) {
    double size = Math.abs(hi);
    return scale == 0 && size >= TINY && size <= BIG && radius <= BIG
        ? new Ball(hi, lo, radius, 0)
        : rescaled(hi, lo, radius, scale);
  }

  /** Brings a ball of any size to the form of the fields. */
  private static Ball rescaled(double hi, double lo, double radius, long scale) {
    if (Double.isNaN(hi) || Double.isNaN(radius)) {
      return NAN;
    }
    if (!(Math.abs(hi) <= Double.MAX_VALUE && radius <= Double.MAX_VALUE)) {
      return Double.isInfinite(hi) ? huge(hi) : ENTIRE;
    }
    double size = Math.max(Math.abs(hi), radius);
    if (size == 0) {
      return ZERO;
    }
    long exponent = exponent(size) + scale;
    if (exponent > LIMIT) {
      return Math.abs(hi) > 2 * radius ? huge(hi) : ENTIRE;
    }
    if (exponent < -LIMIT) {
      return VANISHING;
    }
    long target = exponent >= -900 && exponent < 1000 ? 0 : exponent;
    return new Ball(hi, lo, radius, (int) scale).at((int) target);
  }

  private static int exponent(double size) {
    return size < Double.MIN_NORMAL
        ? Math.getExponent(size * 0x1p200) - 200
        : Math.getExponent(size);
  }

  /** The exponent of the larger of |midpoint| and radius. */
  private int exponent() {
    return exponent(Math.max(Math.abs(hi), radius)) + scale;
  }

  /** This finite ball with another scale; what underflows goes to the radius. */
  private Ball at(int target) {
    if (target == scale) {
      return this;
    }
    int shift = Math.clamp((long) scale - target, -4000, 4000);
    double h = Math.scalb(hi, shift);
    double l = Math.scalb(lo, shift);
    double r = Math.scalb(radius, shift);
    int lost =
        (Math.scalb(h, -shift) == hi ? 0 : 1)
            + (Math.scalb(l, -shift) == lo ? 0 : 1)
            + (Math.scalb(r, -shift) == radius ? 0 : 1);
    return new Ball(h, l, lost == 0 ? r : r + lost * Double.MIN_VALUE, target);
  }

  /** Returns this times 2^exponent. */
  Ball scaled(int exponent) {
    return exponent == 0 || !isFinite() ? this : rescaled(hi, lo, radius, (long) scale + exponent);
  }

  // Conversions.

  /** The midpoint, rounded to double. */
  public double hi() {
    return toDouble();
  }

  /** What the midpoint is more than {@link #hi}, rounded to double. */
  public double lo() {
    if (scale == 0) {
      return lo;
    }
    double h = toDouble();
    return Double.isInfinite(h) ? 0 : Math.scalb(hi - Math.scalb(h, -scale) + lo, scale);
  }

  /** A bound of the distance of the number from {@code hi() + lo()}. */
  public double radius() {
    if (scale == 0) {
      return radius;
    }
    double h = toDouble();
    if (Double.isInfinite(h)) {
      return Double.POSITIVE_INFINITY;
    }
    double scaled = Math.scalb(radius * UP, scale);
    boolean exact = radius == 0 && minus(of(h)).minus(of(lo())).isZero();
    return exact ? 0 : scaled + 2 * Double.MIN_VALUE;
  }

  private boolean isZero() {
    return hi == 0 && radius == 0;
  }

  /** Returns the double nearest to the midpoint. */
  public double toDouble() {
    if (scale == 0) {
      return hi;
    }
    double rounded = Math.scalb(hi, scale);
    if (Math.abs(rounded) < Double.MIN_NORMAL && scale > -1200) {
      // The first rounding did not see lo.
      double rest = hi - Math.scalb(rounded, -scale);
      double half = Math.scalb(1.0, -1075 - scale);
      if (rest == half && lo > 0) {
        rounded += Double.MIN_VALUE;
      } else if (rest == -half && lo < 0) {
        rounded -= Double.MIN_VALUE;
      }
    }
    return rounded;
  }

  /** Returns the float nearest to the midpoint, rounded once. */
  public float toFloat() {
    if (scale != 0 || lo == 0 || !isFinite()) {
      return (float) toDouble();
    }
    // Rounded to odd first: then the second rounding is the only one.
    long bits = Double.doubleToRawLongBits(hi);
    boolean beyond = lo > 0 == hi > 0;
    return (float) Double.longBitsToDouble((beyond ? bits : bits - 1) | 1);
  }

  /** Returns |actual - midpoint|, rounded to double; 0 if both are the same infinity. */
  public double errorOf(double actual) {
    return actual == toDouble() && Double.isInfinite(actual)
        ? 0
        : Math.abs(middle().minus(of(actual)).toDouble());
  }

  /**
   * Returns |actual - midpoint| in units in the last place of {@link #toDouble}, at least {@code
   * Double.MIN_VALUE}. Infinity stands for 2^1024, the number that rounding takes it for; NaN from
   * a midpoint NaN is 0 away, from any other infinitely far.
   */
  public double ulpsFrom(double actual) {
    double rounded = toDouble();
    double ulp = Math.ulp(Math.clamp(rounded, -Double.MAX_VALUE, Double.MAX_VALUE));
    return ulpsFrom(actual, rounded, 1024, ulp);
  }

  /**
   * Returns |actual - midpoint| in units in the last place of {@link #toFloat}, at least {@code
   * Float.MIN_VALUE}. Infinity stands for 2^128, the number that rounding takes it for; NaN from a
   * midpoint NaN is 0 away, from any other infinitely far.
   */
  public double ulpsFrom(float actual) {
    float rounded = toFloat();
    float ulp = Math.ulp(Math.clamp(rounded, -Float.MAX_VALUE, Float.MAX_VALUE));
    return ulpsFrom(actual, rounded, 128, ulp);
  }

  private double ulpsFrom(double actual, double rounded, int overflowExponent, double ulp) {
    if (Double.isNaN(actual) || Double.isNaN(rounded)) {
      return Double.isNaN(actual) == Double.isNaN(rounded) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (Double.isInfinite(actual)
        && (actual == rounded || !isFinite() || Math.signum(actual) != Math.signum(rounded))) {
      return actual == rounded ? 0 : Double.POSITIVE_INFINITY;
    }
    return distance(actual, overflowExponent, ulp);
  }

  /** Returns |actual - midpoint| / unit, where infinity stands for a power of 2. */
  double distance(double actual, int overflowExponent, double unit) {
    if (scale == 0 && Math.abs(actual) <= 0x1p500) {
      return Math.abs(hi - actual + lo) / unit;
    }
    Ball at =
        Double.isInfinite(actual)
            ? ONE.scaled(overflowExponent).times(Math.signum(actual))
            : of(actual);
    return middle().minus(at).abs().dividedBy(of(unit)).toDouble();
  }

  /** Returns radius / unit, rounded to double. */
  double spread(double unit) {
    return scale == 0 || !isFinite()
        ? radius / unit
        : new Ball(radius, 0, 0, scale).dividedBy(of(unit)).toDouble() * UP;
  }

  private Ball middle() {
    return radius == 0 || Double.isInfinite(hi) ? this : make(hi, lo, 0, scale);
  }

  /** Whether the radius is 0: a number, or an infinity, known exactly. */
  public boolean isExact() {
    return radius == 0 && !isNaN();
  }

  /** Whether both the midpoint and the radius are finite. */
  public boolean isFinite() {
    return Math.abs(hi) <= Double.MAX_VALUE && radius <= Double.MAX_VALUE;
  }

  /** Whether this stands for what is not defined. */
  public boolean isNaN() {
    return Double.isNaN(hi);
  }

  /** Whether x is not farther than the radius from the midpoint; for NaN, whether x is NaN. */
  public boolean contains(double x) {
    if (isNaN() || Double.isNaN(x)) {
      return isNaN() && Double.isNaN(x);
    }
    if (Double.isInfinite(x) || Double.isInfinite(hi)) {
      return x == hi && radius == 0;
    }
    Ball difference = minus(of(x));
    return !difference.isPositive() && !difference.isNegative();
  }

  /** Returns the radius over the absolute value of the midpoint; 0 if this is exact. */
  public double relativeRadius() {
    return radius == 0 ? hi * 0 : radius / Math.abs(hi);
  }

  /** Whether every point is greater than 0. */
  boolean isPositive() {
    return hi > 0 && (radius == 0 || hi * DOWN > radius || hi == Double.POSITIVE_INFINITY);
  }

  /** Whether every point is less than 0. */
  boolean isNegative() {
    return hi < 0 && (radius == 0 || -hi * DOWN > radius || hi == Double.NEGATIVE_INFINITY);
  }

  private boolean isNotNegative() {
    return hi >= 0 && (radius == 0 || hi * DOWN >= radius || hi == Double.POSITIVE_INFINITY);
  }

  private boolean isNotPositive() {
    return hi <= 0 && (radius == 0 || -hi * DOWN >= radius || hi == Double.NEGATIVE_INFINITY);
  }

  // Arithmetic.

  /** Returns the sum. */
  public Ball plus(Ball other) {
    return (scale | other.scale) == 0
        ? sum(hi, lo, radius, other.hi, other.lo, other.radius)
        : scaledSum(this, other);
  }

  /** Returns the sum. */
  public Ball plus(double other) {
    return plus(of(other));
  }

  /** Returns the difference. */
  public Ball minus(Ball other) {
    return (scale | other.scale) == 0
        ? sum(hi, lo, radius, -other.hi, -other.lo, other.radius)
        : scaledSum(this, other.negate());
  }

  /** Returns the difference. */
  public Ball minus(double other) {
    return plus(of(-other));
  }

  private static Ball sum(double ah, double al, double ar, double bh, double bl, double br) {
    double s = ah + bh;
    if (!(Math.abs(s) <= BIG && ar <= BIG && br <= BIG)) {
      return scaledSum(new Ball(ah, al, ar, 0), new Ball(bh, bl, br, 0));
    }
    return sum(s, ah, al, ar, bh, bl, br, 0);
  }

  private static Ball sum(
      double s, double ah, double al, double ar, double bh, double bl, double br, int scale) {
    double a1 = s - bh;
    double e = (ah - a1) + (bh - (s - a1));
    if (al == 0 && bl == 0) {
      return make(s, e, (ar + br) * UP, scale);
    }
    double t = al + bl;
    double t1 = t - bl;
    double f = (al - t1) + (bl - (t - t1));
    double c = e + t;
    double c1 = c - t;
    double lostC = (e - c1) + (t - (c - c1));
    double v = s + c;
    double v1 = v - c;
    double w = (s - v1) + (c - (v - v1));
    double z = f + w;
    double z1 = z - w;
    double lostZ = (f - z1) + (w - (z - z1));
    double h = v + z;
    double l = z - (h - v);
    return make(h, l, (ar + br + Math.abs(lostC) + Math.abs(lostZ)) * UP, scale);
  }

  private static Ball scaledSum(Ball a, Ball b) {
    if (a.isNaN() || b.isNaN()) {
      return NAN;
    }
    if (a.isInfinite() || b.isInfinite()) {
      return !b.isInfinite() || a.hi == b.hi ? a : a.isInfinite() ? NAN : b;
    }
    if (!a.isFinite() || !b.isFinite()) {
      boolean aligned = a.hi == b.hi && a.hi != 0;
      boolean aHuge = a.hi != 0 && !a.isFinite();
      boolean bHuge = b.hi != 0 && !b.isFinite();
      if (aligned || (aHuge && b.isFinite() && b.keepsHuge())) {
        return a;
      }
      return bHuge && a.isFinite() && a.keepsHuge() ? b : ENTIRE;
    }
    if (a.isZero()) {
      return b;
    }
    if (b.isZero()) {
      return a;
    }
    int common = Math.max(a.exponent(), b.exponent());
    Ball x = a.at(common);
    Ball y = b.at(common);
    return sum(x.hi + y.hi, x.hi, x.lo, x.radius, y.hi, y.lo, y.radius, common);
  }

  private boolean isInfinite() {
    return Double.isInfinite(hi) && radius == 0;
  }

  private boolean keepsHuge() {
    return isZero() || exponent() < HUGE_EXPONENT / 2;
  }

  /** Returns the product. */
  public Ball times(Ball other) {
    double size = Math.abs(hi * other.hi);
    if ((scale | other.scale) == 0 && size >= TINY && size <= BIG) {
      return product(this, other, 0);
    }
    return scaledProduct(this, other);
  }

  /** Returns the product. */
  public Ball times(double other) {
    return times(of(other));
  }

  /** Returns the product of two balls in a frame where it neither overflows nor underflows. */
  private static Ball product(Ball a, Ball b, int scale) {
    double ah = a.hi;
    double al = a.lo;
    double bh = b.hi;
    double bl = b.lo;
    double p = ah * bh;
    double e = Math.fma(ah, bh, -p);
    double error = 0;
    if (al != 0 || bl != 0) {
      if (al == 0 || bl == 0) {
        double x = al == 0 ? bl : al;
        double y = al == 0 ? ah : bh;
        double c = x * y;
        double lost = Math.fma(x, y, -c);
        double s = e + c;
        double s1 = s - c;
        error = Math.abs(lost) + Math.abs((e - s1) + (c - (s - s1)));
        if (Math.abs(c) < 0x1p-960) {
          error += UNDERFLOW;
        }
        e = s;
      } else {
        e += Math.fma(al, bh, Math.fma(ah, bl, al * bl));
        error = PRODUCT_ERROR * Math.abs(p);
      }
      double h = p + e;
      e -= h - p;
      p = h;
    }
    double r = a.radius;
    double s = b.radius;
    if (r != 0 || s != 0) {
      error += Math.abs(ah) * s + Math.abs(bh) * r + r * s + UNDERFLOW;
    }
    return make(p, e, error * UP, scale);
  }

  private static Ball scaledProduct(Ball a, Ball b) {
    if (a.isNaN() || b.isNaN()) {
      return NAN;
    }
    if (a.isInfinite() || b.isInfinite()) {
      double sign = a.signum() * b.signum();
      return sign == 0 || Double.isNaN(sign) ? NAN : infinity(sign);
    }
    if (a.isZero() || b.isZero()) {
      return ZERO;
    }
    if (!a.isFinite() || !b.isFinite()) {
      double sign = a.signum() * b.signum();
      boolean stays = (!a.isFinite() || a.isModest()) && (!b.isFinite() || b.isModest());
      return stays && !Double.isNaN(sign) ? huge(sign) : ENTIRE;
    }
    int i = a.exponent();
    int j = b.exponent();
    Ball raw = product(a.at(i), b.at(j), 0);
    return rescaled(raw.hi, raw.lo, raw.radius, (long) raw.scale + i + j);
  }

  private boolean isModest() {
    return Math.abs(exponent()) < MODEST;
  }

  /** -1, 0 or 1 where the sign is certain, else NaN. */
  private double signum() {
    return isPositive() ? 1 : isNegative() ? -1 : isZero() ? 0 : Double.NaN;
  }

  /** Returns the quotient: NaN over exactly 0, the entire line over a ball that contains 0. */
  public Ball dividedBy(Ball other) {
    double size = Math.abs(hi / other.hi);
    if ((scale | other.scale) == 0
        && size >= TINY
        && size <= BIG
        && other.radius < Math.abs(other.hi) * 0x1p-10) {
      return quotient(this, other, 0);
    }
    return scaledQuotient(this, other);
  }

  /** Returns the quotient. */
  public Ball dividedBy(double other) {
    return dividedBy(of(other));
  }

  private static Ball quotient(Ball a, Ball b, int scale) {
    double q = a.hi / b.hi;
    double rest = Math.fma(-q, b.hi, a.hi);
    double l = 0;
    double error = 0;
    if (a.lo != 0 || b.lo != 0 || rest != 0) {
      double rest2 = Math.fma(-q, b.lo, rest + a.lo);
      double q2 = rest2 / b.hi;
      double r1 = rest2 - a.lo;
      double lost = (rest - r1) + (a.lo - (rest2 - r1));
      boolean exact =
          b.lo == 0 && lost == 0 && Math.fma(q2, b.hi, -rest2) == 0 && Math.abs(rest2) > 0x1p-1000;
      double h = q + q2;
      l = q2 - (h - q);
      q = h;
      error = exact ? 0 : QUOTIENT_ERROR * Math.abs(q);
    }
    if (a.radius != 0 || b.radius != 0) {
      double divisor = (Math.abs(b.hi) - b.radius) * DOWN;
      error += (a.radius + Math.abs(q) * b.radius) * UP / divisor + UNDERFLOW;
    }
    return make(q, l, error * UP, scale);
  }

  private static Ball scaledQuotient(Ball a, Ball b) {
    if (a.isNaN() || b.isNaN() || b.isZero() || (a.isInfinite() && b.isInfinite())) {
      return NAN;
    }
    if (b.isInfinite() || a.isZero()) {
      return b.isFinite() && Double.isNaN(b.signum()) ? ENTIRE : ZERO;
    }
    double sign = a.signum() * b.signum();
    if (a.isInfinite()) {
      return Double.isNaN(sign) ? NAN : infinity(sign);
    }
    if (Double.isNaN(b.signum())) {
      return ENTIRE;
    }
    if (!a.isFinite()) {
      return b.isFinite() && b.isModest() && !Double.isNaN(sign) ? huge(sign) : ENTIRE;
    }
    if (!b.isFinite()) {
      // Less than 2^(MODEST - HUGE_EXPONENT), which no double can tell from 0.
      return a.exponent() < MODEST ? new Ball(0, 0, 1, MODEST - HUGE_EXPONENT + 1) : ENTIRE;
    }
    int i = a.exponent();
    int j = b.exponent();
    Ball x = a.at(i);
    Ball y = b.at(j);
    if (!(y.radius < Math.abs(y.hi) * DOWN)) {
      return ENTIRE;
    }
    Ball raw = quotient(x, y, 0);
    return rescaled(raw.hi, raw.lo, raw.radius, (long) raw.scale + i - j);
  }

  /** Returns -this. */
  public Ball negate() {
    return new Ball(-hi, -lo, radius, scale);
  }

  /** Returns |this|. */
  public Ball abs() {
    return hi < 0 ? negate() : this;
  }

  /** Returns this * this. */
  public Ball square() {
    return times(this);
  }

  /** Returns the square root: NaN for negative numbers. */
  public Ball sqrt() {
    if (isNaN() || isNegative()) {
      return NAN;
    }
    if (isZero() || isInfinite()) {
      return this;
    }
    if (!isFinite()) {
      return ENTIRE;
    }
    if (!(radius < 0.5 * Math.abs(hi))) {
      Ball upper = new Ball(Math.abs(hi), lo, 0, scale).plus(make(radius, 0, 0, scale));
      Ball half = upper.sqrt().times(HALF);
      return half.widened(half);
    }
    if (scale != 0) {
      int even = scale & ~1;
      Ball root = at(even).rootOfMantissa();
      return root.scaled(even / 2);
    }
    return rootOfMantissa();
  }

  private Ball rootOfMantissa() {
    double s = Math.sqrt(hi);
    double rest = Math.fma(-s, s, hi);
    double l = 0;
    double error = 0;
    if (rest != 0 || lo != 0) {
      l = (rest + lo) / (2 * s);
      double h = s + l;
      l -= h - s;
      s = h;
      error = QUOTIENT_ERROR * s;
    }
    if (radius != 0) {
      // (sqrt(m + d) - sqrt(m)) = d / (sqrt(m + d) + sqrt(m)), and |d| <= m / 2.
      error += radius / (1.7 * s) + UNDERFLOW;
    }
    return make(s, l, error * UP, 0);
  }

  /** Returns a ball with the same midpoint that also reaches as far out as any point of extra. */
  Ball widened(Ball extra) {
    if (isNaN() || extra.isNaN()) {
      return NAN;
    }
    if (!isFinite() || !extra.isFinite()) {
      return isFinite() ? ENTIRE : this;
    }
    if (scale == extra.scale) {
      return make(hi, lo, (radius + extra.bound()) * UP, scale);
    }
    if (extra.isZero()) {
      return this;
    }
    int common = isZero() ? extra.exponent() : Math.max(exponent(), extra.exponent());
    Ball x = at(common);
    return make(x.hi, x.lo, (x.radius + extra.at(common).bound()) * UP, common);
  }

  /** Returns this ball with a radius enlarged by a part of the midpoint. */
  Ball widenedBy(double relative) {
    return make(hi, lo, (radius + Math.abs(hi) * relative) * UP, scale);
  }

  private double bound() {
    return (Math.abs(hi) + Math.abs(lo) + radius) * UP;
  }

  // Functions.

  /** Returns e to the power of this. */
  public Ball exp() {
    return Exponential.exp(this);
  }

  /** Returns exp(this) - 1, with a small relative error next to 0 too. */
  public Ball expm1() {
    return Exponential.expm1(this);
  }

  /** Returns the natural logarithm: NaN for negative numbers, negative infinity for 0. */
  public Ball log() {
    return Logarithm.log(this);
  }

  /** Returns log(1 + this), with a small relative error next to 0 too. */
  public Ball log1p() {
    return Logarithm.log1p(this);
  }

  /** Returns the hyperbolic tangent. */
  public Ball tanh() {
    return Exponential.tanh(this);
  }

  /** Returns the hyperbolic sine. */
  public Ball sinh() {
    return Exponential.sinh(this);
  }

  /** Returns the hyperbolic cosine. */
  public Ball cosh() {
    return Exponential.cosh(this);
  }

  /** Returns 1 / (1 + exp(-this)). */
  public Ball sigmoid() {
    return Exponential.sigmoid(this);
  }

  /** Returns log(1 + exp(this)). */
  public Ball softplus() {
    return Logarithm.softplus(this);
  }

  /** Returns the error function. */
  public Ball erf() {
    return ErrorFunction.erf(this);
  }

  /** Returns 1 - erf(this), with a small relative error for large arguments too. */
  public Ball erfc() {
    return ErrorFunction.erfc(this);
  }

  /** Returns the sine: NaN for the infinities. */
  public Ball sin() {
    return Trigonometric.sin(this);
  }

  /** Returns the cosine: NaN for the infinities. */
  public Ball cos() {
    return Trigonometric.cos(this);
  }

  /** Returns the arc tangent. */
  public Ball atan() {
    return Trigonometric.atan(this);
  }

  /** Returns this to an integer power; 1 to the power of 0; NaN for 0 to a negative power. */
  public Ball pow(int exponent) {
    if (isNaN()) {
      return NAN;
    }
    if (exponent < 0) {
      Ball inverse = exponent == Integer.MIN_VALUE ? pow(1 << 30).square() : pow(-exponent);
      return ONE.dividedBy(inverse);
    }
    Ball result = null;
    Ball power = this;
    for (int rest = exponent; rest != 0; rest >>= 1) {
      if ((rest & 1) != 0) {
        result = result == null ? power : result.times(power);
      }
      if (rest > 1) {
        power = power.square();
      }
    }
    return result == null ? ONE : result;
  }

  /**
   * Returns this to a power. Negative numbers have integer powers only, and 0 positive ones and the
   * power of 0, which is 1; else NaN.
   */
  public Ball pow(Ball exponent) {
    if (isNaN() || exponent.isNaN()) {
      return NAN;
    }
    if (exponent.isExact() && exponent.scale == 0 && exponent.lo == 0) {
      double y = exponent.hi;
      if (y == Math.rint(y) && (Math.abs(y) <= 64 || (y == (int) y && !isPositive()))) {
        return pow((int) y);
      }
      if (y == 0.5 && !isInfinite()) {
        return sqrt();
      }
    }
    if (isPositive()) {
      return exponent.times(log()).exp();
    }
    if (isZero()) {
      return exponent.isPositive() ? ZERO : exponent.isNegative() ? NAN : ENTIRE;
    }
    if (isNegative()) {
      if (!exponent.isExact()) {
        return ENTIRE;
      }
      int parity = exponent.parity();
      return parity < 0
          ? NAN
          : parity == 0 ? negate().pow(exponent) : negate().pow(exponent).negate();
    }
    return ENTIRE;
  }

  /** 0 for an exact even integer, 1 for an odd one, -1 for what is no integer. */
  private int parity() {
    if (scale != 0 || Double.isInfinite(hi)) {
      return scale > 200 ? 0 : -1;
    }
    if (hi != Math.rint(hi) || lo != Math.rint(lo)) {
      return -1;
    }
    return (int) Math.abs((hi % 2 + lo % 2) % 2);
  }

  /** Returns -1, 0 or 1. */
  public Ball sign() {
    if (isNaN()) {
      return NAN;
    }
    double sign = signum();
    if (sign == 0) {
      return this;
    }
    if (Double.isNaN(sign)) {
      return isNotNegative()
          ? new Ball(0.5, 0, 0.5, 0)
          : isNotPositive() ? new Ball(-0.5, 0, 0.5, 0) : new Ball(0, 0, 1, 0);
    }
    return sign > 0 ? ONE : ONE.negate();
  }

  /** Returns max(this, 0). */
  public Ball relu() {
    return max(ZERO);
  }

  /** Returns 0 for negative numbers, 1 for others. */
  public Ball step() {
    return ifLess(this, ZERO, ZERO, ONE);
  }

  /** Returns the smaller of both. */
  public Ball min(Ball other) {
    return select(this, other, minus(other).isNotPositive(), other.minus(this).isNotPositive());
  }

  /** Returns the larger of both. */
  public Ball max(Ball other) {
    return select(this, other, other.minus(this).isNotPositive(), minus(other).isNotPositive());
  }

  private static Ball select(Ball a, Ball b, boolean takeA, boolean takeB) {
    if (a.isNaN() || b.isNaN()) {
      return NAN;
    }
    if (takeA || (a.isInfinite() && a.hi == b.hi)) {
      return a;
    }
    return takeB ? b : a.hull(b);
  }

  /** Returns min(max(this, low), high); no wider than the two, however wide this is. */
  public Ball clamp(Ball low, Ball high) {
    Ball value = max(low).min(high);
    Ball range = low.hull(high);
    return value.spread().minus(range.spread()).isPositive() ? range : value;
  }

  private Ball spread() {
    return rescaled(radius, 0, 0, scale);
  }

  /**
   * Returns {@code then} where a &lt; b for all points of the two, {@code otherwise} where it holds
   * for none, else the hull of both. NaN where a or b is.
   */
  public static Ball ifLess(Ball a, Ball b, Ball then, Ball otherwise) {
    return choose(a, b, false, then, otherwise);
  }

  /**
   * Returns {@code then} where a &lt;= b for all points of the two, {@code otherwise} where it
   * holds for none, else the hull of both. NaN where a or b is.
   */
  public static Ball ifLessOrEqual(Ball a, Ball b, Ball then, Ball otherwise) {
    return choose(a, b, true, then, otherwise);
  }

  private static Ball choose(Ball a, Ball b, boolean orEqual, Ball then, Ball otherwise) {
    if (a.isNaN() || b.isNaN()) {
      return NAN;
    }
    Ball difference = a.isInfinite() && a.hi == b.hi && b.isInfinite() ? ZERO : a.minus(b);
    if (orEqual ? difference.isNotPositive() : difference.isNegative()) {
      return then;
    }
    if (orEqual ? difference.isPositive() : difference.isNotNegative()) {
      return otherwise;
    }
    return then.hull(otherwise);
  }

  /** Returns a ball that contains both. */
  public Ball hull(Ball other) {
    if (isNaN() || other.isNaN()) {
      return NAN;
    }
    if (this == other) {
      return this;
    }
    if (!isFinite() || !other.isFinite()) {
      boolean same = hi == other.hi && radius == other.radius;
      return same ? this : isInfinite() || other.isInfinite() ? NAN : ENTIRE;
    }
    Ball half = other.middle().minus(middle()).times(HALF);
    Ball center = middle().plus(half);
    return center.widened(half).widened(spread().max(other.spread()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ball ball
        && Double.compare(hi, ball.hi) == 0
        && lo == ball.lo
        && Double.compare(radius, ball.radius) == 0
        && scale == ball.scale;
  }

  @Override
  public int hashCode() {
    return Objects.hash(hi, lo + 0.0, radius, scale);
  }

  @Override
  public String toString() {
    return String.format("(%s + %s \u00b1 %s) * 2^%d", hi, lo, radius, scale);
  }
}
