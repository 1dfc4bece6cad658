package dev.limen.processor.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.SimpleAnnotationValueVisitor14;

/** Reads the values of an annotation, given or default, with their places. */
final class AnnotationReader {

  private final Place place;
  private final Map<? extends ExecutableElement, ? extends AnnotationValue> given;
  private final TypeElement type;

  /** A reader of an annotation on an element. */
  AnnotationReader(Element element, AnnotationMirror mirror) {
    this.place = Place.of(element, mirror);
    this.given = mirror.getElementValues();
    this.type = (TypeElement) mirror.getAnnotationType().asElement();
  }

  /** The annotation of a type on an element, if there is one. */
  static Optional<AnnotationMirror> find(Element element, String annotation) {
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      if (((TypeElement) mirror.getAnnotationType().asElement())
          .getQualifiedName()
          .contentEquals(annotation)) {
        return Optional.of(mirror);
      }
    }
    return Optional.empty();
  }

  /** The annotation. */
  Place place() {
    return place;
  }

  Located<Double> number(String name) throws UnresolvedException {
    Located<AnnotationValue> found = find(name);
    return new Located<>(number(found.value()), found.place());
  }

  Located<String> text(String name) throws UnresolvedException {
    Located<AnnotationValue> found = find(name);
    return new Located<>(text(found.value()), found.place());
  }

  Located<Boolean> flag(String name) throws UnresolvedException {
    Located<AnnotationValue> found = find(name);
    if (found.value().getValue() instanceof Boolean flag) {
      return new Located<>(flag, found.place());
    }
    throw unresolved(found.value());
  }

  <E extends Enum<E>> Located<E> constant(String name, Class<E> constants)
      throws UnresolvedException {
    Located<AnnotationValue> found = find(name);
    return new Located<>(constant(found.value(), constants), found.place());
  }

  LocatedList<Double> numbers(String name) throws UnresolvedException {
    return list(name, AnnotationReader::number);
  }

  LocatedList<String> texts(String name) throws UnresolvedException {
    return list(name, AnnotationReader::text);
  }

  <E extends Enum<E>> LocatedList<E> constants(String name, Class<E> constants)
      throws UnresolvedException {
    return list(name, value -> constant(value, constants));
  }

  /** The elements of an array of class literals. */
  LocatedList<TypeMirror> types(String name) throws UnresolvedException {
    return list(
        name,
        value -> {
          if (value.getValue() instanceof TypeMirror mirror && mirror.getKind() != TypeKind.ERROR) {
            return mirror;
          }
          throw unresolved(value);
        });
  }

  private interface Reading<T> {
    T read(AnnotationValue value) throws UnresolvedException;
  }

  private <T> LocatedList<T> list(String name, Reading<T> reading) throws UnresolvedException {
    Located<AnnotationValue> found = find(name);
    if (!(found.value().getValue() instanceof List<?> values)) {
      throw unresolved(found.value());
    }
    boolean isGiven = found.place().value().isPresent();
    List<Located<T>> items = new ArrayList<>();
    for (Object each : values) {
      AnnotationValue value = (AnnotationValue) each;
      items.add(
          new Located<>(reading.read(value), isGiven ? found.place().item(value) : found.place()));
    }
    return new LocatedList<>(items, found.place());
  }

  private Located<AnnotationValue> find(String name) throws UnresolvedException {
    for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
        given.entrySet()) {
      if (entry.getKey().getSimpleName().contentEquals(name)) {
        return new Located<>(entry.getValue(), place.value(entry.getValue()));
      }
    }
    for (Element member : type.getEnclosedElements()) {
      if (member instanceof ExecutableElement method
          && method.getSimpleName().contentEquals(name)
          && method.getDefaultValue() != null) {
        return new Located<>(method.getDefaultValue(), place);
      }
    }
    // A required value is missing, which the compiler reports.
    throw new UnresolvedException(name);
  }

  private static double number(AnnotationValue value) throws UnresolvedException {
    if (value.getValue() instanceof Number number) {
      return number.doubleValue();
    }
    throw unresolved(value);
  }

  /** A text; compilers give the text {@code <error>} for what they cannot resolve. */
  private static String text(AnnotationValue value) throws UnresolvedException {
    Optional<String> text =
        value.accept(
            new SimpleAnnotationValueVisitor14<Optional<String>, Void>(Optional.empty()) {
              @Override
              public Optional<String> visitString(String text, Void unused) {
                return Optional.of(text);
              }
            },
            null);
    if (text.isEmpty() || text.get().equals("<error>")) {
      throw unresolved(value);
    }
    return text.get();
  }

  private static <E extends Enum<E>> E constant(AnnotationValue value, Class<E> constants)
      throws UnresolvedException {
    if (value.getValue() instanceof VariableElement variable) {
      for (E constant : constants.getEnumConstants()) {
        if (variable.getSimpleName().contentEquals(constant.name())) {
          return constant;
        }
      }
    }
    throw unresolved(value);
  }

  /** The element of a class literal, if it is that of a class. */
  static Optional<TypeElement> element(TypeMirror type) {
    return type instanceof DeclaredType declared
            && declared.asElement() instanceof TypeElement found
        ? Optional.of(found)
        : Optional.empty();
  }

  private static UnresolvedException unresolved(AnnotationValue value) {
    return new UnresolvedException(value.toString());
  }
}
