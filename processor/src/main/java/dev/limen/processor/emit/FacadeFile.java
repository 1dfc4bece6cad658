package dev.limen.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.limen.Precision;
import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.kernel.ParameterKernel;
import dev.limen.runtime.Arguments;
import dev.limen.runtime.Backend;
import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.KernelInfo;
import dev.limen.runtime.ParameterSlope;
import dev.limen.verify.Reference;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;

/** Writes {@code GeluKernels}, through which users reach the kernels. */
final class FacadeFile {

  private static final TypeName PARAMETER_MAP =
      ParameterizedTypeName.get(Map.class, String.class, Double.class);

  private static final String NARROW = "NARROW";

  private final ActivationFiles files;
  private final Set<Precision> vectorized;
  private final String withoutVectors;
  private final Map<String, Double> parameters;

  /**
   * A writer.
   *
   * @param vectorized the precisions that have a vector class
   * @param withoutVectors why the others have none
   */
  FacadeFile(ActivationFiles files, Set<Precision> vectorized, String withoutVectors) {
    this.files = files;
    this.vectorized = vectorized;
    this.withoutVectors = withoutVectors;
    this.parameters = files.function().parameters();
  }

  static ClassName name(String packageName, String baseName) {
    return ClassName.get(packageName, baseName + "Kernels");
  }

