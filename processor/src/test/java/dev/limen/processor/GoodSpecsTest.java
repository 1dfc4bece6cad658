package dev.limen.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import dev.limen.runtime.FunctionProperties;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every form that a declaration may have, compiled with all warnings as errors, and run. */
class GoodSpecsTest {

  private static final String SPECS =
      """
      package p;

      import static dev.limen.Precision.F32;

      import dev.limen.*;

      public class Specs {
        static final String HARD_SWISH = "x*clamp(x/6 + 0.5, 0, 1)";

        @Activation
        @Clamp
        interface Identity {}

        @Activation
        @Clamp(slope = 0.2, shift = 0.5, min = 0, max = 1)
        interface Theano {}

        @Activation(kink = Kink.RIGHT)
        @Clamp(slope = 0.2, shift = 0.5, min = 0, max = 1)
        interface TheanoRight {}

        @Activation
        @Piecewise(
            breakpoints = {-2.5, 2.5},
            slopes = {0, 0.2, 0},
            shifts = {0, 0.5, 1})
        public interface Keras {}

        @Activation
        @Piecewise(breakpoints = {-1, 1}, formulas = {"0", "(x+1)^2/4", "x"})
        interface SparsePlus {}

        @Activation(kink = Kink.MEAN)
        @Piecewise(breakpoints = 0, slopes = {0.25, 1}, shifts = {0, 0})
        interface LeakyMean {}

        @Activation
        @Piecewise(breakpoints = {-1, 0, 1}, slopes = {0, 1, 2, 3}, shifts = {-1, 0, 0, -1},
            kinks = {0.5, Double.NaN, -7})
        interface Overridden {}

        @Activation
        @Piecewise(breakpoints = 0, slopes = {1, 1}, shifts = {0, 1}, continuous = false)
        interface Jumping {}

        @Activation(accuracy = Accuracy.FAST, precisions = F32, reproducible = true)
        @Formula(HARD_SWISH)
        interface HardSwish {}

        @Activation(precisions = {Precision.F64, Precision.F32}, kink = Kink.LEFT)
        @Formula(\"""
            relu(x)
              - relu(x - 1)
            \""")
        interface Ramp {}

        @Activation
        @Formula(value = "abs(x) + abs(x-2)", kinks = {0.25, Double.NaN})
        interface TwoKinks {}

        @SuppressWarnings("limen")
        @Activation
        @Formula("a*x + b")
        interface Line {
          double UNUSED = 1;

          @Parameter(3)
          double b();

          @Parameter(value = 2, trainable = false)
          double a();

          @Parameter(5)
          double unused();

          static double helper() {
            return UNUSED;
          }
        }

        static class Inner {
          @SuppressWarnings({"limen:constant-function", "limen:unused-parameter"})
          @Activation
          @Clamp(slope = 0, shift = 4)
          interface Constant {
            @Parameter(1)
            double a();
          }
        }
      }

      @Activation
      @Clamp(min = 0, max = 6)
      interface Relu6 {}
      """;

  @TempDir static Path directory;

  private static Build.Result result;
  private static URLClassLoader loader;

  @BeforeAll
  static void compile() {
    result =
        Build.javac(directory)
            .options("-Xlint:all,-incubating", "-Werror")
            .compile(Map.of("p/Specs.java", SPECS));
    assertThat(result.messages(Kind.ERROR)).isEmpty();
    assertThat(result.succeeded()).as(result.output()).isTrue();
    loader = result.load();
  }

  @AfterAll
  static void close() throws IOException {
    loader.close();
  }

  private static Class<?> facade(String name) throws ReflectiveOperationException {
    return loader.loadClass("p." + name + "Kernels");
  }

  private static <T> T kernel(String name, String field, Class<T> type)
      throws ReflectiveOperationException {
    Field kernel = facade(name).getDeclaredField(field);
    kernel.setAccessible(true);
    return type.cast(kernel.get(null));
  }

