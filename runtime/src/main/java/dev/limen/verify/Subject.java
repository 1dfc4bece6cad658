package dev.limen.verify;

import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import dev.limen.runtime.KernelInfo;
import dev.limen.runtime.ParameterSlope;
import dev.limen.runtime.TrainableDoubleKernel;
import dev.limen.runtime.TrainableFloatKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A kernel as the checks see it: numbers are doubles, whatever the format; arrays are A.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
abstract sealed class Subject<A> {
  final Format format;
  final KernelInfo info;

  /** The trainable parameters; none if the kernel gives no gradients of them. */
  final List<ParameterSlope> trainable;

  /** How many sums of gradients run side by side. */
  final int sumLanes;

  /** How many elements are summed before lanes are added up. */
  final int sumBlock;

  private Subject(Format format, KernelInfo info, boolean isTrainable, int sumLanes, int sumBlock) {
    this.format = format;
    this.info = info;
    this.trainable = isTrainable ? info.parameterSlopes() : List.of();
    this.sumLanes = sumLanes;
    this.sumBlock = sumBlock;
  }

  /** The kernel, which is one over floats or one over doubles. */
  static Subject<?> of(Object kernel) {
    return kernel instanceof FloatKernel floats
        ? new OfFloat(floats)
        : new OfDouble((DoubleKernel) kernel);
  }

  abstract double apply(double x);

  abstract double derivative(double x);

  abstract void forward(A x, int xOffset, A y, int yOffset, int length);

  abstract void forward(A x, A y);

  abstract void backward(
      A x, int xOffset, A gradY, int gradYOffset, A gradX, int gradXOffset, int length);

  abstract void backward(A x, A gradY, A gradX);

  abstract void backward(
      A x,
      int xOffset,
      A gradY,
      int gradYOffset,
      A gradX,
      int gradXOffset,
      A gradParameters,
      int gradParametersOffset,
      int length);

  abstract void backward(A x, A gradY, A gradX, A gradParameters);

  abstract void forwardAndDerivative(
      A x, int xOffset, A y, int yOffset, A dydx, int dydxOffset, int length);

  abstract void forwardAndDerivative(A x, A y, A dydx);

  abstract void forward(MemorySegment x, MemorySegment y);

  abstract void backward(MemorySegment x, MemorySegment gradY, MemorySegment gradX);

  abstract A array(int length);

  abstract A[] arrays(int count, int length);

  abstract MemorySegment segment(A array);

  /** The bits of what is no number: quiet and signalling, with both signs. */
  abstract long[] nans();

  /** As {@link #apply}; a NaN is not quieted on the way. */
  abstract double applyToBits(long bits);

  abstract double derivativeAtBits(long bits);

  final A array(double... values) {
    A array = array(values.length);
    for (int i = 0; i < values.length; i++) {
      set(array, i, values[i]);
    }
    return array;
  }

  final A filled(int length, double value) {
    A array = array(length);
    for (int i = 0; i < length; i++) {
      set(array, i, value);
    }
    return array;
  }

  final double[] numbers(A array) {
    double[] numbers = new double[length(array)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = get(array, i);
    }
    return numbers;
  }

