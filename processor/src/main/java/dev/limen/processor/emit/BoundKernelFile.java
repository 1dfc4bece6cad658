package dev.limen.processor.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import java.util.List;
import java.util.function.Consumer;
import javax.lang.model.element.Modifier;

/** Writes {@code Swish_BoundF32}: reads parameters from an array at the start of every call. */
final class BoundKernelFile extends KernelFile {

  private static final String PARAMETERS = "parameters";
  private static final String BINDING = "binding";
  private static final String KERNEL = "kernel";

  BoundKernelFile(ActivationFiles files, ContractedKernels kernels) {
    super(files, kernels, Width.FULL);
  }

  static ClassName name(ActivationFiles files, Format format) {
    return ClassName.get(files.packageName(), files.baseName() + "_Bound" + format);
  }

  @Override
  TypeSpec type() {
    TypeName array = ArrayTypeName.of(format().real());
    TypeName binding = ParameterizedTypeName.get(ClassName.get(Consumer.class), array);
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name(files(), format()))
            .addModifiers(Modifier.FINAL)
            .addSuperinterface(kernelType())
            .addJavadoc(
                "The kernels of {@code $L} in $L precision,\n"
                    + "with parameters that are read from an array at the start of every call.\n",
                files().specName(),
                format().adjective())
            .addField(array, PARAMETERS, Modifier.PRIVATE, Modifier.FINAL)
            .addField(binding, BINDING, Modifier.PRIVATE, Modifier.FINAL)
            .addField(kernelType(), KERNEL, Modifier.PRIVATE, Modifier.FINAL)
            .addMethod(
                MethodSpec.constructorBuilder()
                    .addParameter(array, PARAMETERS)
                    .addParameter(binding, BINDING)
                    .addParameter(kernelType(), KERNEL)
                    .addStatement("this.$L = $L", PARAMETERS, PARAMETERS)
                    .addStatement("this.$L = $L", BINDING, BINDING)
                    .addStatement("this.$L = $L", KERNEL, KERNEL)
                    .build());
    for (String name : List.of("apply", "derivative")) {
      type.addMethod(
          elementMethod(name)
              .addStatement(bind())
              .addStatement("return $L.$L(x)", KERNEL, name)
              .build());
    }
    for (Form form : Form.PUBLIC) {
      type.addMethod(bound(arrayMethod(form)));
    }
    type.addMethod(bound(new ScalarTraining(this).declaration()));
    for (Form form : Form.ON_SEGMENTS) {
      type.addMethod(bound(segmentMethod(form)));
    }
    return type.addMethod(infoMethod(KERNEL + ".info()")).build();
  }

  private static CodeBlock bind() {
    return CodeBlock.of("$L.accept($L)", BINDING, PARAMETERS);
  }

  private static MethodSpec bound(MethodSpec.Builder method) {
    MethodSpec declared = method.build();
    List<String> arguments = declared.parameters().stream().map(p -> p.name()).toList();
    return method
        .addStatement(bind())
        .addStatement("$L.$L($L)", KERNEL, declared.name(), wrapped(arguments))
        .build();
  }
}
