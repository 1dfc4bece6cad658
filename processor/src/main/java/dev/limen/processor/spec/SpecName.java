package dev.limen.processor.spec;

import dev.limen.Precision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;

/**
 * The name of a spec, and those of the classes that are generated for it.
 *
 * @param packageName its package, empty for the unnamed one
 * @param simpleNames the names of the types it is nested in, outermost first, and its own
 * @param isPublic whether it is public, and all types it is nested in
 */
public record SpecName(String packageName, List<String> simpleNames, boolean isPublic) {

  public SpecName {
    simpleNames = List.copyOf(simpleNames);
    if (simpleNames.isEmpty()) {
      throw new IllegalArgumentException("no name");
    }
  }

  static SpecName of(TypeElement type) {
    Deque<String> names = new ArrayDeque<>();
    boolean isPublic = true;
    Element element = type;
    while (element.getKind() != ElementKind.PACKAGE) {
      names.addFirst(element.getSimpleName().toString());
      isPublic &= element.getModifiers().contains(Modifier.PUBLIC);
      element = element.getEnclosingElement();
    }
    String packageName = ((PackageElement) element).getQualifiedName().toString();
    return new SpecName(packageName, List.copyOf(names), isPublic);
  }

  /** The canonical name, such as {@code p.Outer.Gelu}. */
  public String canonical() {
    return qualified(String.join(".", simpleNames));
  }

  /** The name within the names of generated classes: {@code Gelu}, or {@code Outer_Gelu}. */
  public String base() {
    return String.join("_", simpleNames);
  }

  /** The qualified name of the facade, such as {@code p.Outer_GeluKernels}. */
  public String facade() {
    return qualified(base() + "Kernels");
  }

  /** The qualified names of all classes that are generated for the spec. */
  public List<String> generatedClasses() {
    List<String> names = new ArrayList<>();
    names.add(facade());
    names.add(qualified(base() + "_Reference"));
    for (Precision precision : Precision.values()) {
      names.add(qualified(base() + "_Scalar" + precision));
      names.add(qualified(base() + "_Vector" + precision));
      names.add(qualified(base() + "_NarrowScalar" + precision));
      names.add(qualified(base() + "_NarrowVector" + precision));
      names.add(qualified(base() + "_Bound" + precision));
    }
    return names;
  }

  /** The canonical name of what is in the same package. */
  String qualified(String name) {
    return packageName.isEmpty() ? name : packageName + "." + name;
  }

  @Override
  public String toString() {
    return canonical();
  }
}
