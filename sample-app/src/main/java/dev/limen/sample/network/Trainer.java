package dev.limen.sample.network;

import dev.limen.sample.data.Digits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Trains a network to recognise digits.
 *
 * <p>Every batch is cut in a fixed number of parts, which threads work on at the same time. The cut
 * does not depend on the number of cores, so the same seed gives the same network everywhere.
 */
public final class Trainer {
  private static final int PARTS = 2;
  private static final int SAMPLED_BATCHES = 16;

  private final Digits train;
  private final Digits test;
  private final Digits.Scale scale;
  private final Settings settings;
  private final Network network;
  private final Adam adam;
  private final List<Adam> ofActivations;
  private final List<Pass> passes;
  private final int part;

  /** Prepares a network with the given activation. */
  public Trainer(Digits train, Digits test, Activation activation, Settings settings) {
    this.train = train;
    this.test = test;
    this.settings = settings;
    scale = train.scale();
    List<Integer> widths = new ArrayList<>(List.of(Digits.PIXELS));
    widths.addAll(settings.hidden());
    widths.add(Digits.CLASSES);
    network = new Network(widths, activation, new SplittableRandom(settings.seed()));
    adam = new Adam(network.parameters().length);
    ofActivations =
        network.activationParameters().stream().map(learnt -> new Adam(learnt.length)).toList();
    part = Math.ceilDiv(settings.batch(), PARTS);
    passes = newPasses();
  }

  /** Trains, and tells of every epoch. */
  public Outcome train(Consumer<Epoch> progress) {
    SplittableRandom random = new SplittableRandom(settings.seed() + 1);
    int[] order = IntStream.range(0, train.count()).toArray();
    int batches = Math.ceilDiv(order.length, settings.batch());
    long steps = (long) batches * settings.epochs();
    long start = System.nanoTime();
    double accuracy = 0;
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      shuffle(order, random);
      double loss = 0;
      for (int i = 0; i < batches; i++) {
        double done = (double) ((long) epoch * batches + i) / steps;
        double rate = settings.learningRate() * 0.5 * (1 + StrictMath.cos(Math.PI * done));
        int from = i * settings.batch();
        loss += step(order, from, Math.min(order.length, from + settings.batch()), rate);
      }
      accuracy = accuracy(test);
      progress.accept(new Epoch(epoch + 1, loss / order.length, accuracy, network.learnt()));
    }
    long nanos = System.nanoTime() - start;
    return new Outcome(
        accuracy,
        nanos,
        passes.stream().flatMap(p -> p.hidden().stream()).mapToLong(ActivationLayer::nanos).sum(),
        passes.stream()
            .flatMap(p -> p.hidden().stream())
            .mapToLong(ActivationLayer::elements)
            .sum(),
        network.learnt(),
        preActivations());
  }

  /** Learns from the images {@code order[from..to)}, and returns the sum of their losses. */
  private double step(int[] order, int from, int to, double rate) {
    double[] losses = new double[PARTS];
    IntStream.range(0, PARTS)
        .parallel()
        .forEach(p -> {
          Pass pass = passes.get(p);
          int first = Math.min(to, from + p * part);
          int rows = Math.min(to, first + part) - first;
          load(pass, train, order, first, rows);
          pass.forward(rows);
          losses[p] = pass.backward(1f / (to - from));
        });
    float[] gradient = passes.getFirst().gradient();
    for (Pass other : passes.subList(1, PARTS)) {
      add(gradient, other.gradient());
    }
    adam.step(network.parameters(), gradient, rate);
    for (int layer = 0; layer < ofActivations.size(); layer++) {
      float[] ofLayer = passes.getFirst().hidden().get(layer).gradient();
      for (Pass other : passes.subList(1, PARTS)) {
        add(ofLayer, other.hidden().get(layer).gradient());
      }
      ofActivations.get(layer).step(network.activationParameters().get(layer), ofLayer, rate);
    }
    return Arrays.stream(losses).sum();
  }

  /** Returns the part of the images that is recognised. */
  private double accuracy(Digits digits) {
    int[] order = IntStream.range(0, digits.count()).toArray();
    int chunk = Math.ceilDiv(order.length, PARTS);
    List<Pass> fresh = newPasses();
    int right =
        IntStream.range(0, PARTS)
            .parallel()
            .map(p -> recognised(fresh.get(p), digits, order, p * chunk, (p + 1) * chunk))
            .sum();
    return (double) right / order.length;
  }

  private int recognised(Pass pass, Digits digits, int[] order, int from, int to) {
    int end = Math.min(to, order.length);
    int right = 0;
    for (int i = from; i < end; i += part) {
      int rows = Math.min(part, end - i);
      load(pass, digits, order, i, rows);
      Matrix scores = pass.forward(rows);
      for (int row = 0; row < rows; row++) {
        right += SoftmaxCrossEntropy.largest(scores, row) == pass.labels()[row] ? 1 : 0;
      }
    }
    return right;
  }

  private List<float[]> preActivations() {
    int[] order = IntStream.range(0, train.count()).toArray();
    Pass pass = newPasses().getFirst();
    List<float[]> samples = new ArrayList<>();
    int end = Math.min(order.length, SAMPLED_BATCHES * part);
    for (int i = 0; i < end; i += part) {
      int rows = Math.min(part, end - i);
      load(pass, train, order, i, rows);
      pass.forward(rows);
      for (ActivationLayer layer : pass.hidden()) {
        Matrix z = layer.z(rows);
        samples.add(Arrays.copyOf(z.data(), rows * z.columns()));
      }
    }
    return samples;
  }

  private List<Pass> newPasses() {
    return IntStream.range(0, PARTS).mapToObj(_ -> new Pass(network, part)).toList();
  }

  private void load(Pass pass, Digits digits, int[] order, int from, int rows) {
    for (int row = 0; row < rows; row++) {
      int image = order[from + row];
      digits.standardize(image, scale, pass.inputs(), row * Digits.PIXELS);
      pass.labels()[row] = digits.label(image);
    }
  }

  private static void add(float[] sum, float[] other) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
  }

  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }
}
