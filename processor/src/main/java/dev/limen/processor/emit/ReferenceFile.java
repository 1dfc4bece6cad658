package dev.limen.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.Asymptote;
import dev.limen.processor.analysis.ParameterSlope;
import dev.limen.processor.analysis.Tail;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.ReferenceEvaluator;
import dev.limen.runtime.Arguments;
import dev.limen.verify.Ball;
import dev.limen.verify.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** Writes {@code Gelu_Reference}: the function in arithmetic with proven error bounds. */
final class ReferenceFile {

  private final ActivationFiles files;
  private final AnalyzedFunction function;
  private final List<String> parameters;
  private final Names scope;
  private final String input;
  private final String slope;
  private final String parameterName;
  private final String value;
  private final String isAsDeclared;

  ReferenceFile(ActivationFiles files) {
    this.files = files;
    this.function = files.function();
    this.parameters = List.copyOf(function.parameters().keySet());
    this.scope = new Names(parameters);
    scope.take(Expr.X.name());
    this.input = scope.take("input");
    this.slope = scope.take("slope");
    this.parameterName = scope.take("parameter");
    this.value = scope.take("value");
    this.isAsDeclared = scope.take("isAsDeclared");
  }

  static ClassName name(ActivationFiles files) {
    return ClassName.get(files.packageName(), files.baseName() + "_Reference");
  }

