package dev.limen.sample.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.limen.runtime.DoubleKernel;
import dev.limen.sample.activation.SwishKernels;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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
    Network network = new Network(WIDTHS, activation.activation(), random);
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
    List<DoubleKernel> kernels = Collections.nCopies(WIDTHS.size() - 2, activation.f64());
    assertThat(loss).isCloseTo(loss(network, parameters, pass, kernels), within(1e-6));
    for (int i = 0; i < parameters.length; i++) {
      double parameter = parameters[i];
      parameters[i] = parameter + STEP;
      double above = loss(network, parameters, pass, kernels);
      parameters[i] = parameter - STEP;
      double below = loss(network, parameters, pass, kernels);
      parameters[i] = parameter;
      assertThat((double) pass.gradient()[i])
          .as("gradient of parameter %d, seed %d", i, seed)
          .isCloseTo((above - below) / (2 * STEP), within(2e-6));
    }
  }

  /** The gradient of what is learnt of an activation, in each layer. */
  @Test
  void theGradientOfBetaIsThatOfTheLoss() {
    long seed = 22;
    SplittableRandom random = new SplittableRandom(seed);
    Network network = new Network(WIDTHS, Activations.SWISH.activation(), random);
    network.activationParameters().getFirst()[0] = 1.75f;
    network.activationParameters().getLast()[0] = -0.5f;
    Pass pass = new Pass(network, ROWS);
    for (int i = 0; i < ROWS * WIDTHS.getFirst(); i++) {
      pass.inputs()[i] = (float) random.nextGaussian();
    }
    pass.forward(ROWS);
    pass.backward(1f / ROWS);
    double[] parameters = doubles(network.parameters());
    double[] betas = {1.75, -0.5};
    for (int layer = 0; layer < betas.length; layer++) {
      double[] differences = new double[2];
      for (int side = 0; side < 2; side++) {
        double[] moved = betas.clone();
        moved[layer] += side == 0 ? -STEP : STEP;
        List<DoubleKernel> kernels =
            List.of(SwishKernels.f64(moved[0]), SwishKernels.f64(moved[1]));
        differences[side] = loss(network, parameters, pass, kernels);
      }
      assertThat((double) pass.hidden().get(layer).gradient()[0])
          .as("layer %d, seed %d", layer, seed)
          .isCloseTo((differences[1] - differences[0]) / (2 * STEP), within(2e-6));
    }
  }

  @ParameterizedTest
  @EnumSource
  void initialPreActivationsAreNeitherOffNorFlat(Activations activation) {
    SplittableRandom random = new SplittableRandom(5);
    Network network = new Network(List.of(300, 200, 100, 10), activation.activation(), random);
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
      Network network, double[] parameters, Pass pass, List<DoubleKernel> activations) {
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      double[] x = new double[WIDTHS.getFirst()];
      for (int i = 0; i < x.length; i++) {
        x[i] = pass.inputs()[row * x.length + i];
      }
      for (int i = 0; i < network.layers().size(); i++) {
        DenseLayer layer = network.layers().get(i);
        double[] z = new double[layer.outputs()];
        for (int j = 0; j < z.length; j++) {
          z[j] = parameters[layer.offset() + layer.inputs() * layer.outputs() + j];
          for (int k = 0; k < x.length; k++) {
            z[j] += x[k] * parameters[layer.offset() + k * layer.outputs() + j];
          }
        }
        x = z;
        if (i < activations.size()) {
          activations.get(i).forward(z, x);
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