  @ParameterizedTest
  @CsvSource({
    "Specs_Identity, -3.5, -3.5, 1",
    "Specs_Theano, 0, 0.5, 0.2",
    "Specs_Theano, -2.5, 0, 0",
    "Specs_Theano, 2.5, 1, 0",
    "Specs_TheanoRight, -2.5, 0, 0.2",
    "Specs_TheanoRight, 2.5, 1, 0",
    "Specs_Keras, -3, 0, 0",
    "Specs_Keras, -2.5, 0, 0",
    "Specs_Keras, 2.5, 1, 0",
    "Specs_Keras, 1, 0.7, 0.2",
    "Specs_Keras, 9, 1, 0",
    "Specs_SparsePlus, 0, 0.25, 0.5",
    "Specs_SparsePlus, -1, 0, 0",
    "Specs_SparsePlus, 1, 1, 1",
    "Specs_LeakyMean, 0, 0, 0.625",
    "Specs_LeakyMean, -4, -1, 0.25",
    "Specs_Overridden, -1, -1, 0.5",
    "Specs_Overridden, 0, 0, 1",
    "Specs_Overridden, 1, 2, -7",
    "Specs_Overridden, 2, 5, 3",
    "Specs_Jumping, -1, -1, 1",
    "Specs_Jumping, 0, 1, 1",
    "Specs_Ramp, 0, 0, 0",
    "Specs_Ramp, 0.5, 0.5, 1",
    "Specs_Ramp, 1, 1, 1",
    "Specs_TwoKinks, 0, 2, 0.25",
    "Specs_TwoKinks, 2, 2, 0",
    "Specs_TwoKinks, 1, 2, 0",
    "Specs_Line, 1, 5, 2",
    "Specs_Inner_Constant, 17, 4, 0",
    "Relu6, 0, 0, 0",
    "Relu6, 3, 3, 1",
    "Relu6, 6, 6, 0",
  })
  void valueAndDerivative(String name, double x, double value, double derivative)
      throws ReflectiveOperationException {
    DoubleKernel f64 = kernel(name, "F64", DoubleKernel.class);
    assertThat(f64.apply(x)).isCloseTo(value, within(value));
    assertThat(f64.derivative(x)).isCloseTo(derivative, within(derivative));
    FloatKernel f32 = kernel(name, "F32", FloatKernel.class);
    assertThat(f32.apply((float) x)).isEqualTo((float) value);
    assertThat(f32.derivative((float) x)).isEqualTo((float) derivative);
  }

  private static org.assertj.core.data.Offset<Double> within(double size) {
    return org.assertj.core.data.Offset.offset(4 * Math.ulp(size));
  }

  @Test
  void aConstantPieceHoldsWhereItMeetsItsRightNeighbourButForRounding()
      throws ReflectiveOperationException {
    DoubleKernel keras = kernel("Specs_Keras", "F64", DoubleKernel.class);
    assertThat(keras.apply(-2.5)).isZero();
    // In exact arithmetic: the piece on the right is less than 0 at -2.5, and its zero next to it.
    assertThat(keras.apply(Math.nextUp(-2.5))).isPositive().isLessThan(1e-15);
    assertThat(keras.info().properties().minimum()).isZero();
    assertThat(keras.info().properties().maximum()).isEqualTo(1);
    assertThat(kernel("Specs_Jumping", "F64", DoubleKernel.class).apply(0)).isEqualTo(1);
  }

  @Test
  void onlyTheDeclaredPrecisionsAreThere() throws ReflectiveOperationException {
    assertThat(kernel("Specs_HardSwish", "F32", FloatKernel.class).apply(3)).isEqualTo(3);
    assertThat(facade("Specs_HardSwish").getDeclaredFields())
        .noneMatch(f -> f.getName().equals("F64"));
    assertThat(result.generated().keySet()).noneMatch(path -> path.contains("HardSwish_ScalarF64"));
  }

  @Test
  void facadesAreAsVisibleAsTheirSpecs() throws ReflectiveOperationException {
    assertThat(Modifier.isPublic(facade("Specs_Keras").getModifiers())).isTrue();
    assertThat(Modifier.isPublic(facade("Specs_Theano").getModifiers())).isFalse();
    assertThat(Modifier.isPublic(facade("Relu6").getModifiers())).isFalse();
  }

  @Test
  void parametersAreInTheOrderOfDeclaration() throws ReflectiveOperationException {
    Method bind =
        facade("Specs_Line").getDeclaredMethod("f64", double.class, double.class, double.class);
    bind.setAccessible(true);
    DoubleKernel kernel = (DoubleKernel) bind.invoke(null, 10.0, 3.0, 0.0);
    assertThat(kernel.apply(2)).isEqualTo(3 * 2 + 10);
    assertThat(kernel("Specs_Line", "F64", DoubleKernel.class).info().parameters())
        .containsExactly(Map.entry("b", 3.0), Map.entry("a", 2.0), Map.entry("unused", 5.0));
  }

  @Test
  void kinksAreInTheInfo() throws ReflectiveOperationException {
    assertThat(kernel("Specs_Overridden", "F32", FloatKernel.class).info().properties().kinks())
        .containsExactly(
            new FunctionProperties.KinkPoint(-1, 0, 1, 0.5),
            new FunctionProperties.KinkPoint(0, 1, 2, 1),
            new FunctionProperties.KinkPoint(1, 2, 3, -7));
  }

  @Test
  void thereIsNoWarningAndNoNote() {
    assertThat(result.messages(Kind.WARNING)).isEmpty();
    assertThat(result.messages(Kind.MANDATORY_WARNING)).isEmpty();
    assertThat(List.copyOf(result.messages(Kind.NOTE))).noneMatch(note -> note.contains("limen:"));
  }

  @Test
  void constantsBeyondFloatsAreInfinite(@TempDir Path other) {
    Build.Result distant =
        Build.javac(other)
            .compile(
                "@Activation(accuracy = Accuracy.HALF, precisions = Precision.F32)"
                    + " @Formula(\"x*sigmoid(x - 1e308)\") interface Distant {}");
    assertThat(distant.generated().get("p/Distant_ScalarF32.java"))
        .contains("x - Float.POSITIVE_INFINITY");
    assertThat(distant.succeeded()).as(distant.output()).isTrue();
  }
}
