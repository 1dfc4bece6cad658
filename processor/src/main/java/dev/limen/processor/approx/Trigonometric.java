package dev.limen.processor.approx;

import dev.limen.Precision;
import dev.limen.processor.formula.Rational;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The trigonometric functions.
 *
 * <pre>{@code
 * atan(a) = a + a^3 p(a^2)         up to 1, above it pi/2 - atan(1/a)
 * sin(r)  = r + r^3 p(r^2)         r up to pi/4
 * cos(r)  = 1 - r^2/2 + r^4 p(r^2) r up to pi/4
 * }</pre>
 *
 * <p>The argument of sine and cosine is reduced as M. Payne and R. Hanek do (Radian reduction for
 * trigonometric functions, SIGNUM Newsletter 18, 1983), with as many words of 2/pi as its exponent
 * calls for: right for all finite numbers.
 *
 * @param atan p
 * @param sin p
 * @param cos p
 * @param halfPiHigh pi/2, rounded
 * @param halfPiLow what is left of it
 * @param tiny below it sin(u) is u, rounded
 * @param wordBits the bits of a word of 2/pi
 * @param words the words that one argument needs: they cover 2^-30 times the distance from a
 *     multiple of pi/2 to the number next to it
 */
public record Trigonometric(
    Polynomial atan,
    Polynomial sin,
    Polynomial cos,
    double halfPiHigh,
    double halfPiLow,
    double tiny,
    int wordBits,
    int words) {

  private static final String ATAN = "(atan(a) - a)/a^3 in a^2";
  private static final String SIN = "(sin(r) - r)/r^3 in r^2";
  private static final String COS = "(cos(r) - 1 + r^2/2)/r^4 in r^2";
  private static final double QUARTER_PI = 0.78542;

  /** 2^1280 2/pi. */
  private static final BigInteger TWO_OVER_PI =
      new BigInteger(
          "a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561"
              + "b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484"
              + "e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980f"
              + "ef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b"
              + "3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6babf0cfbc209af4361d",
          16);

  private static final int TWO_OVER_PI_BITS = 1280;

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
          Polynomial.of(
              SIN, 0, QUARTER_PI, 0x1.13p-28, -0x1.555546p-3, 0x1.110778p-7, -0x1.9953eep-13),
          Polynomial.of(
              COS, 0, QUARTER_PI, 0x1.10p-33, 0x1.55554ap-5, -0x1.6c0c2ap-10, 0x1.99e92cp-16),
          0x1.921fb6p0,
          -0x1.777a5cp-25,
          0x1p-13,
          19,
          6);

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
          Polynomial.of(
              SIN,
              0,
              QUARTER_PI,
              0x1.20p-58,
              -0x1.5555555555548p-3,
              0x1.111111110f72dp-7,
              -0x1.a01a019be8914p-13,
              0x1.71de355492e85p-19,
              -0x1.ae5e4afbb5558p-26,
              0x1.5d8b29f44e453p-33),
          Polynomial.of(
              COS,
              0,
              QUARTER_PI,
              0x1.10p-64,
              0x1.555555555554bp-5,
              -0x1.6c16c16c15015p-10,
              0x1.a01a019c8f1a2p-16,
              -0x1.27e4f7f180097p-22,
              0x1.1ee9dbbdaf9bap-29,
              -0x1.8fa679328ea75p-37),
          0x1.921fb54442d18p0,
          0x1.1a62633145c07p-54,
          0x1p-28,
          48,
          5);

  /** The data for a precision. */
  public static Trigonometric of(Precision precision) {
    return precision == Precision.F32 ? F32 : F64;
  }

  /** Of factors beyond 2 to the power of this, or below its inverse, too few bits are known. */
  public static final int LARGEST_EXPONENT = 32;

  /**
   * The first words of {@code k = factor*2/pi}: {@code k = w[0] + w[1] 2^-wordBits + w[2] 2^(-2
   * wordBits) + ...}, each at least 0 and below 4.
   *
   * @param factor from 1 to 2
   */
  public List<Double> twoOverPi(Rational factor, int count) {
    BigInteger bits = TWO_OVER_PI.multiply(factor.numerator()).divide(factor.denominator());
    List<Double> result = new ArrayList<>();
    BigInteger mask = BigInteger.ONE.shiftLeft(wordBits).subtract(BigInteger.ONE);
    for (int i = 0; i < count; i++) {
      // The last bit of word i is worth 2^(2 - (i + 1) wordBits).
      int shift = TWO_OVER_PI_BITS + 2 - (i + 1) * wordBits;
      double word = bits.shiftRight(shift).and(mask).doubleValue();
      result.add(Math.scalb(word, 2 - wordBits));
    }
    return result;
  }
}
