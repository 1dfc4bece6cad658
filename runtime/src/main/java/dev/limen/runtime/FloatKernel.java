package dev.limen.runtime;

import java.lang.foreign.MemorySegment;

/**
 * The kernels of one activation function f over {@code float}: its value, its derivative, and both
 * in one pass.
 *
 * <p>Every form gives the same bits for the same x: {@link #apply}, {@link #derivative}, the array
 * and the segment forms, at every offset and length. Working in place (the same array at the same
 * offset) is allowed everywhere, but for two outputs of one call.
 *
 * <p>Arguments are checked before anything is written: a range outside its array or segment is an
 * {@link IndexOutOfBoundsException}; ranges that overlap at different offsets, two outputs in one
 * place, and a segment whose size is no multiple of {@value #BYTES} are an {@link
 * IllegalArgumentException}. Both name the argument.
 *
 * <p>Kernels are immutable and may be used by many threads at once. No call allocates.
 */
public interface FloatKernel {

  /** The size of an element in bytes. */
  int BYTES = Float.BYTES;

  /** Returns f(x). */
  float apply(float x);

  /** Returns f'(x), at a kink the declared value. */
  float derivative(float x);

  /** Computes {@code y[yOffset + i] = f(x[xOffset + i])} for i from 0 to length - 1. */
  void forward(float[] x, int xOffset, float[] y, int yOffset, int length);

  /** Computes {@code y[i] = f(x[i])} for every i of x. */
  default void forward(float[] x, float[] y) {
    forward(x, 0, y, 0, x.length);
  }

  /** Computes {@code gradX = gradY * f'(x)}, element by element, from the given offsets. */
  void backward(
      float[] x,
      int xOffset,
      float[] gradY,
      int gradYOffset,
      float[] gradX,
      int gradXOffset,
      int length);

  /** Computes {@code gradX[i] = gradY[i] * f'(x[i])} for every i of x. */
  default void backward(float[] x, float[] gradY, float[] gradX) {
    backward(x, 0, gradY, 0, gradX, 0, x.length);
  }

  /** Computes {@code y = f(x)} and {@code dydx = f'(x)} in one pass, from the given offsets. */
  void forwardAndDerivative(
      float[] x, int xOffset, float[] y, int yOffset, float[] dydx, int dydxOffset, int length);

  /** Computes {@code y[i] = f(x[i])} and {@code dydx[i] = f'(x[i])} for every i of x. */
  default void forwardAndDerivative(float[] x, float[] y, float[] dydx) {
    forwardAndDerivative(x, 0, y, 0, dydx, 0, x.length);
  }

  /** Computes {@code y = f(x)} for every element of x, in native byte order. */
  void forward(MemorySegment x, MemorySegment y);

  /** Computes {@code gradX = gradY * f'(x)} for every element of x, in native byte order. */
  void backward(MemorySegment x, MemorySegment gradY, MemorySegment gradX);

  /** Describes the function, its accuracy and the code that computes it. */
  KernelInfo info();
}
