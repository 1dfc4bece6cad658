package dev.limen.processor.emit;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import javax.lang.model.element.Modifier;

/**
 * The methods of scalar code that compare and select without a jump. A mask is an integer as wide
 * as a real, all ones or all zeros.
 */
enum MaskMethod {
  LESS,
  EQUAL,
  IS_NAN,
  SELECT;

  String methodName() {
    return switch (this) {
      case LESS -> "less";
      case EQUAL -> "equal";
      case IS_NAN -> "isNaN";
      case SELECT -> "select";
    };
  }

  MethodSpec method(Format format) {
    TypeName real = format.real();
    TypeName bits = format.bits();
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(methodName())
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(this == SELECT ? real : bits);
    if (this == SELECT) {
      method.addParameter(bits, "mask");
    }
    method.addParameter(real, "a");
    if (this != IS_NAN) {
      method.addParameter(real, "b");
    }
    switch (this) {
      case LESS -> {
        // The bits of a negative difference, -0 and NaN aside, are contiguous as integers.
        method.addJavadoc("All ones where {@code a < b}.\n");
        method.addComment(
            "From 0 to infinity's bits if and only if a - b < 0; not for -0 and NaN.");
        method.addStatement(
            "$T d = $T.$L(a - b) + $L", bits, format.boxed(), format.toBits(), format.largest());
        method.addStatement(
            "return (~d & (d - $L)) >> $L", format.infinityBits(), format.size() - 1);
      }
      case EQUAL -> {
        method.addJavadoc("All ones where {@code a == b}.\n");
        method.addComment("Adding 0 makes a 0 of -0; then equal numbers have equal bits.");
        method.addStatement(
            "$T i = $T.$L(a + $L)", bits, format.boxed(), format.toBits(), format.literal(0));
        method.addStatement(
            "$T d = i ^ $T.$L(b + $L)", bits, format.boxed(), format.toBits(), format.literal(0));
        method.addStatement(
            "return (~d & (d - 1) & ((i & $L) - $L - 1)) >> $L",
            format.largest(),
            format.infinityBits(),
            format.size() - 1);
      }
      case IS_NAN -> {
        method.addJavadoc("All ones where a is NaN.\n");
        method.addStatement(
            "return ($L - $T.$L($T.abs(a))) >> $L",
            format.infinityBits(),
            format.boxed(),
            format.toBits(),
            Math.class,
            format.size() - 1);
      }
      case SELECT -> {
        method.addJavadoc("Returns a where the mask is set, else b.\n");
        method.addStatement(
            "return $T.$L(\n(mask & $T.$L(a)) | (~mask & $T.$L(b)))",
            format.boxed(),
            format.fromBits(),
            format.boxed(),
            format.toBits(),
            format.boxed(),
            format.toBits());
      }
    }
    return method.build();
  }
}
