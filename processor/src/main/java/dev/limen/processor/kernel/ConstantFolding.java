package dev.limen.processor.kernel;

import dev.limen.Precision;
import java.util.List;
import java.util.OptionalLong;

/** Computes operations on constants, in the arithmetic of the kernel. */
final class ConstantFolding {

  private ConstantFolding() {}

  /**
   * The bits of the result, or 1 or 0 for a mask; empty where an operand is no constant, and for
   * NaN, the bits of which would depend on the machine.
   */
  static OptionalLong fold(
      Precision precision, Opcode opcode, long immediate, List<Node> operands) {
    long[] bits = new long[3];
    for (int i = 0; i < operands.size(); i++) {
      Node operand = operands.get(i);
      switch (operand.opcode()) {
        case CONSTANT, BITS_CONSTANT -> bits[i] = operand.immediate();
        default -> {
          if (operand.type() != Opcode.Type.MASK) {
            return OptionalLong.empty();
          }
          OptionalLong mask =
              fold(precision, operand.opcode(), operand.immediate(), operand.operands());
          if (mask.isEmpty()) {
            return mask;
          }
          bits[i] = mask.getAsLong();
        }
      }
    }
    return precision == Precision.F32
        ? foldFloats(opcode, (int) immediate, (int) bits[0], (int) bits[1], (int) bits[2])
        : foldDoubles(opcode, immediate, bits[0], bits[1], bits[2]);
  }

  private static OptionalLong foldFloats(Opcode opcode, int immediate, int a, int b, int c) {
    float x = Float.intBitsToFloat(a);
    float y = Float.intBitsToFloat(b);
    float z = Float.intBitsToFloat(c);
    return switch (opcode) {
      case INPUT, UNIFORM, CONSTANT, BITS_CONSTANT, LOOKUP, SELECT -> OptionalLong.empty();
      case ADD -> real(x + y);
      case SUBTRACT -> real(x - y);
      case MULTIPLY -> real(x * y);
      case DIVIDE -> real(x / y);
      case SQRT -> real((float) Math.sqrt(x));
      case FMA -> real(Math.fma(x, y, z));
      case NEGATE -> real(-x);
      case ABS -> real(Math.abs(x));
      case FROM_BITS, ROUND_TO_FLOAT -> real(x);
      case TO_BITS -> OptionalLong.of(a);
      case BITS_ADD -> OptionalLong.of(a + b);
      case BITS_SUBTRACT -> OptionalLong.of(a - b);
      case BITS_MULTIPLY -> {
        int product = a * b;
        yield OptionalLong.of(product);
      }
      case BITS_AND -> OptionalLong.of(a & b);
      case BITS_OR -> OptionalLong.of(a | b);
      case BITS_XOR -> OptionalLong.of(a ^ b);
      case BITS_MAX -> OptionalLong.of(Math.max(a, b));
      case BITS_MIN -> OptionalLong.of(Math.min(a, b));
      case BITS_MIN_UNSIGNED -> OptionalLong.of(Integer.compareUnsigned(a, b) < 0 ? a : b);
      case BITS_SUBTRACT_WHERE -> OptionalLong.of(a != 0 ? b - c : b);
      case SHIFT_LEFT -> OptionalLong.of(a << immediate);
      case SHIFT_RIGHT -> OptionalLong.of(a >> immediate);
      case SHIFT_RIGHT_UNSIGNED -> OptionalLong.of(a >>> immediate);
      case LESS -> mask(x < y);
      case LESS_OR_EQUAL -> mask(x <= y);
      case EQUAL -> mask(x == y);
      case IS_NAN -> mask(Float.isNaN(x));
      case MASK_AND -> mask((a & b) != 0);
      case MASK_OR -> mask((a | b) != 0);
      case MASK_NOT -> mask(a == 0);
    };
  }

  private static OptionalLong foldDoubles(Opcode opcode, long immediate, long a, long b, long c) {
    double x = Double.longBitsToDouble(a);
    double y = Double.longBitsToDouble(b);
    double z = Double.longBitsToDouble(c);
    int distance = (int) immediate;
    return switch (opcode) {
      case INPUT, UNIFORM, CONSTANT, BITS_CONSTANT, LOOKUP, SELECT -> OptionalLong.empty();
      case ADD -> real(x + y);
      case SUBTRACT -> real(x - y);
      case MULTIPLY -> real(x * y);
      case DIVIDE -> real(x / y);
      case SQRT -> real(Math.sqrt(x));
      case FMA -> real(Math.fma(x, y, z));
      case NEGATE -> real(-x);
      case ABS -> real(Math.abs(x));
      case FROM_BITS -> real(x);
      case ROUND_TO_FLOAT -> real((double) (float) x);
      case TO_BITS -> OptionalLong.of(a);
      case BITS_ADD -> OptionalLong.of(a + b);
      case BITS_SUBTRACT -> OptionalLong.of(a - b);
      case BITS_MULTIPLY -> OptionalLong.of(a * b);
      case BITS_AND -> OptionalLong.of(a & b);
      case BITS_OR -> OptionalLong.of(a | b);
      case BITS_XOR -> OptionalLong.of(a ^ b);
      case BITS_MAX -> OptionalLong.of(Math.max(a, b));
      case BITS_MIN -> OptionalLong.of(Math.min(a, b));
      case BITS_MIN_UNSIGNED -> OptionalLong.of(Long.compareUnsigned(a, b) < 0 ? a : b);
      case BITS_SUBTRACT_WHERE -> OptionalLong.of(a != 0 ? b - c : b);
      case SHIFT_LEFT -> OptionalLong.of(a << distance);
      case SHIFT_RIGHT -> OptionalLong.of(a >> distance);
      case SHIFT_RIGHT_UNSIGNED -> OptionalLong.of(a >>> distance);
      case LESS -> mask(x < y);
      case LESS_OR_EQUAL -> mask(x <= y);
      case EQUAL -> mask(x == y);
      case IS_NAN -> mask(Double.isNaN(x));
      case MASK_AND -> mask((a & b) != 0);
      case MASK_OR -> mask((a | b) != 0);
      case MASK_NOT -> mask(a == 0);
    };
  }

  private static OptionalLong real(float value) {
    return Float.isNaN(value)
        ? OptionalLong.empty()
        : OptionalLong.of(Float.floatToRawIntBits(value));
  }

  private static OptionalLong real(double value) {
    return Double.isNaN(value)
        ? OptionalLong.empty()
        : OptionalLong.of(Double.doubleToRawLongBits(value));
  }

  private static OptionalLong mask(boolean value) {
    return OptionalLong.of(value ? 1 : 0);
  }
}
