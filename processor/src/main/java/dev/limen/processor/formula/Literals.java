package dev.limen.processor.formula;

import java.math.BigInteger;

/**
 * A positive fraction as the quotient of two literals.
 *
 * @param numerator a finite double
 * @param denominator 1 where one literal suffices
 */
record Literals(double numerator, double denominator) {

  private static final int SHIFTS = 64;

  /**
   * The shortest pair of literals. A fraction such as 1/0.2, whose lowest terms have 16 digits
   * each, becomes what was written.
   */
  static Literals of(Rational value) {
    if (value.isDouble()) {
      return new Literals(value.toDouble(), 1);
    }
    double numerator = new Rational(value.numerator(), BigInteger.ONE).toDouble();
    double denominator = new Rational(value.denominator(), BigInteger.ONE).toDouble();
    Literals best = new Literals(numerator, denominator);
    for (int shift = -SHIFTS; shift <= SHIFTS; shift++) {
      double top = Math.scalb(numerator, shift);
      double bottom = Math.scalb(denominator, shift);
      boolean exact =
          Math.scalb(top, -shift) == numerator && Math.scalb(bottom, -shift) == denominator;
      Literals pair = new Literals(top, bottom);
      if (exact && pair.length() < best.length()) {
        best = pair;
      }
    }
    return best;
  }

  private int length() {
    return Printer.print(numerator).length() + Printer.print(denominator).length();
  }
}
