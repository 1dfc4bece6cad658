package dev.limen.processor.spec;

import dev.limen.Parameter;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.MathConstant;
import dev.limen.processor.formula.Parser;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;

/**
 * A method with {@link Parameter}.
 *
 * @param name its name, that of the parameter
 * @param value the default value: finite
 * @param isTrainable whether training may change it
 * @param place the method
 */
record ParameterDeclaration(String name, double value, boolean isTrainable, Place place) {

  /** Reads a parameter, or reports why it is none. */
  static Optional<ParameterDeclaration> read(
      ExecutableElement method, AnnotationMirror mirror, Report report) throws UnresolvedException {
    String name = method.getSimpleName().toString();
    Place place = Place.of(method);
    if (method.getReturnType().getKind() == TypeKind.ERROR) {
      throw new UnresolvedException(method.getReturnType().toString());
    }
    if (!method.getModifiers().contains(Modifier.ABSTRACT)) {
      report.add(Diagnostic.PARAMETER_WITH_BODY, place, name);
      return Optional.empty();
    }
    if (!method.getParameters().isEmpty() || !method.getTypeParameters().isEmpty()) {
      String excess = method.getParameters().isEmpty() ? "type parameters" : "arguments";
      report.add(Diagnostic.PARAMETER_WITH_ARGUMENTS, place, name, excess);
      return Optional.empty();
    }
    if (method.getReturnType().getKind() != TypeKind.DOUBLE) {
      report.add(Diagnostic.PARAMETER_TYPE, place, name, method.getReturnType());
      return Optional.empty();
    }
    if (Parser.reservedNames().contains(name)) {
      report.add(Diagnostic.PARAMETER_NAME, place, name, reserved(name));
      return Optional.empty();
    }
    AnnotationReader reader = new AnnotationReader(method, mirror);
    Located<Double> value = reader.number("value");
    if (!Double.isFinite(value.value())) {
      report.add(Diagnostic.NOT_FINITE, value.place(), "the parameter " + name, value.value());
      return Optional.empty();
    }
    return Optional.of(
        new ParameterDeclaration(name, value.value(), reader.flag("trainable").value(), place));
  }

  private static String reserved(String name) {
    if (Function.byName(name).isPresent()) {
      return "the function " + name;
    }
    return Stream.of(MathConstant.values()).anyMatch(c -> c.symbol().equals(name))
        ? "the constant " + name
        : "the input " + name;
  }
}