  TypeSpec type() {
    ClassName name = name(files.packageName(), files.baseName());
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name).addModifiers(Modifier.FINAL).addJavadoc(javadoc());
    Set<String> backends = new HashSet<>();
    for (ContractedKernels kernels : files.kernels()) {
      if (vectorized.contains(kernels.set().precision()) && backends.add(backend(kernels))) {
        type.addField(
            FieldSpec.builder(Backend.class, backend(kernels))
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer(
                    "$T.choose($T.class, $L)",
                    Backend.class,
                    name,
                    VectorKernelFile.leastBits(kernels.set()))
                .build());
      }
    }
    narrowable()
        .findFirst()
        .ifPresent(kernels ->
            type.addField(
                FieldSpec.builder(boolean.class, NARROW)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .initializer(
                        "$L.isNarrow($T.class, $L)",
                        backend(kernels),
                        name,
                        VectorKernelFile.TABLE_BITS)
                    .build()));
    if (files.isPublic()) {
      type.addModifiers(Modifier.PUBLIC);
      if (isInNamedModule()) {
        // Whether the module requires Limen's transitively is for its author to say.
        type.addAnnotation(
            AnnotationSpec.builder(SuppressWarnings.class)
                .addMember("value", "$S", "exports")
                .build());
      }
    }
    for (ContractedKernels kernels : files.kernels()) {
      type.addField(field(kernels));
    }
    type.addField(constant("FORMULA", files.formula()))
        .addField(constant("DERIVATIVE", files.derivative()))
        .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    for (ContractedKernels kernels : files.kernels()) {
      type.addMethod(factory(kernels));
      if (kernels.set().isTrainable()) {
        type.addMethod(trainableFactory(kernels));
      }
    }
    type.addMethod(reference(List.of()));
    if (!parameters.isEmpty()) {
      type.addMethod(reference(List.copyOf(parameters.keySet())));
    }
    for (ContractedKernels kernels : files.kernels()) {
      type.addMethod(info(kernels, Width.FULL));
      if (isNarrowable(kernels)) {
        type.addMethod(info(kernels.narrow().orElseThrow(), Width.NARROW));
      }
    }
    type.addMethod(properties());
    if (!parameters.isEmpty()) {
      type.addMethod(parameters());
    }
    return type.build();
  }

  /** The kernels that have others for narrow vectors. */
  private Stream<ContractedKernels> narrowable() {
    return files.kernels().stream().filter(this::isNarrowable);
  }

  private boolean isNarrowable(ContractedKernels kernels) {
    return vectorized.contains(kernels.set().precision()) && kernels.narrow().isPresent();
  }

  /** The field that holds the backend: one for all precisions, where they need the same vectors. */
  private String backend(ContractedKernels kernels) {
    boolean isOne =
        files.kernels().stream()
                .map(other -> VectorKernelFile.leastBits(other.set()))
                .distinct()
                .count()
            == 1;
    return isOne ? "BACKEND" : "BACKEND_" + Format.of(kernels.set().precision());
  }

  /** The name of a field, where parameters may have the same. */
  private String unhidden(String field) {
    return parameters.containsKey(field)
        ? name(files.packageName(), files.baseName()).simpleName() + "." + field
        : field;
  }

  private boolean isInNamedModule() {
    Element module = GeneratedFile.packageOf(files.spec()).getEnclosingElement();
    return module instanceof ModuleElement named && !named.isUnnamed();
  }

  private CodeBlock javadoc() {
    FunctionProperties properties = files.function().properties();
    CodeBlock.Builder text = CodeBlock.builder();
    text.add("The kernels of {@link $T}.\n\n<pre>\n", ClassName.get(files.spec()));
    text.add("$L\n", Descriptions.wrapped("f(x)  = " + escaped(files.formula()), "        "));
    text.add(
        "$L\n</pre>\n\n<ul>\n",
        Descriptions.wrapped("f'(x) = " + escaped(files.derivative()), "        "));
    if (!parameters.isEmpty()) {
      StringBuilder values = new StringBuilder();
      parameters.forEach((name, value) ->
          values
              .append(values.isEmpty() ? "" : ", ")
              .append(name)
              .append(" = ")
              .append(Literals.plain(value)));
      item(text, "Parameters, as declared: " + values + ".");
    }
    item(text, "Range: " + Descriptions.range(properties) + ".");
    String shape = Descriptions.shape(properties);
    if (!shape.isEmpty()) {
      item(text, "Shape: " + shape + ".");
    }
    for (FunctionProperties.KinkPoint kink : properties.kinks()) {
      item(text, "Kink: " + Descriptions.kink(kink) + ".");
    }
    return text.add("</ul>\n").build();
  }

  private static void item(CodeBlock.Builder text, String item) {
    text.add("  <li>$L\n", Descriptions.wrapped(item, "      "));
  }

  private static String escaped(String text) {
    return Descriptions.escaped(text);
  }

  private FieldSpec field(ContractedKernels kernels) {
    Format format = Format.of(kernels.set().precision());
    CodeBlock.Builder text = CodeBlock.builder();
    text.add(
        "$L precision$L.\n\n<ul>\n",
        NodeNames.capital(format.adjective()),
        parameters.isEmpty() ? "" : ", with the declared values of the parameters");
    describe(text, kernels);
    if (isNarrowable(kernels)) {
      text.add("</ul>\n\nOn vectors of fewer than $L bits:\n\n<ul>\n", VectorKernelFile.TABLE_BITS);
      describe(text, kernels.narrow().orElseThrow());
    }
    text.add("</ul>\n");
    return FieldSpec.builder(kernelType(kernels), format.name())
        .addJavadoc(text.build())
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .initializer("$L($L)", factoryName(format), declaredValues())
        .build();
  }

  private static void describe(CodeBlock.Builder text, ContractedKernels kernels) {
    item(text, "Algorithm: " + escaped(kernels.set().algorithm()) + ".");
    item(text, "Contract: " + escaped(Descriptions.contract(kernels.contract())) + ".");
    item(
        text,
        "Measured of f: "
            + Descriptions.certificate(kernels.contract(), kernels.set().value())
            + ".");
    item(
        text,
        "Measured of f': "
            + Descriptions.certificate(kernels.contract(), kernels.set().slope())
            + ".");
    for (ParameterKernel slope : kernels.set().parameterSlopes()) {
      item(
          text,
          "Measured of df/d"
              + slope.parameter()
              + ": "
              + Descriptions.certificate(slope.contract(), slope.certificate())
              + ".");
    }
  }

  private static FieldSpec constant(String name, String text) {
    return FieldSpec.builder(String.class, name)
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .initializer(text(text))
        .build();
  }

  private CodeBlock declaredValues() {
    return KernelFile.wrapped(parameters.values().stream().map(Literals::of).toList());
  }

  /** A method, and where the spec has parameters a part of the public interface. */
  private String factoryName(Format format) {
    return parameters.isEmpty() ? "bind" + format : format.name().toLowerCase(Locale.ROOT);
  }

  private static ClassName kernelType(ContractedKernels kernels) {
    Format format = Format.of(kernels.set().precision());
    return kernels.set().isTrainable() ? format.trainableKernel() : format.kernel();
  }

  /** The method that binds a kernel to values for good. */
  private MethodSpec factory(ContractedKernels kernels) {
    Format format = Format.of(kernels.set().precision());
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(factoryName(format))
            .addModifiers(parameters.isEmpty() ? Modifier.PRIVATE : Modifier.PUBLIC)
            .addModifiers(Modifier.STATIC)
            .returns(kernelType(kernels));
    if (!parameters.isEmpty()) {
      method.addJavadoc(
          "Returns the kernel in $L precision, bound to values of the parameters.\n\n"
              + "@throws IllegalArgumentException if a value is not finite\n",
          format.adjective());
    }
    addParameters(method, parameters.keySet());
    return method
        .addCode(choice(kernels, new Names(parameters.keySet()), Optional.empty()))
        .build();
  }

  /** The method that binds a kernel to an array, which training changes. */
  private MethodSpec trainableFactory(ContractedKernels kernels) {
    Format format = Format.of(kernels.set().precision());
    Names scope = new Names(parameters.keySet());
    String array = scope.take("parameters");
    List<String> trainable =
        kernels.set().parameterSlopes().stream().map(ParameterKernel::parameter).toList();
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(factoryName(format))
            .addJavadoc(
                "Returns the kernel in $L precision that reads $L from an array, at the start of"
                    + " every\ncall, which is an {@link IllegalArgumentException} if one is not"
                    + " finite.\n\n"
                    + "@throws IllegalArgumentException if the array has another length, or a value"
                    + " is not finite\n",
                format.adjective(),
                String.join(", ", trainable))
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .addParameter(ArrayTypeName.of(format.real()), array)
            .returns(kernelType(kernels))
            .addStatement("$T.parameters($L, $L)", Arguments.class, array, trainable.size());
    parameters.forEach((name, value) -> {
      int index = trainable.indexOf(name);
      String source = index < 0 ? Literals.of(value) : array + "[" + index + "]";
      method.addStatement("double $L = $L", name, source);
    });
    return method.addCode(choice(kernels, scope, Optional.of(array))).build();
  }

  /**
   * Returns the kernel for the backend and the width of its vectors.
   *
   * @param array what it reads its parameters from, if from an array
   */
  private CodeBlock choice(ContractedKernels kernels, Names scope, Optional<String> array) {
    Format format = Format.of(kernels.set().precision());
    CodeBlock.Builder code = CodeBlock.builder();
    String twin = scope.take("scalar");
    if (isNarrowable(kernels)) {
      code.beginControlFlow("if ($L)", unhidden(NARROW));
      addScalar(code, format, Width.NARROW, twin);
      ClassName vector = KernelFile.vectorName(files, format, Width.NARROW);
      addReturn(code, format, twin, array, CodeBlock.of("new $T($L)", vector, twin));
      code.endControlFlow();
    }
    addScalar(code, format, Width.FULL, twin);
    CodeBlock kernel =
        vectorized.contains(format.precision())
            ? CodeBlock.of(
                "$L == $T.VECTOR$W? new $T($L)$W: $L",
                unhidden(backend(kernels)),
                Backend.class,
                KernelFile.vectorName(files, format, Width.FULL),
                twin,
                twin)
            : CodeBlock.of("$L", twin);
    addReturn(code, format, twin, array, kernel);
    return code.build();
  }

  private void addScalar(CodeBlock.Builder code, Format format, Width width, String name) {
    ClassName type = KernelFile.scalarName(files, format, width);
    code.addStatement("$T $L =$Wnew $T($L)", type, name, type, arguments(format, width));
  }

  private void addReturn(
      CodeBlock.Builder code,
      Format format,
      String twin,
      Optional<String> array,
      CodeBlock kernel) {
    code.addStatement(
        "return $L",
        array.isEmpty()
            ? kernel
            : CodeBlock.of(
                "new $T($L,$W$L::bind,$W$L)",
                BoundKernelFile.name(files, format),
                array.get(),
                twin,
                kernel));
  }

  /** The arguments of a scalar kernel's constructor. */
  private CodeBlock arguments(Format format, Width width) {
    CodeBlock names = KernelFile.wrapped(List.copyOf(parameters.keySet()));
    return parameters.isEmpty()
        ? CodeBlock.of("$L()", infoName(format, width))
        : CodeBlock.of("$L(parameters($L)),$W$L", infoName(format, width), names, names);
  }

  private static String infoName(Format format, Width width) {
    return "info" + width.prefix() + format;
  }

  private static void addParameters(MethodSpec.Builder method, Iterable<String> names) {
    for (String name : names) {
      method.addParameter(TypeName.DOUBLE, name);
    }
  }

  private MethodSpec reference(List<String> names) {
    ClassName reference = ReferenceFile.name(files);
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("reference")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .returns(Reference.class);
    addParameters(method, names);
    if (parameters.isEmpty()) {
      return method
          .addJavadoc("Returns the function that the kernels approximate.\n")
          .addStatement("return new $T()", reference)
          .build();
    }
    if (names.isEmpty()) {
      return method
          .addJavadoc(
              "Returns the function that the kernels approximate, with the declared values of the\n"
                  + "parameters.\n")
          .addStatement("return reference($L)", declaredValues())
          .build();
    }
    return method
        .addJavadoc(
            "Returns the function that the kernels approximate, bound to values of the"
                + " parameters.\n\n"
                + "@throws IllegalArgumentException if a value is not finite\n")
        .addStatement("return new $T($L)", reference, KernelFile.wrapped(names))
        .build();
  }

  private MethodSpec info(ContractedKernels kernels, Width width) {
    Format format = Format.of(kernels.set().precision());
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(infoName(format, width))
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(KernelInfo.class);
    if (!parameters.isEmpty()) {
      method.addParameter(PARAMETER_MAP, "parameters");
    }
    return method
        .addStatement(
            "return new $T(\n"
                + "$S,\n"
                + "$S,\n"
                + "FORMULA,\n"
                + "DERIVATIVE,\n"
                + "$L,\n"
                + "$L,\n"
                + "$L,\n"
                + "$L,\n"
                + "$T.of($L),\n"
                + "properties(),\n"
                + "$L,\n"
                + "$L)",
            KernelInfo.class,
            files.specName(),
            format.name(),
            parameters.isEmpty() ? CodeBlock.of("$T.of()", Map.class) : "parameters",
            contract(kernels.contract()),
            certificate(kernels.set().value()),
            certificate(kernels.set().slope()),
            List.class,
            parameterSlopes(kernels.set()),
            text(kernels.set().algorithm()),
            vectorized.contains(format.precision())
                ? backend(kernels)
                : CodeBlock.of("$T.scalar($L)", Backend.class, text(withoutVectors)))
        .build();
  }

  private static CodeBlock contract(Contract contract) {
    return CodeBlock.of(
        "new $T($S, $T.$L, $L)",
        Contract.class,
        contract.tier(),
        Contract.Measure.class,
        contract.measure().name(),
        Literals.of(contract.bound()));
  }

  private static CodeBlock parameterSlopes(KernelSet set) {
    return set.parameterSlopes().stream()
        .map(slope ->
            CodeBlock.of(
                "\nnew $T(\n$S,\n$L,\n$L)",
                ParameterSlope.class,
                slope.parameter(),
                contract(slope.contract()),
                certificate(slope.certificate())))
        .collect(CodeBlock.joining(","));
  }

  /** A string literal, in lines of a readable length. */
  private static CodeBlock text(String text) {
    List<String> lines = List.of(Descriptions.wrapped(text, "").split("\n"));
    CodeBlock.Builder code = CodeBlock.builder();
    for (int i = 0; i < lines.size(); i++) {
      boolean last = i == lines.size() - 1;
      code.add(i == 0 ? "$S" : "\n    + $S", last ? lines.get(i) : lines.get(i) + " ");
    }
    return code.build();
  }

  private static CodeBlock certificate(Certificate certificate) {
    return CodeBlock.of(
        "new $T($L,$W$L,$W$L,$W$L)",
        Certificate.class,
        Literals.of(certificate.maxError()),
        Literals.of(certificate.maxUlp()),
        Literals.of(certificate.worstInput()),
        certificate.samples() + "L");
  }

  private MethodSpec properties() {
    FunctionProperties properties = files.function().properties();
    CodeBlock kinks =
        properties.kinks().stream()
            .map(kink ->
                CodeBlock.of(
                    "new $T($L,$W$L,$W$L,$W$L)",
                    FunctionProperties.KinkPoint.class,
                    Literals.of(kink.at()),
                    Literals.of(kink.left()),
                    Literals.of(kink.right()),
                    Literals.of(kink.derivative())))
            .collect(CodeBlock.joining(",\n"));
    return MethodSpec.methodBuilder("properties")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(FunctionProperties.class)
        .addStatement(
            "return new $T(\n$L,\n$L,\n$T.$L,\n$T.$L,\n$L,\n$L,\n$T.of($L),\n$T.of($L))",
            FunctionProperties.class,
            Literals.of(properties.minimum()),
            Literals.of(properties.maximum()),
            FunctionProperties.Symmetry.class,
            properties.symmetry().name(),
            FunctionProperties.Monotonicity.class,
            properties.monotonicity().name(),
            properties.valueCrossesZero(),
            properties.derivativeCrossesZero(),
            List.class,
            KernelFile.wrapped(properties.breakpoints().stream().map(Literals::of).toList()),
            List.class,
            kinks)
        .build();
  }

  private MethodSpec parameters() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("parameters")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(PARAMETER_MAP);
    addParameters(method, parameters.keySet());
    String values = new Names(parameters.keySet()).take("values");
    method.addStatement("$T $L = new $T<>()", PARAMETER_MAP, values, LinkedHashMap.class);
    for (String name : parameters.keySet()) {
      method.addStatement(
          "$L.put($S,$W$T.finite($S,$W$L))", values, name, Arguments.class, name, name);
    }
    return method.addStatement("return $L", values).build();
  }
}
