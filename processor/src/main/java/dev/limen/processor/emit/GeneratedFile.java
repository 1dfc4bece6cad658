package dev.limen.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.limen.processor.emit.SourceWriter.Features;
import dev.limen.runtime.LimenGenerated;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;

/** What every generated file has: its marks, one originating element, and the layout. */
final class GeneratedFile {

  private static final String PROCESSOR = "dev.limen.processor.LimenProcessor";
  private static final ClassName GENERATED =
      ClassName.get("javax.annotation.processing", "Generated");

  private static final Set<String> JAVA_LANG =
      Set.of(
          "Double",
          "Float",
          "IllegalArgumentException",
          "Integer",
          "Long",
          "Math",
          "Override",
          "StrictMath",
          "String",
          "SuppressWarnings",
          "System");

  private GeneratedFile() {}

  static JavaFile of(
      String packageName,
      TypeSpec type,
      TypeElement originatingElement,
      List<TypeElement> called,
      Features features) {
    TypeSpec.Builder marked = type.toBuilder().addOriginatingElement(originatingElement);
    if (features.generatedAnnotation()) {
      marked.addAnnotation(
          AnnotationSpec.builder(GENERATED).addMember("value", "$S", PROCESSOR).build());
    }
    AnnotationSpec.Builder mark = AnnotationSpec.builder(LimenGenerated.class);
    called.forEach(spec -> mark.addMember("calls", "$T.class", ClassName.get(spec)));
    marked.addAnnotation(mark.build());
    return JavaFile.builder(packageName, marked.build())
        .skipJavaLangImports(!hidesJavaLang(originatingElement))
        .indent("  ")
        .build();
  }

  /** Whether a type of the same package has the name of one of java.lang that is used. */
  private static boolean hidesJavaLang(TypeElement element) {
    return packageOf(element).getEnclosedElements().stream()
        .anyMatch(type -> JAVA_LANG.contains(type.getSimpleName().toString()));
  }

  static PackageElement packageOf(Element element) {
    Element enclosing = element;
    while (!(enclosing instanceof PackageElement)) {
      enclosing = enclosing.getEnclosingElement();
    }
    return (PackageElement) enclosing;
  }
}