  TypeSpec type() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name(files))
            .addModifiers(Modifier.FINAL)
            .addSuperinterface(Reference.class)
            .addJavadoc("{@code $L} with proven error bounds.\n", files.specName());
    MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
    Set<String> used = usedParameters();
    for (String parameter : parameters) {
      constructor.addParameter(TypeName.DOUBLE, parameter);
      CodeBlock checked = CodeBlock.of("$T.finite($S,$W$L)", Arguments.class, parameter, parameter);
      if (used.contains(parameter)) {
        type.addField(Ball.class, parameter, Modifier.PRIVATE, Modifier.FINAL);
        constructor.addStatement("this.$L =$W$T.of($L)", parameter, Ball.class, checked);
      } else {
        constructor.addStatement("$L", checked);
      }
    }
    if (tails().stream().anyMatch(ReferenceFile::isKnownAsDeclared)) {
      type.addField(TypeName.BOOLEAN, isAsDeclared, Modifier.PRIVATE, Modifier.FINAL);
      constructor.addStatement("this.$L =$W$L", isAsDeclared, isAsDeclared());
    }
    type.addMethod(constructor.build())
        .addMethod(
            implementation(
                "value", function.value(), List.of(), function.valueBelow(), function.valueAbove()))
        .addMethod(
            implementation(
                "derivative",
                function.derivative().expression(),
                function.derivative().overrides(),
                function.derivativeBelow(),
                function.derivativeAbove()));
    if (!function.parameterSlopes().isEmpty()) {
      addTraining(type);
    }
    return type.build();
  }

  private void addTraining(TypeSpec.Builder type) {
    CodeBlock.Builder slopes = CodeBlock.builder();
    CodeBlock.Builder rebound = CodeBlock.builder();
    List<MethodSpec> ofSlopes = new ArrayList<>();
    Names methods = new Names(List.of());
    for (ParameterSlope slope : function.parameterSlopes()) {
      String name = methods.take("slopeBy" + NodeNames.capital(slope.parameter()));
      slopes.add("case $S -> $L($L);\n", slope.parameter(), name, input);
      rebound.add(
          "case $S -> new $T($L);\n",
          slope.parameter(),
          name(files),
          KernelFile.wrapped(valuesWith(slope.parameter())));
      ofSlopes.add(
          method(name, slope.expression(), List.of(), slope.below(), slope.above())
              .addModifiers(Modifier.PRIVATE)
              .build());
    }
    type.addMethod(
            override("parameterDerivative", Ball.class)
                .addParameter(TypeName.DOUBLE, input)
                .addCode(choice("parameterDerivative", slopes.build(), input))
                .build())
        .addMethod(
            override("with", Reference.class)
                .addParameter(TypeName.DOUBLE, value)
                .addCode(choice("with", rebound.build(), value))
                .build())
        .addMethods(ofSlopes);
  }

  private List<String> valuesWith(String changed) {
    return parameters.stream()
        .map(parameter -> parameter.equals(changed) ? value : "this." + parameter + ".toDouble()")
        .toList();
  }

  private MethodSpec.Builder override(String name, Class<?> type) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .addParameter(String.class, parameterName)
        .returns(type);
  }

  private CodeBlock choice(String method, CodeBlock cases, String argument) {
    return CodeBlock.builder()
        .add("return switch ($L) {$>\n", parameterName)
        .add(cases)
        .add(
            "default -> $T.super.$L($L, $L);$<\n};\n",
            Reference.class,
            method,
            parameterName,
            argument)
        .build();
  }

  private CodeBlock isAsDeclared() {
    return function.parameters().entrySet().stream()
        .map(parameter ->
            CodeBlock.of("$L == $L", parameter.getKey(), Literals.of(parameter.getValue())))
        .collect(CodeBlock.joining("$W&& "));
  }

  private List<Tail> tails() {
    List<Tail> tails = new ArrayList<>();
    tails.add(function.valueBelow());
    tails.add(function.valueAbove());
    tails.add(function.derivativeBelow());
    tails.add(function.derivativeAbove());
    for (ParameterSlope slope : function.parameterSlopes()) {
      tails.add(slope.below());
      tails.add(slope.above());
    }
    return tails;
  }

  private Set<String> usedParameters() {
    Set<String> used = new HashSet<>(function.value().parameters());
    used.addAll(function.derivative().expression().parameters());
    for (ParameterSlope slope : function.parameterSlopes()) {
      used.addAll(slope.expression().parameters());
      // With another value of one, the others are the same.
      parameters.stream().filter(name -> !name.equals(slope.parameter())).forEach(used::add);
    }
    for (Tail tail : tails()) {
      switch (tail.asymptote()) {
        case Asymptote.Limit(Expr limit) -> used.addAll(limit.parameters());
        case Asymptote.Line(Expr slope, Expr intercept) -> {
          used.addAll(slope.parameters());
          if (!slope.parameters().isEmpty()) {
            used.addAll(intercept.parameters());
          }
        }
        case Asymptote.Unbounded(Expr sign) -> used.addAll(sign.parameters());
        case Asymptote.Unknown() -> {}
      }
    }
    return used;
  }

  /** Whether a limit is known for the declared values of the parameters, and not for others. */
  private static boolean isKnownAsDeclared(Tail tail) {
    return tail.asymptote() instanceof Asymptote.Unknown
        && !(tail.declared() instanceof Asymptote.Unknown);
  }

  private MethodSpec implementation(
      String name, Expr expression, List<Derivative.PointValue> points, Tail below, Tail above) {
    return method(name, expression, points, below, above)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .build();
  }

  private MethodSpec.Builder method(
      String name, Expr expression, List<Derivative.PointValue> points, Tail below, Tail above) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addParameter(TypeName.DOUBLE, input)
            .returns(Ball.class)
            .beginControlFlow("if ($T.isNaN($L))", Double.class, input)
            .addStatement("return $T.nan()", Ball.class)
            .endControlFlow();
    addLimit(method, "NEGATIVE_INFINITY", below);
    addLimit(method, "POSITIVE_INFINITY", above);
    for (Derivative.PointValue point : points) {
      method
          .beginControlFlow("if ($L == $L)", input, Literals.of(point.at()))
          .addStatement("return $T.of($L)", Ball.class, Literals.of(point.value()))
          .endControlFlow();
    }
    if (expression.variables().contains(Expr.X.name())) {
      method.addStatement("$T x = $T.of($L)", Ball.class, Ball.class, input);
    }
    addReturn(method, expression);
    return method;
  }

  private void addLimit(MethodSpec.Builder method, String infinity, Tail tail) {
    Asymptote asymptote = tail.asymptote();
    if (isKnownAsDeclared(tail)) {
      asymptote = tail.declared();
      method.beginControlFlow(
          "if ($L && $L == $T.$L)", isAsDeclared, input, Double.class, infinity);
    } else if (asymptote instanceof Asymptote.Unknown) {
      return;
    } else {
      method.beginControlFlow("if ($L == $T.$L)", input, Double.class, infinity);
    }
    switch (asymptote) {
      case Asymptote.Limit(Expr limit) -> addReturn(method, limit);
      case Asymptote.Line(Expr factor, Expr intercept) when factor.parameters().isEmpty() ->
          method.addStatement(
              "return $T.of($L)", Ball.class, isPositive(factor) ? input : "-" + input);
      case Asymptote.Line(Expr factor, Expr intercept) -> {
        BallCode code = new BallCode(scope.nested());
        CodeBlock factorValue = code.value(factor);
        CodeBlock interceptValue = code.value(intercept);
        method
            .addCode(code.statements())
            .addStatement("$T $L =$W$L", Ball.class, slope, factorValue)
            .addStatement(
                "return $L.hi() == 0$W? $L$W: $L.times($L)", slope, interceptValue, slope, input);
      }
      case Asymptote.Unbounded(Expr sign) when sign.parameters().isEmpty() ->
          method.addStatement(
              "return $T.of($T.$L)",
              Ball.class,
              Double.class,
              isPositive(sign) ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY");
      case Asymptote.Unbounded(Expr sign) ->
          addReturn(method, sign, CodeBlock.of(".times($T.POSITIVE_INFINITY)", Double.class));
      case Asymptote.Unknown() -> throw new AssertionError(infinity);
    }
    method.endControlFlow();
  }

  private static boolean isPositive(Expr constant) {
    return ReferenceEvaluator.of(constant, Map.of()).at(0).hi() > 0;
  }

  private void addReturn(MethodSpec.Builder method, Expr expression) {
    addReturn(method, expression, CodeBlock.of(""));
  }

  private void addReturn(MethodSpec.Builder method, Expr expression, CodeBlock suffix) {
    BallCode code = new BallCode(scope.nested());
    CodeBlock value = code.value(expression);
    method.addCode(code.statements()).addStatement("return $L$L", value, suffix);
  }
}
