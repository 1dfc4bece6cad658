package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formulas that call other specs by name. */
class CompositionTest {

  private static final String GATES =
      """
      package gates;
      import dev.limen.*;
      public interface Gates {
        @Activation @Clamp(slope = 0.2, shift = 0.5, min = 0, max = 1) interface HardSigmoid {}
        @Activation @Formula("slope*x") interface Line { @Parameter(0.25) double slope(); }
        @Activation @Formula("HardSigmoid(Line(x))") interface Both {}
        @Activation @Formula("x") @SuppressWarnings("limen") interface Hidden {}
      }
      """;

  private static final String CALLERS =
      """
      package p;
      import dev.limen.*;
      class Callers {
        @Activation @Formula("x * gates.Gates.HardSigmoid(x)") interface Swish {}
        @Activation @Formula("x * clamp(0.2*x + 0.5, 0, 1)") interface SwishInFull {}

        @Activation @Formula("Top(1 - 2*x) + sigmoid(x)") interface OfTop {}
        @Activation @Formula("(1 - 2*x)*tanh(1 - 2*x) + sigmoid(x)") interface OfTopInFull {}

        @Activation @Formula("x + gates.Gates.Both(x)") interface Chain {}
        @Activation @Formula("x + clamp(0.2*0.25*x + 0.5, 0, 1)") interface ChainInFull {}

        @Activation @Piecewise(breakpoints = 0, formulas = {"0.1*x", "Deep.Inner(x)"})
        interface Pieces {}
        @Activation @Piecewise(breakpoints = 0, formulas = {"0.1*x", "expm1(x)"})
        interface PiecesInFull {}

        interface Deep {
          @Activation @Formula("expm1(x)") interface Inner {}
          @Activation @Formula("Inner(-x)*Top(x)") interface FromInside {}
          @Activation @Formula("expm1(-x)*(x*tanh(x))") interface FromInsideInFull {}
        }
      }
      """;

  private static final String TOP =
      "package p; import dev.limen.*; @Activation @Formula(\"x*tanh(x)\") interface Top {}";

  @TempDir Path directory;

  @Test
  void aCallIsWhatIsCalled() throws Exception {
    Build.Result gates = Build.javac(directory.resolve("gates")).compile(GATES);
    assertThat(gates.messages(Kind.ERROR)).isEmpty();

    Build.Result result =
        Build.javac(directory.resolve("callers")).classPath(gates.classes()).compile(CALLERS, TOP);

    assertThat(result.messages(Kind.ERROR)).isEmpty();
    // What incremental compilation depends on.
    assertThat(result.generated().get("p/Callers_ChainKernels.java"))
        .contains("calls = {", "Gates.Both.class", "Gates.HardSigmoid.class", "Gates.Line.class");
    try (URLClassLoader classes = result.load()) {
      for (String name : List.of("Swish", "OfTop", "Chain", "Pieces", "Deep_FromInside")) {
        assertSame(classes, "p.Callers_" + name);
      }
    }
  }

  private static void assertSame(ClassLoader classes, String caller)
      throws ReflectiveOperationException {
    FloatKernel floats = (FloatKernel) kernel(classes, caller, "F32");
    FloatKernel floatsInFull = (FloatKernel) kernel(classes, caller + "InFull", "F32");
    DoubleKernel doubles = (DoubleKernel) kernel(classes, caller, "F64");
    DoubleKernel doublesInFull = (DoubleKernel) kernel(classes, caller + "InFull", "F64");
    assertThat(floats.info().derivative()).isEqualTo(floatsInFull.info().derivative());
    long seed = caller.hashCode();
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      double x = 4 * random.nextGaussian();
      assertThat(floats.apply((float) x))
          .as("%s, seed %d, at %s", caller, seed, x)
          .isEqualTo(floatsInFull.apply((float) x));
      assertThat(doubles.derivative(x))
          .as("derivative of %s, seed %d, at %s", caller, seed, x)
          .isEqualTo(doublesInFull.derivative(x));
    }
  }

  private static Object kernel(ClassLoader classes, String spec, String name)
      throws ReflectiveOperationException {
    var field = classes.loadClass(spec + "Kernels").getDeclaredField(name);
    field.setAccessible(true);
    return field.get(null);
  }

  @Test
  void theFormulaThatIsToldCallsNothing() throws IOException, ReflectiveOperationException {
    Build.Result result =
        Build.javac(directory)
            .compile(TOP, "@Activation @Formula(\"2 * Top(x + 1)\") interface Caller {}");

    try (URLClassLoader classes = result.load()) {
      FloatKernel kernel = (FloatKernel) kernel(classes, "p.Caller", "F32");
      assertThat(kernel.info().formula()).isEqualTo("2*((x + 1)*tanh(x + 1))");
    }
  }

  @Test
  void aCircleIsAnErrorOfEachThatIsInIt() {
    Build.Result result =
        Build.javac(directory)
            .compile(
                """
                package p;
                import dev.limen.*;
                class Circle {
                  @Activation @Formula("x + B(x)") interface A {}
                  @Activation @Formula("x * C(x)") interface B {}
                  @Activation @Piecewise(breakpoints = 0, formulas = {"0", "x*A(x)"})
                  interface C {}
                  @Activation @Formula("2*x") interface Apart {}
                }
                """);

    assertThat(result.messages(Kind.ERROR))
        .hasSize(3)
        .allMatch(message -> message.startsWith("[limen:cycle]"))
        .anyMatch(message -> message.contains("A calls B, which calls C, which calls A"))
        .anyMatch(message -> message.contains("B calls C, which calls A, which calls B"))
        .anyMatch(message -> message.contains("C calls A, which calls B, which calls C"));
    assertThat(result.generated()).containsKey("p/Circle_ApartKernels.java");
  }

  @Test
  void whatIsCalledMustBeValid() {
    Build.Result result =
        Build.javac(directory)
            .compile(
                """
                package p;
                import dev.limen.*;
                class Invalid {
                  @Activation @Formula("x*B(x)") interface A {}
                  @Activation @Formula("x*sgimoid(x)") interface B {}
                  @Activation @Formula("x*D(x)") interface C {}
                  @Activation @Clamp(min = 1, max = 0) interface D {}
                }
                """);

    assertThat(result.messages(Kind.ERROR))
        .hasSize(4)
        .anyMatch(message ->
            message.startsWith("[limen:invalid-callee] the formula calls B")
                && message.contains("unknown function 'sgimoid'"))
        .anyMatch(message ->
            message.startsWith("[limen:invalid-callee] the formula calls D")
                && message.contains("min is 1, greater than max"));
  }

  @Test
  void anotherPackageIsCalledOnlyIfItIsPublic() {
    Build.Result result =
        Build.javac(directory)
            .compile(
                "package q; import dev.limen.*; @Activation @Formula(\"2*x\") interface Hidden {}",
                "@Activation @Formula(\"q.Hidden(x)\") interface Caller {}");

    assertThat(result.messages(Kind.ERROR))
        .singleElement()
        .asString()
        .startsWith("[limen:unknown-name] unknown function 'q.Hidden'");
  }
}
