package dev.limen.processor;

import dev.limen.Accuracy;
import dev.limen.Kink;
import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.Functions;
import dev.limen.processor.kernel.Contracts;
import dev.limen.processor.kernel.CostModel;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.KernelCompiler;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.tools.Diagnostic;

/**
 * Measures kernels on this machine and writes the data of the {@link CostModel} that explains their
 * times best: a command, not a test. Vectors must have 512 bits, and nothing else should run.
 *
 * <p>Costs are fitted by least squares of the relative error, none of them negative, with a slight
 * pull to what they were, which decides those that the kernels tell nothing of.
 */
final class CostModelFit {

  private static final List<String> FUNCTIONS =
      List.of(
          "tanh(x)",
          "sigmoid(x)",
          "0.5*x*(1+erf(x/sqrt(2)))",
          "x*sigmoid(x)",
          "x*tanh(softplus(x))",
          "softplus(x)",
          "x < 0 ? expm1(x) : x",
          "x/(1+abs(x))",
          "x/sqrt(1+x^2)",
          "(x+sqrt(x^2+4))/2",
          "exp(-x^2)",
          "x-tanh(x)",
          "erf(x)",
          "x*atan(x)",
          "x*clamp(x/6+0.5, 0, 1)",
          "clamp(x, -1, 1)",
          "x > 0.5 ? x-0.5 : x < -0.5 ? x+0.5 : 0",
          "clamp(0.2*x+0.5, 0, 1)",
          "abs(x)^1.5",
          "sigmoid(x)*tanh(x)",
          "clamp(x, -4, -2) + 2*clamp(x, -1, 1) + clamp(x, 2, 3) + x/8");

  private static final List<Accuracy> TIERS =
      List.of(Accuracy.STANDARD, Accuracy.FAST, Accuracy.HALF);

  /** Inputs and results together fit the nearest cache. */
  private static final int BYTES = 8192;

  private static final int VECTOR_BYTES = 64;
  private static final int ROUNDS = 4;
  private static final int PASSES = 64;
  private static final long SLICE = 200_000_000;
  private static final double PULL = 0.001;
  private static final int DESCENTS = 20_000;
  private static final String LOOP = "loop";

  private CostModelFit() {}

  /**
   * The operations of a kernel, and the nanoseconds that a vector takes for them.
   *
   * @param pass over all elements
   */
  private record Sample(
      String name, Map<String, Integer> operations, Runnable pass, double[] least) {

    double time() {
      return least[0];
    }
  }

  /** Passes of a kernel over the same inputs. */
  private record Passes(Runnable forward, Runnable backward) {

