package dev.limen.processor.kernel;

/**
 * The basic operations that kernels consist of. Their meaning is exact, so that the interpreter,
 * scalar code and vector code give the same bits.
 */
public enum Opcode {
  /** The input array numbered by the immediate: 0 is x, 1 is the upstream gradient. */
  INPUT(Type.REAL, 0),
  /** The real whose bits are the immediate. */
  CONSTANT(Type.REAL, 0),
  /** The {@link Uniform} numbered by the immediate: a constant that depends on parameters. */
  UNIFORM(Type.REAL, 0),
  /** The integer in the immediate. */
  BITS_CONSTANT(Type.BITS, 0),

  ADD(Type.REAL, 2),
  SUBTRACT(Type.REAL, 2),
  MULTIPLY(Type.REAL, 2),
  DIVIDE(Type.REAL, 2),
  SQRT(Type.REAL, 1),
  /** {@code a * b + c}, rounded once. */
  FMA(Type.REAL, 3),
  /** Flips the sign bit. */
  NEGATE(Type.REAL, 1),
  /** Clears the sign bit. */
  ABS(Type.REAL, 1),
  /** The nearest float: the real itself in single precision. */
  ROUND_TO_FLOAT(Type.REAL, 1),

  /** The bits of a real as an integer of the same width. */
  TO_BITS(Type.BITS, 1),
  /** The real that has these bits. */
  FROM_BITS(Type.REAL, 1),
  BITS_ADD(Type.BITS, 2),
  BITS_SUBTRACT(Type.BITS, 2),
  BITS_MULTIPLY(Type.BITS, 2),
  BITS_AND(Type.BITS, 2),
  BITS_OR(Type.BITS, 2),
  BITS_XOR(Type.BITS, 2),
  /** The larger of two signed integers. */
  BITS_MAX(Type.BITS, 2),
  /** The smaller of two signed integers. */
  BITS_MIN(Type.BITS, 2),
  /** The smaller of two integers without a sign: of two negative reals, the one nearer to 0. */
  BITS_MIN_UNSIGNED(Type.BITS, 2),
  /** The second operand, less the third where the mask is set. */
  BITS_SUBTRACT_WHERE(Type.BITS, 3),
  /** Shifts left by the immediate. */
  SHIFT_LEFT(Type.BITS, 1),
  /** Shifts right by the immediate, copying the sign. */
  SHIFT_RIGHT(Type.BITS, 1),
  /** Shifts right by the immediate, filling with zeros. */
  SHIFT_RIGHT_UNSIGNED(Type.BITS, 1),

  /** {@code a < b}: false where either is NaN. */
  LESS(Type.MASK, 2),
  /** {@code a <= b}: false where either is NaN, true for zeros of either sign. */
  LESS_OR_EQUAL(Type.MASK, 2),
  /** {@code a == b}: false where either is NaN, true for zeros of either sign. */
  EQUAL(Type.MASK, 2),
  IS_NAN(Type.MASK, 1),
  MASK_AND(Type.MASK, 2),
  MASK_OR(Type.MASK, 2),
  MASK_NOT(Type.MASK, 1),
  /**
   * The entry, in the table numbered by the immediate, at the low bits of the operand: as many bits
   * as number the entries.
   */
  LOOKUP(Type.REAL, 1),
  /** The second operand where the mask is set, else the third. */
  SELECT(Type.REAL, 3);

  /** What an operation results in. */
  public enum Type {
    /** A float or double, as the precision of the graph is. */
    REAL,
    /** An integer as wide as a real. */
    BITS,
    /** A truth value for each lane. */
    MASK
  }

  private final Type type;
  private final int arity;

  Opcode(Type type, int arity) {
    this.type = type;
    this.arity = arity;
  }

  /** The type of the result. */
  public Type type() {
    return type;
  }

  /** The number of operands. */
  public int arity() {
    return arity;
  }
}
