package dev.limen.processor.approx;

import dev.limen.Precision;

/**
 * The error function and its complement.
 *
 * <pre>{@code
 * erf(a)  = a + a p(a^2)                   below the seam
 *         = 1 - e^q(a)                     above it
 * erfc(a) = e^-(a^2) (1 + w(t))/(1 + a)  with t = (a - c)/(a + c)
 * }</pre>
 *
 * The exponential of a polynomial needs fewer terms than e^-(a^2) times one. The variable t is due
 * to M. Shepherd and J. Laframboise, Chebyshev Approximation of (1 + 2 x) exp(x^2) erfc(x),
 * Mathematics of Computation 36 (1981); with 1 + a instead, w has next to no slope at a = 0, so
 * that the rounding of t does not count there. The c are those about which the rounded coefficients
 * fit best.
 *
 * @param seam where erf changes from one form to the other
 * @param small p, in a^2
 * @param large q, in a
 * @param saturation beyond it erf is 1, rounded
 * @param scaledComplement w, in t
 * @param center c
 */
public record ErrorFunction(
    double seam,
    Polynomial small,
    Polynomial large,
    double saturation,
    Polynomial scaledComplement,
    double center) {

  private static final String SMALL = "erf(a)/a - 1 in a^2";
  private static final String LARGE = "log(erfc(a))";
  private static final String SCALED = "(1 + a) e^(a^2) erfc(a) - 1 in (a - c)/(a + c)";

  private static final ErrorFunction F32 =
      new ErrorFunction(
          0.8,
          Polynomial.of(
              SMALL,
              0,
              0.8,
              0x1.30p-28,
              0x1.06eba8p-3,
              -0x1.81272ep-2,
              0x1.ce277cp-4,
              -0x1.b75f2ap-6,
              0x1.4cb412p-8,
              -0x1.535c4p-11),
          Polynomial.of(
              LARGE,
              0.8,
              4,
              0x1.64p-29,
              -0x1.dfd1e2p-15,
              -0x1.20d648p0,
              -0x1.45b4dap-1,
              -0x1.ad8f52p-4,
              0x1.73d7bp-6,
              -0x1.9ec144p-9,
              0x1.b588bcp-13),
          4,
          Polynomial.of(
              SCALED,
              0,
              10.06,
              0x1.18p-27,
              -0x1.2bd58p-2,
              -0x1.c89ebap-3,
              0x1.b21c4p-4,
              -0x1.5f3b56p-6,
              -0x1.20a0fcp-6,
              0x1.7071a6p-6,
              -0x1.b30c82p-7,
              0x1.23901cp-8,
              -0x1.23dfe4p-12,
              -0x1.184988p-11),
          3.2421875);

  private static final ErrorFunction F64 =
      new ErrorFunction(
          1,
          Polynomial.of(
              SMALL,
              0,
              1,
              0x1.fep-57,
              0x1.06eba8214db68p-3,
              -0x1.812746b0379bdp-2,
              0x1.ce2f21a04184bp-4,
              -0x1.b82ce3123a763p-6,
              0x1.565bcd0261e32p-8,
              -0x1.c02db1ac85247p-11,
              0x1.f9a2dcfb82178p-14,
              -0x1.f4cc548519b51p-17,
              0x1.b993582878f5ep-20,
              -0x1.5c7b3181dbd41p-23,
              0x1.da24926008b03p-27,
              -0x1.b4744167661fep-31),
          Polynomial.of(
              LARGE,
              1,
              6,
              0x1.02p-57,
              -0x1.0e3ec213df249p-21,
              -0x1.20dd1fbe7e0e4p+0,
              -0x1.45f6281307406p-1,
              -0x1.a4ac4c2b6a409p-4,
              0x1.3722182c42d53p-6,
              0x1.aebeb2732afaap-12,
              -0x1.f64c52ae30831p-10,
              0x1.941cee8650216p-11,
              -0x1.1b697477a081ep-13,
              -0x1.533e0913dcbddp-16,
              0x1.7e9648b29f0a2p-16,
              -0x1.22a0535c3e237p-17,
              0x1.1e7497421d8f5p-19,
              -0x1.908cc44d63c97p-22,
              0x1.8e77393d84e2ap-25,
              -0x1.0e223a604b842p-28,
              0x1.c146a9595be88p-33,
              -0x1.5a7784c787e0cp-38),
          6,
          Polynomial.of(
              SCALED,
              0,
              27.3,
              0x1.6ap-56,
              -0x1.332b7bf2d2bap-2,
              -0x1.ba2084fb57e23p-3,
              0x1.c508db63aa52dp-4,
              -0x1.f2666ad2ea105p-6,
              -0x1.7768cb01d8a67p-7,
              0x1.613b13895de9cp-6,
              -0x1.ff5aa32d73ca1p-7,
              0x1.c96e2c81c26f6p-8,
              -0x1.ba80ce0c105cp-10,
              -0x1.ab344c290fe67p-14,
              0x1.dfdc497221c26p-13,
              -0x1.9bed9a88984cbp-15,
              -0x1.3e3410c4d3b3fp-16,
              0x1.53354dcd75a65p-17,
              0x1.6585eaf4b074cp-20,
              -0x1.bc4aa9532b445p-20,
              -0x1.a33f528bca38fp-24,
              0x1.24529677375cep-22,
              0x1.26161c06d46eep-26,
              -0x1.83a6e97fb4299p-25,
              -0x1.cabb0c7236a3cp-28,
              0x1.821d1c7f34768p-28,
              0x1.d1e3e87046b11p-30),
          3.4609375);

  /** The data for a precision. */
  public static ErrorFunction of(Precision precision) {
    return precision == Precision.F32 ? F32 : F64;
  }
}
