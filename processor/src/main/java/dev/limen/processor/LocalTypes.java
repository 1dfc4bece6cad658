package dev.limen.processor;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import dev.limen.processor.spec.Diagnostic;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;

/**
 * Reports annotations on types within method bodies. Annotation processors are not shown those, and
 * such a spec would be passed over in silence; but javac tells what it has analysed. Other
 * compilers, and build tools that hide javac, do not.
 */
final class LocalTypes extends TreePathScanner<Void, Set<String>> implements TaskListener {

  private final Trees trees;
  private final Set<String> annotations;

  private LocalTypes(Trees trees, Set<String> annotations) {
    this.trees = trees;
    this.annotations = annotations;
  }

  /**
   * Watches a compilation, where the compiler lets itself be watched.
   *
   * @param annotations the names of the annotations to report
   */
  static void watch(ProcessingEnvironment environment, Set<String> annotations) {
    try {
      Trees trees = Trees.instance(environment);
      JavacTask.instance(environment).addTaskListener(new LocalTypes(trees, annotations));
    } catch (IllegalArgumentException | LinkageError e) {
      // Not javac, or hidden behind another environment.
      return;
    }
  }

  @Override
  public void finished(TaskEvent event) {
    if (event.getKind() == TaskEvent.Kind.ANALYZE && event.getTypeElement() != null) {
      TreePath path = trees.getPath(event.getTypeElement());
      if (path != null) {
        scan(path, annotations);
      }
    }
  }

  @Override
  public Void visitClass(ClassTree tree, Set<String> annotations) {
    Element type = trees.getElement(getCurrentPath());
    if (type != null && isLocal(type)) {
      reportFirst(tree, type);
    }
    return super.visitClass(tree, annotations);
  }

  private static boolean isLocal(Element type) {
    for (Element at = type; at != null; at = at.getEnclosingElement()) {
      ElementKind kind = at.getKind();
      if (kind == ElementKind.PACKAGE) {
        return false;
      }
      if (!kind.isClass() && !kind.isInterface()) {
        return true;
      }
    }
    return false;
  }

  private void reportFirst(ClassTree tree, Element type) {
    for (AnnotationTree annotation : tree.getModifiers().getAnnotations()) {
      Optional<? extends AnnotationMirror> mirror =
          type.getAnnotationMirrors().stream()
              .filter(m -> trees.getTree(type, m) == annotation)
              .findFirst();
      if (mirror.isEmpty()) {
        continue;
      }
      TypeElement annotationType = (TypeElement) mirror.get().getAnnotationType().asElement();
      if (annotations.contains(annotationType.getQualifiedName().toString())) {
        trees.printMessage(
            Diagnostic.LOCAL_SPEC.kind(),
            Diagnostic.LOCAL_SPEC.message(annotationType.getSimpleName(), type.getSimpleName()),
            annotation,
            getCurrentPath().getCompilationUnit());
        return;
      }
    }
  }
}
