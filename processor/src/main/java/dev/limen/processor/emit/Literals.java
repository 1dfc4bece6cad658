package dev.limen.processor.emit;

import java.util.Locale;

/** Numbers in Java. What is read back has the same bits. */
final class Literals {

  // Powers of two with a far exponent read better in hexadecimal.
  private static final int READABLE_EXPONENT = 20;
  private static final int FEW_BITS = 5;
  private static final int READABLE_INTEGER = 4096;

  private Literals() {}

  static String of(float value) {
    if (Float.isNaN(value)) {
      return "Float.NaN";
    }
    if (Float.isInfinite(value)) {
      return value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
    }
    int significand = Float.floatToRawIntBits(value) & 0x7fffff;
    int trailing = Integer.numberOfTrailingZeros(significand | 0x800000);
    if (Math.abs(Math.getExponent(value)) > READABLE_EXPONENT
        && 23 - trailing <= FEW_BITS
        && value != 0) {
      return Float.toHexString(value) + "f";
    }
    return Float.toString(value) + "f";
  }

  static String of(double value) {
    if (Double.isNaN(value)) {
      return "Double.NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
    }
    long significand = Double.doubleToRawLongBits(value) & 0xfffffffffffffL;
    int trailing = Long.numberOfTrailingZeros(significand | 0x10000000000000L);
    if (Math.abs(Math.getExponent(value)) > READABLE_EXPONENT
        && 52 - trailing <= FEW_BITS
        && value != 0) {
      return Double.toHexString(value);
    }
    return Double.toString(value);
  }

  static String of(int value) {
    return Math.abs((long) value) < READABLE_INTEGER
        ? Integer.toString(value)
        : "0x" + Integer.toHexString(value);
  }

  static String of(long value) {
    return value > -READABLE_INTEGER && value < READABLE_INTEGER
        ? value + "L"
        : "0x" + Long.toHexString(value) + "L";
  }

  /** A number as people write it: {@code 1}, {@code 0.5}, {@code 1.0E-7}, {@code -infinity}. */
  static String plain(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "infinity" : "-infinity";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e7) {
      return value == 0 ? "0" : Long.toString((long) value);
    }
    return Double.toString(value);
  }

  /** A number to the given number of significant digits. */
  static String rounded(double value, int digits) {
    return Double.isFinite(value) && value != 0
        ? String.format(Locale.ROOT, "%." + digits + "g", value)
        : plain(value);
  }
}
