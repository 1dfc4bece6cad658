package dev.limen.processor.approx;

import dev.limen.Precision;

/**
 * The arc tangent: {@code atan(a) = a + a^3 p(a^2)} up to 1, above it {@code pi/2 - atan(1/a)}.
 *
 * @param atan p
 * @param halfPiHigh pi/2, rounded
 * @param halfPiLow what is left of it
 */
public record Trigonometric(Polynomial atan, double halfPiHigh, double halfPiLow) {

  private static final String ATAN = "(atan(a) - a)/a^3 in a^2";

  private static final Trigonometric F32 =
      new Trigonometric(
          Polynomial.of(
              ATAN,
              0,
              1,
              0x1.78p-29,
              -0x1.55553ep-2,
              0x1.9991e4p-3,
              -0x1.2420aep-3,
              0x1.c090a6p-4,
              -0x1.581f18p-4,
              0x1.da9602p-5,
              -0x1.fe941cp-6,
              0x1.658ea2p-7,
              -0x1.d649acp-10),
          0x1.921fb6p0,
          -0x1.777a5cp-25);

  private static final Trigonometric F64 =
      new Trigonometric(
          Polynomial.of(
              ATAN,
              0,
              1,
              0x1.f0p-58,
              -0x1.5555555555526p-2,
              0x1.99999999955bdp-3,
              -0x1.249249237f8d3p-3,
              0x1.c71c717fde7e0p-4,
              -0x1.745d11af990c2p-4,
              0x1.3b1366a82014ep-4,
              -0x1.110e518df3226p-4,
              0x1.e1bba93bb8665p-5,
              -0x1.ae5e6dbde956ep-5,
              0x1.82da69df52f16p-5,
              -0x1.59a194a0f77e9p-5,
              0x1.2c26257118836p-5,
              -0x1.e9d3a70d256e4p-6,
              0x1.67fc5d837cda7p-6,
              -0x1.c6f291279490fp-7,
              0x1.d6a38ffbcae69p-8,
              -0x1.78dfa65df6ef5p-9,
              0x1.b1b8d5ac6be78p-11,
              -0x1.3cf1261c935ccp-13,
              0x1.b7c58e30660d5p-17),
          0x1.921fb54442d18p0,
          0x1.1a62633145c07p-54);

  /** The data for a precision. */
  public static Trigonometric of(Precision precision) {
    return precision == Precision.F32 ? F32 : F64;
  }
}
