package dev.limen.verify;

import dev.limen.runtime.Arguments;
import dev.limen.runtime.FloatKernel;
import dev.limen.runtime.KernelInfo;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A kernel by loops over two functions; tests override what they want to be wrong. */
class PlainFloatKernel implements FloatKernel {
  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  /** A function of one float. */
  interface FloatFunction {
    float at(float x);
  }

  private final KernelInfo info;
  private final FloatFunction value;
  private final FloatFunction slope;

  PlainFloatKernel(KernelInfo info, FloatFunction value, FloatFunction slope) {
    this.info = info;
    this.value = value;
    this.slope = slope;
  }

  PlainFloatKernel(KernelInfo info, PlainFloatKernel right) {
    this(info, right.value, right.slope);
  }

  PlainFloatKernel(PlainFloatKernel right) {
    this(right.info, right.value, right.slope);
  }

  @Override
  public float apply(float x) {
    return value.at(x);
  }

  @Override
  public float derivative(float x) {
    return slope.at(x);
  }

  @Override
  public void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
    Arguments.forward(x, xOffset, y, yOffset, length);
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = apply(x[xOffset + i]);
    }
  }

  @Override
  public void backward(
      float[] x,
      int xOffset,
      float[] gradY,
      int gradYOffset,
      float[] gradX,
      int gradXOffset,
      int length) {
    Arguments.backward(x, xOffset, gradY, gradYOffset, gradX, gradXOffset, length);
    for (int i = 0; i < length; i++) {
      gradX[gradXOffset + i] = gradY[gradYOffset + i] * derivative(x[xOffset + i]);
    }
  }

  @Override
  public void forwardAndDerivative(
      float[] x, int xOffset, float[] y, int yOffset, float[] dydx, int dydxOffset, int length) {
    Arguments.forwardAndDerivative(x, xOffset, y, yOffset, dydx, dydxOffset, length);
    for (int i = 0; i < length; i++) {
      float at = x[xOffset + i];
      y[yOffset + i] = apply(at);
      dydx[dydxOffset + i] = derivative(at);
    }
  }

  @Override
  public void forward(MemorySegment x, MemorySegment y) {
    Arguments.forward(x, y, BYTES);
    for (long i = 0; i < x.byteSize(); i += BYTES) {
      y.set(FLOAT, i, apply(x.get(FLOAT, i)));
    }
  }

  @Override
  public void backward(MemorySegment x, MemorySegment gradY, MemorySegment gradX) {
    Arguments.backward(x, gradY, gradX, BYTES);
    for (long i = 0; i < x.byteSize(); i += BYTES) {
      gradX.set(FLOAT, i, gradY.get(FLOAT, i) * derivative(x.get(FLOAT, i)));
    }
  }

  @Override
  public KernelInfo info() {
    return info;
  }
}
