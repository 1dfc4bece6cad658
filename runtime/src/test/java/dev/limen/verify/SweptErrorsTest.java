package dev.limen.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.runtime.Contract;
import dev.limen.runtime.Contract.Measure;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.runtime.FunctionProperties.Symmetry;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

/** Errors by polynomials against errors by the reference, for every input. */
class SweptErrorsTest {
  private static final long SEED = 7_919;
  private static final int COUNT = 1 << 14;

  private static final FunctionProperties ANY =
      new FunctionProperties(
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Symmetry.NONE,
          Monotonicity.NONE,
          false,
          false,
          List.of(),
          List.of());

  private static final Reference EXP = Functions.reference(Ball::exp, Ball::exp);

  /** A step within one float's width, that no kink tells of. */
  private static final Reference STEEP =
      Functions.reference(
          x -> x.minus(1.00037).times(1e9).tanh(),
          x -> Ball.of(1e9).dividedBy(x.minus(1.00037).times(1e9).cosh().square()));

  private int asked;

  private Reference counted(Reference reference) {
    return new Reference() {
      @Override
      public Ball value(double x) {
        asked++;
        return reference.value(x);
      }

      @Override
      public Ball derivative(double x) {
        asked++;
        return reference.derivative(x);
      }
    };
  }

  private static PlainFloatKernel rounded(FunctionProperties properties, Reference reference) {
    return new PlainFloatKernel(
        Functions.info("Rounded", "F32", properties),
        x -> reference.value(x).toFloat(),
        x -> reference.derivative(x).toFloat());
  }

  /** Compares what both ways find of results that are up to {@code wrong} ulp off. */
  private void same(
      FunctionProperties properties,
      Reference reference,
      Contract contract,
      int firstBits,
      double wrong) {
    Random random = new Random(SEED);
    Subject<float[]> subject = new Subject.OfFloat(rounded(properties, reference));
    Probe<float[]> probe = new Probe<>(subject, counted(reference), contract, new double[0]);
    float[] x = new float[COUNT];
    float[] value = new float[COUNT];
    float[] slope = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      x[i] = Float.intBitsToFloat(firstBits + i);
      value[i] = off(reference.value(x[i]).toFloat(), wrong, random);
      slope[i] = off(reference.derivative(x[i]).toFloat(), wrong, random);
    }
    same(
        probe,
        probe.values(new Tally(Check.VALUE)),
        probe.values(new Tally(Check.VALUE)),
        probe.reference::value,
        x,
        value);
    same(
        probe,
        probe.slopes(new Tally(Check.DERIVATIVE)),
        probe.slopes(new Tally(Check.DERIVATIVE)),
        probe.reference::derivative,
        x,
        slope);
  }

  private static float off(float exact, double wrong, Random random) {
    if (Float.isInfinite(exact)) {
      return exact;
    }
    return (float) (exact + Math.rint(wrong * (2 * random.nextDouble() - 1)) * Math.ulp(exact));
  }

  private static void same(
      Probe<float[]> probe,
      ErrorTally fast,
      ErrorTally all,
      DoubleFunction<Ball> reference,
      float[] x,
      float[] actual) {
    for (int i = 0; i < COUNT; i++) {
      all.add(x[i], actual[i], reference.apply(x[i]));
    }
    new SweptErrors(probe, fast, reference, COUNT).add(x, actual, 0, COUNT);
    Outcome expected = all.outcome();
    String what = "seed " + SEED + ", from " + x[0] + ": " + expected;
    assertThat(fast.outcome().compared()).as(what).isEqualTo(expected.compared());
    assertThat(fast.outcome().violations()).as(what).isEqualTo(expected.violations());
    double missed = 0x1p-11 * all.measure.contract().bound();
    assertThat(fast.worst().error())
        .as(what)
        .isBetween(all.worst().error() - missed, all.worst().error());
  }

  @Test
  void smoothFunctionsTakeFewReferences() {
    for (int first : new int[] {0x3f810000, 0xbf810000, 0x3a000000, 0xc1080000}) {
      for (double wrong : new double[] {0, 3.4, 4.6}) {
        asked = 0;
        same(Functions.GELU_PROPERTIES, Functions.GELU, Functions.STANDARD, first, wrong);
        // The other way asks for all; so does what is beyond the contract.
        int fast = asked - 2 * COUNT;
        assertThat(fast).isLessThan(wrong > 4 ? COUNT : COUNT / 32);
      }
    }
  }

  @Test
  void absoluteErrorsAreToo() {
    Contract fast = new Contract("FAST", Measure.ABSOLUTE, 0x1p-20);
    for (int first : new int[] {0x3f810000, 0x41080000, 0xc1080000, 0x42c80000}) {
      same(Functions.SWISH_PROPERTIES, Functions.SWISH, fast, first, 12);
    }
  }

  @Test
  void endsOfTheFormat() {
    for (int first : new int[] {0, 0x80000000, 0x007fc000, 0x7f7fc000, 0xff7fc000}) {
      same(Functions.TANH_PROPERTIES, Functions.TANH, Functions.STANDARD, first, 2);
      same(ANY, EXP, Functions.STANDARD, first, 1);
    }
    // Where exp leaves the floats, on either side.
    same(ANY, EXP, Functions.STANDARD, 0x42b17000, 1);
    same(ANY, EXP, Functions.STANDARD, 0xc2cff000, 1);
  }

  @Test
  void kinksAndStepsAreLookedAt() {
    for (int first : new int[] {0, 0x80000000, 0x3f800000}) {
      same(Functions.RELU_PROPERTIES, Functions.RELU, Functions.STANDARD, first, 2);
      same(Functions.ABS_PROPERTIES, Functions.ABS, Functions.STANDARD, first, 5);
    }
    same(ANY, STEEP, Functions.STANDARD, 0x3f800000, 2);
  }

  @Test
  void aDerivativeThatIsWrongAtTheKinkAloneIsSeen() {
    Subject<float[]> subject = new Subject.OfFloat(Functions.relu());
    Probe<float[]> probe = new Probe<>(subject, Functions.RELU, Functions.STANDARD, new double[0]);
    float[] inputs = new float[COUNT];
    float[] slopes = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      inputs[i] = Float.intBitsToFloat(i);
      slopes[i] = 1;
    }
    ErrorTally tally = probe.slopes(new Tally(Check.DERIVATIVE));
    new SweptErrors(probe, tally, probe.reference::derivative, COUNT).add(inputs, slopes, 0, COUNT);
    assertThat(tally.outcome().violations()).isEqualTo(1);
    assertThat(tally.worst().input()).isZero();
  }
}
