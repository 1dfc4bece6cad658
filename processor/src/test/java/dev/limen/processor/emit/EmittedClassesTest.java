package dev.limen.processor.emit;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Precision;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.runtime.Backend;
import dev.limen.runtime.FloatKernel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the emitted sources and classes look like. */
class EmittedClassesTest {

  private static final Set<String> LOOPS =
      Set.of("forward", "backward", "forwardAndDerivative", "derivatives");

  private static final Pattern IN_A_LOOP =
      Pattern.compile(" {6}[A-Z][\\w<>]+ (?<result>\\w+) = (?<expression>.*);");

  /** A load, or a vector under way. */
  private static final Pattern FROM_INPUTS =
      Pattern.compile("fromArray|fromMemorySegment|\\w+(Now|Next)");

  private static MemoryCompilation compiled;

  @BeforeAll
  static void compile() throws IOException {
    compiled = EmittedKernels.all();
  }

  @ParameterizedTest
  @EnumSource
  void noJumpButThoseOfTheLoop(SampleKernels sample) {
    for (String kind : List.of("ScalarF32", "ScalarF64", "VectorF32", "VectorF64")) {
      ClassModel model = model(sample, kind);
      if (model == null) {
        continue;
      }
      for (MethodModel method : model.methods()) {
        String name = method.methodName().stringValue();
        boolean isVector = kind.startsWith("Vector");
        if (isVector && isChoice(name) && loops(method) <= 1 && !computes(method)) {
          // Chooses a body once for all elements, or for those of a block.
          assertThat(conditionalJumps(method)).isLessThanOrEqualTo(4);
          continue;
        }
        assertThat(conditionalJumps(method))
            .as("%s_%s.%s", sample.specName(), kind, name)
            .isEqualTo(loops(method));
        if (isSum(method)) {
          // Blocks, lanes, elements (in stages, twice), and each of two vectors of lanes.
          assertThat(loops(method)).isLessThanOrEqualTo(5);
          continue;
        }
        boolean isLoop = LOOPS.contains(name.replace("Long", ""));
        boolean isVectorLoop = isLoop && isVector;
        // In stages, a second loop does what is left of the first.
        assertThat(loops(method)).isLessThanOrEqualTo(isVectorLoop ? 2 : isLoop ? 1 : 0);
      }
    }
  }

  /** Whether a method sums gradients of parameters. */
  private static boolean isSum(MethodModel method) {
    String name = method.methodName().stringValue();
    String type = method.methodType().stringValue();
    return name.startsWith("sumOf")
        || name.equals("backwardAndSum")
        || (name.equals("backward") && type.matches("\\((\\[[FD]I){4}I\\)V"));
  }

