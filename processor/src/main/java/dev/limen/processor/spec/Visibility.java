package dev.limen.processor.spec;

import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** What the module of an element can read. */
public final class Visibility {

  private Visibility() {}

  /**
   * Whether a class exists in the module of an element, or in one that it reads.
   *
   * @param name the canonical name of the class
   */
  public static boolean isVisible(String name, Element from, Elements elements) {
    return find(name, from, elements).isPresent();
  }

  /**
   * A class of the module of an element, or of one that it reads.
   *
   * @param name the canonical name of the class
   */
  static Optional<TypeElement> find(String name, Element from, Elements elements) {
    ModuleElement module = elements.getModuleOf(from);
    return Optional.ofNullable(
        module == null ? elements.getTypeElement(name) : elements.getTypeElement(module, name));
  }

  /** Whether an element is in a named module. */
  public static boolean isInNamedModule(Element element, Elements elements) {
    ModuleElement module = elements.getModuleOf(element);
    return module != null && !module.isUnnamed();
  }
}
