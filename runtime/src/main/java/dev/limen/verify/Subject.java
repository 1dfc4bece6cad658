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
sealed interface Subject<A> {
  /** The kernel, which is one over floats or one over doubles. */
  static Subject<?> of(Object kernel) {
    return kernel instanceof FloatKernel floats
        ? new OfFloat(floats)
        : new OfDouble((DoubleKernel) kernel);
  }

  Format format();

  KernelInfo info();

  /** The trainable parameters; none if the kernel gives no gradients of them. */
  List<ParameterSlope> trainable();

  /** How many sums of gradients run side by side. */
  int sumLanes();

  /** How many elements are summed before lanes are added up. */
  int sumBlock();

  double apply(double x);

  double derivative(double x);

  void forward(A x, int xOffset, A y, int yOffset, int length);

  void forward(A x, A y);

  void backward(A x, int xOffset, A gradY, int gradYOffset, A gradX, int gradXOffset, int length);

  void backward(A x, A gradY, A gradX);

  void backward(
      A x,
      int xOffset,
      A gradY,
      int gradYOffset,
      A gradX,
      int gradXOffset,
      A gradParameters,
      int gradParametersOffset,
      int length);

  void backward(A x, A gradY, A gradX, A gradParameters);

  void forwardAndDerivative(A x, int xOffset, A y, int yOffset, A dydx, int dydxOffset, int length);

  void forwardAndDerivative(A x, A y, A dydx);

  void forward(MemorySegment x, MemorySegment y);

  void backward(MemorySegment x, MemorySegment gradY, MemorySegment gradX);

  A array(int length);

  A[] arrays(int count, int length);

  int length(A array);

  double get(A array, int index);

  void set(A array, int index, double value);

  MemorySegment segment(A array);

  double get(MemorySegment segment, long index);

  void set(MemorySegment segment, long index, double value);

  int bytes();

  /** The bits of what is no number: quiet and signalling, with both signs. */
  long[] nans();

  /** As {@link #apply}; a NaN is not quieted on the way. */
  double applyToBits(long bits);

  double derivativeAtBits(long bits);

  void setBits(A array, int index, long bits);

  default A array(double... values) {
    A array = array(values.length);
    for (int i = 0; i < values.length; i++) {
      set(array, i, values[i]);
    }
    return array;
  }

  /** A {@link FloatKernel}. */
  final class OfFloat implements Subject<float[]> {
    private final FloatKernel kernel;

    OfFloat(FloatKernel kernel) {
      this.kernel = kernel;
    }

    @Override
    public Format format() {
      return Format.F32;
    }

    @Override
    public KernelInfo info() {
      return kernel.info();
    }

    @Override
    public List<ParameterSlope> trainable() {
      return kernel instanceof TrainableFloatKernel ? info().parameterSlopes() : List.of();
    }

    @Override
    public int sumLanes() {
      return TrainableFloatKernel.SUM_LANES;
    }

    @Override
    public int sumBlock() {
      return TrainableFloatKernel.SUM_BLOCK;
    }

    @Override
    public double apply(double x) {
      return kernel.apply((float) x);
    }

    @Override
    public double derivative(double x) {
      return kernel.derivative((float) x);
    }

    @Override
    public void forward(float[] x, int xOffset, float[] y, int yOffset, int length) {
      kernel.forward(x, xOffset, y, yOffset, length);
    }

    @Override
    public void forward(float[] x, float[] y) {
      kernel.forward(x, y);
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
      kernel.backward(x, xOffset, gradY, gradYOffset, gradX, gradXOffset, length);
    }

    @Override
    public void backward(float[] x, float[] gradY, float[] gradX) {
      kernel.backward(x, gradY, gradX);
    }

    @Override
    public void backward(
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
    public void backward(float[] x, float[] gradY, float[] gradX, float[] gradParameters) {
      ((TrainableFloatKernel) kernel).backward(x, gradY, gradX, gradParameters);
    }

    @Override
    public void forwardAndDerivative(
        float[] x, int xOffset, float[] y, int yOffset, float[] dydx, int dydxOffset, int length) {
      kernel.forwardAndDerivative(x, xOffset, y, yOffset, dydx, dydxOffset, length);
    }

    @Override
    public void forwardAndDerivative(float[] x, float[] y, float[] dydx) {
      kernel.forwardAndDerivative(x, y, dydx);
    }

    @Override
    public void forward(MemorySegment x, MemorySegment y) {
      kernel.forward(x, y);
    }

    @Override
    public void backward(MemorySegment x, MemorySegment gradY, MemorySegment gradX) {
      kernel.backward(x, gradY, gradX);
    }

    @Override
    public float[] array(int length) {
      return new float[length];
    }

    @Override
    public float[][] arrays(int count, int length) {
      return new float[count][length];
    }

    @Override
    public int length(float[] array) {
      return array.length;
    }

    @Override
    public double get(float[] array, int index) {
      return array[index];
    }

    @Override
    public void set(float[] array, int index, double value) {
      array[index] = (float) value;
    }

    @Override
    public MemorySegment segment(float[] array) {
      return MemorySegment.ofArray(array);
    }

    @Override
    public double get(MemorySegment segment, long index) {
      return segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, index * Float.BYTES);
    }