  @ParameterizedTest
  @EnumSource
  void vectorsStayInLocalVariables(SampleKernels sample) {
    for (String kind : List.of("VectorF32", "VectorF64")) {
      ClassModel model = model(sample, kind);
      if (model == null) {
        continue;
      }
      for (FieldModel field : model.fields()) {
        assertThat(field.fieldType().stringValue())
            .isIn(
                "Ljdk/incubator/vector/VectorSpecies;",
                "Lp/" + sample.specName() + "_Scalar" + kind.substring(6) + ";");
      }
      for (MethodModel method : model.methods()) {
        assertThat(method.methodType().stringValue()).doesNotContain("jdk/incubator");
        for (var element : code(method)) {
          assertThat(element).isNotInstanceOf(InvokeDynamicInstruction.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void methodsAreSmallEnoughForHotSpot(SampleKernels sample) {
    for (String kind : List.of("ScalarF32", "ScalarF64", "VectorF32", "VectorF64")) {
      ClassModel model = model(sample, kind);
      if (model != null) {
        for (MethodModel method : model.methods()) {
          assertThat(length(method))
              .as("%s_%s.%s", sample.specName(), kind, method.methodName())
              .isLessThanOrEqualTo(MethodSize.MOST_BYTES);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SIGMOID", "TWO_HALVES", "MASKS", "BITS", "TABLES", "WIDE_SIGMOID"})
  void theSizeOfMethodsIsForeseen(SampleKernels sample) {
    for (Precision precision : Precision.values()) {
      KernelSet set = sample.set(precision);
      int foreseen = foreseen(set.backward());
      for (MethodModel method : model(sample, "Vector" + precision).methods()) {
        boolean isBackward =
            Set.of("backward", "backwardLong").contains(method.methodName().stringValue());
        if (isBackward
            && computes(method)
            && !method.methodType().stringValue().contains("Segment")) {
          assertThat(length(method)).isBetween(foreseen * 9 / 10 - 250, foreseen);
        }
      }
    }
  }

  private static boolean isChoice(String method) {
    return LOOPS.contains(method) || method.equals("forwardAndDerivativeOfBlock");
  }

  private static int foreseen(Graph graph) {
    int twice = MethodSize.ofVectorMethod(graph, 2);
    return twice > MethodSize.MOST_BYTES
        ? MethodSize.ofVectorMethod(graph, 1)
        : VectorLoop.stages(graph)
            .map(stages -> MethodSize.ofVectorMethod(graph, stages))
            .orElse(twice);
  }

  @Test
  void formsThatAreTooLargeAreLeftToTheTwin() {
    assertThat(model(SampleKernels.LARGE, "VectorF32")).isNull();
    assertThat(compiled.sources()).containsKey("p.Large_ScalarF32");
    String vectors = compiled.sources().get("p.TwoHalves_VectorF64");
    assertThat(vectors)
        .contains("private void forwardShort(")
        .contains("private void backwardShort(")
        .doesNotContain("forwardAndDerivativeShort");
  }

  @Test
  void valuesAndDerivativesShareALoopWhereThatIsCheaper() {
    assertThat(compiled.sources().get("p.Sigmoid_VectorF32"))
        .contains("forwardAndDerivativeLong(")
        .doesNotContain("derivatives(");
    for (String kernel : List.of("InTwoLoops_VectorF32", "TwoHalves_VectorF64")) {
      assertThat(compiled.sources().get("p." + kernel))
          .contains("derivatives(xs, xOffset, dydxs, dydxOffset, length);")
          .doesNotContain("forwardAndDerivativeLong(");
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LARGE", "WIDE_LARGE"})
  void operationsInLoopsDependOnInputs(SampleKernels sample) {
    for (Precision precision : Precision.values()) {
      String source = compiled.sources().get("p." + sample.specName() + "_Vector" + precision);
      Set<String> varying = new HashSet<>();
      for (String line : source.replaceAll("\\n {8,}", " ").lines().toList()) {
        if (line.contains(" for (")) {
          varying.clear();
        }
        Matcher operation = IN_A_LOOP.matcher(line);
        boolean isStartOfSum = line.contains("Vector.zero(");
        if (operation.matches() && !isStartOfSum) {
          varying.add(operation.group("result"));
          assertThat(operation.group("expression").split("\\W+"))
              .as("%s in %s", line, sample.specName())
              .matches(words ->
                  Stream.of(words)
                      .anyMatch(
                          word -> varying.contains(word) || FROM_INPUTS.matcher(word).matches()));
        }
      }
    }
  }

  @Test
  void methodsAreCalledOnVectorsThatDependOnInputs() {
    assertThat(compiled.sources().get("p.Swish_VectorF32"))
        .containsPattern("t[0-9]+ = absU\\.add\\(one\\);")
        .containsPattern("t[0-9]+\\.mul\\(coefficient\\);")
        .doesNotContain("= coefficient.");
    assertThat(compiled.sources().get("p.HardSigmoid_VectorF32"))
        .contains(" = x.compare(VectorOperators.GT, c2);")
        .doesNotContain(" = c2.compare");
  }

  @Test
  void longChainsAreCutInStages() {
    assertThat(compiled.sources().get("p.Sigmoid_VectorF32")).contains("// The second stage");
    assertThat(compiled.sources().get("p.Sigmoid_VectorF64")).contains("// The second stage");
    assertThat(compiled.sources().get("p.HardSigmoid_VectorF32")).doesNotContain("stage");
  }

  @Test
  void theSameInputGivesTheSameBytes() throws IOException {
    assertThat(EmittedKernels.sourcesAnew()).isEqualTo(compiled.sources());
  }

  @Test
  void withoutTheVectorModuleThereAreScalarKernels() throws Exception {
    MemoryCompilation scalar = EmittedKernels.compile(List.of(SampleKernels.RELU), List.of());
    assertThat(scalar.sources().keySet()).noneMatch(name -> name.contains("Vector"));
    FloatKernel relu =
        (FloatKernel) scalar.loader().loadClass("p.ReluKernels").getField("F32").get(null);
    assertThat(relu.info().backend()).isEqualTo(Backend.SCALAR);
    assertThat(relu.apply(-2)).isZero();
    assertThat(relu.apply(3)).isEqualTo(3);
  }

  @Test
  void vectorKernelsAreNotTouchedWhereTheModuleIsNotInTheJvm(@TempDir Path directory)
      throws Exception {
    writeClasses(directory);
    String main =
        """
        public class Main {
          public static void main(String[] arguments) {
            dev.limen.runtime.FloatKernel kernel = p.SigmoidKernels.F32;
            float[] y = new float[3];
            kernel.forward(new float[] {-1, 0, 1}, y);
            System.out.println(kernel.info().backend() + " " + java.util.Arrays.toString(y));
          }
        }
        """;
    Path source = Files.writeString(directory.resolve("Main.java"), main);
    String scalar = java(directory, source, List.of());
    String vector = java(directory, source, EmittedKernels.WITH_VECTORS);
    assertThat(scalar).startsWith("SCALAR [");
    assertThat(vector).startsWith("VECTOR [");
    assertThat(scalar.substring(6)).isEqualTo(vector.substring(6));
  }

  @Test
  void theEclipseCompilerTakesIt(@TempDir Path directory) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-25",
                "--add-modules",
                "jdk.incubator.vector",
                "-failOnWarning",
                "-proc:none",
                "-cp",
                existing(System.getProperty("java.class.path")),
                "-d",
                "none"));
    Path packageDirectory = Files.createDirectories(directory.resolve("p"));
    for (SampleKernels sample : SampleKernels.values()) {
      arguments.add(
          Files.writeString(
                  packageDirectory.resolve(sample.specName() + ".java"),
                  "package p;\n\ninterface " + sample.specName() + " {}\n")
              .toString());
    }
    for (Map.Entry<String, String> source : compiled.sources().entrySet()) {
      String file = source.getKey().substring(2) + ".java";
      arguments.add(
          Files.writeString(packageDirectory.resolve(file), source.getValue()).toString());
    }
    StringWriter output = new StringWriter();
    PrintWriter printer = new PrintWriter(output);
    boolean succeeded =
        BatchCompiler.compile(arguments.toArray(String[]::new), printer, printer, null);
    assertThat(succeeded).as(output.toString()).isTrue();
  }

  @Test
  void linesAreShort() {
    compiled
        .sources()
        .forEach((name, source) ->
            assertThat(source.lines())
                .as(name)
                .allMatch(line -> line.length() <= 100 || line.startsWith("import ")));
  }

  private static String existing(String classPath) {
    String separator = System.getProperty("path.separator");
    return Stream.of(classPath.split(separator))
        .filter(entry -> Files.exists(Path.of(entry)))
        .collect(joining(separator));
  }

  private static ClassModel model(SampleKernels sample, String kind) {
    byte[] bytes = compiled.classes().get("p." + sample.specName() + "_" + kind);
    return bytes == null ? null : ClassFile.of().parse(bytes);
  }

  private static Iterable<java.lang.classfile.CodeElement> code(MethodModel method) {
    return method.code().orElseThrow();
  }

  private static int length(MethodModel method) {
    return ((CodeAttribute) method.code().orElseThrow()).codeLength();
  }

  private static long conditionalJumps(MethodModel method) {
    return jumps(method).filter(jump -> !isGoto(jump)).count();
  }

  /** A loop ends with a jump back to its condition. */
  private static long loops(MethodModel method) {
    return jumps(method).filter(EmittedClassesTest::isGoto).count();
  }

  /** Whether a method has vectors in it. */
  private static boolean computes(MethodModel method) {
    for (var element : code(method)) {
      if (element instanceof InvokeInstruction call) {
        String owner = call.owner().asInternalName();
        if (owner.startsWith("jdk/incubator/vector/") && !owner.endsWith("VectorSpecies")) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isGoto(BranchInstruction jump) {
    return jump.opcode() == Opcode.GOTO || jump.opcode() == Opcode.GOTO_W;
  }

  private static Stream<BranchInstruction> jumps(MethodModel method) {
    Stream.Builder<BranchInstruction> jumps = Stream.builder();
    for (var element : code(method)) {
      if (element instanceof BranchInstruction jump) {
        jumps.add(jump);
      }
    }
    return jumps.build();
  }

  private static void writeClasses(Path directory) throws IOException {
    Map<Path, byte[]> files =
        compiled.classes().entrySet().stream()
            .collect(
                toMap(
                    entry -> directory.resolve(entry.getKey().replace('.', '/') + ".class"),
                    Map.Entry::getValue));
    for (Map.Entry<Path, byte[]> file : files.entrySet()) {
      Files.createDirectories(file.getKey().getParent());
      Files.write(file.getKey(), file.getValue());
    }
  }

  private static String java(Path classes, Path source, List<String> options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
            source.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
