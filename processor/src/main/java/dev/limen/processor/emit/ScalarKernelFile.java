package dev.limen.processor.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.Opcode;
import dev.limen.runtime.Arguments;
import dev.limen.runtime.KernelInfo;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Writes {@code Gelu_ScalarF32} or {@code Gelu_NarrowScalarF32}: plain Java, one element at a time.
 */
final class ScalarKernelFile extends KernelFile {

  private final Uniforms uniforms;
  private final Tables tables;
  private final List<String> parameters;
  private final ScalarTraining training;

  /** The fields that hold the parameters that training does not change. */
  private final Map<String, String> fixed = new LinkedHashMap<>();

  private final Set<MaskMethod> used = EnumSet.noneOf(MaskMethod.class);

  ScalarKernelFile(ActivationFiles files, ContractedKernels kernels, Width width) {
    super(files, kernels, width);
    this.parameters = List.copyOf(files.function().parameters().keySet());
    this.uniforms = uniforms(files, kernels);
    this.tables = new Tables(arithmetic(), graphs(set()));
    this.training = new ScalarTraining(this);
    Names members = new Names(uniforms.names());
    for (String parameter : parameters) {
      if (training.sums().stream().noneMatch(sum -> sum.kernel().parameter().equals(parameter))) {
        fixed.put(parameter, members.take("fixed" + NodeNames.capital(parameter)));
      }
    }
  }

  /** The fields of the class that hold uniforms. */
  static Uniforms uniforms(ActivationFiles files, ContractedKernels kernels) {
    Names members = new Names(reserved());
    for (String name : List.of("info", "scalar", "SPECIES", "BITS", "y", "dydx", "gradX")) {
      members.take(name);
    }
    return new Uniforms(arithmetic(kernels.set()), graphs(kernels.set()), members);
  }

  /** The names of inputs, and of all other than operations, in methods over many elements. */
  static List<String> reserved() {
    List<String> names =
        new ArrayList<>(
            List.of(
                "x",
                "wideX",
                "gradY",
                "i",
                "length",
                "size",
                "bound",
                "last",
                "from",
                "inRange",
                "to",
                "lane",
                Training.GRADIENTS,
                Form.offset(Training.GRADIENTS)));
    for (Form form : Form.values()) {
      for (String element : form.all()) {
        names.addAll(List.of(Form.plural(element), Form.offset(element)));
      }
    }
    return names;
  }