    @Override
    public void set(MemorySegment segment, long index, double value) {
      segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, index * Float.BYTES, (float) value);
    }

    @Override
    public int bytes() {
      return Float.BYTES;
    }

    @Override
    public long[] nans() {
      return new long[] {0x7fc00000, 0xffc00000, 0x7fffffff, 0xffffffff, 0x7f800001, 0xff812345};
    }

    @Override
    public double applyToBits(long bits) {
      return kernel.apply(Float.intBitsToFloat((int) bits));
    }

    @Override
    public double derivativeAtBits(long bits) {
      return kernel.derivative(Float.intBitsToFloat((int) bits));
    }

    @Override
    public void setBits(float[] array, int index, long bits) {
      array[index] = Float.intBitsToFloat((int) bits);
    }
  }

  /** A {@link DoubleKernel}. */
  final class OfDouble implements Subject<double[]> {
    private final DoubleKernel kernel;

    OfDouble(DoubleKernel kernel) {
      this.kernel = kernel;
    }

    @Override
    public Format format() {
      return Format.F64;
    }

    @Override
    public KernelInfo info() {
      return kernel.info();
    }

    @Override
    public List<ParameterSlope> trainable() {
      return kernel instanceof TrainableDoubleKernel ? info().parameterSlopes() : List.of();
    }

    @Override
    public int sumLanes() {
      return TrainableDoubleKernel.SUM_LANES;
    }

    @Override
    public int sumBlock() {
      return TrainableDoubleKernel.SUM_BLOCK;
    }

    @Override
    public double apply(double x) {
      return kernel.apply(x);
    }

    @Override
    public double derivative(double x) {
      return kernel.derivative(x);
    }

    @Override
    public void forward(double[] x, int xOffset, double[] y, int yOffset, int length) {
      kernel.forward(x, xOffset, y, yOffset, length);
    }

    @Override
    public void forward(double[] x, double[] y) {
      kernel.forward(x, y);
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
      kernel.backward(x, xOffset, gradY, gradYOffset, gradX, gradXOffset, length);
    }

    @Override
    public void backward(double[] x, double[] gradY, double[] gradX) {
      kernel.backward(x, gradY, gradX);
    }

    @Override
    public void backward(
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
    public void backward(double[] x, double[] gradY, double[] gradX, double[] gradParameters) {
      ((TrainableDoubleKernel) kernel).backward(x, gradY, gradX, gradParameters);
    }

    @Override
    public void forwardAndDerivative(
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
    public void forwardAndDerivative(double[] x, double[] y, double[] dydx) {
      kernel.forwardAndDerivative(x, y, dydx);
    }

    @Override
    public void forward(MemorySegment x, MemorySegment y) {
      kernel.forward(x, y);
    }

    @Override
    public void backward(MemorySegment x, MemorySegment gradY, MemorySegment gradX) {
      kernel.backward(x, gradY, gradX);
    }

    @Override
    public double[] array(int length) {
      return new double[length];
    }

    @Override
    public double[][] arrays(int count, int length) {
      return new double[count][length];
    }

    @Override
    public int length(double[] array) {
      return array.length;
    }

    @Override
    public double get(double[] array, int index) {
      return array[index];
    }

    @Override
    public void set(double[] array, int index, double value) {
      array[index] = value;
    }

    @Override
    public MemorySegment segment(double[] array) {
      return MemorySegment.ofArray(array);
    }

    @Override
    public double get(MemorySegment segment, long index) {
      return segment.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * Double.BYTES);
    }

    @Override
    public void set(MemorySegment segment, long index, double value) {
      segment.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * Double.BYTES, value);
    }

    @Override
    public int bytes() {
      return Double.BYTES;
    }

    @Override
    public long[] nans() {
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
    public double applyToBits(long bits) {
      return kernel.apply(Double.longBitsToDouble(bits));
    }

    @Override
    public double derivativeAtBits(long bits) {
      return kernel.derivative(Double.longBitsToDouble(bits));
    }

    @Override
    public void setBits(double[] array, int index, long bits) {
      array[index] = Double.longBitsToDouble(bits);
    }
  }
}
