package dev.limen.bench.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Accuracy;
import dev.limen.bench.catalogue.Catalogue;
import dev.limen.runtime.FloatKernel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class OutlineTest {

  @Test
  void floatsAreRanked() {
    assertThat(Outline.ranked(0)).isNaN();
    assertThat(Outline.ranked(1L << 31)).isEqualTo(0f);
    assertThat(Float.floatToRawIntBits(Outline.ranked((1L << 31) - 1)))
        .isEqualTo(Float.floatToRawIntBits(-0f));
    float before = Float.NEGATIVE_INFINITY;
    for (long rank = 1L << 23; rank < (1L << 32) - (1L << 23); rank += 999_983) {
      assertThat(Outline.ranked(rank)).isGreaterThan(before);
      before = Outline.ranked(rank);
    }
    assertThat(Outline.ranked((1L << 32) - 1)).isNaN();
  }

  /** A kernel whose results the test changes. */
  private static FloatKernel changed(FloatKernel kernel, float at, float value) {
    return (FloatKernel)
        Proxy.newProxyInstance(
            FloatKernel.class.getClassLoader(),
            new Class<?>[] {FloatKernel.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(kernel, arguments);
                if (method.getName().equals("forwardAndDerivative")) {
                  float[] x = (float[]) arguments[0];
                  for (int i = 0; i < x.length; i++) {
                    if (x[i] == at) {
                      ((float[]) arguments[1])[i] = value;
                    }
                  }
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aStepBackAndALostNumberAreSeen() {
    FloatKernel relu = Catalogue.entry("RELU", Accuracy.STANDARD).floats();
    // The run in the middle of all begins at 0.
    int part = 1 << 15;
    Outline right = Outline.of(relu, part);
    assertThat(right.falls()).isZero();
    assertThat(right.nans()).isZero();
    assertThat(right.minimum()).isZero();
    assertThat(right.rises()).isPositive();
    float at = 1000 * Float.MIN_VALUE;
    Outline fallen = Outline.of(changed(relu, at, 997 * Float.MIN_VALUE), part);
    assertThat(fallen.falls()).isEqualTo(1);
    assertThat(fallen.deepestFall()).isEqualTo(2);
    assertThat(Outline.of(changed(relu, at, Float.NaN), part).nans()).isEqualTo(1);
  }
}
