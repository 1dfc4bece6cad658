package dev.limen.runtime;

import java.lang.foreign.MemorySegment;

/**
 * The checks that generated kernels make of their arguments before anything is written.
 *
 * <p>Messages name the argument as {@link FloatKernel} and {@link DoubleKernel} do.
 */
public final class Arguments {

  private Arguments() {}

  /** Checks the arguments of {@code forward}. */
  public static void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
    range("x", xOffset, length, x.length);
    range("y", yOffset, length, y.length);
    if (x == y) {
      sameOrApart("x", xOffset, "y", yOffset, length);
    }
  }

  /** Checks the arguments of {@code backward}. */
  public static void backward(
      float[] x,
      int xOffset,
      float[] gradY,
      int gradYOffset,
      float[] gradX,
      int gradXOffset,
      int length) {
    range("x", xOffset, length, x.length);
    range("gradY", gradYOffset, length, gradY.length);
    range("gradX", gradXOffset, length, gradX.length);
    if (x == gradX) {
      sameOrApart("x", xOffset, "gradX", gradXOffset, length);
    }
    if (gradY == gradX) {
      sameOrApart("gradY", gradYOffset, "gradX", gradXOffset, length);
    }
  }

  /**
   * Checks the arguments of {@code backward} with a gradient of parameters.
   *
   * @param count the number of trainable parameters
   */
  public static void backward(
      float[] x,
      int xOffset,
      float[] gradY,
      int gradYOffset,
      float[] gradX,
      int gradXOffset,
      float[] gradParameters,
      int gradParametersOffset,
      int length,
      int count) {
    backward(x, xOffset, gradY, gradYOffset, gradX, gradXOffset, length);
    range("gradParameters", gradParametersOffset, count, gradParameters.length);
    if (gradParameters == x) {
      apart("x", xOffset, length, "gradParameters", gradParametersOffset, count);
    }
    if (gradParameters == gradY) {
      apart("gradY", gradYOffset, length, "gradParameters", gradParametersOffset, count);
    }
    if (gradParameters == gradX) {
      apart("gradX", gradXOffset, length, "gradParameters", gradParametersOffset, count);
    }
  }

  /**
   * Checks an array of parameters that a kernel is bound to.
   *
   * @param count the number of trainable parameters
   * @throws IllegalArgumentException if it has another length
   */
  public static void parameters(float[] parameters, int count) {
    if (parameters.length != count) {
      throw new IllegalArgumentException(
          "parameters: " + parameters.length + " values for " + count + " trainable parameters");
    }
  }

  /** Checks the arguments of {@code forwardAndDerivative}. */
  public static void forwardAndDerivative(
      float[] x, int xOffset, float[] y, int yOffset, float[] dydx, int dydxOffset, int length) {
    range("x", xOffset, length, x.length);
    range("y", yOffset, length, y.length);
    range("dydx", dydxOffset, length, dydx.length);
    if (x == y) {
      sameOrApart("x", xOffset, "y", yOffset, length);
    }
    if (x == dydx) {
      sameOrApart("x", xOffset, "dydx", dydxOffset, length);
    }
    if (y == dydx) {
      apart("y", yOffset, "dydx", dydxOffset, length);
    }
  }

  /** Checks the arguments of {@code forward}. */
  public static void forward(double[] x, int xOffset, double[] y, int yOffset, int length) {
    range("x", xOffset, length, x.length);
    range("y", yOffset, length, y.length);
    if (x == y) {
      sameOrApart("x", xOffset, "y", yOffset, length);
    }
  }

  /** Checks the arguments of {@code backward}. */
  public static void backward(
      double[] x,
      int xOffset,
      double[] gradY,
      int gradYOffset,
      double[] gradX,
      int gradXOffset,
      int length) {
    range("x", xOffset, length, x.length);
    range("gradY", gradYOffset, length, gradY.length);
    range("gradX", gradXOffset, length, gradX.length);
    if (x == gradX) {
      sameOrApart("x", xOffset, "gradX", gradXOffset, length);
    }
    if (gradY == gradX) {
      sameOrApart("gradY", gradYOffset, "gradX", gradXOffset, length);
    }
  }

  /**
   * Checks the arguments of {@code backward} with a gradient of parameters.
   *
   * @param count the number of trainable parameters
   */
  public static void backward(
      double[] x,
      int xOffset,
      double[] gradY,
      int gradYOffset,
      double[] gradX,
      int gradXOffset,
      double[] gradParameters,
      int gradParametersOffset,
      int length,
      int count) {
    backward(x, xOffset, gradY, gradYOffset, gradX, gradXOffset, length);
    range("gradParameters", gradParametersOffset, count, gradParameters.length);
    if (gradParameters == x) {
      apart("x", xOffset, length, "gradParameters", gradParametersOffset, count);
    }
    if (gradParameters == gradY) {
      apart("gradY", gradYOffset, length, "gradParameters", gradParametersOffset, count);
    }
    if (gradParameters == gradX) {
      apart("gradX", gradXOffset, length, "gradParameters", gradParametersOffset, count);
    }
  }

  /**
   * Checks an array of parameters that a kernel is bound to.
   *
   * @param count the number of trainable parameters
   * @throws IllegalArgumentException if it has another length
   */
  public static void parameters(double[] parameters, int count) {
    if (parameters.length != count) {
      throw new IllegalArgumentException(
          "parameters: " + parameters.length + " values for " + count + " trainable parameters");
    }
  }

  /** Checks the arguments of {@code forwardAndDerivative}. */
  public static void forwardAndDerivative(
      double[] x, int xOffset, double[] y, int yOffset, double[] dydx, int dydxOffset, int length) {
    range("x", xOffset, length, x.length);
    range("y", yOffset, length, y.length);
    range("dydx", dydxOffset, length, dydx.length);
    if (x == y) {
      sameOrApart("x", xOffset, "y", yOffset, length);
    }
    if (x == dydx) {
      sameOrApart("x", xOffset, "dydx", dydxOffset, length);
    }
    if (y == dydx) {
      apart("y", yOffset, "dydx", dydxOffset, length);
    }
  }

  /** Checks the arguments of {@code forward} over elements of the given size in bytes. */
  public static void forward(MemorySegment x, MemorySegment y, int elementBytes) {
    elements("x", x, elementBytes);
    output("y", y, x, elementBytes);
    sameOrApart("x", x, "y", y, x.byteSize());
  }

  /** Checks the arguments of {@code backward} over elements of the given size in bytes. */
  public static void backward(
      MemorySegment x, MemorySegment gradY, MemorySegment gradX, int elementBytes) {
    elements("x", x, elementBytes);
    elements("gradY", gradY, elementBytes);
    atLeast("gradY", gradY, x);
    output("gradX", gradX, x, elementBytes);
    sameOrApart("x", x, "gradX", gradX, x.byteSize());
    sameOrApart("gradY", gradY, "gradX", gradX, x.byteSize());
  }

  /**
   * Checks the value of a parameter, and returns it.
   *
   * @throws IllegalArgumentException if it is NaN or infinite
   */
  public static double finite(String parameter, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(parameter + " is not finite: " + value);
    }
    return value;
  }

  private static void range(String name, int offset, int length, int size) {
    if ((offset | length) < 0 || length > size - offset) {
      throw new IndexOutOfBoundsException(
          name + ": offset " + offset + " and length " + length + " in an array of " + size);
    }
  }

  private static void sameOrApart(String a, int aOffset, String b, int bOffset, int length) {
    if (aOffset != bOffset) {
      apart(a, aOffset, b, bOffset, length);
    }
  }

  private static void apart(String a, int aOffset, String b, int bOffset, int length) {
    apart(a, aOffset, length, b, bOffset, length);
  }

  private static void apart(
      String a, int aOffset, int aLength, String b, int bOffset, int bLength) {
    if ((long) aOffset + aLength > bOffset && (long) bOffset + bLength > aOffset) {
      throw new IllegalArgumentException(
          b + " at offset " + bOffset + " overlaps " + a + " at offset " + aOffset);
    }
  }

  private static void elements(String name, MemorySegment segment, int elementBytes) {
    if (segment.byteSize() % elementBytes != 0) {
      throw new IllegalArgumentException(
          name + ": " + segment.byteSize() + " bytes are no multiple of " + elementBytes);
    }
  }

  private static void atLeast(String name, MemorySegment segment, MemorySegment x) {
    if (segment.byteSize() < x.byteSize()) {
      throw new IndexOutOfBoundsException(
          name + ": " + segment.byteSize() + " bytes, but x has " + x.byteSize());
    }
  }

  private static void output(
      String name, MemorySegment segment, MemorySegment x, int elementBytes) {
    elements(name, segment, elementBytes);
    atLeast(name, segment, x);
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException(name + " is read-only");
    }
  }

  private static void sameOrApart(
      String a, MemorySegment input, String b, MemorySegment output, long size) {
    long distance = Math.abs(input.address() - output.address());
    // Segments overlap only within one heap array or off the heap, where addresses compare.
    if (distance != 0 && distance < size && input.asOverlappingSlice(output).isPresent()) {
      throw new IllegalArgumentException(b + " overlaps " + a + " at another offset");
    }
  }
}
