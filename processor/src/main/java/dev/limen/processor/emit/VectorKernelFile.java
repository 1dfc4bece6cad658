package dev.limen.processor.emit;

import com.palantir.javapoet.ArrayTypeName;
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
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Writes {@code Gelu_VectorF32}: as many elements at a time as a vector holds.
 *
 * <p>What is left of arrays behind the last full vector is done by a method of its own, with the
 * same operations under a mask. In one method with the loop it costs the loop up to a third of its
 * speed: the optimising compiler then reloads constants in the loop, for calls behind it that it
 * thinks may happen. What is left of segments, which seldom is anything, is done by the scalar
 * twin.
 */
final class VectorKernelFile extends KernelFile {

  private static final String TWIN = "scalar";

  private final ClassName scalar;
  private final Uniforms uniforms;
  private final Tables tables;

  VectorKernelFile(ActivationFiles files, ContractedKernels kernels) {
    super(files, kernels);
    this.scalar = scalarName(files, format());
    this.uniforms = ScalarKernelFile.uniforms(files, kernels);
    this.tables = new Tables(format(), graphs(set()));
  }

  /**
   * Whether HotSpot compiles the methods of a form. It leaves large ones to its interpreter, where
   * vectors are slow; the form is then left to the scalar twin.
   */
  static boolean fits(KernelSet set, Form form) {
    return MethodSize.ofVectorMethod(form.graph(set)) <= MethodSize.MOST_BYTES;
  }

  /** The fewest bits that vectors must have: a table takes two of 512. */
  static int leastBits(KernelSet set) {
    return graphs(set).stream().allMatch(graph -> graph.tables().isEmpty()) ? 128 : 512;
  }

