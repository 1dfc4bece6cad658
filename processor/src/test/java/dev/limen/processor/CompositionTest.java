package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private Build.Result compile(String... sources) {
    return Build.javac(directory).compile(sources);
  }

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
        compile(TOP, "@Activation @Formula(\"2 * Top(x + 1)\") interface Caller {}");

    try (URLClassLoader classes = result.load()) {
      FloatKernel kernel = (FloatKernel) kernel(classes, "p.Caller", "F32");
      assertThat(kernel.info().formula()).isEqualTo("2*((x + 1)*tanh(x + 1))");
    }
  }

  @Test
  void aCircleIsAnErrorOfEachThatIsInIt() {
    Build.Result result =
        compile(
            """
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
  void aCircleIsToldOnceToThoseThatMeetItOnMorePaths() {
    Build.Result result =
        compile(
            """
            class Circle {
              @Activation @Formula("B(x) + C(x)") interface A {}
              @Activation @Formula("x * C(x)") interface B {}
              @Activation @Formula("x * A(x)") interface C {}
              @Activation @Formula("C(x) + A(x) + B(x) + C(2*x)") interface Outside {}
            }
            """);

    assertThat(result.messages(Kind.ERROR))
        .extracting(message -> message.lines().findFirst().orElseThrow())
        .containsExactlyInAnyOrder(
            "[limen:cycle] A calls B, which calls C, which calls A",
            "[limen:cycle] B calls C, which calls A, which calls B",
            "[limen:cycle] C calls A, which calls B, which calls C",
            "[limen:cycle] C calls A, which calls B, which calls C");
  }

  /** Each level calls the one below twice, so that there are millions of paths down. */
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  @ParameterizedTest
  @ValueSource(strings = {"0.5*S%1$d(x) + 0.5*Levels.S%1$d(x)", "S%1$d(x) - S%1$d(2*x)"})
  void manyPathsAreNoMoreWorkThanOne(String formula) {
    Build.Result result = compile(levels(24, formula));

    assertThat(result.messages(Kind.ERROR)).isEmpty();
    assertThat(result.generated()).containsKey("p/Levels_S24Kernels.java");
  }

  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  @Test
  void whatGrowsFromCallerToCallerIsTooLarge() {
    Build.Result result = compile(levels(24, "S%1$d(2*x) + S%1$d(3*x)"));

    List<String> errors = result.messages(Kind.ERROR);
    assertThat(errors)
        .first(STRING)
        .startsWith("[limen:too-large] the formula has ")
        .contains("at most 2000 are allowed")
        .contains("S9(2*x) + S9(3*x)");
    assertThat(errors.subList(1, errors.size()))
        .hasSize(14)
        .allMatch(message -> message.startsWith("[limen:invalid-callee]"));
  }

  private static String levels(int count, String formula) {
    StringBuilder source = new StringBuilder("interface Levels {\n");
    for (int level = 0; level <= count; level++) {
      source.append(
          String.format(
              Locale.ROOT,
              "@Activation(precisions = Precision.F32) @Formula(\"%s\") interface S%d {}\n",
              level == 0 ? "x" : String.format(Locale.ROOT, formula, level - 1),
              level));
    }
    return source.append('}').toString();
  }

  @Test
  void whatIsCalledMustBeValid() {
    Build.Result result =
        compile(
            """
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
        compile(
            "package q; import dev.limen.*; @Activation @Formula(\"2*x\") interface Hidden {}",
            "@Activation @Formula(\"q.Hidden(x)\") interface Caller {}");

    assertThat(result.messages(Kind.ERROR))
        .singleElement()
        .asString()
        .startsWith("[limen:unknown-name] unknown function 'q.Hidden'");
  }
}
