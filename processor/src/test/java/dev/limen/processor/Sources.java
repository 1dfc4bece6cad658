package dev.limen.processor;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** Compiles sources with the processor. */
final class Sources {

  /** What stands at the beginning of each source that names no package. */
  static final String HEADER = "package p;\n\nimport dev.limen.*;\n\n";

  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile("^(?!\\s*//).*?\\b(?:class|interface|enum|record) (\\w+)", Pattern.MULTILINE);

  private Sources() {}

  /** Compiles with the vector module, and all warnings. */
  static Compilation compile(String... sources) {
    return compile(List.of(), sources);
  }

  /** Compiles with the vector module, all warnings, and more options. */
  static Compilation compile(List<String> options, String... sources) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Xlint:all,-incubating"));
    return compiler(all).compile(Stream.of(sources).map(Sources::file).toList());
  }

  /** A compiler with the processor, and no other option. */
  static Compiler compiler(List<String> options) {
    return Compiler.javac().withProcessors(new LimenProcessor()).withOptions(options);
  }

  /** A source, with {@link #HEADER} where it names no package; named after its first type. */
  static JavaFileObject file(String text) {
    String source = text.startsWith("package ") || text.startsWith("//") ? text : HEADER + text;
    Matcher type = TYPE.matcher(source);
    if (!type.find()) {
      throw new IllegalArgumentException("no type: " + source);
    }
    Matcher packageName = PACKAGE.matcher(source);
    String prefix = packageName.find() ? packageName.group(1) + "." : "";
    return JavaFileObjects.forSourceString(prefix + type.group(1), source);
  }

  /** The messages of Limen, without their positions. */
  static List<String> messages(Compilation compilation, Diagnostic.Kind kind) {
    return compilation.diagnostics().stream()
        .filter(d -> d.getKind() == kind)
        .map(d -> d.getMessage(Locale.ROOT))
        .filter(message -> message.startsWith("[limen:"))
        .toList();
  }
}
