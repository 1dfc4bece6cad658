package dev.limen;

/**
 * How large the error of a kernel may be, of the value and of the derivative alike.
 *
 * <p>Units in the last place (ulp) are {@code Math.ulp} of the correctly rounded result. Where a
 * function crosses zero away from x = 0, as the derivatives of GELU and Swish do, they are those of
 * {@code max(|f|, 2^-10)}.
 */
public enum Accuracy {
  /** At most 1 ulp. For reference results and tests. */
  FAITHFUL,
  /** At most 4 ulp. The default. */
  STANDARD,
  /**
   * At most {@code 2^-20 * max(1, |x|)} absolute in float, {@code 2^-45 * max(1, |x|)} in double.
   * For training and inference in float.
   */
  FAST,
  /**
   * At most {@code 2^-11 * max(1, |x|)} absolute in float, {@code 2^-20 * max(1, |x|)} in double.
   * For networks in 16-bit formats.
   */
  HALF
}