    static Passes of(Object kernel) {
      Random random = new Random(1);
      if (kernel instanceof FloatKernel floats) {
        float[] x = new float[BYTES / Float.BYTES];
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
          x[i] = (float) random.nextGaussian();
        }
        return new Passes(
            () -> floats.forward(x, y), () -> floats.backward(x, 0, x, 0, y, 0, x.length));
      }
      DoubleKernel doubles = (DoubleKernel) kernel;
      double[] x = random.doubles(BYTES / Double.BYTES, -2, 2).toArray();
      double[] y = new double[x.length];
      return new Passes(
          () -> doubles.forward(x, y), () -> doubles.backward(x, 0, x, 0, y, 0, x.length));
    }
  }

  /**
   * Prints what was measured, and writes the data.
   *
   * @param arguments the file to write
   */
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    Path directory = Files.createTempDirectory("costs");
    List<Sample> samples = new ArrayList<>();
    for (Accuracy tier : TIERS) {
      compile(tier, directory.resolve(tier.name()), samples);
    }
    for (int round = 0; round < ROUNDS; round++) {
      // All of them in turn: what is slow at first, or for a while, is measured again later.
      samples.forEach(CostModelFit::measure);
    }
    Map<String, Double> times = fit(samples);
    double unit = times.get("fma");
    for (Sample sample : samples) {
      System.out.printf(
          Locale.ROOT,
          "%-70s %6.2f ns measured, %6.2f ns fitted%n",
          sample.name(),
          sample.time(),
          predicted(sample, times));
    }
    StringBuilder text =
        new StringBuilder(
            "# What operations cost, in fused multiply-adds: data of"
                + " dev.limen.processor.kernel.CostModel.\n# Measured and written by a command:"
                + " docs/benchmarks.md tells which.\n");
    times.forEach((kind, time) -> {
      if (!kind.equals(LOOP)) {
        text.append(String.format(Locale.ROOT, "%s=%.2f%n", kind, time / unit));
      }
    });
    System.out.print(text);
    Files.writeString(Path.of(arguments[0]), text);
  }

  private static void compile(Accuracy tier, Path directory, List<Sample> samples)
      throws ReflectiveOperationException {
    StringBuilder source = new StringBuilder("package p; import dev.limen.*;\n");
    for (int i = 0; i < FUNCTIONS.size(); i++) {
      source.append(
          "@Activation(accuracy = Accuracy.%s) @Formula(\"%s\") interface S%d {}%n"
              .formatted(tier, FUNCTIONS.get(i), i));
    }
    Build.Result result = Build.javac(directory).compile(Map.of("p/Specs.java", source.toString()));
    if (!result.succeeded()) {
      throw new IllegalStateException(result.messages(Diagnostic.Kind.ERROR) + result.output());
    }
    try (URLClassLoader loader = result.load()) {
      for (Precision precision : Precision.values()) {
        for (int i = 0; i < FUNCTIONS.size(); i++) {
          String name = tier + " " + precision + " " + FUNCTIONS.get(i);
          Field field = loader.loadClass("p.S" + i + "Kernels").getDeclaredField(precision.name());
          field.setAccessible(true);
          Object kernel = field.get(null);
          KernelSet set = kernels(FUNCTIONS.get(i), tier, precision);
          Passes passes = Passes.of(kernel);
          samples.add(sample(name, set.forward(), passes.forward()));
          samples.add(sample(name + ", backward", set.backward(), passes.backward()));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KernelSet kernels(String formula, Accuracy tier, Precision precision) {
    AnalyzedFunction function = Functions.analyze(formula, Kink.MIN_NORM, Map.of());
    return KernelCompiler.compile(function, Contracts.of(tier, precision), precision);
  }

  private static Sample sample(String name, Graph graph, Runnable pass) {
    Map<String, Integer> operations = new TreeMap<>(CostModel.operations(graph));
    operations.put(LOOP, graph.inputs() + graph.outputs().size());
    return new Sample(name, operations, pass, new double[] {Double.POSITIVE_INFINITY});
  }

  private static void measure(Sample sample) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < SLICE) {
      long before = System.nanoTime();
      for (int i = 0; i < PASSES; i++) {
        sample.pass().run();
      }
      double time = (System.nanoTime() - before) / (double) (PASSES * BYTES / VECTOR_BYTES);
      sample.least()[0] = Math.min(sample.least()[0], time);
    }
  }

  private static double predicted(Sample sample, Map<String, Double> times) {
    return sample.operations().entrySet().stream()
        .mapToDouble(entry -> entry.getValue() * times.get(entry.getKey()))
        .sum();
  }

  /**
   * Least squares by coordinate descent: each cost in turn is set to the best that is not less than
   * 0.
   */
  private static Map<String, Double> fit(List<Sample> samples) {
    Map<String, Double> before = CostModel.costs();
    before.put(LOOP, 1.0);
    double[] ratios =
        samples.stream().mapToDouble(sample -> sample.time() / predicted(sample, before)).toArray();
    Arrays.sort(ratios);
    double unit = ratios[ratios.length / 2];
    Map<String, Double> times = new TreeMap<>();
    before.forEach((kind, cost) -> times.put(kind, cost * unit));
    Map<String, Double> pull = new TreeMap<>(times);
    List<String> kinds = List.copyOf(new TreeSet<>(times.keySet()));
    for (int descent = 0; descent < DESCENTS; descent++) {
      String kind = kinds.get(descent % kinds.size());
      double current = times.get(kind);
      double strength = PULL * samples.size() / (pull.get(kind) * pull.get(kind));
      double slope = strength * (pull.get(kind) - current);
      double curvature = strength;
      for (Sample sample : samples) {
        double count = sample.operations().getOrDefault(kind, 0) / sample.time();
        slope += count * (1 - predicted(sample, times) / sample.time());
        curvature += count * count;
      }
      times.put(kind, Math.max(0, current + slope / curvature));
    }
    return times;
  }
}
