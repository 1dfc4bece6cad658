package dev.limen.processor.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.limen.Precision;
import dev.limen.processor.emit.SourceWriter.Features;
import dev.limen.verify.Check;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javax.annotation.processing.ProcessingEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests and benchmarks that are emitted, in another package than the spec's. */
class EmittedHarnessesTest {

  private static final List<SampleKernels> SAMPLES =
      List.of(SampleKernels.RELU, SampleKernels.HARD_SIGMOID, SampleKernels.SWISH);

  private static MemoryCompilation compiled;
  private static ClassLoader classes;

  @BeforeAll
  static void compile() throws IOException {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("q.Trigger", "package q;\nfinal class Trigger {}\n");
    for (SampleKernels sample : SAMPLES) {
      String name = sample.specName();
      sources.put("p." + name, "package p;\npublic interface " + name + " {}\n");
    }
    sources.putAll(jmh());
    compiled =
        MemoryCompilation.of(
            sources, List.of("--add-modules", "jdk.incubator.vector"), EmittedHarnessesTest::write);
    classes = compiled.loader();
  }

  private static void write(ProcessingEnvironment environment) throws IOException {
    SourceWriter writer =
        new SourceWriter(environment.getFiler(), Features.of(environment.getElementUtils()));
    for (SampleKernels sample : SAMPLES) {
      ActivationFiles files =
          sample.files(environment.getElementUtils().getTypeElement("p." + sample.specName()));
      writer.writeKernels(files);
      HarnessFile harness =
          new HarnessFile(
              "q",
              "p",
              sample.specName(),
              "p." + sample.specName(),
              files.formula(),
              files.function(),
              List.of(Precision.F32, Precision.F64),
              environment.getElementUtils().getTypeElement("q.Trigger"));
      writer.writeTest(harness);
      writer.writeBenchmark(harness);
    }
  }

  /** Stands for the annotations of JMH, which is not on this class path. */
  private static Map<String, String> jmh() {
    Map<String, String> sources = new LinkedHashMap<>();
    Map<String, String> members =
        Map.of(
            "Benchmark", "",
            "BenchmarkMode", "Mode value();",
            "Fork", "int value(); String[] jvmArgsAppend();",
            "Measurement", "int iterations(); int time(); TimeUnit timeUnit();",
            "OutputTimeUnit", "TimeUnit value();",
            "Param", "String[] value();",
            "Setup", "",
            "State", "Scope value();",
            "Warmup", "int iterations(); int time(); TimeUnit timeUnit();");
    members.forEach(
        (name, body) -> sources.put(jmhName(name), jmhSource("@interface", name, body)));
    sources.put(jmhName("Mode"), jmhSource("enum", "Mode", "Throughput"));
    sources.put(jmhName("Scope"), jmhSource("enum", "Scope", "Thread"));
    return sources;
  }

  private static String jmhName(String name) {
    return "org.openjdk.jmh.annotations." + name;
  }

  private static String jmhSource(String kind, String name, String body) {
    String imports = body.contains("TimeUnit") ? "import java.util.concurrent.TimeUnit;\n" : "";
    return "package org.openjdk.jmh.annotations;\n%spublic %s %s { %s }\n"
        .formatted(imports, kind, name, body);
  }

