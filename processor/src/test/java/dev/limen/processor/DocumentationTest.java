package dev.limen.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles every Java snippet of the README and of docs, with the processor. */
final class DocumentationTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern SNIPPET =
      Pattern.compile("^```java\\R(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern DECLARES_A_TYPE =
      Pattern.compile("^(?:[\\w@]+ )*(?:interface|class|record|enum) ", Pattern.MULTILINE);
  private static final Pattern IMPORT = Pattern.compile("^import .*;\\R", Pattern.MULTILINE);

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
          .filter(page -> page.toString().endsWith(".md"))
          // Its examples are wrong on purpose: DiagnosticsPageTest compiles them one by one.
          .filter(page -> !page.endsWith("diagnostics.md"))
          .filter(page -> !snippets(page).isEmpty())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everySnippetCompiles(Path page) {
    List<JavaFileObject> sources = new ArrayList<>();
    for (String snippet : snippets(page)) {
      String imports = IMPORT.matcher(snippet).results().map(r -> r.group()).collect(joining());
      String code = IMPORT.matcher(snippet).replaceAll("");
      String name = "Snippet" + sources.size();
      String body =
          DECLARES_A_TYPE.matcher(code).find()
              ? code
              : "final class " + name + " {\n  void run() throws Exception {\n" + code + "}}\n";
      sources.add(
          JavaFileObjects.forSourceString(
              "snippets." + name,
              "package snippets;\n"
                  + "import dev.limen.*;\n"
                  + "import dev.limen.runtime.*;\n"
                  + "import dev.limen.verify.*;\n"
                  + imports
                  + body));
    }
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new LimenProcessor())
            .withOptions("--add-modules", "jdk.incubator.vector")
            .compile(sources);
    assertThat(compilation).succeeded();
  }

  @Test
  void theReadmeHasSnippets() {
    assertThat(snippets(ROOT.resolve("README.md"))).hasSizeGreaterThan(3);
  }

  private static List<String> snippets(Path page) {
    try {
      return SNIPPET.matcher(Files.readString(page)).results().map(r -> r.group(1)).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
