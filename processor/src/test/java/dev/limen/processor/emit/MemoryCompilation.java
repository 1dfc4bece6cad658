package dev.limen.processor.emit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A compilation by javac under {@code -Xlint:all -Werror}, with sources and classes in memory.
 *
 * @param sources what was generated, by class name
 * @param classes the bytes of all classes, by class name
 */
record MemoryCompilation(Map<String, String> sources, Map<String, byte[]> classes) {

  /** Writes sources while the compilation runs. */
  interface Writing {
    void write(ProcessingEnvironment environment) throws IOException;
  }

  /** Compiles sources by class name; fails with the diagnostics where there is any. */
  static MemoryCompilation of(Map<String, String> written, List<String> options, Writing writing)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    Map<String, MemoryFile> sources = new TreeMap<>();
    Map<String, MemoryFile> classes = new TreeMap<>();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-Xlint:all,-incubating,-processing,-classfile",
                "-Werror",
                "-cp",
                System.getProperty("java.class.path")));
    arguments.addAll(options);
    try (StandardJavaFileManager standard =
        compiler.getStandardFileManager(diagnostics, null, null)) {
      JavaFileManager manager =
          new ForwardingJavaFileManager<>(standard) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
              MemoryFile file = new MemoryFile(name, kind);
              (kind == JavaFileObject.Kind.SOURCE ? sources : classes).put(name, file);
              return file;
            }
          };
      List<MemoryFile> units = new ArrayList<>();
      for (Map.Entry<String, String> source : written.entrySet()) {
        units.add(new MemoryFile(source.getKey(), source.getValue()));
      }
      JavaCompiler.CompilationTask task =
          compiler.getTask(new StringWriter(), manager, diagnostics, arguments, null, units);
      task.setProcessors(List.of(new WritingProcessor(writing)));
      if (!task.call()) {
        StringBuilder message = new StringBuilder();
        for (Diagnostic<?> diagnostic : diagnostics.getDiagnostics()) {
          message.append(diagnostic).append('\n');
        }
        sources.forEach(
            (name, file) -> message.append(name).append(":\n").append(file.text()).append('\n'));
        throw new AssertionError(message);
      }
    }
    Map<String, String> texts = new TreeMap<>();
    sources.forEach((name, file) -> texts.put(name, file.text()));
    Map<String, byte[]> bytes = new TreeMap<>();
    classes.forEach((name, file) -> bytes.put(name, file.content.toByteArray()));
    return new MemoryCompilation(texts, bytes);
  }

  /** A loader of the classes, under the one of this test. */
  ClassLoader loader() {
    return new ClassLoader(MemoryCompilation.class.getClassLoader()) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
          throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
      }
    };
  }

  private static final class MemoryFile extends SimpleJavaFileObject {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    MemoryFile(String className, Kind kind) {
      super(URI.create("memory:///" + className.replace('.', '/') + kind.extension), kind);
    }

    MemoryFile(String className, String source) throws IOException {
      this(className, Kind.SOURCE);
      try (Writer writer = openWriter()) {
        writer.write(source);
      }
    }

    String text() {
      return content.toString(StandardCharsets.UTF_8);
    }

    @Override
    public OutputStream openOutputStream() {
      return content;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text();
    }
  }

  private static final class WritingProcessor extends AbstractProcessor {
    private final Writing writing;
    private boolean done;

    WritingProcessor(Writing writing) {
      this.writing = writing;
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      if (!done) {
        done = true;
        try {
          writing.write(processingEnv);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
      }
      return false;
    }
  }
}