  @Test
  void everyCheckIsATestAndPasses() throws Exception {
    List<Method> tests = tests("q.ReluKernelsTest");
    assertThat(tests).hasSize(2 * (Check.values().length - 2) - 1);
    Object instance = instance("q.ReluKernelsTest");
    for (Method test : tests) {
      test.invoke(instance);
    }
    assertThat(tests)
        .extracting(test -> test.getAnnotation(DisplayName.class).value())
        .contains("F32: known answers", "F64: array forms")
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"f32KnownAnswers", "f64KnownAnswers", "f32ValueError", "f64Kinks"})
  void aKernelThatComputesAnotherFunctionFails(String name) throws Exception {
    // The hard sigmoid says that it is relu.
    Method test = classes.loadClass("q.HardSigmoidKernelsTest").getDeclaredMethod(name);
    test.setAccessible(true);
    Object instance = instance("q.HardSigmoidKernelsTest");
    assertThatThrownBy(() -> test.invoke(instance))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("FAILED");
  }

  @Test
  void gradientsOfTrainableParametersAreCheckedToo() throws Exception {
    List<Method> tests = tests("q.SwishKernelsTest");
    assertThat(tests).hasSize(2 * (Check.values().length - 1) - 1 + 2);
    Object instance = instance("q.SwishKernelsTest");
    for (Method test : tests) {
      String title = test.getAnnotation(DisplayName.class).value();
      if (title.endsWith("bound to an array") || title.endsWith("argument checks")) {
        test.invoke(instance);
      }
      if (title.endsWith("parameter gradients")) {
        assertThatThrownBy(() -> test.invoke(instance))
            .cause()
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining("derivative by beta at");
      }
    }
    assertThat(tests)
        .extracting(test -> test.getAnnotation(DisplayName.class).value())
        .contains(
            "F32: parameter gradients",
            "F64: parameter gradients",
            "F32: bound to an array",
            "F64: bound to an array");
  }

  @Test
  void trainingIsMeasured() throws Exception {
    Class<?> type = classes.loadClass("q.SwishKernelsBenchmark");
    Object benchmark = type.getConstructor().newInstance();
    set(benchmark, "size", 100);
    set(benchmark, "distribution", "normal");
    type.getMethod("setUp").invoke(benchmark);
    for (String precision : List.of("F32", "F64")) {
      Object sums = copy(type.getMethod("training" + precision).invoke(benchmark));
      Object plain = copy(type.getMethod("naiveTraining" + precision).invoke(benchmark));
      // The derivative that it writes is 0; what the kernel computes is another.
      assertThat(Array.getDouble(plain, 0)).isZero();
      assertThat(Array.getDouble(sums, 0)).isNotZero();
    }
    assertThatThrownBy(() -> classes.loadClass("q.ReluKernelsBenchmark").getMethod("trainingF32"))
        .isInstanceOf(NoSuchMethodException.class);
  }

  @Test
  void knownAnswersHoldTheKinksAndTheirNeighbours() {
    assertThat(compiled.sources().get("q.ReluKernelsTest"))
        .contains("    {-0x1.0p-149, 0.0, 0.0, 0.0, 0.0},\n")
        .contains("    {0.0, 0.0, 0.0, 0.0, 0.0},\n")
        .contains("    {0x1.0p-149, 0x1.0p-149, 0.0, 1.0, 0.0},\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"normal", "positive", "negative", "saturated"})
  void benchmarksRun(String distribution) throws Exception {
    Class<?> type = classes.loadClass("q.ReluKernelsBenchmark");
    assertThat(Modifier.isPublic(type.getModifiers())).isTrue();
    assertThat(Modifier.isFinal(type.getModifiers())).isFalse();
    Object benchmark = type.getConstructor().newInstance();
    set(benchmark, "size", 100);
    set(benchmark, "distribution", distribution);
    type.getMethod("setUp").invoke(benchmark);
    List<Double> x =
        DoubleStream.of((double[]) type.getMethod("copyF64").invoke(benchmark)).boxed().toList();
    switch (distribution) {
      case "positive" -> assertThat(x).allMatch(element -> element > 0);
      case "negative" -> assertThat(x).allMatch(element -> element < 0);
      case "saturated" -> assertThat(x).allMatch(element -> Math.abs(element) >= 30);
      default -> assertThat(x).anyMatch(e -> e > 0).anyMatch(e -> e < 0);
    }
    for (String precision : List.of("F32", "F64")) {
      for (String form : List.of("Forward", "Backward")) {
        Object plain = copy(type.getMethod("naive" + form + precision).invoke(benchmark));
        Object kernel = type.getMethod(form.toLowerCase(Locale.ROOT) + precision).invoke(benchmark);
        assertThat(kernel).isEqualTo(plain);
      }
      assertThat(type.getMethod("forwardAndDerivative" + precision).invoke(benchmark)).isNotNull();
    }
  }

  private static Object copy(Object array) {
    return array instanceof float[] floats ? floats.clone() : ((double[]) array).clone();
  }

  private static void set(Object object, String name, Object value) throws Exception {
    var field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    field.set(object, value);
  }

  private static Object instance(String className) throws Exception {
    Constructor<?> constructor = classes.loadClass(className).getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private static List<Method> tests(String className) throws Exception {
    return Stream.of(classes.loadClass(className).getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .peek(method -> method.setAccessible(true))
        .toList();
  }
}
