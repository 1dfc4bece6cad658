package dev.limen.processor.spec;

import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;

/**
 * Where something is declared: an element, an annotation on it, or a value of the annotation.
 *
 * @param element the element; empty for what concerns the whole compilation
 * @param mirror an annotation of it, if it is about one
 * @param value a value of the annotation, if it is about one
 * @param array the array that the value is an element of, for compilers that know no better place
 */
public record Place(
    Optional<Element> element,
    Optional<AnnotationMirror> mirror,
    Optional<AnnotationValue> value,
    Optional<AnnotationValue> array) {

  /** The compilation as a whole. */
  public static final Place NOWHERE =
      new Place(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** An element. */
  public static Place of(Element element) {
    return new Place(Optional.of(element), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** An annotation of an element. */
  public static Place of(Element element, AnnotationMirror mirror) {
    return new Place(Optional.of(element), Optional.of(mirror), Optional.empty(), Optional.empty());
  }

  /** The annotation of a type on an element; the element where it has none. */
  public static Place of(Element element, Class<?> annotation) {
    return AnnotationReader.find(element, annotation.getName())
        .map(mirror -> of(element, mirror))
        .orElse(of(element));
  }

  /** A value of this annotation. */
  Place value(AnnotationValue value) {
    return new Place(element, mirror, Optional.of(value), Optional.empty());
  }

  /** An element of this array. */
  Place item(AnnotationValue item) {
    return new Place(element, mirror, Optional.of(item), value);
  }
}
