package dev.limen.processor.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.runtime.Arguments;
import dev.limen.runtime.KernelInfo;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** What the classes of scalar and of vector kernels share. */
abstract class KernelFile {

  private final ActivationFiles files;
  private final KernelSet set;
  private final Format format;
  private final Format arithmetic;
  private final Width width;

  KernelFile(ActivationFiles files, ContractedKernels kernels, Width width) {
    this.files = files;
    this.width = width;
    this.set = kernels.set();
    this.format = Format.of(set.precision());
    this.arithmetic = arithmetic(set);
  }

  /** What the operations of kernels compute in. */
  static Format arithmetic(KernelSet set) {
    return Format.of(set.forward().precision());
  }

  ActivationFiles files() {
    return files;
  }

  KernelSet set() {
    return set;
  }

  /** The format of inputs and results. */
  Format format() {
    return format;
  }

  /** The format of what is between them: the same, or a wider one. */
  Format arithmetic() {
    return arithmetic;
  }

  /** What readers of a class should know of the arithmetic. */
  String note() {
    return isWider() ? " Computed in double, rounded once." : "";
  }

  boolean isWider() {
    return arithmetic != format;
  }

  Width width() {
    return width;
  }

  /** {@code Gelu_ScalarF32}. */
  final ClassName scalarName() {
    return scalarName(files, format, width);
  }

  static ClassName scalarName(ActivationFiles files, Format format, Width width) {
    return name(files, width, "Scalar", format);
  }

  static ClassName vectorName(ActivationFiles files, Format format, Width width) {
    return name(files, width, "Vector", format);
  }

  private static ClassName name(ActivationFiles files, Width width, String backend, Format format) {
    return ClassName.get(
        files.packageName(), files.baseName() + "_" + width.prefix() + backend + format);
  }

  /** The class. */
  abstract TypeSpec type();

  /** The graphs of all methods. */
  static List<Graph> graphs(KernelSet set) {
    List<Graph> graphs =
        new ArrayList<>(
            List.of(set.forward(), set.derivative(), set.backward(), set.forwardAndDerivative()));
    set.parameterSlopes().forEach(slope -> graphs.add(slope.slope()));
    return graphs;
  }

  /** The interface that the class implements. */
  final ClassName kernelType() {
    return set.isTrainable() ? format.trainableKernel() : format.kernel();
  }

  /** {@code float apply(float x)}, without a body. */
  MethodSpec.Builder elementMethod(String name) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .addParameter(format.real(), "x")
        .returns(format.real());
  }

  /** {@code void forward(float[] xs, int xOffset, ...)}, without a body. */
  MethodSpec.Builder arrayMethod(Form form) {
    MethodSpec.Builder method = overriding(form);
    addArrays(method, form);
    return method;
  }

  /** Adds {@code float[] xs, int xOffset, ..., int length}. */
  final void addArrays(MethodSpec.Builder method, Form form) {
    addElements(method, form.all());
    method.addParameter(TypeName.INT, "length");
  }

  /** Adds {@code float[] xs, int xOffset, ...}. */
  final void addElements(MethodSpec.Builder method, List<String> elements) {
    for (String element : elements) {
      method.addParameter(ArrayTypeName.of(format.real()), Form.plural(element));
      method.addParameter(TypeName.INT, Form.offset(element));
    }
  }

  /** {@code void forward(MemorySegment xs, ...)}, without a body. */
  MethodSpec.Builder segmentMethod(Form form) {
    MethodSpec.Builder method = overriding(form);
    for (String element : form.all()) {
      method.addParameter(MemorySegment.class, Form.plural(element));
    }
    return method;
  }

  /** {@code xs, xOffset + from, ...}. */
  static List<String> shifted(List<String> elements, String by) {
    List<String> arguments = new ArrayList<>();
    for (String element : elements) {
      arguments.addAll(List.of(Form.plural(element), Form.offset(element) + " + " + by));
    }
    return arguments;
  }

  /** Checks the arguments of a form over arrays. */
  static CodeBlock checkArrays(Form form) {
    return CodeBlock.of(
        "$T.$L($L)", Arguments.class, form.methodName(), wrapped(form.arrayArguments()));
  }

  /** Checks the arguments of a form over segments. */
  static CodeBlock checkSegments(Form form) {
    return CodeBlock.of(
        "$T.$L($L,$WBYTES)", Arguments.class, form.methodName(), segmentNames(form));
  }

  /** {@code xs, ys}. */
  static CodeBlock segmentNames(Form form) {
    return wrapped(form.all().stream().map(Form::plural).toList());
  }

  static MethodSpec.Builder overriding(Form form) {
    return MethodSpec.methodBuilder(form.methodName())
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC);
  }

  /** {@code public KernelInfo info()}. */
  static MethodSpec infoMethod(String expression) {
    return MethodSpec.methodBuilder("info")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(KernelInfo.class)
        .addStatement("return $L", expression)
        .build();
  }

  static CodeBlock wrapped(List<String> items) {
    return items.stream().map(item -> CodeBlock.of("$L", item)).collect(CodeBlock.joining(",$W"));
  }
}
