package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Faults of Limen itself are compile errors at the spec. */
class CrashTest {

  private static List<ContractedKernels> recurse(int depth) {
    return depth < 0 ? List.of() : recurse(depth + 1);
  }

  private static Diagnostic<? extends JavaFileObject> onlyError(Engine engine) {
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new LimenProcessor(engine))
            .withOptions("-Alimen.vector=off")
            .compile(
                Sources.file("interface Outer {\n  @Activation @Formula(\"x\") interface S {}\n}"));
    assertThat(compilation.errors()).hasSize(1);
    return compilation.errors().getFirst();
  }

  @Test
  void anExceptionIsAnErrorWithItsTrace() {
    Diagnostic<?> error =
        onlyError(spec -> {
          throw new IllegalStateException("no kernel today");
        });

    assertThat(error.getMessage(Locale.ROOT))
        .startsWith("[limen:internal-error] Limen failed at p.Outer.S,")
        .contains("IllegalStateException: no kernel today", "at " + CrashTest.class.getName());
    assertThat(error.getLineNumber()).isEqualTo(6);
    assertThat(error.getColumnNumber()).isEqualTo(3);
  }

  @Test
  void aStackOverflowIsAnErrorOfBoundedLength() {
    Diagnostic<?> error = onlyError(spec -> recurse(0));

    assertThat(error.getMessage(Locale.ROOT))
        .contains("Limen failed at p.Outer.S", "StackOverflowError", "CrashTest.recurse")
        .hasSizeLessThan(10_000);
  }

  @Test
  void anErrorIsAnError() {
    Diagnostic<?> error =
        onlyError(spec -> {
          throw new NoClassDefFoundError("gone");
        });

    assertThat(error.getMessage(Locale.ROOT)).contains("NoClassDefFoundError: gone");
  }
}
