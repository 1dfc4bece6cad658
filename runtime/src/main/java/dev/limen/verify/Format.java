package dev.limen.verify;

/** A floating-point format. Its numbers are handled as doubles, which hold all of them. */
enum Format {
  F32(24, Float.MIN_EXPONENT, Float.MAX_EXPONENT) {
    @Override
    double round(double x) {
      return (float) x;
    }

    @Override
    double rounded(Ball x) {
      return x.toFloat();
    }

    @Override
    double ulp(double x) {
      return Math.ulp((float) x);
    }

    @Override
    double up(double x) {
      return Math.nextUp((float) x);
    }

    @Override
    double times(double a, double b) {
      return (float) a * (float) b;
    }

    @Override
    String show(double x) {
      return Float.toString((float) x) + hex(Float.toHexString((float) x), x);
    }
  },
  F64(53, Double.MIN_EXPONENT, Double.MAX_EXPONENT) {
    @Override
    double round(double x) {
      return x;
    }

    @Override
    double rounded(Ball x) {
      return x.toDouble();
    }

    @Override
    double ulp(double x) {
      return Math.ulp(x);
    }

    @Override
    double up(double x) {
      return Math.nextUp(x);
    }

    @Override
    double times(double a, double b) {
      return a * b;
    }

    @Override
    String show(double x) {
      return Double.toString(x) + hex(Double.toHexString(x), x);
    }
  };

  /** Bits of the significand, the leading one included. */
  final int digits;

  final int minExponent;
  final int maxExponent;

  Format(int digits, int minExponent, int maxExponent) {
    this.digits = digits;
    this.minExponent = minExponent;
    this.maxExponent = maxExponent;
  }

  abstract double round(double x);

  abstract double rounded(Ball x);

  abstract double ulp(double x);

  abstract double up(double x);

  /** The product, rounded to this format. */
  abstract double times(double a, double b);

  /** Writes a number of this format, with its digits where they tell more. */
  abstract String show(double x);

  private static String hex(String digits, double x) {
    return x == (int) x || Double.isNaN(x) || Double.isInfinite(x) ? "" : " (" + digits + ")";
  }

  double down(double x) {
    return -up(-x);
  }

  /** The least positive number. */
  double least() {
    return Math.scalb(1.0, minExponent - digits + 1);
  }

  double largest() {
    return down(Math.scalb(1.0, maxExponent) * 2);
  }

  /** Whether both are NaN, or have the same bits. */
  static boolean same(double a, double b) {
    return Double.doubleToLongBits(a) == Double.doubleToLongBits(b);
  }
}
