package dev.limen.processor.formula;

/** A side from which a point is approached. */
public enum Side {
  /** From below. */
  LEFT,
  /** From above. */
  RIGHT
}
