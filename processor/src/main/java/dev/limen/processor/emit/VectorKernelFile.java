package dev.limen.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.ParameterKernel;
import dev.limen.runtime.HeapSegments;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Writes {@code Gelu_VectorF32} or {@code Gelu_NarrowVectorF32}: as many elements at a time as a
 * vector holds.
 *
 * <p>Arrays that are shorter than a vector are done by methods of their own, with the same
 * operations under a mask; segments that are, which is seldom, by the scalar twin.
 */
final class VectorKernelFile extends KernelFile {

  /** The width of the vectors that tables are selected from. */
  static final int TABLE_BITS = 512;

  private static final int NARROWEST_BITS = 128;

  /** How much is read twice before the next is: with what is written, it stays in a near cache. */
  static final int BLOCK_BYTES = 1 << 16;

  private static final String BLOCK = "forwardAndDerivativeOfBlock";
  private static final String TWIN = "scalar";
  private static final String AT_LEAST_A_VECTOR = "At least as many elements as a vector holds.";

  private final ClassName scalar;
  private final Uniforms uniforms;
  private final Tables tables;
  private final VectorTraining training;

  VectorKernelFile(ActivationFiles files, ContractedKernels kernels, Width width) {
    super(files, kernels, width);
    this.scalar = scalarName();
    this.uniforms = ScalarKernelFile.uniforms(files, kernels);
    this.tables = new Tables(arithmetic(), graphs(set()));
    this.training = new VectorTraining(this);
  }

  /**
   * Whether HotSpot compiles the methods of a form. It leaves large ones to its interpreter, where
   * vectors are slow; the form is then left to the scalar twin.
   */
  static boolean fits(KernelSet set, Form form) {
    return fits(form.graph(set));
  }

  private static boolean fits(Graph graph) {
    return MethodSize.ofVectorMethod(graph, 1) <= MethodSize.MOST_BYTES;
  }

  /** The forms that a class has vector code for. */
  static List<Form> forms(KernelSet set, Width width) {
    return Form.PUBLIC.stream().filter(form -> isVectorized(set, width, form)).toList();
  }

  private static boolean isVectorized(KernelSet set, Width width, Form form) {
    return form == Form.FORWARD_AND_DERIVATIVE && isInBlocks(set, width)
        ? mayLoop(set, width, Form.FORWARD) || mayLoop(set, width, Form.DERIVATIVE)
        : mayLoop(set, width, form);
  }

  /** Whether a loop over vectors can hold a form. */
  private static boolean mayLoop(KernelSet set, Width width, Form form) {
    return mayLoop(form.graph(set), width);
  }

  /** Whether a loop over vectors can hold the operations of a graph. */
  boolean mayLoop(Graph graph) {
    return mayLoop(graph, width());
  }

  private static boolean mayLoop(Graph graph, Width width) {
    return fits(graph) && (width == Width.FULL || graph.tables().isEmpty());
  }

  /** Whether values and derivatives are computed by a loop for each. */
  private static boolean isInBlocks(KernelSet set, Width width) {
    return !mayLoop(set, width, Form.FORWARD_AND_DERIVATIVE) || !set.isFastestTogether();
  }

  /** The fewest bits that vectors must have: a table takes one of 512, or two. */
  static int leastBits(KernelSet set) {
    boolean isForAllWidths =
        set.narrow().isPresent()
            || graphs(set).stream().allMatch(graph -> graph.tables().isEmpty());
    return isForAllWidths ? NARROWEST_BITS : TABLE_BITS;
  }

