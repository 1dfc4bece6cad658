package dev.limen.processor.approx;

import dev.limen.Precision;

/**
 * The natural logarithm: {@code log(u) = n ln 2 + log(1 + f)} with {@code 1 + f} between {@code
 * sqrt(1/2)} and {@code sqrt(2)}, and with {@code s = f/(2 + f)}
 *
 * <pre>{@code
 * log(1 + f) = 2 atanh(s) = f - s (f - s^2 p(s^2))
 * }</pre>
 *
 * as in fdlibm: f is exact, so that only the second, small term has rounding errors. For powers,
 * the logarithm is {@code 2 s + s^3 (2/3 + s^2 q(s^2))} with all but q in double-words.
 *
 * @param log p for the f of a logarithm
 * @param softplus p for f = e^-|u|, up to 1
 * @param power q
 * @param twoThirdsHigh 2/3, rounded
 * @param twoThirdsLow what is left of it
 */
public record Logarithm(
    Polynomial log,
    Polynomial softplus,
    Polynomial power,
    double twoThirdsHigh,
    double twoThirdsLow) {

  private static final double REDUCED_S = 0.17158;
  private static final double SOFTPLUS_S = 0.33334;
  private static final String ATANH = "(2 atanh(s) - 2 s)/s^3 in s^2";
  private static final String POWER = "(2 atanh(s) - 2 s - 2/3 s^3)/s^5 in s^2";

  private static final Logarithm F32 =
      new Logarithm(
          Polynomial.of(
              ATANH, 0, REDUCED_S, 0x1.c0p-31, 0x1.55557ap-1, 0x1.995edap-2, 0x1.31dfe8p-2),
          Polynomial.of(
              ATANH,
              0,
              SOFTPLUS_S,
              0x1.38p-28,
              0x1.555502p-1,
              0x1.99d1cap-2,
              0x1.1ec072p-2,
              0x1.1ec8f4p-2),
          Polynomial.of(POWER, 0, REDUCED_S, 0x1.30p-37, 0x1.999ap-2, 0x1.245278p-2, 0x1.dfa3bap-3),
          0x1.555556p-1,
          -0x1.555556p-26);

  private static final Logarithm F64 =
      new Logarithm(
          Polynomial.of(
              ATANH,
              0,
              REDUCED_S,
              0x1.70p-60,
              0x1.5555555555592p-1,
              0x1.999999997ff60p-2,
              0x1.24924941db836p-2,
              0x1.c71c5219e5a37p-3,
              0x1.74663bad83472p-3,
              0x1.39a20abd3505dp-3,
              0x1.2f0258d9aa813p-3),
          Polynomial.of(
              ATANH,
              0,
              SOFTPLUS_S,
              0x1.88p-60,
              0x1.5555555555535p-1,
              0x1.99999999a0751p-2,
              0x1.249249208c51dp-2,
              0x1.c71c741c76616p-3,
              0x1.745cb3ffd100cp-3,
              0x1.3b1ddb74f1f5bp-3,
              0x1.1067c503b103cp-3,
              0x1.efd84dc663634p-4,
              0x1.55b0f7da2722ep-4,
              0x1.5c790fe068e77p-3),
          Polynomial.of(
              POWER,
              0,
              REDUCED_S,
              0x1.a8p-67,
              0x1.9999999999b2ep-2,
              0x1.24924924580ddp-2,
              0x1.c71c722d1cf08p-3,
              0x1.745ce9fb3048dp-3,
              0x1.3b1ee7f181de0p-3,
              0x1.0f804552667d0p-3,
              0x1.0e3f775ba94d1p-3),
          0x1.5555555555555p-1,
          0x1.5555555555555p-55);

  /** The data for a precision. */
  public static Logarithm of(Precision precision) {
    return precision == Precision.F32 ? F32 : F64;
  }
}
