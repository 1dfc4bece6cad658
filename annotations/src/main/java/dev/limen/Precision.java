package dev.limen;

/** A floating-point format that kernels are written for. */
public enum Precision {
  /** IEEE binary32, {@code float}. */
  F32,
  /** IEEE binary64, {@code double}. */
  F64
}