  @Override
  TypeSpec type() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(vectorName(files(), format(), width()))
            .addModifiers(Modifier.FINAL)
            .addSuperinterface(kernelType())
            .addJavadoc(
                "The kernels of {@code $L} in $L precision,\n"
                    + "as many elements at a time as a vector holds.$L Loaded only where\n"
                    + "{@code jdk.incubator.vector} is in the JVM.\n",
                files().specName(),
                format().adjective(),
                note())
            .addField(
                species(arithmetic().realSpecies(), computedSpecies())
                    .initializer("$T.SPECIES_PREFERRED", arithmetic().realVector())
                    .build());
    if (isWider()) {
      type.addField(
          species(format().realSpecies(), VectorPrinter.SPECIES)
              .addJavadoc("As many lanes, of half the width.\n")
              .initializer(
                  "$T.of($T.class,$W$T.forBitSize($L.vectorBitSize() / 2))",
                  Format.SPECIES,
                  format().real(),
                  Format.SHAPE,
                  VectorPrinter.WIDE)
              .build());
    }
    if (training.needsSpecies()) {
      type.addField(
          species(Format.F64.realSpecies(), LaneSums.SPECIES)
              .addJavadoc("As wide as vectors are, for sums.\n")
              .initializer("$T.SPECIES_PREFERRED", Format.F64.realVector())
              .build());
    }
    Stream<Graph> graphs = loops().stream().map(form -> form.graph(set()));
    if (Stream.concat(graphs, training.graphs()).anyMatch(VectorPrinter::needsBitsSpecies)) {
      type.addField(
          species(arithmetic().bitsSpecies(), VectorPrinter.BITS)
              .initializer("$L.withLanes($T.class)", computedSpecies(), arithmetic().bits())
              .build());
    }
    type.addField(scalar, TWIN, Modifier.PRIVATE, Modifier.FINAL)
        .addMethod(
            MethodSpec.constructorBuilder()
                .addParameter(scalar, TWIN)
                .addStatement("this.$L = $L", TWIN, TWIN)
                .build())
        .addMethod(elementMethod("apply").addStatement("return $L.apply(x)", TWIN).build())
        .addMethod(
            elementMethod("derivative").addStatement("return $L.derivative(x)", TWIN).build());
    List<Form> vectorized = forms(set(), width());
    for (Form form : Form.PUBLIC) {
      if (form == Form.FORWARD_AND_DERIVATIVE && vectorized.contains(form) && isInBlocks()) {
        type.addMethod(inBlocks()).addMethod(block());
        addDerivatives(type);
      } else if (vectorized.contains(form)) {
        addLoops(type, arrayMethod(form).addStatement(checkArrays(form)), form);
      } else {
        type.addMethod(leftToTwin(arrayMethod(form), form));
      }
    }
    if (set().isTrainable()) {
      if (training.isVectorized()) {
        type.addMethod(training.method(TWIN + ".")).addMethods(training.loops());
      } else {
        boolean fits =
            set().parameterSlopes().stream().map(ParameterKernel::term).allMatch(g -> fits(g));
        type.addMethod(leftToTwin(training.declaration(), Form.BACKWARD.methodName(), fits));
      }
    }
    for (Form form : Form.ON_SEGMENTS) {
      if (vectorized.contains(form)) {
        type.addMethod(segments(form)).addMethod(longSegments(form));
      } else {
        type.addMethod(leftToTwin(segmentMethod(form), form));
      }
    }
    return type.addMethod(infoMethod(TWIN + ".info()")).build();
  }

  private static FieldSpec.Builder species(TypeName type, String name) {
    return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
  }

  /** The field that holds the species of what is computed. */
  String computedSpecies() {
    return isWider() ? VectorPrinter.WIDE : VectorPrinter.SPECIES;
  }

  private MethodSpec leftToTwin(MethodSpec.Builder method, Form form) {
    return leftToTwin(method, form.methodName(), fits(set(), form));
  }

  private static MethodSpec leftToTwin(MethodSpec.Builder method, String name, boolean fits) {
    List<String> arguments = method.build().parameters().stream().map(p -> p.name()).toList();
    return method
        .addComment(
            fits
                ? "Looks up tables, which narrow vectors do not hold."
                : "Too many operations for a method that HotSpot compiles.")
        .addStatement("$L.$L($L)", TWIN, name, wrapped(arguments))
        .build();
  }

  private boolean isInBlocks() {
    return isInBlocks(set(), width());
  }

  /** The forms that have a loop of their own. */
  private List<Form> loops() {
    Form second = isInBlocks() ? Form.DERIVATIVE : Form.FORWARD_AND_DERIVATIVE;
    return Stream.of(Form.FORWARD, Form.BACKWARD, second)
        .filter(form -> mayLoop(set(), width(), form))
        .toList();
  }

  /** Values and derivatives by a loop for each, block after block. */
  private MethodSpec inBlocks() {
    Form form = Form.FORWARD_AND_DERIVATIVE;
    int size = BLOCK_BYTES * Byte.SIZE / format().size();
    List<String> arguments = shifted(form.all(), "from");
    return arrayMethod(form)
        .addStatement(checkArrays(form))
        .addStatement("int from = 0")
        .addComment("The last block is no shorter than a vector, unless all is.")
        .beginControlFlow("for (; length - from >= 2 * $L; from += $L)", size, size)
        .addStatement("$L($L,$W$L)", BLOCK, wrapped(arguments), size)
        .endControlFlow()
        .addStatement("$L($L,$Wlength - from)", BLOCK, wrapped(arguments))
        .build();
  }

  private MethodSpec block() {
    MethodSpec.Builder method =
        body(BLOCK, "Values and derivatives: what takes the place of x comes last.");
    addArrays(method, Form.FORWARD_AND_DERIVATIVE);
    CodeBlock values = ofBlock(Form.FORWARD);
    CodeBlock derivatives = ofBlock(Form.DERIVATIVE);
    return method
        .beginControlFlow("if (ys == xs && yOffset == xOffset)")
        .addStatement(derivatives)
        .addStatement(values)
        .nextControlFlow("else")
        .addStatement(values)
        .addStatement(derivatives)
        .endControlFlow()
        .build();
  }

  private static CodeBlock ofBlock(Form form) {
    return CodeBlock.of("$L($L)", form.methodName(), wrapped(form.arrayArguments()));
  }

  private void addDerivatives(TypeSpec.Builder type) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(Form.DERIVATIVE.methodName()).addModifiers(Modifier.PRIVATE);
    addArrays(method, Form.DERIVATIVE);
    if (loops().contains(Form.DERIVATIVE)) {
      addLoops(type, method, Form.DERIVATIVE);
    } else {
      type.addMethod(
          method
              .beginControlFlow("for (int i = 0; i < length; i++)")
              .addStatement("dydxs[dydxOffset + i] =$W$L.derivative(xs[xOffset + i])", TWIN)
              .endControlFlow()
              .build());
    }
  }

  private void addLoops(TypeSpec.Builder type, MethodSpec.Builder method, Form form) {
    type.addMethod(arrays(method, form)).addMethod(longArrays(form)).addMethod(shortArrays(form));
  }

  private MethodSpec arrays(MethodSpec.Builder method, Form form) {
    String ofShort = shortName(form);
    if (!isWrittenTwice(form)) {
      List<String> arguments = shifted(form.all(), "bound");
      return method
          .addStatement("int bound =$W$L", Storage.ARRAYS.bound())
          .addStatement("$L($L)", longName(form), wrapped(form.arrayArguments()))
          .beginControlFlow("if (bound < length)")
          .addStatement("$L($L,$Wlength - bound)", ofShort, wrapped(arguments))
          .endControlFlow()
          .build();
    }
    return method
        .beginControlFlow("if (length < SPECIES.length())")
        .addStatement("$L($L)", ofShort, wrapped(form.arrayArguments()))
        .nextControlFlow("else")
        .addStatement("$L($L)", longName(form), wrapped(form.arrayArguments()))
        .endControlFlow()
        .build();
  }

  private MethodSpec longArrays(Form form) {
    boolean overlaps = isWrittenTwice(form);
    MethodSpec.Builder method =
        body(longName(form), overlaps ? AT_LEAST_A_VECTOR : "As many vectors as are filled.");
    addArrays(method, form);
    VectorLoop loop = loop(form, Storage.ARRAYS);
    return method.addCode(overlaps ? loop.withOverlap() : loop.fullVectors()).build();
  }

  private MethodSpec segments(Form form) {
    MethodSpec.Builder method = segmentMethod(form).addStatement(checkSegments(form));
    addPartsOfArrays(method, form);
    CodeBlock names = segmentNames(form);
    if (!isWrittenTwice(form)) {
      return method.addStatement("$L($L)", longName(form), names).build();
    }
    return method
        .beginControlFlow("if (xs.byteSize() < SPECIES.vectorByteSize())")
        .addStatement("$L.$L($L,$W0)", TWIN, form.methodName(), names)
        .nextControlFlow("else")
        .addStatement("$L($L)", longName(form), names)
        .endControlFlow()
        .build();
  }

  private MethodSpec longSegments(Form form) {
    boolean overlaps = isWrittenTwice(form);
    MethodSpec.Builder method =
        body(
            longName(form),
            overlaps
                ? AT_LEAST_A_VECTOR
                : "As many vectors as are filled; the twin does the rest.");
    for (String element : form.all()) {
      method.addParameter(MemorySegment.class, Form.plural(element));
    }
    VectorLoop loop = loop(form, Storage.SEGMENTS);
    if (overlaps) {
      return method.addCode(loop.withOverlap()).build();
    }
    return method
        .addCode(loop.fullVectors())
        .addStatement("$L.$L($L,$Wbound)", TWIN, form.methodName(), segmentNames(form))
        .build();
  }

  /** Computes segments that are parts of arrays as such. */
  private void addPartsOfArrays(MethodSpec.Builder method, Form form) {
    boolean isFloat = format() == Format.F32;
    List<CodeBlock> conditions = new ArrayList<>();
    List<CodeBlock> arguments = new ArrayList<>();
    for (String element : form.all()) {
      String segment = Form.plural(element);
      conditions.add(call(isFloat ? "isFloats" : "isDoubles", segment));
      arguments.add(call(isFloat ? "floats" : "doubles", segment));
      arguments.add(call(isFloat ? "indexOfFloat" : "indexOfDouble", segment));
    }
    arguments.add(CodeBlock.of("(int) (xs.byteSize() / BYTES)"));
    method
        .beginControlFlow("if ($L)", CodeBlock.join(conditions, "$W& "))
        .addStatement("$L($L)", form.methodName(), CodeBlock.join(arguments, ",$W"))
        .addStatement("return")
        .endControlFlow();
  }

  private static CodeBlock call(String method, String segment) {
    return CodeBlock.of("$T.$L($L)", HeapSegments.class, method, segment);
  }

  private boolean isWrittenTwice(Form form) {
    return !MethodSize.isLarge(form.graph(set()));
  }

  private static String shortName(Form form) {
    return form.methodName() + "Short";
  }

  private static String longName(Form form) {
    return form.methodName() + "Long";
  }

  private MethodSpec shortArrays(Form form) {
    MethodSpec.Builder method =
        body(
            shortName(form),
            "Fewer elements than a vector holds, with the same operations under a mask.");
    addArrays(method, form);
    return method.addCode(loop(form, Storage.MASKED).underMask()).build();
  }

  private static MethodSpec.Builder body(String name, String comment) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PRIVATE)
        .addJavadoc("$L\n", comment);
  }

  /** The names that are taken in every loop. */
  Names scope() {
    Names scope = new Names(ScalarKernelFile.reserved());
    scope.take(TWIN);
    return scope;
  }

  private VectorLoop loop(Form form, Storage storage) {
    Names scope = scope();
    return loop(
        form.graph(set()), form.outputs(), form.outputs(), Optional.empty(), storage, scope);
  }

  /**
   * A writer of a loop.
   *
   * @param outputs the results that are stored
   * @param results the outputs of the graph
   */
  VectorLoop loop(
      Graph graph,
      List<String> outputs,
      List<String> results,
      Optional<LaneSums> sums,
      Storage storage,
      Names scope) {
    List<String> inputs = Form.BACKWARD.inputs();
    Map<Node, String> names = NodeNames.of(graph, inputs, results, scope);
    VectorPrinter printer =
        new VectorPrinter(graph, names, scope, uniforms, TWIN, tables, scalar, computedSpecies());
    return new VectorLoop(format(), inputs, outputs, sums, storage, printer, scope);
  }
}
