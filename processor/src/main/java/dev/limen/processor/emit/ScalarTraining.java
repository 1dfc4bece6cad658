package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;

/** Backward with the gradients of parameters, one element at a time, lane after lane. */
final class ScalarTraining extends Training {

  ScalarTraining(KernelFile file) {
    super(file);
  }

  @Override
  CodeBlock blocks() {
    CodeBlock.Builder start = CodeBlock.builder();
    CodeBlock.Builder add = CodeBlock.builder();
    CodeBlock.Builder total = CodeBlock.builder();
    for (ParameterSum sum : sums()) {
      start.addStatement("double $L = 0", sum.lane());
      add.addStatement("$L += gradY * $L(x)", sum.lane(), sum.slope());
      total.addStatement("$L += $L", sum.sum(), sum.lane());
    }
    return CodeBlock.builder()
        .beginControlFlow("for (int from = 0; from < bound; from += SUM_BLOCK)")
        .addStatement("int to =$W$T.min(from + SUM_BLOCK,$Wbound)", Math.class)
        .beginControlFlow("for (int lane = from; lane < from + SUM_LANES; lane++)")
        .add(start.build())
        .beginControlFlow("for (int i = lane; i < to; i += SUM_LANES)")
        .add(load())
        .add(add.build())
        .addStatement("gradXs[gradXOffset + i] =$WgradY * derivative(x)")
        .endControlFlow()
        .add(total.build())
        .endControlFlow()
        .endControlFlow()
        .build();
  }
}