  final double get(MemorySegment segment, long index) {
    long at = index * format.bytes;
    return format == Format.F32
        ? segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at)
        : segment.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at);
  }

  final void set(MemorySegment segment, long index, double value) {
    long at = index * format.bytes;
    if (format == Format.F32) {
      segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) value);
    } else {
      segment.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, value);
    }
  }

  final int length(A array) {
    return (int) segment(array).byteSize() / format.bytes;
  }

  final double get(A array, int index) {
    return get(segment(array), index);
  }

  final void set(A array, int index, double value) {
    set(segment(array), index, value);
  }

  final void setBits(A array, int index, long bits) {
    if (format == Format.F32) {
      segment(array).setAtIndex(ValueLayout.JAVA_INT, index, (int) bits);
    } else {
      segment(array).setAtIndex(ValueLayout.JAVA_LONG, index, bits);
    }
  }

  /** A {@link FloatKernel}. */
  static final class OfFloat extends Subject<float[]> {
    private final FloatKernel kernel;

    OfFloat(FloatKernel kernel) {
      super(
          Format.F32,
          kernel.info(),
          kernel instanceof TrainableFloatKernel,
          TrainableFloatKernel.SUM_LANES,
          TrainableFloatKernel.SUM_BLOCK);
      this.kernel = kernel;
    }

    @Override
    double apply(double x) {
      return kernel.apply((float) x);
    }

    @Override
    double derivative(double x) {
      return kernel.derivative((float) x);
    }

    @Override
    void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
      kernel.forward(x, xOffset, y, yOffset, length);
    }

    @Override
    void forward(float[] x, float[] y) {
      kernel.forward(x, y);
    }

    @Override
    void backward(
        float[] x,
        int xOffset,
        float[] gradY,
        int gradYOffset,
        float[] gradX,
        int gradXOffset,
        int length) {
      kernel.backward(x, xOffset, gradY, gradYOffset, gradX, gradXOffset, length);
    }

    @Override
    void backward(float[] x, float[] gradY, float[] gradX) {
      kernel.backward(x, gradY, gradX);
    }

    @Override
    void backward(
        float[] x,
        int xOffset,
        float[] gradY,
        int gradYOffset,
        float[] gradX,
        int gradXOffset,
        float[] gradParameters,
        int gradParametersOffset,
        int length) {
      ((TrainableFloatKernel) kernel)
          .backward(
              x,
              xOffset,
              gradY,
              gradYOffset,
              gradX,
              gradXOffset,
              gradParameters,
              gradParametersOffset,
              length);
    }

    @Override
    void backward(float[] x, float[] gradY, float[] gradX, float[] gradParameters) {
      ((TrainableFloatKernel) kernel).backward(x, gradY, gradX, gradParameters);
    }

    @Override
    void forwardAndDerivative(
        float[] x, int xOffset, float[] y, int yOffset, float[] dydx, int dydxOffset, int length) {
      kernel.forwardAndDerivative(x, xOffset, y, yOffset, dydx, dydxOffset, length);
    }

    @Override
    void forwardAndDerivative(float[] x, float[] y, float[] dydx) {
      kernel.forwardAndDerivative(x, y, dydx);
    }

    @Override
    void forward(MemorySegment x, MemorySegment y) {
      kernel.forward(x, y);
    }

    @Override
    void backward(MemorySegment x, MemorySegment gradY, MemorySegment gradX) {
      kernel.backward(x, gradY, gradX);
    }

    @Override
    float[] array(int length) {
      return new float[length];
    }

    @Override
    float[][] arrays(int count, int length) {
      return new float[count][length];
    }

    @Override
    MemorySegment segment(float[] array) {
      return MemorySegment.ofArray(array);
    }

    @Override
    long[] nans() {
      return new long[] {0x7fc00000, 0xffc00000, 0x7fffffff, 0xffffffff, 0x7f800001, 0xff812345};
    }

    @Override
    double applyToBits(long bits) {
      return kernel.apply(Float.intBitsToFloat((int) bits));
    }

    @Override
    double derivativeAtBits(long bits) {
      return kernel.derivative(Float.intBitsToFloat((int) bits));
    }
  }

  /** A {@link DoubleKernel}. */
  static final class OfDouble extends Subject<double[]> {
    private final DoubleKernel kernel;

    OfDouble(DoubleKernel kernel) {
      super(
          Format.F64,
          kernel.info(),
          kernel instanceof TrainableDoubleKernel,
          TrainableDoubleKernel.SUM_LANES,
          TrainableDoubleKernel.SUM_BLOCK);
      this.kernel = kernel;
    }

    @Override
    double apply(double x) {
      return kernel.apply(x);
    }

    @Override
    double derivative(double x) {
      return kernel.derivative(x);
    }

    @Override
    void forward(double[] x, int xOffset, double[] y, int yOffset, int length) {
      kernel.forward(x, xOffset, y, yOffset, length);
    }

    @Override
    void forward(double[] x, double[] y) {
      kernel.forward(x, y);
    }

    @Override
    void backward(
        double[] x,
        int xOffset,
        double[] gradY,
        int gradYOffset,
        double[] gradX,
        int gradXOffset,
        int length) {
      kernel.backward(x, xOffset, gradY, gradYOffset, gradX, gradXOffset, length);
    }

    @Override
    void backward(double[] x, double[] gradY, double[] gradX) {
      kernel.backward(x, gradY, gradX);
    }

    @Override
    void backward(
        double[] x,
        int xOffset,
        double[] gradY,
        int gradYOffset,
        double[] gradX,
        int gradXOffset,
        double[] gradParameters,
        int gradParametersOffset,
        int length) {
      ((TrainableDoubleKernel) kernel)
          .backward(
              x,
              xOffset,
              gradY,
              gradYOffset,
              gradX,
              gradXOffset,
              gradParameters,
              gradParametersOffset,
              length);
    }

    @Override
    void backward(double[] x, double[] gradY, double[] gradX, double[] gradParameters) {
      ((TrainableDoubleKernel) kernel).backward(x, gradY, gradX, gradParameters);
    }

    @Override
    void forwardAndDerivative(
        double[] x,
        int xOffset,
        double[] y,
        int yOffset,
        double[] dydx,
        int dydxOffset,
        int length) {
      kernel.forwardAndDerivative(x, xOffset, y, yOffset, dydx, dydxOffset, length);
    }

    @Override
    void forwardAndDerivative(double[] x, double[] y, double[] dydx) {
      kernel.forwardAndDerivative(x, y, dydx);
    }

    @Override
    void forward(MemorySegment x, MemorySegment y) {
      kernel.forward(x, y);
    }

    @Override
    void backward(MemorySegment x, MemorySegment gradY, MemorySegment gradX) {
      kernel.backward(x, gradY, gradX);
    }

    @Override
    double[] array(int length) {
      return new double[length];
    }

    @Override
    double[][] arrays(int count, int length) {
      return new double[count][length];
    }

    @Override
    MemorySegment segment(double[] array) {
      return MemorySegment.ofArray(array);
    }

    @Override
    long[] nans() {
      return new long[] {
        0x7ff8000000000000L,
        0xfff8000000000000L,
        0x7fffffffffffffffL,
        0xffffffffffffffffL,
        0x7ff0000000000001L,
        0xfff0123456789abcL
      };
    }

    @Override
    double applyToBits(long bits) {
      return kernel.apply(Double.longBitsToDouble(bits));
    }

    @Override
    double derivativeAtBits(long bits) {
      return kernel.derivative(Double.longBitsToDouble(bits));
    }
  }
}
