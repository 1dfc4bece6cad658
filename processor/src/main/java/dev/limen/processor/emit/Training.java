package dev.limen.processor.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.limen.runtime.Arguments;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes backward with the gradients of parameters: sums over all elements, in an order that is the
 * same for scalar code and vectors of all widths.
 */
abstract class Training {

  /** The array of the gradients of parameters. */
  static final String GRADIENTS = "gradParameters";

  private final KernelFile file;
  private final List<ParameterSum> sums;

  Training(KernelFile file) {
    this.file = file;
    this.sums = ParameterSum.of(file.set(), new Names(ScalarKernelFile.reserved()));
  }

  /** The gradients, in the order of their parameters. */
  final List<ParameterSum> sums() {
    return sums;
  }

  /** Writes what is done with elements that fill all lanes, from 0 to {@code bound}. */
  abstract CodeBlock blocks();

  /** {@code void backward(float[] xs, ..., float[] gradParameters, ..., int length)}. */
  final MethodSpec method(String twin) {
    CodeBlock.Builder start = CodeBlock.builder();
    CodeBlock.Builder add = CodeBlock.builder();
    for (ParameterSum sum : sums) {
      start.addStatement("double $L = 0", sum.sum());
      add.addStatement("$L += gradY * $L$L(x)", sum.sum(), twin, sum.slope());
    }
    return declaration()
        .addStatement(check())
        .addStatement("int bound =$Wlength - length % SUM_LANES")
        .addCode(start.build())
        .beginControlFlow("for (int i = bound; i < length; i++)")
        .addCode(load())
        .addCode(add.build())
        .addStatement("gradXs[gradXOffset + i] =$WgradY * $Lderivative(x)", twin)
        .endControlFlow()
        .addCode(blocks())
        .addCode(store())
        .build();
  }

  /** The method without a body. */
  final MethodSpec.Builder declaration() {
    MethodSpec.Builder method = KernelFile.overriding(Form.BACKWARD);
    file.addElements(method, Form.BACKWARD.all());
    method.addParameter(ArrayTypeName.of(file.format().real()), GRADIENTS);
    method.addParameter(TypeName.INT, Form.offset(GRADIENTS));
    return method.addParameter(TypeName.INT, "length");
  }

  /** Reads an element. */
  final CodeBlock load() {
    return CodeBlock.builder()
        .addStatement("$T x =$Wxs[xOffset + i]", file.format().real())
        .addStatement("$T gradY =$WgradYs[gradYOffset + i]", file.format().real())
        .build();
  }

  private CodeBlock check() {
    List<String> arguments = new ArrayList<>(Form.BACKWARD.arrayArguments());
    arguments.addAll(arguments.size() - 1, List.of(GRADIENTS, Form.offset(GRADIENTS)));
    arguments.add(Integer.toString(sums.size()));
    return CodeBlock.of(
        "$T.$L($L)", Arguments.class, Form.BACKWARD.methodName(), KernelFile.wrapped(arguments));
  }

  private CodeBlock store() {
    CodeBlock.Builder code = CodeBlock.builder();
    String cast = file.format() == Format.F32 ? "(float) " : "";
    for (int i = 0; i < sums.size(); i++) {
      code.addStatement(
          "$L[$L$L] =$W$L$L",
          GRADIENTS,
          Form.offset(GRADIENTS),
          i == 0 ? "" : " + " + i,
          cast,
          sums.get(i).sum());
    }
    return code.build();
  }
}
