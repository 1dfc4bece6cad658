package dev.limen.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.limen.Precision;
import dev.limen.processor.analysis.ParameterSlope;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Writes {@code GeluKernelsBenchmark}: a JMH harness. No signature and no field names a vector, for
 * JMH reads the class in JVMs without the vector module too.
 */
final class BenchmarkFile {

  private static final String JMH = "org.openjdk.jmh.annotations";

  private final HarnessFile file;
  private final ClassName facade;
  private final List<ParameterSlope> slopes;

  BenchmarkFile(HarnessFile file) {
    this.file = file;
    this.facade = FacadeFile.name(file.specPackage(), file.baseName());
    this.slopes = file.function().parameterSlopes();
  }

  TypeSpec type() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(facade.simpleName() + "Benchmark")
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc(
                "Measures the kernels of {@code $L} in calls per microsecond, beside a copy of as"
                    + " many\n"
                    + "elements and beside a plain loop over {@link Math}.\n",
                file.specName())
            .addAnnotation(
                annotation("State").addMember("value", "$T.Thread", jmh("Scope")).build())
            .addAnnotation(
                annotation("BenchmarkMode")
                    .addMember("value", "$T.Throughput", jmh("Mode"))
                    .build())
            .addAnnotation(
                annotation("OutputTimeUnit")
                    .addMember("value", "$T.MICROSECONDS", TimeUnit.class)
                    .build())
            .addAnnotation(iterations("Warmup"))
            .addAnnotation(iterations("Measurement"))
            .addAnnotation(
                annotation("Fork")
                    .addMember("value", "1")
                    .addMember("jvmArgsAppend", "{$S, $S}", "--add-modules", "jdk.incubator.vector")
                    .build())
            .addField(parameter(TypeName.INT, "size", "4096", "65536", "4194304"))
            .addField(
                parameter(
                    ClassName.get(String.class),
                    "distribution",
                    "normal",
                    "positive",
                    "negative",
                    "saturated"));
    for (Precision precision : file.precisions()) {
      for (String array : List.of("x", "y", "gradY", "gradX")) {
        type.addField(
            ArrayTypeName.of(Format.of(precision).real()), array + precision, Modifier.PRIVATE);
      }
      if (!slopes.isEmpty()) {
        TypeName real = Format.of(precision).real();
        type.addField(
            FieldSpec.builder(ArrayTypeName.of(real), "gradParameters" + precision)
                .addModifiers(Modifier.PRIVATE, Modifier.FINAL)
                .initializer("new $T[$L]", real, slopes.size())
                .build());
      }
    }
    type.addMethod(setUp());
    for (Precision precision : file.precisions()) {
      addBenchmarks(type, Format.of(precision));
    }
    type.addMethod(sample());
    type.addMethod(naive("naiveValue", file.function().value()));
    type.addMethod(naive("naiveDerivative", file.function().derivative().expression()));
    for (int i = 0; i < slopes.size(); i++) {
      type.addMethod(naive(naiveSlope(i), slopes.get(i).expression()));
    }
    if (calls(Function.ERF) || calls(Function.ERFC)) {
      type.addMethod(erf());
    }
    if (calls(Function.ERFC)) {
      type.addMethod(erfc());
    }
    return type.build();
  }

  private static ClassName jmh(String name) {
    return ClassName.get(JMH, name);
  }

  private static AnnotationSpec.Builder annotation(String name) {
    return AnnotationSpec.builder(jmh(name));
  }

  private static AnnotationSpec iterations(String name) {
    return annotation(name)
        .addMember("iterations", "5")
        .addMember("time", "500")
        .addMember("timeUnit", "$T.MILLISECONDS", TimeUnit.class)
        .build();
  }

  private static FieldSpec parameter(TypeName type, String name, String... values) {
    CodeBlock array =
        Stream.of(values)
            .map(value -> CodeBlock.of("$S", value))
            .collect(CodeBlock.joining(", ", "{", "}"));
    return FieldSpec.builder(type, name)
        .addAnnotation(annotation("Param").addMember("value", array).build())
        .build();
  }

  private MethodSpec setUp() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("setUp")
            .addAnnotation(jmh("Setup"))
            .addModifiers(Modifier.PUBLIC)
            .addStatement("$T random = new $T(1)", Random.class, Random.class);
    for (Precision precision : file.precisions()) {
      TypeName real = Format.of(precision).real();
      for (String array : List.of("x", "y", "gradY", "gradX")) {
        method.addStatement("$L$L = new $T[size]", array, precision, real);
      }
      method.beginControlFlow("for (int i = 0; i < size; i++)");
      String cast = precision == Precision.F32 ? "(float) " : "";
      method.addStatement("x$L[i] = $Lsample(random)", precision, cast);
      method.addStatement("gradY$L[i] = $Lrandom.nextGaussian()", precision, cast);
      method.endControlFlow();
    }
    return method.build();
  }

  private static MethodSpec sample() {
    return MethodSpec.methodBuilder("sample")
        .addModifiers(Modifier.PRIVATE)
        .addParameter(Random.class, "random")
        .returns(TypeName.DOUBLE)
        .addStatement("double x = random.nextGaussian()")
        .addCode(
            """
            return switch (distribution) {
              case "normal" -> x;
              case "positive" -> $1T.abs(x);
              case "negative" -> -$1T.abs(x);
              case "saturated" -> $1T.copySign(30 + 10 * $1T.abs(x), x);
              default -> throw new $2T(distribution);
            };
            """,
            Math.class,
            IllegalArgumentException.class)
        .build();
  }

  private void addBenchmarks(TypeSpec.Builder type, Format format) {
    String cast = format == Format.F32 ? "(float) " : "";
    CodeBlock product = CodeBlock.of("gradY$L[i] * naiveDerivative(x$L[i])", format, format);
    type.addMethod(
        benchmark("forward", format)
            .addStatement("$T.$L.forward(x$L, y$L)", facade, format, format, format)
            .addStatement("return y$L", format)
            .build());
    type.addMethod(
        benchmark("backward", format)
            .addStatement(
                "$T.$L.backward(x$L, gradY$L, gradX$L)", facade, format, format, format, format)
            .addStatement("return gradX$L", format)
            .build());
    type.addMethod(
        benchmark("forwardAndDerivative", format)
            .addStatement(
                "$T.$L.forwardAndDerivative(x$L, y$L, gradX$L)",
                facade,
                format,
                format,
                format,
                format)
            .addStatement("return gradX$L", format)
            .build());
    type.addMethod(
        benchmark("copy", format)
            .addStatement("$T.arraycopy(x$L, 0, y$L, 0, size)", System.class, format, format)
            .addStatement("return y$L", format)
            .build());
    type.addMethod(
        benchmark("naiveForward", format)
            .beginControlFlow("for (int i = 0; i < size; i++)")
            .addStatement("y$L[i] = $LnaiveValue(x$L[i])", format, cast, format)
            .endControlFlow()
            .addStatement("return y$L", format)
            .build());
    type.addMethod(
        benchmark("naiveBackward", format)
            .beginControlFlow("for (int i = 0; i < size; i++)")
            .addStatement(
                "gradX$L[i] =$W$L",
                format,
                cast.isEmpty() ? product : CodeBlock.of("$L($L)", cast, product))
            .endControlFlow()
            .addStatement("return gradX$L", format)
            .build());
    if (!slopes.isEmpty()) {
      addTraining(type, format, cast.isEmpty() ? product : CodeBlock.of("$L($L)", cast, product));
    }
  }

  /** Gradients of the parameters too, with the kernel and as one would write it. */
  private void addTraining(TypeSpec.Builder type, Format format, CodeBlock gradX) {
    type.addMethod(
        benchmark("training", format)
            .addStatement(
                "$T.$L.backward(x$L, gradY$L, gradX$L, gradParameters$L)",
                facade,
                format,
                format,
                format,
                format,
                format)
            .addStatement("return gradParameters$L", format)
            .build());
    MethodSpec.Builder naive = benchmark("naiveTraining", format);
    for (int i = 0; i < slopes.size(); i++) {
      naive.addStatement("double sum$L = 0", i + 1);
    }
    naive.beginControlFlow("for (int i = 0; i < size; i++)");
    for (int i = 0; i < slopes.size(); i++) {
      naive.addStatement("sum$L +=$WgradY$L[i] * $L(x$L[i])", i + 1, format, naiveSlope(i), format);
    }
    naive.addStatement("gradX$L[i] =$W$L", format, gradX).endControlFlow();
    String cast = format == Format.F32 ? "(float) " : "";
    for (int i = 0; i < slopes.size(); i++) {
      naive.addStatement("gradParameters$L[$L] = $Lsum$L", format, i, cast, i + 1);
    }
    type.addMethod(naive.addStatement("return gradParameters$L", format).build());
  }

  private static String naiveSlope(int parameter) {
    return "naiveSlope" + (parameter + 1);
  }

  private static MethodSpec.Builder benchmark(String name, Format format) {
    return MethodSpec.methodBuilder(name + format)
        .addAnnotation(jmh("Benchmark"))
        .addModifiers(Modifier.PUBLIC)
        .returns(ArrayTypeName.of(format.real()));
  }

  /** The expression as one would write it without a thought. */
  private MethodSpec naive(String name, Expr expression) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addParameter(TypeName.DOUBLE, "x")
            .returns(TypeName.DOUBLE);
    Names scope = new Names(List.of("x"));
    for (Map.Entry<String, Double> parameter : file.function().parameters().entrySet()) {
      if (expression.parameters().contains(parameter.getKey())) {
        scope.take(parameter.getKey());
        method.addStatement(
            "double $L = $L", parameter.getKey(), Literals.of(parameter.getValue()));
      }
    }
    DoubleCode code = new DoubleCode(Math.class, scope);
    CodeBlock value = code.value(expression);
    return method.addCode(code.statements()).addStatement("return $L", value).build();
  }

  private boolean calls(Function function) {
    return Stream.concat(
            Stream.of(file.function().value(), file.function().derivative().expression()),
            slopes.stream().map(ParameterSlope::expression))
        .flatMap(expression -> expression.subexpressions().stream())
        .anyMatch(expr -> expr instanceof Expr.Call call && call.function() == function);
  }

  private static MethodSpec erf() {
    return MethodSpec.methodBuilder("erf")
        .addJavadoc("Abramowitz and Stegun 7.1.26, the usual stand-in where there is no erf.\n")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(TypeName.DOUBLE, "u")
        .returns(TypeName.DOUBLE)
        .addStatement("double t = 1 / (1 + 0.3275911 * $T.abs(u))", Math.class)
        .addStatement(
            "double p =$W((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t$W- 0.284496736)"
                + " * t + 0.254829592) * t")
        .addStatement("return $T.copySign(1 - p * $T.exp(-u * u), u)", Math.class, Math.class)
        .build();
  }

  private static MethodSpec erfc() {
    return MethodSpec.methodBuilder("erfc")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(TypeName.DOUBLE, "u")
        .returns(TypeName.DOUBLE)
        .addStatement("return 1 - erf(u)")
        .build();
  }
}
