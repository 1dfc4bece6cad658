package dev.limen.verify;

import dev.limen.runtime.Arguments;
import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.KernelInfo;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleUnaryOperator;

/** A kernel by loops over two functions. */
class PlainDoubleKernel implements DoubleKernel {
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

  private final KernelInfo info;
  private final DoubleUnaryOperator value;
  private final DoubleUnaryOperator slope;

  PlainDoubleKernel(KernelInfo info, DoubleUnaryOperator value, DoubleUnaryOperator slope) {
    this.info = info;
    this.value = value;
    this.slope = slope;
  }

  @Override
  public double apply(double x) {
    return value.applyAsDouble(x);
  }

  @Override
  public double derivative(double x) {
    return slope.applyAsDouble(x);
  }

  @Override
  public void forward(double[] x, int xOffset, double[] y, int yOffset, int length) {
    Arguments.forward(x, xOffset, y, yOffset, length);
    for (int i = 0; i < length; i++) {
      y[yOffset + i] = apply(x[xOffset + i]);
    }
  }

  @Override
  public void backward(
      double[] x,
      int xOffset,
      double[] gradY,
      int gradYOffset,
      double[] gradX,
      int gradXOffset,
      int length) {
    Arguments.backward(x, xOffset, gradY, gradYOffset, gradX, gradXOffset, length);
    for (int i = 0; i < length; i++) {
      gradX[gradXOffset + i] = gradY[gradYOffset + i] * derivative(x[xOffset + i]);
    }
  }

  @Override
  public void forwardAndDerivative(
      double[] x, int xOffset, double[] y, int yOffset, double[] dydx, int dydxOffset, int length) {
    Arguments.forwardAndDerivative(x, xOffset, y, yOffset, dydx, dydxOffset, length);
    for (int i = 0; i < length; i++) {
      double at = x[xOffset + i];
      y[yOffset + i] = apply(at);
      dydx[dydxOffset + i] = derivative(at);
    }
  }

  @Override
  public void forward(MemorySegment x, MemorySegment y) {
    Arguments.forward(x, y, BYTES);
    for (long i = 0; i < x.byteSize(); i += BYTES) {
      y.set(DOUBLE, i, apply(x.get(DOUBLE, i)));
    }
  }

  @Override
  public void backward(MemorySegment x, MemorySegment gradY, MemorySegment gradX) {
    Arguments.backward(x, gradY, gradX, BYTES);
    for (long i = 0; i < x.byteSize(); i += BYTES) {
      gradX.set(DOUBLE, i, gradY.get(DOUBLE, i) * derivative(x.get(DOUBLE, i)));
    }
  }

  @Override
  public KernelInfo info() {
    return info;
  }
}
