package dev.limen.verify;

/** A floating-point format. Its numbers are handled as doubles, which hold all of them. */
enum Format {
  F32(24, Float.MIN_EXPONENT, Float.MAX_EXPONENT, Float.BYTES),
  F64(53, Double.MIN_EXPONENT, Double.MAX_EXPONENT, Double.BYTES);

  /** Bits of the significand, the leading one included. */
  final int digits;

  final int minExponent;
  final int maxExponent;

  final int bytes;

  Format(int digits, int minExponent, int maxExponent, int bytes) {
    this.digits = digits;
    this.minExponent = minExponent;
    this.maxExponent = maxExponent;
    this.bytes = bytes;
  }

  double round(double x) {
    return this == F32 ? (float) x : x;
  }

  double rounded(Ball x) {
    return this == F32 ? x.toFloat() : x.toDouble();
  }

  double ulp(double x) {
    return this == F32 ? Math.ulp((float) x) : Math.ulp(x);
  }

  double up(double x) {
    return this == F32 ? Math.nextUp((float) x) : Math.nextUp(x);
  }

  double down(double x) {
    return -up(-x);
  }

  /** The product, rounded to this format. */
  double times(double a, double b) {
    return round(a * b);
  }

  double largest() {
    return this == F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /** Writes a number of this format, with its digits where they tell more. */
  String show(double x) {
    if (x == (int) x || !(Math.abs(x) <= Double.MAX_VALUE)) {
      return Double.toString(x);
    }
    return this == F32
        ? String.format("%s (%s)", (float) x, Float.toHexString((float) x))
        : String.format("%s (%s)", x, Double.toHexString(x));
  }

  /** Whether both are NaN, or have the same bits. */
  static boolean same(double a, double b) {
    return Double.doubleToLongBits(a) == Double.doubleToLongBits(b);
  }
}