  @Override
  TypeSpec type() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(scalarName())
            .addModifiers(Modifier.FINAL)
            .addSuperinterface(kernelType())
            .addJavadoc(
                "The kernels of {@code $L} in $L precision,\n" + "one element at a time.$L\n",
                files().specName(),
                format().adjective(),
                note())
            .addFields(tables.fields())
            .addField(KernelInfo.class, "info", Modifier.PRIVATE, Modifier.FINAL)
            .addFields(set().isTrainable() ? uniforms.fields() : uniforms.fields(Modifier.FINAL));
    addFixedParameters(type);
    type.addMethod(constructor());
    addElementMethod(type, elementMethod("apply"), "y", set().forward());
    addElementMethod(type, elementMethod("derivative"), "dydx", set().derivative());
    for (ParameterSum sum : training.sums()) {
      addElementMethod(type, slopeMethod(sum), "slope", sum.kernel().slope());
    }
    for (Form form : Form.PUBLIC) {
      type.addMethod(arrays(form));
    }
    if (set().isTrainable()) {
      type.addMethod(training.method("")).addMethod(bind()).addMethod(assign());
    }
    for (Form form : Form.ON_SEGMENTS) {
      type.addMethod(segments(segmentMethod(form), form));
      type.addMethod(segmentsFrom(form));
    }
    type.addMethod(infoMethod("info"));
    for (MaskMethod method : used) {
      type.addMethod(method.method(arithmetic()));
    }
    return type.build();
  }

  private MethodSpec constructor() {
    Names scope = new Names(parameters);
    String info = scope.take("info");
    MethodSpec.Builder constructor =
        MethodSpec.constructorBuilder().addParameter(KernelInfo.class, info);
    for (String parameter : parameters) {
      constructor.addParameter(TypeName.DOUBLE, parameter);
    }
    constructor.addStatement("this.info = $L", info);
    if (!set().isTrainable()) {
      return constructor.addCode(uniforms.assignments(scope)).build();
    }
    fixed.forEach((parameter, field) -> constructor.addStatement("this.$L = $L", field, parameter));
    return constructor.addStatement("assign($L)", wrapped(parameters)).build();
  }

  private void addFixedParameters(TypeSpec.Builder type) {
    if (set().isTrainable()) {
      fixed
          .values()
          .forEach(
              field -> type.addField(TypeName.DOUBLE, field, Modifier.PRIVATE, Modifier.FINAL));
    }
  }

  private MethodSpec bind() {
    List<CodeBlock> values = new ArrayList<>();
    int next = 0;
    for (String parameter : parameters) {
      values.add(
          fixed.containsKey(parameter)
              ? CodeBlock.of("$L", fixed.get(parameter))
              : CodeBlock.of("$T.finite($S,$Wparameters[$L])", Arguments.class, parameter, next++));
    }
    return MethodSpec.methodBuilder("bind")
        .addJavadoc("Changes the parameters that are trained.\n")
        .addParameter(ArrayTypeName.of(format().real()), "parameters")
        .addStatement("assign($L)", CodeBlock.join(values, ",$W"))
        .build();
  }

  private MethodSpec assign() {
    MethodSpec.Builder method = MethodSpec.methodBuilder("assign").addModifiers(Modifier.PRIVATE);
    for (String parameter : parameters) {
      method.addParameter(TypeName.DOUBLE, parameter);
    }
    return method.addCode(uniforms.assignments(new Names(parameters))).build();
  }

  /** {@code float slopeByBeta(float x)}, without a body: unrounded, where results are rounded. */
  private MethodSpec.Builder slopeMethod(ParameterSum sum) {
    return MethodSpec.methodBuilder(sum.slope())
        .addJavadoc("The derivative with respect to {@code $L}.\n", sum.kernel().parameter())
        .addParameter(format().real(), "x")
        .returns(arithmetic().real());
  }

  private void addElementMethod(
      TypeSpec.Builder type, MethodSpec.Builder method, String result, Graph graph) {
    MethodSpec declared = method.build();
    boolean isRounded = declared.returnType().equals(format().real());
    String input = isWider() ? "wideX" : "x";
    ScalarPrinter printer =
        printer(graph, List.of(input, "gradY"), List.of(result), new Names(List.of("x", input)));
    String output = isRounded ? rounded(printer.output(0)) : printer.output(0);
    if (isWider() && graph.inputs() > 0) {
      method.addStatement("$T $L = x", arithmetic().real(), input);
    }
    if (!isLarge(graph)) {
      type.addMethod(
          method.addCode(printer.operations()).addStatement("return $L", output).build());
      return;
    }
    List<MethodSpec> parts = new ArrayList<>();
    for (GraphParts.Part part : GraphParts.of(graph)) {
      MethodSpec computing = part(declared.name() + "Part" + (parts.size() + 1), part, printer);
      parts.add(computing);
      method.addStatement(
          "$T $L =$W$L($L)",
          printer.type(part.result()),
          printer.use(part.result()),
          computing.name(),
          printer.uses(part.parameters()));
    }
    type.addMethod(method.addStatement("return $L", output).build());
    type.addMethods(parts);
  }

  private static MethodSpec part(String name, GraphParts.Part part, ScalarPrinter printer) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PRIVATE)
            .returns(printer.type(part.result()));
    for (Node parameter : part.parameters()) {
      method.addParameter(printer.type(parameter), printer.use(parameter));
    }
    return method
        .addCode(printer.operations(part.operations()))
        .addStatement("return $L", printer.use(part.result()))
        .build();
  }

  /** Whether a method with all operations is too large for HotSpot, and maybe for a class file. */
  private boolean isLarge(Graph graph) {
    return MethodSize.ofScalarMethod(graph, arithmetic()) > MethodSize.MOST_BYTES;
  }

  /** A result in the format of results. */
  private String rounded(String result) {
    return isWider() ? "(%s) %s".formatted(format().real(), result) : result;
  }

  private ScalarPrinter printer(
      Graph graph, List<String> inputs, List<String> outputs, Names scope) {
    uniforms.names().forEach(scope::take);
    Map<Node, String> names = NodeNames.of(graph, inputs, outputs, scope);
    return new ScalarPrinter(graph, names, uniforms, tables, used);
  }

  private MethodSpec arrays(Form form) {
    MethodSpec.Builder method =
        arrayMethod(form)
            .addStatement(checkArrays(form))
            .beginControlFlow("for (int i = 0; i < length; i++)");
    List<String> results = new ArrayList<>();
    CodeBlock body = body(form, results);
    for (String input : form.inputs()) {
      if (uses(form, input)) {
        method.addStatement(
            "$T $L =$W$L[$L + i]", element(form), input, Form.plural(input), Form.offset(input));
      }
    }
    method.addCode(body);
    for (int i = 0; i < form.outputs().size(); i++) {
      String output = form.outputs().get(i);
      method.addStatement(
          "$L[$L + i] =$W$L", Form.plural(output), Form.offset(output), results.get(i));
    }
    return method.endControlFlow().build();
  }

  private static MethodSpec segments(MethodSpec.Builder method, Form form) {
    return method
        .addStatement(checkSegments(form))
        .addStatement("$L($L, 0)", form.methodName(), segmentNames(form))
        .build();
  }

  /** {@code forward(xs, ys, from)}: also what the vector twin leaves behind its last vector. */
  private MethodSpec segmentsFrom(Form form) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(form.methodName())
            .addJavadoc("Computes the elements from an offset in bytes on.\n");
    for (String element : form.all()) {
      method.addParameter(MemorySegment.class, Form.plural(element));
    }
    method
        .addParameter(TypeName.LONG, "from")
        .addStatement("long size = xs.byteSize()")
        .beginControlFlow("for (long i = from; i < size; i += BYTES)");
    List<String> results = new ArrayList<>();
    CodeBlock body = body(form, results);
    for (String input : form.inputs()) {
      if (uses(form, input)) {
        method.addStatement(
            "$T $L =$W$L.get($T.$L,$Wi)",
            element(form),
            input,
            Form.plural(input),
            ValueLayout.class,
            format().layout());
      }
    }
    method.addCode(body);
    String output = form.outputs().getFirst();
    method.addStatement(
        "$L.set($T.$L,$Wi,$W$L)",
        Form.plural(output),
        ValueLayout.class,
        format().layout(),
        results.getFirst());
    return method.endControlFlow().build();
  }

  /** What is done with an element in a loop; adds the expressions of the outputs. */
  private CodeBlock body(Form form, List<String> results) {
    if (isByElement(form)) {
      switch (form) {
        case FORWARD -> results.add("apply(x)");
        case BACKWARD -> results.add("gradY * derivative(x)");
        case FORWARD_AND_DERIVATIVE -> results.addAll(List.of("apply(x)", "derivative(x)"));
        case DERIVATIVE -> results.add("derivative(x)");
      }
      return CodeBlock.of("");
    }
    ScalarPrinter printer =
        printer(form.graph(set()), form.inputs(), form.outputs(), new Names(reserved()));
    for (int i = 0; i < form.outputs().size(); i++) {
      results.add(rounded(printer.output(i)));
    }
    return printer.operations();
  }

  private boolean uses(Form form, String input) {
    return isByElement(form) || form.uses(set(), input);
  }

  /** Whether a form calls the methods on one element. */
  private boolean isByElement(Form form) {
    return switch (form) {
      case FORWARD, DERIVATIVE -> true;
      case BACKWARD -> isGradientTimesDerivative();
      case FORWARD_AND_DERIVATIVE -> isLarge(set().forwardAndDerivative());
    };
  }

  /** The type that elements are read as: widened where operations on them follow. */
  private TypeName element(Form form) {
    return (isByElement(form) ? format() : arithmetic()).real();
  }

  /** Whether backward is what it says, and not another sequence of operations. */
  private boolean isGradientTimesDerivative() {
    Graph backward = set().backward();
    Node product = backward.outputs().getFirst();
    return product.opcode() == Opcode.MULTIPLY
        && product.operands().stream().anyMatch(ScalarKernelFile::isGradY)
        && product.operands().stream()
            .filter(operand -> !isGradY(operand))
            // A product in double of two floats has all its digits.
            .filter(operand -> !isWider() || operand.opcode() == Opcode.ROUND_TO_FLOAT)
            .map(operand -> isWider() ? operand.first() : operand)
            .anyMatch(factor ->
                SameOperations.of(
                    backward, factor, set().derivative(), set().derivative().outputs().getFirst()));
  }

  private static boolean isGradY(Node node) {
    return node.opcode() == Opcode.INPUT && node.immediate() == 1;
  }
}
