package dev.limen;

/**
 * The derivative at a kink, a point where the derivatives from the left and from the right differ.
 */
public enum Kink {
  /**
   * The element of least magnitude between the two one-sided derivatives; 0 where their signs
   * differ. Gives relu'(0) = 0, leaky'(0) = its slope below 0, relu6' = 0 at both ends, hard
   * swish'(-3) = 0 and hard swish'(3) = 1, |x|'(0) = 0.
   */
  MIN_NORM,
  /** The derivative from the left. */
  LEFT,
  /** The derivative from the right. */
  RIGHT,
  /** The mean of the two one-sided derivatives. */
  MEAN
}
