package dev.limen.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import dev.limen.Precision;
import dev.limen.processor.analysis.ParameterSlope;
import dev.limen.verify.Check;
import dev.limen.verify.KernelVerification;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Writes {@code GeluKernelsTest}: a test for each check of each kernel. It calls nothing that JUnit
 * 5 and 6 do not share.
 */
final class TestFile {

  private static final String JUPITER = "org.junit.jupiter.api";
  private static final ClassName TEST = ClassName.get(JUPITER, "Test");
  private static final ClassName DISPLAY_NAME = ClassName.get(JUPITER, "DisplayName");

  // Array forms are compared with single elements, which the scalar twin computes.
  private static final Set<Check> CHECKS = EnumSet.complementOf(EnumSet.of(Check.TWIN));
  private static final Set<Check> OF_TRAINING = EnumSet.of(Check.PARAMETER_GRADIENTS);
  // Says something of the reference, whatever the precision.
  private static final Set<Check> ONCE = EnumSet.of(Check.GRADIENT);

  private final HarnessFile file;
  private final ClassName facade;

  TestFile(HarnessFile file) {
    this.file = file;
    this.facade = FacadeFile.name(file.specPackage(), file.baseName());
  }

  TypeSpec type() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(facade.simpleName() + "Test")
            .addModifiers(Modifier.FINAL)
            .addJavadoc(
                "Checks the kernels of {@code $L} against known answers and against their"
                    + " reference.\n",
                file.specName())
            .addAnnotation(displayName(facade.simpleName()))
            .addField(
                FieldSpec.builder(double[][].class, "KNOWN_ANSWERS")
                    .addJavadoc("x, then f(x) and f'(x), each as the sum of two numbers.\n")
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .initializer("{$>\n$L$<\n}", KnownAnswers.rows(file.function()))
                    .build());
    for (Precision precision : file.precisions()) {
      type.addField(verification(precision));
    }
    for (Precision precision : file.precisions()) {
      for (Check check : CHECKS) {
        if (isChecked(precision, check)) {
          type.addMethod(test(precision, check));
        }
      }
      if (isTrainable()) {
        type.addMethod(binding(Format.of(precision)));
      }
    }
    return type.build();
  }

  private boolean isTrainable() {
    return !file.function().parameterSlopes().isEmpty();
  }

  private boolean isChecked(Precision precision, Check check) {
    return (!ONCE.contains(check) || precision == file.precisions().getFirst())
        && (!OF_TRAINING.contains(check) || isTrainable());
  }

  /** A kernel bound to an array of parameters is the twin of one bound to their values. */
  private MethodSpec binding(Format format) {
    String factory = format.name().toLowerCase(Locale.ROOT);
    List<CodeBlock> others = new ArrayList<>();
    List<CodeBlock> changes = new ArrayList<>();
    List<CodeBlock> arguments = new ArrayList<>();
    String cast = format == Format.F32 ? "(float) " : "";
    List<String> trainable =
        file.function().parameterSlopes().stream().map(ParameterSlope::parameter).toList();
    for (Map.Entry<String, Double> parameter : file.function().parameters().entrySet()) {
      CodeBlock literal = CodeBlock.of("$L", Literals.of(parameter.getValue()));
      int index = trainable.indexOf(parameter.getKey());
      if (index < 0) {
        arguments.add(literal);
      } else {
        arguments.add(CodeBlock.of("parameters[$L]", index));
        changes.add(CodeBlock.of("parameters[$L] = $L$L", index, cast, literal));
        CodeBlock other = CodeBlock.of("$L + 1", literal);
        others.add(cast.isEmpty() ? other : CodeBlock.of("$L($L)", cast, other));
      }
    }
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(factory + "BoundToAnArray")
            .addAnnotation(TEST)
            .addAnnotation(displayName(format + ": bound to an array"))
            .addStatement("$T[] parameters =$W{$L}", format.real(), CodeBlock.join(others, ",$W"))
            .addStatement("$T bound =$W$T.$L(parameters)", format.kernel(), facade, factory);
    for (CodeBlock change : changes) {
      method.addStatement(change);
    }
    CodeBlock declared = CodeBlock.join(arguments, ",$W");
    return method
        .addStatement(
            "$T.of($T.$L($L),$W$T.reference($L))\n.withTwin(bound)\n.run($T.$L)\n.assertPassed()",
            KernelVerification.class,
            facade,
            factory,
            declared,
            facade,
            declared,
            Check.class,
            Check.TWIN)
        .build();
  }

  private FieldSpec verification(Precision precision) {
    return FieldSpec.builder(
            ParameterizedTypeName.get(
                ClassName.get(KernelVerification.class), Format.of(precision).kernel()),
            precision.name())
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .initializer(
            "$T.of($T.$L, $T.reference())\n.withKnownAnswers(KNOWN_ANSWERS)",
            KernelVerification.class,
            facade,
            precision,
            facade)
        .build();
  }

  private static MethodSpec test(Precision precision, Check check) {
    return MethodSpec.methodBuilder(precision.name().toLowerCase(Locale.ROOT) + camel(check))
        .addAnnotation(TEST)
        .addAnnotation(displayName(precision + ": " + check.title()))
        .addStatement("$L.run($T.$L).assertPassed()", precision, Check.class, check)
        .build();
  }

  private static AnnotationSpec displayName(String name) {
    return AnnotationSpec.builder(DISPLAY_NAME)
        .addMember("value", CodeBlock.of("$S", name))
        .build();
  }

  private static String camel(Check check) {
    StringBuilder name = new StringBuilder();
    for (String word : check.title().split(" ")) {
      name.append(NodeNames.capital(word));
    }
    return name.toString();
  }
}
