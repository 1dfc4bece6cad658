package dev.limen.sample.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.limen.runtime.DoubleKernel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkTest {
  private static final List<Integer> WIDTHS = List.of(6, 7, 5, 4);
  private static final int ROWS = 9;
  private static final double STEP = 1e-6;

  /** The gradient of every parameter against differences of the loss, taken in double. */
  @ParameterizedTest
  @EnumSource
  void theGradientIsThatOfTheLoss(Activations activation) {
    long seed = 21;
    SplittableRandom random = new SplittableRandom(seed);
    Network network = new Network(WIDTHS, activation.f32(), random);
    Pass pass = new Pass(network, ROWS);
    for (int i = 0; i < ROWS * WIDTHS.getFirst(); i++) {
      pass.inputs()[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < ROWS; i++) {
      pass.labels()[i] = random.nextInt(WIDTHS.getLast());
    }
    pass.forward(ROWS);
    double loss = pass.backward(1f / ROWS) / ROWS;

    double[] parameters = doubles(network.parameters());
    assertThat(loss).isCloseTo(loss(network, parameters, pass, activation.f64()), within(1e-6));
    for (int i = 0; i < parameters.length; i++) {
      double parameter = parameters[i];
      parameters[i] = parameter + STEP;
      double above = loss(network, parameters, pass, activation.f64());
      parameters[i] = parameter - STEP;
      double below = loss(network, parameters, pass, activation.f64());
      parameters[i] = parameter;
      assertThat((double) pass.gradient()[i])
          .as("gradient of parameter %d, seed %d", i, seed)
          .isCloseTo((above - below) / (2 * STEP), within(2e-6));
    }
  }

  @ParameterizedTest
  @EnumSource
  void initialPreActivationsAreNeitherOffNorFlat(Activations activation) {
    SplittableRandom random = new SplittableRandom(5);
    Network network = new Network(List.of(300, 200, 100, 10), activation.f32(), random);
    int rows = 50;
    Pass pass = new Pass(network, rows);
    for (int i = 0; i < pass.inputs().length; i++) {
      pass.inputs()[i] = (float) random.nextGaussian();
    }
    pass.forward(rows);
    for (ActivationLayer layer : pass.hidden()) {
      double[] z = doubles(layer.z(rows).data());
      double mean = IntStream.range(0, z.length).mapToDouble(i -> z[i]).average().orElseThrow();
      double square =
          IntStream.range(0, z.length).mapToDouble(i -> z[i] * z[i]).average().orElseThrow();
      assertThat(mean).isCloseTo(0, within(0.15));
      assertThat(Math.sqrt(square)).isCloseTo(1, within(0.15));
    }
  }

  /** The same network in double, written without regard to speed. */
  private static double loss(
      Network network, double[] parameters, Pass pass, DoubleKernel activation) {
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      double[] x = new double[WIDTHS.getFirst()];
      for (int i = 0; i < x.length; i++) {
        x[i] = pass.inputs()[row * x.length + i];
      }
      for (DenseLayer layer : network.layers()) {
        double[] z = new double[layer.outputs()];
        for (int j = 0; j < z.length; j++) {
          z[j] = parameters[layer.offset() + layer.inputs() * layer.outputs() + j];
          for (int i = 0; i < x.length; i++) {
            z[j] += x[i] * parameters[layer.offset() + i * layer.outputs() + j];
          }
        }
        x = z;
        if (layer != network.layers().getLast()) {
          activation.forward(z, x);
        }
      }
      double exps = 0;
      for (double score : x) {
        exps += Math.exp(score);
      }
      sum += Math.log(exps) - x[pass.labels()[row]];
    }
    return sum / ROWS;
  }

  private static double[] doubles(float[] floats) {
    return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
  }
}
