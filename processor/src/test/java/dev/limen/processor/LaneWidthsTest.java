package dev.limen.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.runtime.FloatKernel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Kernels on vectors of every width, and without: each in a JVM of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LaneWidthsTest {

  private static final String[] SPECS = {
    "@Activation @Formula(\"tanh(x)\") interface Tanh {}",
    "@Activation(accuracy = Accuracy.FAST, precisions = Precision.F32) @Formula(\"x*sigmoid(x)\")"
        + " interface Silu {}",
    "@Activation(precisions = Precision.F32) @Formula(\"0.5*x*(1+erf(x/sqrt(2)))\") interface Gelu"
        + " {}",
    "@Activation(precisions = Precision.F32) @Formula(\"x*sigmoid(x)\") interface Swish {}",
    "@Activation(precisions = Precision.F32) @Formula(\"x*tanh(softplus(x))\") interface Mish {}",
    "@Activation(reproducible = true) @Formula(\"tanh(x)\") interface SameTanh {}",
    "@Activation(reproducible = true, accuracy = Accuracy.FAST, precisions = Precision.F32)"
        + " @Formula(\"x*sigmoid(x)\") interface SameSilu {}",
    "@Activation(reproducible = true, precisions = Precision.F32)"
        + " @Formula(\"0.5*x*(1+erf(x/sqrt(2)))\") interface SameGelu {}"
  };

  private static final String PROBE =
      """
      package p;

      import dev.limen.runtime.*;
      import dev.limen.verify.*;
      import java.util.*;

      public final class Probe {
        public static void main(String[] arguments) {
          tell("Tanh", TanhKernels.F32, TanhKernels.reference());
          tell("Silu", SiluKernels.F32, SiluKernels.reference());
          tell("Gelu", GeluKernels.F32, GeluKernels.reference());
          tell("Swish", SwishKernels.F32, SwishKernels.reference());
          tell("Mish", MishKernels.F32, MishKernels.reference());
          tell("SameTanh", SameTanhKernels.F32, null);
          tell("SameSilu", SameSiluKernels.F32, null);
          tell("SameGelu", SameGeluKernels.F32, null);
          System.out.println("Tanh64 bits " + bits(TanhKernels.F64));
          System.out.println("SameTanh64 bits " + bits(SameTanhKernels.F64));
          var doubles = KernelVerification.of(TanhKernels.F64, TanhKernels.reference());
          System.out.println(
              "Tanh64 failures " + doubles.withSamplesPerBinade(1).run(Check.VALUE).findings());
        }

        static void tell(String name, FloatKernel kernel, Reference reference) {
          System.out.println(name + " backend " + kernel.info().backend());
          System.out.println(name + " algorithm " + kernel.info().algorithm());
          System.out.println(name + " bits " + bits(kernel));
          if (reference != null) {
            var verification = KernelVerification.of(kernel, reference).withSamplesPerBinade(1);
            System.out.println(name + " failures " + verification.run().findings());
          }
        }

        static List<Integer> bits(FloatKernel kernel) {
          float[] x = new float[4003];
          float[] g = new float[x.length];
          Random random = new Random(20261121);
          for (int i = 0; i < x.length; i++) {
            x[i] = i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : 4 * (float) random.nextGaussian();
            g[i] = (float) random.nextGaussian();
          }
          float[][] y = new float[5][x.length];
          kernel.forward(x, y[0]);
          kernel.backward(x, g, y[1]);
          kernel.forwardAndDerivative(x, 0, y[2], 0, y[3], 0, x.length);
          for (int i = 0; i < x.length; i++) {
            y[4][i] = kernel.derivative(x[i]);
          }
          return List.of(Arrays.hashCode(y[0]), Arrays.hashCode(y[1]), Arrays.hashCode(y[2]),
              Arrays.hashCode(y[3]), Arrays.hashCode(y[4]));
        }

        static List<Integer> bits(DoubleKernel kernel) {
          double[] x = new double[4003];
          double[] g = new double[x.length];
          Random random = new Random(20261121);
          for (int i = 0; i < x.length; i++) {
            x[i] = i % 2 == 0 ? Double.longBitsToDouble(random.nextLong()) : 4 * random.nextGaussian();
            g[i] = random.nextGaussian();
          }
          double[][] y = new double[5][x.length];
          kernel.forward(x, y[0]);
          kernel.backward(x, g, y[1]);
          kernel.forwardAndDerivative(x, 0, y[2], 0, y[3], 0, x.length);
          for (int i = 0; i < x.length; i++) {
            y[4][i] = kernel.derivative(x[i]);
          }
          return List.of(Arrays.hashCode(y[0]), Arrays.hashCode(y[1]), Arrays.hashCode(y[2]),
              Arrays.hashCode(y[3]), Arrays.hashCode(y[4]));
        }
      }
      """;

  private static final List<String> PLAIN =
      List.of("Tanh", "Silu", "Gelu", "Swish", "Mish", "Tanh64");
  private static final List<String> REPRODUCIBLE =
      List.of("SameTanh", "SameSilu", "SameGelu", "SameTanh64");

  /** What the probe printed, by machine. */
  private final Map<String, Map<String, String>> told = new LinkedHashMap<>();

  @BeforeAll
  void runOnAllMachines(@TempDir Path directory) throws IOException, InterruptedException {
    Map<String, String> sources = new LinkedHashMap<>();
    for (String spec : SPECS) {
      String name = spec.replaceAll(".*interface (\\w+) .*", "$1");
      sources.put("p/" + name + ".java", "package p; import dev.limen.*; " + spec);
    }
    sources.put("p/Probe.java", PROBE);
    Build.Result result = Build.javac(directory).compile(sources);
    assertThat(result.succeeded()).as("%s", result.diagnostics()).isTrue();
    String module = "--add-modules=jdk.incubator.vector";
    String any = "-XX:+IgnoreUnrecognizedVMOptions";
    told.put("as wide as they are", run(result.classes(), module));
    told.put("256 bits", run(result.classes(), module, any, "-XX:UseAVX=2"));
    told.put("128 bits", run(result.classes(), module, any, "-XX:MaxVectorSize=16"));
    told.put("scalar", run(result.classes(), module, "-Dlimen.backend=scalar"));
  }

  private static Map<String, String> run(Path classes, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(options));
    String runtime =
        FloatKernel.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    command.addAll(List.of("-cp", classes + File.pathSeparator + runtime, "p.Probe"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    Map<String, String> lines = new LinkedHashMap<>();
    for (String line : output.split("\n")) {
      String[] parts = line.split(" ", 3);
      if (parts.length == 3) {
        lines.put(parts[0] + " " + parts[1], parts[2]);
      }
    }
    return lines;
  }

  @Test
  void everyAlgorithmHoldsTheContract() {
    told.forEach((machine, lines) -> {
      for (String spec : PLAIN) {
        assertThat(lines.get(spec + " failures")).as("%s, %s", spec, machine).isEqualTo("[]");
      }
    });
  }

  @Test
  void narrowVectorsRunKernelsWithoutTables() {
    Map<String, String> narrow = told.get("128 bits");
    assertThat(narrow.get("Tanh backend")).isEqualTo("VECTOR");
    assertThat(narrow.get("Tanh algorithm")).doesNotContain("segments");
    assertThat(told.get("scalar").get("Tanh backend")).isEqualTo("SCALAR");
    assertThat(told.get("scalar").get("Tanh algorithm")).contains("segments");
    assertThat(narrow.get("Tanh bits")).isNotEqualTo(told.get("scalar").get("Tanh bits"));
  }

  @Test
  void derivativesThatCancelNeedNoTables() {
    for (String spec : List.of("Swish", "Mish")) {
      assertThat(told.get("scalar").get(spec + " algorithm")).contains("segments");
      assertThat(told.get("128 bits").get(spec + " backend")).isEqualTo("VECTOR");
      assertThat(told.get("128 bits").get(spec + " algorithm"))
          .doesNotContain("segments")
          .contains("composed as one fraction")
          .contains("a polynomial of degree");
    }
  }

  @Test
  void reproducibleKernelsGiveTheSameBitsOnAllMachines() {
    for (String spec : REPRODUCIBLE) {
      assertThat(told.values().stream().map(lines -> lines.get(spec + " bits")).distinct())
          .as(spec)
          .hasSize(1)
          .doesNotContainNull();
    }
    assertThat(told.get("128 bits").get("SameTanh backend")).isEqualTo("VECTOR");
  }
}
