package dev.limen.processor.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.limen.Precision;
import dev.limen.processor.kernel.Interpreters;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.runtime.Backend;
import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import dev.limen.runtime.KernelInfo;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was emitted computes what the interpreter computes, to the bit, wherever it stands. */
class EmittedKernelsTest {

  private static final long SEED = 20261121;
  private static final int MAX_LENGTH = 67;
  private static final int PAD = 5;

  private static ClassLoader classes;

  @BeforeAll
  static void compile() throws Exception {
    classes = EmittedKernels.all().loader();
  }

  @ParameterizedTest
  @EnumSource
  void oneFloatIsAsInterpreted(SampleKernels sample) throws Exception {
    KernelSet set = sample.set(Precision.F32);
    float[] x = floats(5000);
    float[] y = Interpreters.run(set.forward(), sample.parameters(), x, x)[0];
    float[] slope = Interpreters.run(set.derivative(), sample.parameters(), x, x)[0];
    for (FloatKernel kernel : floatKernels(sample)) {
      for (int i = 0; i < x.length; i++) {
        assertSame(kernel.apply(x[i]), y[i], x[i]);
        assertSame(kernel.derivative(x[i]), slope[i], x[i]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneDoubleIsAsInterpreted(SampleKernels sample) throws Exception {
    KernelSet set = sample.set(Precision.F64);
    double[] x = doubles(5000);
    double[] y = Interpreters.run(set.forward(), sample.parameters(), x, x)[0];
    double[] slope = Interpreters.run(set.derivative(), sample.parameters(), x, x)[0];
    for (DoubleKernel kernel : doubleKernels(sample)) {
      for (int i = 0; i < x.length; i++) {
        assertSame(kernel.apply(x[i]), y[i], x[i]);
        assertSame(kernel.derivative(x[i]), slope[i], x[i]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void floatArraysAreAsInterpreted(SampleKernels sample) throws Exception {
    KernelSet set = sample.set(Precision.F32);
    float[] values = floats(PAD + MAX_LENGTH);
    float[] gradients = shuffled(values);
    float[] allY = Interpreters.run(set.forward(), sample.parameters(), values, gradients)[0];
    float[] allGradX = Interpreters.run(set.backward(), sample.parameters(), values, gradients)[0];
    float[][] allBoth =
        Interpreters.run(set.forwardAndDerivative(), sample.parameters(), values, gradients);
    for (FloatKernel kernel : floatKernels(sample)) {
      for (int length = 0; length <= MAX_LENGTH; length++) {
        for (int offset = 0; offset < PAD; offset += 2) {
          int end = offset + length;
          float[] y = Arrays.copyOfRange(allY, offset, end);
          float[] gradX = Arrays.copyOfRange(allGradX, offset, end);
          float[] bothY = Arrays.copyOfRange(allBoth[0], offset, end);
          float[] bothSlope = Arrays.copyOfRange(allBoth[1], offset, end);

          float[] output = canvas(length);
          kernel.forward(values, offset, output, PAD - offset, length);
          assertWritten(output, PAD - offset, y);

          float[] inPlace = values.clone();
          kernel.forward(inPlace, offset, inPlace, offset, length);
          assertWritten(inPlace, values, offset, y);

          output = canvas(length);
          kernel.backward(values, offset, gradients, offset, output, offset + 1, length);
          assertWritten(output, offset + 1, gradX);

          inPlace = gradients.clone();
          kernel.backward(values, offset, inPlace, offset, inPlace, offset, length);
          assertWritten(inPlace, gradients, offset, gradX);

          output = canvas(length);
          float[] second = canvas(length);
          kernel.forwardAndDerivative(values, offset, output, offset, second, 1, length);
          assertWritten(output, offset, bothY);
          assertWritten(second, 1, bothSlope);

          inPlace = values.clone();
          second = canvas(length);
          kernel.forwardAndDerivative(inPlace, offset, second, 2, inPlace, offset, length);
          assertWritten(second, 2, bothY);
          assertWritten(inPlace, values, offset, bothSlope);

          inPlace = values.clone();
          second = canvas(length);
          kernel.forwardAndDerivative(inPlace, offset, inPlace, offset, second, 2, length);
          assertWritten(inPlace, values, offset, bothY);
          assertWritten(second, 2, bothSlope);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void doubleArraysAreAsInterpreted(SampleKernels sample) throws Exception {
    KernelSet set = sample.set(Precision.F64);
    double[] values = doubles(PAD + MAX_LENGTH);
    double[] gradients = shuffled(values);
    double[] allY = Interpreters.run(set.forward(), sample.parameters(), values, gradients)[0];
    double[] allGradX = Interpreters.run(set.backward(), sample.parameters(), values, gradients)[0];
    double[][] allBoth =
        Interpreters.run(set.forwardAndDerivative(), sample.parameters(), values, gradients);
    for (DoubleKernel kernel : doubleKernels(sample)) {
      for (int length = 0; length <= MAX_LENGTH; length++) {
        for (int offset = 0; offset < PAD; offset += 2) {
          int end = offset + length;
          double[] y = Arrays.copyOfRange(allY, offset, end);
          double[] gradX = Arrays.copyOfRange(allGradX, offset, end);
          double[] bothY = Arrays.copyOfRange(allBoth[0], offset, end);
          double[] bothSlope = Arrays.copyOfRange(allBoth[1], offset, end);

          double[] output = doubleCanvas(length);
          kernel.forward(values, offset, output, PAD - offset, length);
          assertWritten(output, PAD - offset, y);

          double[] inPlace = values.clone();
          kernel.forward(inPlace, offset, inPlace, offset, length);
          assertWritten(inPlace, values, offset, y);

          output = doubleCanvas(length);
          kernel.backward(values, offset, gradients, offset, output, offset + 1, length);
          assertWritten(output, offset + 1, gradX);

          inPlace = gradients.clone();
          kernel.backward(values, offset, inPlace, offset, inPlace, offset, length);
          assertWritten(inPlace, gradients, offset, gradX);

          output = doubleCanvas(length);
          double[] second = doubleCanvas(length);
          kernel.forwardAndDerivative(values, offset, output, offset, second, 1, length);
          assertWritten(output, offset, bothY);
          assertWritten(second, 1, bothSlope);

          inPlace = values.clone();
          second = doubleCanvas(length);
          kernel.forwardAndDerivative(inPlace, offset, second, 2, inPlace, offset, length);
          assertWritten(second, 2, bothY);
          assertWritten(inPlace, values, offset, bothSlope);

          inPlace = values.clone();
          second = doubleCanvas(length);
          kernel.forwardAndDerivative(inPlace, offset, inPlace, offset, second, 2, length);
          assertWritten(inPlace, values, offset, bothY);
          assertWritten(second, 2, bothSlope);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGMOID", "TABLES", "IN_TWO_LOOPS", "TWO_HALVES", "WIDE_TABLES"})
  void blocksMeetWithoutSeam(SampleKernels sample) throws Exception {
    int floatBlock = VectorKernelFile.BLOCK_BYTES / Float.BYTES;
    float[] x = floats(PAD + 4 * floatBlock);
    float[][] both =
        Interpreters.run(
            sample.set(Precision.F32).forwardAndDerivative(), sample.parameters(), x, x.clone());
    int doubleBlock = VectorKernelFile.BLOCK_BYTES / Double.BYTES;
    double[] wideX = doubles(PAD + 4 * doubleBlock);
    double[][] wideBoth =
        Interpreters.run(
            sample.set(Precision.F64).forwardAndDerivative(), sample.parameters(), wideX, wideX);
    for (int change = -1; change <= 1; change++) {
      for (int blocks = 2; blocks <= 3; blocks++) {
        int length = blocks * floatBlock + change;
        float[] y = Arrays.copyOfRange(both[0], 1, 1 + length);
        float[] slope = Arrays.copyOfRange(both[1], 1, 1 + length);
        FloatKernel kernel = (FloatKernel) facadeField(sample, "F32");

        float[] inPlace = x.clone();
        float[] other = canvas(length);
        kernel.forwardAndDerivative(inPlace, 1, inPlace, 1, other, 2, length);
        assertWritten(inPlace, x, 1, y);
        assertWritten(other, 2, slope);

        inPlace = x.clone();
        other = canvas(length);
        kernel.forwardAndDerivative(inPlace, 1, other, 2, inPlace, 1, length);
        assertWritten(other, 2, y);
        assertWritten(inPlace, x, 1, slope);

        length = blocks * doubleBlock + change;
        double[] wideY = Arrays.copyOfRange(wideBoth[0], 1, 1 + length);
        double[] wideSlope = Arrays.copyOfRange(wideBoth[1], 1, 1 + length);
        DoubleKernel wideKernel = (DoubleKernel) facadeField(sample, "F64");
        double[] wideInPlace = wideX.clone();
        double[] wideOther = doubleCanvas(length);
        wideKernel.forwardAndDerivative(wideInPlace, 1, wideInPlace, 1, wideOther, 2, length);
        assertWritten(wideInPlace, wideX, 1, wideY);
        assertWritten(wideOther, 2, wideSlope);

        wideInPlace = wideX.clone();
        wideOther = doubleCanvas(length);
        wideKernel.forwardAndDerivative(wideInPlace, 1, wideOther, 2, wideInPlace, 1, length);
        assertWritten(wideOther, 2, wideY);
        assertWritten(wideInPlace, wideX, 1, wideSlope);
      }
    }
  }

  @Test
  void overlapIsRefusedBeforeTheFirstBlockIsWritten() throws Exception {
    FloatKernel kernel = (FloatKernel) facadeField(SampleKernels.IN_TWO_LOOPS, "F32");
    int length = 3 * VectorKernelFile.BLOCK_BYTES / Float.BYTES;
    float[] array = floats(2 * length);
    float[] before = array.clone();
    float[] other = canvas(length);
    assertThatThrownBy(
            () -> kernel.forwardAndDerivative(array, 0, other, 0, array, length - 1, length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dydx");
    assertThatThrownBy(() -> kernel.forwardAndDerivative(other, 0, array, 0, array, 0, length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dydx");
    assertThat(array).isEqualTo(before);
    assertThat(other).containsOnly(123.25f);
  }

  @ParameterizedTest
  @EnumSource
  void segmentsAreAsArrays(SampleKernels sample) throws Exception {
    float[] floats = floats(MAX_LENGTH);
    float[] floatGradients = shuffled(floats);
    double[] doubles = doubles(MAX_LENGTH);
    double[] doubleGradients = shuffled(doubles);
    try (Arena arena = Arena.ofConfined()) {
      // One byte off: no alignment is needed.
      MemorySegment x = arena.allocate(8 * (MAX_LENGTH + 2)).asSlice(1);
      MemorySegment gradY = arena.allocate(8 * (MAX_LENGTH + 2)).asSlice(1);
      MemorySegment output = arena.allocate(8 * (MAX_LENGTH + 2)).asSlice(1);
      for (int length = 0; length <= MAX_LENGTH; length++) {
        for (FloatKernel kernel : floatKernels(sample)) {
          float[] y = new float[length];
          kernel.forward(floats, 0, y, 0, length);
          float[] gradX = new float[length];
          kernel.backward(floats, 0, floatGradients, 0, gradX, 0, length);
          MemorySegment.copy(floats, 0, x, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, length);
          MemorySegment.copy(floatGradients, 0, gradY, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, length);
          output.fill((byte) 7);
          kernel.forward(x.asSlice(0, 4L * length), output.asSlice(0, 4L * length + 4));
          assertWritten(output, y);
          output.fill((byte) 7);
          kernel.backward(x.asSlice(0, 4L * length), gradY.asSlice(0, 4L * length), whole(output));
          assertWritten(output, gradX);
          kernel.forward(x.asSlice(0, 4L * length), x.asSlice(0, 4L * length));
          assertThat(x.asSlice(0, 4L * length).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED))
              .isEqualTo(y);
          MemorySegment heap = MemorySegment.ofArray(floats).asSlice(0, 4L * length);
          float[] fromHeap = new float[length];
          kernel.forward(heap, MemorySegment.ofArray(fromHeap));
          assertThat(fromHeap).isEqualTo(y);
        }
        for (DoubleKernel kernel : doubleKernels(sample)) {
          double[] y = new double[length];
          kernel.forward(doubles, 0, y, 0, length);
          double[] gradX = new double[length];
          kernel.backward(doubles, 0, doubleGradients, 0, gradX, 0, length);
          MemorySegment.copy(doubles, 0, x, ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, length);
          MemorySegment.copy(
              doubleGradients, 0, gradY, ValueLayout.JAVA_DOUBLE_UNALIGNED, 0, length);
          MemorySegment exactly = x.asSlice(0, 8L * length);
          output.fill((byte) 7);
          kernel.backward(exactly, gradY.asSlice(0, 8L * length), whole(output));
          assertWritten(output, gradX);
          output.fill((byte) 7);
          kernel.forward(exactly, output.asSlice(0, 8L * length));
          assertWritten(output, y);
          kernel.forward(exactly, exactly);
          assertThat(exactly.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED)).isEqualTo(y);
        }
      }
    }
  }

  @Test
  void comparisonsAreThoseOfJava() throws Exception {
    for (FloatKernel kernel : floatKernels(SampleKernels.COMPARISONS)) {
      for (float a : specialFloats()) {
        for (float b : specialFloats()) {
          float[] result = new float[1];
          kernel.backward(new float[] {a}, new float[] {b}, result);
          float expected =
              (a < b ? 1 : 0) + (a == b ? 2 : 0) + (Float.isNaN(b) ? 4 : 0) + (a <= b ? 8 : 0);
          assertThat(result[0]).as("%s, %s", a, b).isEqualTo(expected);
        }
      }
    }
    for (DoubleKernel kernel : doubleKernels(SampleKernels.COMPARISONS)) {
      for (double a : specialDoubles()) {
        for (double b : specialDoubles()) {
          double[] result = new double[1];
          kernel.backward(new double[] {a}, new double[] {b}, result);
          double expected =
              (a < b ? 1 : 0) + (a == b ? 2 : 0) + (Double.isNaN(b) ? 4 : 0) + (a <= b ? 8 : 0);
          assertThat(result[0]).as("%s, %s", a, b).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void kernelsAreBoundToOtherParameters() throws Exception {
    Class<?> facade = classes.loadClass("p.SwishKernels");
    FloatKernel kernel =
        (FloatKernel) facade.getMethod("f32", double.class, double.class).invoke(null, -0.3, 4.0);
    Map<String, Double> parameters = Map.of("beta", -0.3, "x0", 4.0);
    KernelSet set = SampleKernels.SWISH.set(Precision.F32);
    float[] x = floats(1000);
    float[] y = Interpreters.run(set.forward(), parameters, x, x)[0];
    float[] slope = Interpreters.run(set.derivative(), parameters, x, x)[0];
    for (int i = 0; i < x.length; i++) {
      assertSame(kernel.apply(x[i]), y[i], x[i]);
      assertSame(kernel.derivative(x[i]), slope[i], x[i]);
    }
    assertThat(kernel.info().parameters()).containsExactlyInAnyOrderEntriesOf(parameters);
    assertThatThrownBy(
            () -> facade.getMethod("f64", double.class, double.class).invoke(null, Double.NaN, 1.0))
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beta is not finite: NaN");
    assertThatThrownBy(() ->
            facade
                .getMethod("reference", double.class, double.class)
                .invoke(null, 1.0, Double.NEGATIVE_INFINITY))
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x0 is not finite: -Infinity");
  }

  @Test
  void kernelsDescribeThemselves() throws Exception {
    KernelInfo info = ((FloatKernel) facadeField(SampleKernels.SWISH, "F32")).info();
    assertThat(info.name()).isEqualTo("p.Swish");
    assertThat(info.precision()).isEqualTo("F32");
    assertThat(info.formula()).isEqualTo("x < 0 ? 0 : x");
    assertThat(info.derivative()).isEqualTo("x < 0 ? 0 : 1");
    assertThat(info.parameters()).containsEntry("beta", 1.7).containsEntry("x0", 0.1).hasSize(2);
    assertThat(info.contract().bound()).isEqualTo(4);
    assertThat(info.value()).isEqualTo(SampleKernels.SWISH.set(Precision.F32).value());
    assertThat(info.slope()).isEqualTo(SampleKernels.SWISH.set(Precision.F32).slope());
    assertThat(info.properties().kinks()).hasSize(1);
    assertThat(info.backend()).isEqualTo(Backend.VECTOR);
  }

  private static List<FloatKernel> floatKernels(SampleKernels sample) throws Exception {
    FloatKernel vector = (FloatKernel) facadeField(sample, "F32");
    return List.of((FloatKernel) scalar(sample, "F32", vector.info()), vector);
  }

  private static List<DoubleKernel> doubleKernels(SampleKernels sample) throws Exception {
    DoubleKernel vector = (DoubleKernel) facadeField(sample, "F64");
    return List.of((DoubleKernel) scalar(sample, "F64", vector.info()), vector);
  }

  private static Object facadeField(SampleKernels sample, String name) throws Exception {
    return classes.loadClass("p." + sample.specName() + "Kernels").getField(name).get(null);
  }

  private static Object scalar(SampleKernels sample, String format, KernelInfo info)
      throws Exception {
    Constructor<?> constructor =
        classes.loadClass("p." + sample.specName() + "_Scalar" + format)
            .getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    Object[] arguments =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(info), sample.parameters().values().stream())
            .toArray();
    return constructor.newInstance(arguments);
  }

  private static float[] specialFloats() {
    float[] magnitudes = {
      0,
      Float.MIN_VALUE,
      2 * Float.MIN_VALUE,
      Math.nextDown(Float.MIN_NORMAL),
      Float.MIN_NORMAL,
      1e-20f,
      0.5f,
      Math.nextDown(1f),
      1,
      Math.nextUp(1f),
      2.5f,
      80,
      1e20f,
      Math.nextDown(Float.MAX_VALUE),
      Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NaN,
      Float.intBitsToFloat(0x7f800001),
      Float.intBitsToFloat(0x7fffffff)
    };
    float[] both = new float[2 * magnitudes.length];
    for (int i = 0; i < magnitudes.length; i++) {
      both[2 * i] = magnitudes[i];
      both[2 * i + 1] = -magnitudes[i];
    }
    return both;
  }

  private static double[] specialDoubles() {
    DoubleStream magnitudes =
        DoubleStream.of(
            0,
            Double.MIN_VALUE,
            2 * Double.MIN_VALUE,
            Math.nextDown(Double.MIN_NORMAL),
            Double.MIN_NORMAL,
            1e-200,
            0.5,
            Math.nextDown(1.0),
            1,
            Math.nextUp(1.0),
            2.5,
            80,
            1e200,
            Math.nextDown(Double.MAX_VALUE),
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NaN,
            Double.longBitsToDouble(0x7ff0000000000001L),
            Double.longBitsToDouble(0x7fffffffffffffffL));
    return magnitudes.flatMap(x -> DoubleStream.of(x, -x)).toArray();
  }

  /** Special values, numbers of moderate size and any bits, in turn. */
  private static float[] floats(int count) {
    Random random = new Random(SEED);
    float[] specials = specialFloats();
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          i < specials.length
              ? specials[i]
              : i % 2 == 0
                  ? (float) (4 * random.nextGaussian())
                  : Float.intBitsToFloat(random.nextInt());
    }
    return values;
  }

  private static double[] doubles(int count) {
    Random random = new Random(SEED);
    double[] specials = specialDoubles();
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          i < specials.length
              ? specials[i]
              : i % 2 == 0 ? 4 * random.nextGaussian() : Double.longBitsToDouble(random.nextLong());
    }
    return values;
  }

  private static float[] shuffled(float[] values) {
    float[] result = new float[values.length];
    IntStream.range(0, values.length)
        .forEach(i -> result[i] = values[(i * 31 + 7) % values.length]);
    return result;
  }

  private static double[] shuffled(double[] values) {
    double[] result = new double[values.length];
    IntStream.range(0, values.length)
        .forEach(i -> result[i] = values[(i * 31 + 7) % values.length]);
    return result;
  }

  private static float[] canvas(int length) {
    float[] canvas = new float[length + 2 * PAD];
    Arrays.fill(canvas, 123.25f);
    return canvas;
  }

  private static double[] doubleCanvas(int length) {
    double[] canvas = new double[length + 2 * PAD];
    Arrays.fill(canvas, 123.25);
    return canvas;
  }

  private static MemorySegment whole(MemorySegment segment) {
    return segment.asSlice(0, segment.byteSize() / 8 * 8);
  }

  private static void assertSame(double actual, double expected, double x) {
    // Boxed: a NaN equals a NaN, and -0 differs from 0.
    if (Double.valueOf(actual).compareTo(expected) != 0) {
      assertThat(actual).as("at %s, seed %d", x, SEED).isEqualTo(expected);
    }
  }

  private static void assertWritten(float[] array, int offset, float[] expected) {
    assertWritten(array, canvas(array.length - 2 * PAD), offset, expected);
  }

  private static void assertWritten(double[] array, int offset, double[] expected) {
    assertWritten(array, doubleCanvas(array.length - 2 * PAD), offset, expected);
  }

  /** The expected values at the offset, and the old ones around them. */
  private static void assertWritten(float[] array, float[] old, int offset, float[] expected) {
    float[] whole = old.clone();
    System.arraycopy(expected, 0, whole, offset, expected.length);
    if (!Arrays.equals(array, whole)) {
      assertThat(array).as("length %d, seed %d", expected.length, SEED).isEqualTo(whole);
    }
  }

  private static void assertWritten(double[] array, double[] old, int offset, double[] expected) {
    double[] whole = old.clone();
    System.arraycopy(expected, 0, whole, offset, expected.length);
    if (!Arrays.equals(array, whole)) {
      assertThat(array).as("length %d, seed %d", expected.length, SEED).isEqualTo(whole);
    }
  }

  private static void assertWritten(MemorySegment segment, float[] expected) {
    long size = 4L * expected.length;
    assertThat(segment.asSlice(0, size).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED))
        .isEqualTo(expected);
    assertThat(segment.asSlice(size).toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
  }

  private static void assertWritten(MemorySegment segment, double[] expected) {
    long size = 8L * expected.length;
    assertThat(segment.asSlice(0, size).toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED))
        .isEqualTo(expected);
    assertThat(segment.asSlice(size).toArray(ValueLayout.JAVA_BYTE)).containsOnly(7);
  }
}
