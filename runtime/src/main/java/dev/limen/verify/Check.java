package dev.limen.verify;

/** What is checked of a kernel. */
public enum Check {
  /** The error of the value is within the contract, over a sample of all inputs. */
  VALUE("value error"),
  /** The error of the derivative is within the contract, over a sample of all inputs. */
  DERIVATIVE("derivative error"),
  /** The errors at inputs whose results were computed beforehand are within the contract. */
  KNOWN_ANSWERS("known answers"),
  /** NaN gives NaN in every form; infinities give the limits; odd functions keep the sign of 0. */
  SPECIAL_VALUES("special values"),
  /** The reference's derivatives are those of its value: high-precision differences agree. */
  GRADIENT("gradient of the reference"),
  /** The derivative at kinks is the declared one. */
  KINKS("kinks"),
  /** No value leaves the declared range. */
  RANGE("range"),
  /** No derivative has the wrong sign, and no value steps back by more than the contract. */
  MONOTONICITY("monotonicity"),
  /** An odd or even function is so in every bit, and its derivative too. */
  SYMMETRY("symmetry"),
  /** Array forms give the bits of the scalar forms, at every length and offset, in place too. */
  ARRAYS("array forms"),
  /** Memory segments give the same bits: heap and native, aligned or not, in place too. */
  SEGMENTS("segment forms"),
  /**
   * Backward gives the derivative with respect to each trainable parameter within its contract, and
   * sums of it in the order that is promised; in place too, and beside the gradient of x that it
   * gives alone.
   */
  PARAMETER_GRADIENTS("parameter gradients"),
  /** A twin, such as the kernel of another backend, gives the same bits. */
  TWIN("twin"),
  /** Wrong arguments are refused by name, and nothing is written. */
  ARGUMENTS("argument checks");

  private final String title;

  Check(String title) {
    this.title = title;
  }

  /** A name for reports. */
  public String title() {
    return title;
  }
}
