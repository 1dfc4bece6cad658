package dev.limen.processor.spec;

import javax.lang.model.element.Element;
import javax.lang.model.element.ModuleElement;
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
    ModuleElement module = elements.getModuleOf(from);
    return module == null
        ? elements.getTypeElement(name) != null
        : elements.getTypeElement(module, name) != null;
  }

  /** Whether an element is in a named module. */
  public static boolean isInNamedModule(Element element, Elements elements) {
    ModuleElement module = elements.getModuleOf(element);
    return module != null && !module.isUnnamed();
  }
}
