package dev.limen.processor.approx;

import dev.limen.Precision;

/**
 * The hyperbolic tangent by the addition theorem: with {@code a = r - n (ln 2)/2} and {@code s =
 * 2^n}, n &lt;= 0, and {@code t = tanh(r)},
 *
 * <pre>{@code
 * tanh(a)     = ((1 - s) + (1 + s) t) / d    with d = (1 + s) + (1 - s) t
 * }</pre>
 *
 * An odd polynomial for t has half the terms of one for e^r, and a division is needed in any case.
 * The hyperbolic sine and cosine are the difference and the sum of g = e^a/2 and 1/(4 g).
 *
 * @param tanh p in {@code tanh(r) = r + r^3 p(r^2)}
 * @param saturation beyond it tanh is 1, rounded
 * @param underflow beyond it 1/cosh^2 is 0, rounded
 * @param sinh p in {@code sinh(a) = a + a^3 p(a^2)}, where a is below 1
 * @param overflow beyond it sinh and cosh are infinite, rounded
 */
public record Hyperbolic(
    Polynomial tanh, double saturation, double underflow, Polynomial sinh, double overflow) {

  private static final double QUARTER_LN2 = 0.17329;
  private static final String TANH = "(tanh(r) - r)/r^3 in r^2";
  private static final String SINH = "(sinh(a) - a)/a^3 in a^2";

  private static final Hyperbolic F32 =
      new Hyperbolic(
          Polynomial.of(
              TANH, 0, QUARTER_LN2, 0x1.70p-33, -0x1.55554ep-2, 0x1.110594p-3, -0x1.afd7f8p-5),
          20,
          60,
          Polynomial.of(
              SINH, 0, 1, 0x1.52p-32, 0x1.555556p-3, 0x1.1110e0p-7, 0x1.a022bep-13, 0x1.756b80p-19),
          95);

  private static final Hyperbolic F64 =
      new Hyperbolic(
          Polynomial.of(
              TANH,
              0,
              QUARTER_LN2,
              0x1.38p-58,
              -0x1.55555555554bcp-2,
              0x1.11111110e095dp-3,
              -0x1.ba1ba116b1273p-5,
              0x1.664ec9c7226c6p-6,
              -0x1.223c6ebb1f881p-7,
              0x1.c382aa7d5377cp-9),
          20,
          375,
          Polynomial.of(
              SINH,
              0,
              1,
              0x1.10p-63,
              0x1.5555555555555p-3,
              0x1.111111111119bp-7,
              0x1.a01a01a00735dp-13,
              0x1.71de3a68cf313p-19,
              0x1.ae6441254d011p-26,
              0x1.61314a72a9aa4p-33,
              0x1.a66805dc9df0fp-41,
              0x1.d225923da0c3ap-48),
          720);

  /** The data for a precision. */
  public static Hyperbolic of(Precision precision) {
    return precision == Precision.F32 ? F32 : F64;
  }
}
