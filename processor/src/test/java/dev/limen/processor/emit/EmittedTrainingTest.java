package dev.limen.processor.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.limen.Precision;
import dev.limen.processor.kernel.Interpreters;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.kernel.ParameterKernel;
import dev.limen.runtime.FloatKernel;
import dev.limen.runtime.KernelInfo;
import dev.limen.runtime.TrainableDoubleKernel;
import dev.limen.runtime.TrainableFloatKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients of parameters are the sums that are promised, to the bit, on every backend. */
class EmittedTrainingTest {

  private static final long SEED = 20261122;
  private static final int[] LENGTHS = {
    0, 1, 7, 8, 15, 16, 17, 31, 32, 33, 67, 2047, 2048, 2049, 2064, 4096, 5003
  };

  private static ClassLoader classes;

  @BeforeAll
  static void compile() throws Exception {
    classes = EmittedKernels.all().loader();
  }

  @ParameterizedTest
  @EnumSource(names = {"SWISH", "WIDE_SWISH"})
  void floatsAreSummedInTheOrderThatIsPromised(SampleKernels sample) throws Exception {
    KernelSet set = sample.set(Precision.F32);
    for (TrainableFloatKernel kernel : floatKernels(sample)) {
      for (int length : LENGTHS) {
        int offset = length % 3;
        float[] x = floats(offset + length, 4);
        float[] gradY = floats(offset + length, 1);
        float[] gradX = new float[offset + length];
        float[] plain = gradX.clone();
        float[] sums = new float[set.parameterSlopes().size() + 2];
        Arrays.fill(sums, 5);
        kernel.backward(x, offset, gradY, offset, gradX, offset, sums, 1, length);
        kernel.backward(x, offset, gradY, offset, plain, offset, length);
        assertThat(gradX).as("length %d, seed %d", length, SEED).isEqualTo(plain);
        assertThat(sums).startsWith(5).endsWith(5);
        for (int i = 0; i < set.parameterSlopes().size(); i++) {
          double expected =
              sum(terms(sample, set.parameterSlopes().get(i), x, gradY), offset, length, 16);
          assertThat(sums[i + 1])
              .as("length %d, seed %d", length, SEED)
              .isEqualTo((float) expected);
        }
        kernel.backward(x, offset, gradY, offset, gradY, offset, sums, 1, length);
        assertThat(gradY).as("in place").endsWith(Arrays.copyOfRange(plain, offset, plain.length));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SWISH", "WIDE_SWISH"})
  void doublesAreSummedInTheOrderThatIsPromised(SampleKernels sample) throws Exception {
    KernelSet set = sample.set(Precision.F64);
    for (TrainableDoubleKernel kernel : doubleKernels(sample)) {
      for (int length : LENGTHS) {
        double[] x = doubles(length, 4);
        double[] gradY = doubles(length, 1);
        double[] gradX = new double[length];
        double[] plain = new double[length];
        double[] sums = new double[set.parameterSlopes().size()];
        kernel.backward(x, gradY, gradX, sums);
        kernel.backward(x, gradY, plain);
        assertThat(gradX).as("length %d, seed %d", length, SEED).isEqualTo(plain);
        for (int i = 0; i < sums.length; i++) {
          double[] terms =
              Interpreters.run(set.parameterSlopes().get(i).term(), sample.parameters(), x, gradY)[
                  0];
          assertThat(sums[i])
              .as("length %d, seed %d", length, SEED)
              .isEqualTo(sum(terms, 0, length, 8));
        }
      }
    }
  }

  @Test
  void aKernelReadsItsParametersAtEachCall() throws Exception {
    Class<?> facade = classes.loadClass("p.SwishKernels");
    float[] parameters = {1.5f};
    TrainableFloatKernel bound =
        (TrainableFloatKernel) facade.getMethod("f32", float[].class).invoke(null, parameters);
    float[] x = floats(100, 2);
    float[] y = new float[100];
    float[] expected = new float[100];
    for (float beta : new float[] {1.5f, -0.25f, 3}) {
      parameters[0] = beta;
      FloatKernel fixed =
          (FloatKernel)
              facade
                  .getMethod("f32", double.class, double.class)
                  .invoke(null, (double) beta, sampleX0());
      bound.forward(x, y);
      fixed.forward(x, expected);
      assertThat(y).isEqualTo(expected);
      assertThat(bound.apply(0.3f)).isEqualTo(fixed.apply(0.3f));
      bound.backward(x, y, expected);
      float[] gradX = new float[100];
      fixed.backward(x, y, gradX);
      assertThat(expected).isEqualTo(gradX);
    }
    parameters[0] = Float.NaN;
    float[] before = y.clone();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bound.forward(x, y))
        .withMessage("beta is not finite: NaN");
    assertThat(y).isEqualTo(before);
  }

  @Test
  void parametersOfAnotherNumberAreRefused() throws Exception {
    Class<?> facade = classes.loadClass("p.SwishKernels");
    assertThatThrownBy(
            () -> facade.getMethod("f64", double[].class).invoke(null, new double[] {1, 2}))
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameters: 2 values for 1 trainable parameters");
  }

  @Test
  void aSumOfMillionsKeepsItsDigits() throws Exception {
    TrainableFloatKernel kernel = floatKernels(SampleKernels.SWISH).getLast();
    int length = 1 << 22;
    float[] x = new float[length];
    float[] gradY = new float[length];
    Arrays.fill(x, 0.7f);
    Arrays.fill(gradY, 0.1f);
    float[] sum = new float[1];
    kernel.backward(x, gradY, x, sum);
    float[] one = new float[1];
    kernel.backward(new float[] {0.7f}, new float[] {0.1f}, new float[1], one);
    assertThat((double) sum[0]).isEqualTo((double) one[0] * length);
  }

  private static double sampleX0() {
    return SampleKernels.SWISH.parameters().get("x0");
  }

  /** The terms as they are before they are summed. */
  private static double[] terms(
      SampleKernels sample, ParameterKernel kernel, float[] x, float[] gradY) {
    Map<String, Double> parameters = sample.parameters();
    if (kernel.term().precision() == Precision.F64) {
      return Interpreters.run(kernel.term(), parameters, widened(x), widened(gradY))[0];
    }
    return widened(Interpreters.run(kernel.term(), parameters, x, gradY)[0]);
  }

  /** The order that the interfaces of trainable kernels promise. */
  private static double sum(double[] terms, int offset, int length, int lanes) {
    double sum = 0;
    int bound = length - length % lanes;
    for (int i = bound; i < length; i++) {
      sum += terms[offset + i];
    }
    for (int from = 0; from < bound; from += 2048) {
      for (int lane = 0; lane < lanes; lane++) {
        double ofLane = 0;
        for (int i = from + lane; i < Math.min(from + 2048, bound); i += lanes) {
          ofLane += terms[offset + i];
        }
        sum += ofLane;
      }
    }
    return sum;
  }

  private static List<TrainableFloatKernel> floatKernels(SampleKernels sample) throws Exception {
    TrainableFloatKernel vector = (TrainableFloatKernel) facadeField(sample, "F32");
    return List.of((TrainableFloatKernel) scalar(sample, "F32", vector.info()), vector);
  }

  private static List<TrainableDoubleKernel> doubleKernels(SampleKernels sample) throws Exception {
    TrainableDoubleKernel vector = (TrainableDoubleKernel) facadeField(sample, "F64");
    return List.of((TrainableDoubleKernel) scalar(sample, "F64", vector.info()), vector);
  }

  private static Object facadeField(SampleKernels sample, String name) throws Exception {
    return classes.loadClass("p." + sample.specName() + "Kernels").getField(name).get(null);
  }

  private static Object scalar(SampleKernels sample, String format, KernelInfo info)
      throws Exception {
    List<Object> arguments = new ArrayList<>(List.of(info));
    arguments.addAll(sample.parameters().values());
    var constructor =
        classes.loadClass("p." + sample.specName() + "_Scalar" + format)
            .getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return constructor.newInstance(arguments.toArray());
  }

  private static float[] floats(int count, double scale) {
    Random random = new Random(SEED + (long) (count * scale));
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  private static double[] doubles(int count, double scale) {
    return new Random(SEED).doubles(count).map(u -> scale * (2 * u - 1)).toArray();
  }

  private static double[] widened(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