  @Override
  TypeSpec type() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(vectorName(files(), format()))
            .addModifiers(Modifier.FINAL)
            .addSuperinterface(format().kernel())
            .addJavadoc(
                "The kernels of {@code $L} in $L precision, as many elements at a time as a"
                    + " vector\n"
                    + "holds. Loaded only where {@code jdk.incubator.vector} is in the JVM.\n",
                files().specName(),
                format().adjective())
            .addField(
                FieldSpec.builder(format().realSpecies(), VectorPrinter.SPECIES)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .initializer("$T.SPECIES_PREFERRED", format().realVector())
                    .build());
    if (Stream.of(Form.values())
        .anyMatch(form -> fits(set(), form) && VectorPrinter.needsBitsSpecies(form.graph(set())))) {
      type.addField(
          FieldSpec.builder(format().bitsSpecies(), VectorPrinter.BITS)
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
              .initializer("$L.withLanes($T.class)", VectorPrinter.SPECIES, format().bits())
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
    for (Form form : Form.values()) {
      if (fits(set(), form)) {
        type.addMethod(arrays(form)).addMethod(arrayTail(form));
      } else {
        type.addMethod(leftToTwin(arrayMethod(form), form));
      }
    }
    for (Form form : Form.ON_SEGMENTS) {
      if (fits(set(), form)) {
        type.addMethod(segments(form));
      } else {
        type.addMethod(leftToTwin(segmentMethod(form), form));
      }
    }
    return type.addMethod(infoMethod(TWIN + ".info()")).build();
  }

  private static MethodSpec leftToTwin(MethodSpec.Builder method, Form form) {
    List<String> arguments = method.build().parameters().stream().map(p -> p.name()).toList();
    return method
        .addComment("Too many operations for a method that HotSpot compiles.")
        .addStatement("$L.$L($L)", TWIN, form.methodName(), wrapped(arguments))
        .build();
  }

  private MethodSpec arrays(Form form) {
    VectorPrinter printer = printer(form);
    MethodSpec.Builder method =
        arrayMethod(form)
            .addStatement(checkArrays(form))
            .addCode(printer.constants())
            .addCode("\n")
            .addStatement("int bound = SPECIES.loopBound(length)")
            .beginControlFlow("for (int i = 0; i < bound; i += SPECIES.length())");
    for (String input : form.inputs()) {
      loadElements(method, form, input, CodeBlock.of(" + i"));
    }
    method.addCode(printer.operations());
    for (int i = 0; i < form.outputs().size(); i++) {
      String output = form.outputs().get(i);
      method.addStatement(
          "$L.intoArray($L,$W$L + i)", printer.output(i), Form.plural(output), Form.offset(output));
    }
    method.endControlFlow();
    CodeBlock.Builder arguments = CodeBlock.builder();
    for (String element : form.all()) {
      arguments.add("$L,$W$L + bound,$W", Form.plural(element), Form.offset(element));
    }
    return method
        .addStatement("$LTail($Llength - bound)", form.methodName(), arguments.build())
        .build();
  }

  private MethodSpec arrayTail(Form form) {
    VectorPrinter printer = printer(form);
    MethodSpec.Builder method = tail(form);
    for (String element : form.all()) {
      method.addParameter(ArrayTypeName.of(format().real()), Form.plural(element));
      method.addParameter(TypeName.INT, Form.offset(element));
    }
    method
        .addParameter(TypeName.INT, "length")
        .addCode(printer.constants())
        .addCode("\n")
        .addStatement(inRange());
    for (String input : form.inputs()) {
      loadElements(method, form, input, CodeBlock.of(",$WinRange"));
    }
    method.addCode(printer.operations());
    for (int i = 0; i < form.outputs().size(); i++) {
      String output = form.outputs().get(i);
      method.addStatement(
          "$L.intoArray($L,$W$L,$WinRange)",
          printer.output(i),
          Form.plural(output),
          Form.offset(output));
    }
    return method.build();
  }

  private void loadElements(MethodSpec.Builder method, Form form, String input, CodeBlock rest) {
    if (form.uses(set(), input)) {
      method.addStatement(
          "$T $L =$W$T.fromArray(SPECIES,$W$L,$W$L$L)",
          format().realVector(),
          input,
          format().realVector(),
          Form.plural(input),
          Form.offset(input),
          rest);
    }
  }

  private MethodSpec segments(Form form) {
    VectorPrinter printer = printer(form);
    MethodSpec.Builder method =
        segmentMethod(form)
            .addStatement(checkSegments(form))
            .addCode(printer.constants())
            .addCode("\n")
            .addStatement("long bound = SPECIES.loopBound(xs.byteSize() / BYTES) * BYTES")
            .beginControlFlow("for (long i = 0; i < bound; i += SPECIES.vectorByteSize())");
    for (String input : form.inputs()) {
      if (form.uses(set(), input)) {
        method.addStatement(
            "$T $L =$W$T.fromMemorySegment(SPECIES,$W$L,$Wi,$W$T.nativeOrder())",
            format().realVector(),
            input,
            format().realVector(),
            Form.plural(input),
            ByteOrder.class);
      }
    }
    method.addCode(printer.operations());
    for (int i = 0; i < form.outputs().size(); i++) {
      method.addStatement(
          "$L.intoMemorySegment($L,$Wi,$W$T.nativeOrder())",
          printer.output(i),
          Form.plural(form.outputs().get(i)),
          ByteOrder.class);
    }
    method.endControlFlow();
    return method
        .addStatement("$L.$L($L,$Wbound)", TWIN, form.methodName(), segmentNames(form))
        .build();
  }

  private static MethodSpec.Builder tail(Form form) {
    return MethodSpec.methodBuilder(form.methodName() + "Tail")
        .addModifiers(Modifier.PRIVATE)
        .addJavadoc("Fewer elements than a vector holds, with the same operations under a mask.\n");
  }

  private CodeBlock inRange() {
    return CodeBlock.of("$T inRange =$WSPECIES.indexInRange(0, length)", format().mask());
  }

  private VectorPrinter printer(Form form) {
    Names scope = new Names(ScalarKernelFile.reserved());
    scope.take(TWIN);
    Graph graph = form.graph(set());
    Map<Node, String> names = NodeNames.of(graph, List.of("x", "gradY"), form.outputs(), scope);
    return new VectorPrinter(graph, names, scope, uniforms, TWIN, tables, scalar);
  }
}
