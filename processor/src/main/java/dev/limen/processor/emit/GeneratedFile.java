package dev.limen.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.limen.processor.emit.SourceWriter.Features;
import dev.limen.runtime.LimenGenerated;
import javax.lang.model.element.TypeElement;

/** What every generated file has: its marks, one originating element, and the layout. */
final class GeneratedFile {

  private static final String PROCESSOR = "dev.limen.processor.LimenProcessor";
  private static final ClassName GENERATED =
      ClassName.get("javax.annotation.processing", "Generated");

  private GeneratedFile() {}

  static JavaFile of(
      String packageName, TypeSpec type, TypeElement originatingElement, Features features) {
    TypeSpec.Builder marked = type.toBuilder().addOriginatingElement(originatingElement);
    if (features.generatedAnnotation()) {
      marked.addAnnotation(
          AnnotationSpec.builder(GENERATED).addMember("value", "$S", PROCESSOR).build());
    }
    marked.addAnnotation(LimenGenerated.class);
    return JavaFile.builder(packageName, marked.build())
        .skipJavaLangImports(true)
        .indent("  ")
        .build();
  }
}
