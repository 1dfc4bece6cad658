package dev.limen.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/**
 * A compilation into directories, by javac or by Eclipse's compiler, of which the generated sources
 * can be looked at even where it failed.
 */
final class Build {

  private final Path directory;
  private final JavaCompiler compiler;
  private final List<String> options = new ArrayList<>();
  private final List<File> classPath = new ArrayList<>();
  private final List<File> modulePath = new ArrayList<>();
  private final List<Processor> processors = new ArrayList<>();

  private Build(Path directory, JavaCompiler compiler) {
    this.directory = directory;
    this.compiler = compiler;
    this.processors.add(new LimenProcessor());
  }

  /** The outcome. */
  record Result(
      boolean succeeded,
      List<Diagnostic<? extends JavaFileObject>> diagnostics,
      Path classes,
      Path sources,
      String output) {

    /** The generated sources, by path. */
    Map<String, String> generated() {
      if (!Files.exists(sources)) {
        return Map.of();
      }
      try (Stream<Path> files = Files.walk(sources)) {
        Map<String, String> texts = new TreeMap<>();
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          texts.put(
              sources.relativize(file).toString().replace(File.separatorChar, '/'),
              Files.readString(file, UTF_8));
        }
        return texts;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The messages of a kind. */
    List<String> messages(Diagnostic.Kind kind) {
      return diagnostics.stream()
          .filter(d -> d.getKind() == kind)
          .map(d -> d.getMessage(Locale.ROOT))
          .toList();
    }

    /** A loader of the classes, and of those of this test. */
    URLClassLoader load() {
      try {
        return new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, Build.class.getClassLoader());
      } catch (MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A compilation by javac that sees annotations and runtime, and generates vector code. */
  static Build javac(Path directory) {
    return new Build(directory, ToolProvider.getSystemJavaCompiler())
        .classPath(dev.limen.Activation.class, dev.limen.runtime.FloatKernel.class)
        .options("--add-modules", "jdk.incubator.vector");
  }

  /** The same by Eclipse's compiler. */
  static Build eclipse(Path directory) {
    return new Build(directory, new EclipseCompiler())
        .classPath(dev.limen.Activation.class, dev.limen.runtime.FloatKernel.class)
        .options("-25", "--add-modules", "jdk.incubator.vector");
  }

  /** With these options in place of all others. */
  Build onlyOptions(String... all) {
    options.clear();
    return options(all);
  }

  Build options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** With what these classes are in on the class path. */
  Build classPath(Class<?>... classes) {
    for (Class<?> each : classes) {
      classPath.add(location(each).toFile());
    }
    return this;
  }

  Build classPath(Path path) {
    classPath.add(path.toFile());
    return this;
  }

  /** With nothing on the class path, and what these classes are in on the module path. */
  Build onlyModulePath(Class<?>... classes) {
    classPath.clear();
    for (Class<?> each : classes) {
      modulePath.add(location(each).toFile());
    }
    return this;
  }

  /** With nothing on the class path but what these classes are in. */
  Build onlyClassPath(Class<?>... classes) {
    classPath.clear();
    return classPath(classes);
  }

  /** With another processor, besides Limen's. */
  Build processor(Processor processor) {
    processors.addFirst(processor);
    return this;
  }

  /** With these processors only. */
  Build onlyProcessors(Processor... all) {
    processors.clear();
    processors.addAll(List.of(all));
    return this;
  }

  /** Compiles sources that are named by their paths. */
  Result compile(Map<String, String> sources) {
    try {
      Path classes = Files.createDirectories(directory.resolve("classes"));
      Path generated = Files.createDirectories(directory.resolve("generated"));
      DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
      StringWriter output = new StringWriter();
      try (StandardJavaFileManager files =
          compiler.getStandardFileManager(diagnostics, Locale.ROOT, UTF_8)) {
        files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(classes.toFile()));
        files.setLocation(StandardLocation.SOURCE_OUTPUT, List.of(generated.toFile()));
        files.setLocation(StandardLocation.CLASS_PATH, classPath);
        if (!modulePath.isEmpty()) {
          files.setLocation(StandardLocation.MODULE_PATH, modulePath);
        }
        // Eclipse's compiler compiles files only.
        List<Path> units = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
          Path file = directory.resolve("sources").resolve(source.getKey());
          Files.createDirectories(file.getParent());
          units.add(Files.writeString(file, source.getValue()));
        }
        JavaCompiler.CompilationTask task =
            compiler.getTask(
                output,
                files,
                diagnostics,
                options,
                null,
                files.getJavaFileObjectsFromPaths(units));
        task.setProcessors(processors);
        boolean succeeded = task.call();
        return new Result(
            succeeded,
            List.copyOf(diagnostics.getDiagnostics()),
            classes,
            generated,
            output.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles sources that are named after their first types. */
  Result compile(String... sources) {
    return compile(
        Stream.of(sources)
            .map(Sources::file)
            .collect(
                Collectors.toMap(
                    file -> file.getName().substring(1),
                    Build::text,
                    (a, b) -> a,
                    LinkedHashMap::new)));
  }

  private static String text(JavaFileObject file) {
    try {
      return file.getCharContent(true).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path location(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
