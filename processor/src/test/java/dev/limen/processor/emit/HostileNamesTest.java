package dev.limen.processor.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Kink;
import dev.limen.Precision;
import dev.limen.processor.analysis.Functions;
import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import dev.limen.processor.emit.SourceWriter.Features;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.kernel.GraphBuilder;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.ParameterKernel;
import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract;
import dev.limen.runtime.FloatKernel;
import dev.limen.verify.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import org.junit.jupiter.api.Test;

/** Names that users choose do not meet those of generated code. */
class HostileNamesTest {

  private static final List<String> PARAMETERS =
      List.of(
          "info",
          "scalar",
          "values",
          "input",
          "slope",
          "isAsDeclared",
          "length",
          "i",
          "xs",
          "bound",
          "t",
          "t1",
          "t2",
          "y",
          "dydx",
          "gradX",
          "c",
          "one",
          "less",
          "select",
          "inRange",
          "from",
          "size",
          "SPECIES",
          "BITS",
          "FORMULA",
          "BACKEND",
          "value",
          "xOffset",
          "coefficient",
          "$a");

  private static final String FORMULA = "x*(" + String.join("+", PARAMETERS) + ")";

  private static final Map<String, Double> DECLARED = new LinkedHashMap<>();

  static {
    PARAMETERS.forEach(name -> DECLARED.put(name, (double) DECLARED.size()));
  }

  @Test
  void parametersMayHaveAnyName() throws Exception {
    MemoryCompilation compiled =
        MemoryCompilation.of(
            Map.of("p.Spec", "package p;\npublic interface Spec {}\n"),
            EmittedKernels.WITH_VECTORS,
            environment -> write(environment, "p.Spec", "Spec"));
    Class<?> facade = compiled.loader().loadClass("p.SpecKernels");
    FloatKernel kernel = (FloatKernel) facade.getField("F32").get(null);
    double sum = DECLARED.values().stream().mapToDouble(value -> value).sum();
    float[] y = new float[21];
    float[] x = new float[21];
    Arrays.fill(x, 2);
    kernel.forward(x, y);
    assertThat(y).containsOnly((float) (2 * sum));
    assertThat(kernel.info().parameters()).isEqualTo(DECLARED);
    Reference reference = (Reference) facade.getMethod("reference").invoke(null);
    assertThat(reference.value(2).toDouble()).isEqualTo(2 * sum);
    assertThat(reference.derivative(2).toDouble()).isEqualTo(sum);
    assertThat(reference.value(Double.NEGATIVE_INFINITY).toDouble())
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void typesOfThePackageMayHideThoseOfJavaLang() throws Exception {
    Map<String, String> sources = new LinkedHashMap<>();
    for (String name :
        List.of("Math", "Float", "Double", "Integer", "Override", "String", "StrictMath", "List")) {
      sources.put("p." + name, "package p;\npublic interface " + name + " {}\n");
    }
    MemoryCompilation compiled =
        MemoryCompilation.of(
            sources,
            EmittedKernels.WITH_VECTORS,
            environment -> {
              write(environment, "p.Float", "Float");
              write(environment, "p.Math", "Math");
            });
    Class<?> facade = compiled.loader().loadClass("p.FloatKernels");
    assertThat(((FloatKernel) facade.getField("F32").get(null)).apply(0)).isZero();
  }

  @Test
  void aNamedModuleMayExportTheFacade() throws Exception {
    String module =
        """
        module m {
          requires dev.limen.runtime;
          requires static jdk.incubator.vector;
          requires static java.compiler;
          exports p;
        }
        """;
    String runtime =
        Path.of(FloatKernel.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    MemoryCompilation compiled =
        MemoryCompilation.of(
            Map.of("module-info", module, "p.Spec", "package p;\npublic interface Spec {}\n"),
            List.of("--module-path", runtime),
            environment -> write(environment, "p.Spec", "Spec"));
    assertThat(compiled.sources().get("p.SpecKernels")).contains("@SuppressWarnings(\"exports\")");
  }

  private static void write(ProcessingEnvironment environment, String specName, String baseName)
      throws IOException {
    new SourceWriter(environment.getFiler(), Features.of(environment.getElementUtils()))
        .writeKernels(
            new ActivationFiles(
                "p",
                baseName,
                specName,
                true,
                "f",
                "f'",
                Functions.analyze(FORMULA, Kink.MIN_NORM, DECLARED),
                List.of(contracted(Precision.F32), contracted(Precision.F64)),
                environment.getElementUtils().getTypeElement(specName),
                List.of()));
  }

  private static ContractedKernels contracted(Precision precision) {
    GraphBuilder builder = new GraphBuilder(precision);
    List<Node> uniforms =
        PARAMETERS.stream()
            .map(Expr.Parameter::new)
            .map(builder::uniform)
            .collect(Collectors.toCollection(ArrayList::new));
    Node sum = uniforms.removeFirst();
    for (Node uniform : uniforms) {
      sum = builder.add(sum, uniform);
    }
    Node y = builder.multiply(builder.x(), sum);
    Certificate certificate = new Certificate(0, 0, 0, 1);
    Contract contract = new Contract("STANDARD", Contract.Measure.ULP, 4);
    List<ParameterKernel> slopes = new ArrayList<>();
    Node gradX = builder.multiply(builder.gradY(), sum);
    Node term = builder.multiply(builder.gradY(), builder.x());
    for (String parameter : PARAMETERS) {
      slopes.add(
          new ParameterKernel(
              parameter, builder.build(builder.x()), builder.build(term), contract, certificate));
    }
    return new ContractedKernels(
        contract,
        new KernelSet(
            precision,
            builder.build(y),
            builder.build(sum),
            builder.build(gradX),
            builder.build(y, sum),
            slopes,
            builder.build(gradX, term),
            certificate,
            certificate,
            "a sum",
            List.of(),
            Optional.empty()));
  }
}
