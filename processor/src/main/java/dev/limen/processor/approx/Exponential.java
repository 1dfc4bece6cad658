package dev.limen.processor.approx;

import dev.limen.Precision;

/**
 * The exponential function: {@code e^u = 2^n e^r} with n the integer nearest to {@code u/ln 2}, r
 * by Cody and Waite's reduction in two parts.
 *
 * <p>With fma the first step of the reduction is exact, since its result has no more digits than u;
 * the second leaves the only rounding error of r.
 *
 * @param roundToInteger 1.5 times the power of two whose last place is 1: added and subtracted, it
 *     rounds to an integer, and the sum has that integer in its low bits
 * @param log2e 1/ln 2
 * @param ln2High ln 2, rounded
 * @param ln2Low what is left of it
 * @param exp p in {@code e^r = 1 + r (1 + r p(r))}
 * @param expm1 p in {@code e^r - 1 = r + r^2 p(r)}
 * @param parts into how many parts an octave is cut where a table holds 2^(j/parts)
 * @param expOfPart p as in {@code exp}, for r in such a part
 * @param overflow beyond it e^u is infinite, rounded; half its last e^r is in range still
 * @param underflow below it e^u is 0, rounded
 */
public record Exponential(
    double roundToInteger,
    double log2e,
    double ln2High,
    double ln2Low,
    Polynomial exp,
    Polynomial expm1,
    int parts,
    Polynomial expOfPart,
    double overflow,
    double underflow) {

  private static final String SERIES = "(e^r - 1 - r)/r^2";
  private static final double HALF_LN2 = 0.34658;

  private static final Exponential F32 =
      new Exponential(
          0x1.8p23,
          0x1.715476p0,
          0x1.62e43p-1,
          -0x1.05c61p-29,
          Polynomial.of(
              SERIES,
              -HALF_LN2,
              HALF_LN2,
              0x1.c0p-29,
              0x1.fffffcp-2,
              0x1.55548cp-3,
              0x1.555858p-5,
              0x1.123de4p-7,
              0x1.6ac7e2p-10),
          Polynomial.of(
              SERIES,
              -HALF_LN2,
              HALF_LN2,
              0x1.d8p-29,
              0x1p-1,
              0x1.55552cp-3,
              0x1.555502p-5,
              0x1.115666p-7,
              0x1.6d2e98p-10,
              0x1.397188p-13),
          16,
          Polynomial.of(SERIES, -HALF_LN2 / 16, HALF_LN2 / 16, 0x1.3cp-27, 0x1p-1, 0x1.555556p-3),
          89,
          -105);

  private static final Exponential F64 =
      new Exponential(
          0x1.8p52,
          0x1.71547652b82fep0,
          0x1.62e42fefa39efp-1,
          0x1.abc9e3b39803fp-56,
          Polynomial.of(
              SERIES,
              -HALF_LN2,
              HALF_LN2,
              0x1.18p-58,
              0x1.000000000000ap-1,
              0x1.5555555555503p-3,
              0x1.5555555550606p-5,
              0x1.1111111124d68p-7,
              0x1.6c16c184b5736p-10,
              0x1.a01a013d3e1adp-13,
              0x1.a019988c79237p-16,
              0x1.71def4339c7b2p-19,
              0x1.28aedb6ca8dddp-22,
              0x1.add7d8096e3ddp-26),
          Polynomial.of(
              SERIES,
              -HALF_LN2,
              HALF_LN2,
              0x1.78p-62,
              0x1.0000000000000p-1,
              0x1.5555555555559p-3,
              0x1.5555555555559p-5,
              0x1.111111110f6f3p-7,
              0x1.6c16c16c163bep-10,
              0x1.a01a01afbeb08p-13,
              0x1.a01a01a20932bp-16,
              0x1.71ddf89fda7bep-19,
              0x1.27e4eb13dba4ap-22,
              0x1.af5e7ca4191edp-26,
              0x1.1f56e0ee26acbp-29),
          16,
          Polynomial.of(
              SERIES,
              -HALF_LN2 / 16,
              HALF_LN2 / 16,
              0x1.b0p-57,
              0x1.fffffffffffbap-2,
              0x1.555555548f77ep-3,
              0x1.55555558e7915p-5,
              0x1.11123abcc62c7p-7,
              0x1.6c14d8961865bp-10),
          710,
          -750);

  /** The data for a precision. */
  public static Exponential of(Precision precision) {
    return precision == Precision.F32 ? F32 : F64;
  }
}
