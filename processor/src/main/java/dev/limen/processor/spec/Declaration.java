package dev.limen.processor.spec;

import dev.limen.Accuracy;
import dev.limen.Activation;
import dev.limen.Kink;
import dev.limen.Parameter;
import dev.limen.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * What an interface with {@link Activation} says, read once: after this the compiler is asked for
 * nothing, so that specs can be worked on side by side.
 *
 * <p>The interface is one that can declare a function. Whether it does is for {@link
 * ActivationSpec#createIfValid} to find out.
 *
 * @param name its name
 * @param element the interface
 * @param activation its annotation
 * @param accuracy the accuracy
 * @param precisions as written
 * @param kink the policy at kinks
 * @param isReproducible whether one algorithm serves every lane width
 * @param form the annotation that says which function
 * @param parameters in the order of declaration
 * @param called the specs that formulas call, by the names that they call them by
 */
public record Declaration(
    SpecName name,
    TypeElement element,
    Place activation,
    Located<Accuracy> accuracy,
    LocatedList<Precision> precisions,
    Kink kink,
    boolean isReproducible,
    FormDeclaration form,
    List<ParameterDeclaration> parameters,
    Map<String, Declaration> called) {

  public Declaration {
    parameters = List.copyOf(parameters);
    called = Collections.unmodifiableMap(new LinkedHashMap<>(called));
  }

  /**
   * Reads a declaration, or reports why it is none.
   *
   * @param type a type with {@link Activation}, of the sources or a class file
   * @throws UnresolvedException where it depends on what does not exist yet
   */
  public static Optional<Declaration> read(TypeElement type, Elements elements, Report report)
      throws UnresolvedException {
    return read(type, new CalledSpecs(elements), elements, report);
  }

  /** Reads a declaration that others may call. */
  static Optional<Declaration> read(
      TypeElement type, CalledSpecs specs, Elements elements, Report report)
      throws UnresolvedException {
    AnnotationMirror mirror =
        AnnotationReader.find(type, Activation.class.getName())
            .orElseThrow(() -> new IllegalArgumentException(type + " has no @Activation"));
    AnnotationReader reader = new AnnotationReader(type, mirror);
    if (!isPlainInterface(type, reader.place(), report)) {
      return Optional.empty();
    }
    Optional<FormDeclaration> form = FormDeclaration.read(type, reader.place(), report);
    List<ParameterDeclaration> parameters = parameters(type, elements, report);
    LocatedList<Precision> precisions = precisions(reader, report);
    Located<Accuracy> accuracy = reader.constant("accuracy", Accuracy.class);
    Located<Kink> kink = reader.constant("kink", Kink.class);
    Located<Boolean> reproducible = reader.flag("reproducible");
    Map<String, Declaration> called =
        form.isEmpty() ? Map.of() : specs.read(type, form.get(), report);
    if (form.isEmpty() || report.hasErrors()) {
      return Optional.empty();
    }
    return Optional.of(
        new Declaration(
            SpecName.of(type),
            type,
            reader.place(),
            accuracy,
            precisions,
            kink.value(),
            reproducible.value(),
            form.get(),
            parameters,
            called));
  }

  /** The specs that are called, and those that these call. */
  Set<TypeElement> allCalled() {
    Set<TypeElement> all = new LinkedHashSet<>();
    addCalled(all);
    return all;
  }

  private void addCalled(Set<TypeElement> all) {
    for (Declaration declaration : called.values()) {
      if (all.add(declaration.element)) {
        declaration.addCalled(all);
      }
    }
  }

  // A type has one declaration; components would be compared on every path of calls.

  @Override
  public boolean equals(Object other) {
    return other instanceof Declaration declaration && element.equals(declaration.element);
  }

  @Override
  public int hashCode() {
    return element.hashCode();
  }

  @Override
  public String toString() {
    return name.toString();
  }

  /** What {@code @SuppressWarnings} on a type, or on one around it, names. */
  public static Set<String> suppressed(TypeElement type) {
    Set<String> suppressed = new LinkedHashSet<>();
    for (Element at = type; at != null; at = at.getEnclosingElement()) {
      Optional<AnnotationMirror> mirror =
          AnnotationReader.find(at, SuppressWarnings.class.getName());
      if (mirror.isPresent()) {
        suppressed.addAll(texts(at, mirror.get()));
      }
    }
    return suppressed;
  }

  private static List<String> texts(Element element, AnnotationMirror suppressWarnings) {
    try {
      return new AnnotationReader(element, suppressWarnings).texts("value").values();
    } catch (UnresolvedException e) {
      // The compiler reports it.
      return List.of();
    }
  }

  /** Whether an element has {@link Activation}. */
  public static boolean isActivation(Element element) {
    return AnnotationReader.find(element, Activation.class.getName()).isPresent();
  }

  private static boolean isPlainInterface(TypeElement type, Place activation, Report report)
      throws UnresolvedException {
    if (type.getKind() != ElementKind.INTERFACE) {
      report.add(Diagnostic.NOT_AN_INTERFACE, activation, kind(type), type.getSimpleName());
      return false;
    }
    Place place = Place.of(type);
    for (Element at = type; at != null; at = at.getEnclosingElement()) {
      if (at.getModifiers().contains(Modifier.PRIVATE)) {
        report.add(Diagnostic.PRIVATE_SPEC, place, type.getSimpleName());
        return false;
      }
    }
    if (!type.getTypeParameters().isEmpty()) {
      report.add(Diagnostic.GENERIC_SPEC, place, type.getSimpleName());
      return false;
    }
    if (type.getModifiers().contains(Modifier.SEALED)) {
      report.add(Diagnostic.SEALED_SPEC, place, type.getSimpleName());
      return false;
    }
    for (TypeMirror parent : type.getInterfaces()) {
      if (parent.getKind() == TypeKind.ERROR) {
        throw new UnresolvedException(parent.toString());
      }
    }
    return true;
  }

  private static String kind(TypeElement type) {
    return switch (type.getKind()) {
      case CLASS -> "the class";
      case ENUM -> "the enum";
      case RECORD -> "the record";
      case ANNOTATION_TYPE -> "the annotation";
      default -> "the type";
    };
  }

  private static List<ParameterDeclaration> parameters(
      TypeElement type, Elements elements, Report report) throws UnresolvedException {
    List<ParameterDeclaration> parameters = new ArrayList<>();
    for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
      Optional<AnnotationMirror> mirror = AnnotationReader.find(method, Parameter.class.getName());
      if (mirror.isPresent()) {
        ParameterDeclaration.read(method, mirror.get(), report).ifPresent(parameters::add);
      } else if (method.getModifiers().contains(Modifier.ABSTRACT)) {
        report.add(
            Diagnostic.NOT_A_PARAMETER,
            Place.of(method),
            type.getSimpleName(),
            method.getSimpleName());
      }
    }
    if (!type.getInterfaces().isEmpty()) {
      for (ExecutableElement method : ElementFilter.methodsIn(elements.getAllMembers(type))) {
        if (method.getModifiers().contains(Modifier.ABSTRACT)
            && !method.getEnclosingElement().equals(type)) {
          report.add(
              Diagnostic.INHERITED_METHOD,
              Place.of(type),
              type.getSimpleName(),
              method.getSimpleName(),
              method.getEnclosingElement().getSimpleName());
        }
      }
    }
    return parameters;
  }

  private static LocatedList<Precision> precisions(AnnotationReader reader, Report report)
      throws UnresolvedException {
    LocatedList<Precision> precisions = reader.constants("precisions", Precision.class);
    if (precisions.isEmpty()) {
      report.add(Diagnostic.NO_PRECISION, precisions.place());
    }
    Set<Precision> seen = new LinkedHashSet<>();
    for (Located<Precision> precision : precisions.items()) {
      if (!seen.add(precision.value())) {
        report.add(Diagnostic.DUPLICATE_PRECISION, precision.place(), precision.value());
        break;
      }
    }
    return precisions;
  }
}
