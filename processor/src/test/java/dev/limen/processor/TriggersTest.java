package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that ask for tests and benchmarks. */
class TriggersTest {

  private static final String RELU =
      "package p; import dev.limen.*; @Activation @Clamp(min = 0) public interface Relu {}";

  @TempDir Path directory;

  private Build test() {
    return Build.javac(directory.resolve("test")).classPath(Test.class);
  }

  /** The class files of specs that were compiled without the processor. */
  private Path compiledWithoutLimen(String... sources) {
    Build.Result result =
        Build.javac(directory.resolve("main")).options("-proc:none").compile(sources);
    assertThat(result.succeeded()).isTrue();
    return result.classes();
  }

  private static List<String> errors(Build.Result result) {
    return result.diagnostics().stream()
        .filter(d -> d.getKind() == Kind.ERROR)
        .map(d -> d.getLineNumber() + ":" + d.getColumnNumber() + " " + d.getMessage(null))
        .toList();
  }

  @Test
  void aSpecThatWasCompiledWithoutLimenHasNoKernels() {
    Path classes = compiledWithoutLimen("@Activation @Clamp(min = 0) public interface Relu {}");

    Build.Result result =
        test().classPath(classes).compile("@VerifyKernels(Relu.class) class KernelsTest {}");

    assertThat(errors(result))
        .singleElement()
        .asString()
        .startsWith("5:20 [limen:kernels-missing] p.Relu has no kernels")
        .contains("the class p.ReluKernels is missing", "limen-processor");
    assertThat(result.generated()).isEmpty();
  }

  @Test
  void aSpecThatIsNotValidInItsClassFileIsAnErrorOfTheTrigger() {
    Path classes =
        compiledWithoutLimen(
            "@Activation @Formula(\"x*\") interface Bad {}", "class BadKernels {}");

    Build.Result result =
        test().classPath(classes).compile("@VerifyKernels({Bad.class}) class KernelsTest {}");

    assertThat(errors(result))
        .singleElement()
        .asString()
        .startsWith("5:20 [limen:invalid-spec] the spec p.Bad is not valid: ")
        .contains("expected a number, a name or '(', found the end");
  }

  @Test
  void aSpecWithAnErrorIsReportedOnce() {
    Build.Result result =
        test()
            .compile(
                "@Activation @Clamp(min = 1, max = 0) interface Bad {}",
                "@VerifyKernels(Bad.class) class KernelsTest {}");

    assertThat(errors(result)).singleElement().asString().contains("[limen:bounds-crossed]");
  }

  @Test
  void aTriggerInAnotherPackageNeedsPublicKernels() {
    Build.Result result =
        test()
            .compile(
                Map.of(
                    "p/Outer.java",
                    "package p; import dev.limen.*; public class Outer {"
                        + " @Activation @Clamp(min = 0) protected interface Relu {} }",
                    "q/KernelsTest.java",
                    "package q; import dev.limen.*;\nclass KernelsTest extends p.Outer {"
                        + " @VerifyKernels(Relu.class) class Trigger {} }"));

    assertThat(errors(result))
        .singleElement()
        .asString()
        .contains("[limen:kernels-not-visible] the kernels of p.Outer.Relu are not public");
  }

  @Test
  void withoutJUnitThereAreNoTests() {
    Build.Result result =
        Build.javac(directory)
            .compile(
                "@Activation @Clamp(min = 0) interface Relu {}",
                "@VerifyKernels(Relu.class) class KernelsTest {}");

    assertThat(errors(result))
        .singleElement()
        .asString()
        .startsWith("5:1 [limen:junit-missing] ")
        .contains("org.junit.jupiter:junit-jupiter");
  }

  @Test
  void withoutJmhThereAreNoBenchmarks() {
    Build.Result result =
        test()
            .compile(
                "@Activation @Clamp(min = 0) interface Relu {}",
                "@BenchmarkKernels(Relu.class) class KernelsBenchmark {}");

    assertThat(errors(result)).singleElement().asString().startsWith("5:1 [limen:jmh-missing] ");
  }

  @Test
  void benchmarksAreInANamedPackage() {
    Build.Result result =
        test()
            .compile(
                Map.of(
                    "p/Relu.java",
                    RELU,
                    "KernelsBenchmark.java",
                    "import dev.limen.*;\n"
                        + "@BenchmarkKernels(p.Relu.class) class KernelsBenchmark {}"));

    assertThat(errors(result))
        .singleElement()
        .asString()
        .startsWith("2:1 [limen:unnamed-package] @BenchmarkKernels is on KernelsBenchmark");
  }

  @Test
  void aTestClassOfThatNameIsAnError() {
    Build.Result result =
        test()
            .compile(
                "@Activation @Clamp(min = 0) interface Relu {}",
                "@VerifyKernels(Relu.class) class ReluKernelsTest {}");

    assertThat(errors(result))
        .singleElement()
        .asString()
        .startsWith("5:20 [limen:class-exists] ")
        .contains("the class p.ReluKernelsTest");
  }

  @Test
  void twoSpecsOfOneNameAreAClash() {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("p/Relu.java", RELU);
    sources.put("q/Relu.java", RELU.replace("package p", "package q"));
    sources.put(
        "r/KernelsTest.java",
        "package r;\n@dev.limen.VerifyKernels({p.Relu.class, q.Relu.class}) class KernelsTest {}");

    assertThat(errors(test().compile(sources)))
        .singleElement()
        .asString()
        .startsWith("2:47 [limen:same-class] q.Relu and p.Relu")
        .contains("the class r.ReluKernelsTest");
  }
}
