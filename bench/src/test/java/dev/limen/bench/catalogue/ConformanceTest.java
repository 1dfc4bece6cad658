package dev.limen.bench.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.limen.Accuracy;
import dev.limen.bench.catalogue.Catalogue.Entry;
import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import dev.limen.verify.Ball;
import dev.limen.verify.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernels give the numbers that frameworks have in their tests, within the tolerances that they
 * test with. The numbers are not part of the project: {@code literal-vectors.json} in the folder of
 * {@code -Dlimen.conformance} holds them.
 */
@EnabledIfSystemProperty(
    named = "limen.conformance",
    matches = ".+",
    disabledReason = "-Dlimen.conformance does not say where the numbers of other frameworks are")
class ConformanceTest {

  /** Of several inputs, of rows, or no activation functions. */
  private static final Set<String> OTHERS =
      Set.of(
          "crelu",
          "glu",
          "log1mexp",
          "log_softmax",
          "logit",
          "softmax",
          "softmax_masked",
          "sparsemax");

  private static final double STEP = 0x1p-20;

  /** Numbers of a framework's test. */
  record Vectors(String name, JsonNode json) {
    String op() {
      return json.path("op").asText();
    }

    String kind() {
      return json.path("kind").asText();
    }

    boolean isFloat() {
      return json.path("dtype").asText().equals("float32");
    }

    boolean has(String field) {
      return json.has(field);
    }

    double[] numbers(String field) {
      return StreamSupport.stream(json.path(field).spliterator(), false)
          .mapToDouble(node -> number(node.asText()))
          .toArray();
    }

    /** A parameter, rounded to the format of the input as frameworks do. */
    double parameter(String parameter, double otherwise) {
      JsonNode node = json.path("params").path(parameter);
      return node.isMissingNode() || node.isNull() ? otherwise : number(node.asText());
    }

    private double number(String text) {
      return isFloat() ? Float.parseFloat(text) : Double.parseDouble(text);
    }

    /** How far the number may be from the one that is wanted. */
    double tolerance(double wanted) {
      JsonNode tolerance = json.path("tolerance");
      double ulp = isFloat() ? Math.ulp((float) wanted) : Math.ulp(wanted);
      return tolerance.path("atol").asDouble()
          + tolerance.path("rtol").asDouble() * Math.abs(wanted)
          + tolerance.path("ulp").asDouble() * ulp;
    }

    /** Whether a result is the correctly rounded one, and the wanted number is next to it. */
    boolean isRounded(double actual, double wanted, Ball exact) {
      return isFloat()
          ? actual == exact.toFloat() && Math.abs(actual - wanted) <= Math.ulp((float) actual)
          : actual == exact.toDouble() && Math.abs(actual - wanted) <= Math.ulp(actual);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A function as numbers are compared with it, of either format. */
  private record Subject(FloatKernel floats, DoubleKernel doubles, Reference reference) {
    Subject(Entry entry) {
      this(entry.floats(), entry.doubles(), entry.reference());
    }

    double[] forward(Vectors vectors) {
      double[] x = vectors.numbers("x");
      if (vectors.isFloat()) {
        float[] y = new float[x.length];
        floats.forward(floats(x), y);
        return doubles(y);
      }
      double[] y = new double[x.length];
      doubles.forward(x, y);
      return y;
    }

    double[] backward(Vectors vectors) {
      double[] x = vectors.numbers("x");
      double[] gradY = vectors.numbers("gy");
      if (vectors.isFloat()) {
        float[] gradX = new float[x.length];
        floats.backward(floats(x), floats(gradY), gradX);
        return doubles(gradX);
      }
      double[] gradX = new double[x.length];
      doubles.backward(x, gradY, gradX);
      return gradX;
    }

    double[] derivative(Vectors vectors) {
      double[] x = vectors.numbers("x");
      double[] slope = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        slope[i] = vectors.isFloat() ? floats.derivative((float) x[i]) : doubles.derivative(x[i]);
      }
      return slope;
    }

    /** By a difference of derivatives of the reference, for no kernel computes it. */
    double[] secondDerivative(Vectors vectors) {
      double[] x = vectors.numbers("x");
      double[] curvature = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        Ball rise = reference.derivative(x[i] + STEP).minus(reference.derivative(x[i] - STEP));
        curvature[i] = rise.dividedBy(2 * STEP).toDouble();
      }
      return curvature;
    }

    private static float[] floats(double[] numbers) {
      float[] floats = new float[numbers.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) numbers[i];
      }
      return floats;
    }

    private static double[] doubles(float[] numbers) {
      double[] doubles = new double[numbers.length];
      for (int i = 0; i < doubles.length; i++) {
        doubles[i] = numbers[i];
      }
      return doubles;
    }
  }

  static List<Vectors> all() throws IOException {
    Path file = Path.of(System.getProperty("limen.conformance"), "literal-vectors.json");
    JsonNode entries =
        new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .readTree(file.toFile())
            .path("entries");
    List<Vectors> all = new ArrayList<>();
    for (JsonNode entry : entries) {
      String source = entry.path("source").asText();
      String name =
          "%s %s %s %s of %s in %s"
              .formatted(
                  entry.path("op").asText(),
                  entry.path("params"),
                  entry.path("dtype").asText(),
                  entry.path("kind").asText(),
                  entry.path("test").asText(),
                  source.substring(source.lastIndexOf('/') + 1));
      all.add(new Vectors(name, entry));
    }
    return all;
  }

  static Stream<Vectors> ofActivations() throws IOException {
    return all().stream().filter(vectors -> subject(vectors).isPresent());
  }

  @ParameterizedTest
  @MethodSource("ofActivations")
  void agrees(Vectors vectors) {
    Subject subject = subject(vectors).orElseThrow();
    Map<String, Function<Vectors, double[]>> fields =
        Map.of(
            "y", subject::forward,
            "gx", subject::backward,
            "df", subject::derivative,
            "d2f", subject::secondDerivative);
    assertThat(fields.keySet()).anyMatch(vectors::has);
    fields.forEach((field, computation) -> {
      if (vectors.has(field)) {
        compare(vectors, field, computation.apply(vectors), subject.reference());
      }
    });
  }

  private static void compare(Vectors vectors, String field, double[] actual, Reference reference) {
    double[] wanted = vectors.numbers(field);
    double[] x = vectors.numbers("x");
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      boolean same = Double.compare(actual[i] + 0.0, wanted[i] + 0.0) == 0;
      // Where no error is allowed, the last digit is that of the framework, and may be wrong.
      same |= field.equals("y") && vectors.isRounded(actual[i], wanted[i], reference.value(x[i]));
      if (!same && !(Math.abs(actual[i] - wanted[i]) <= vectors.tolerance(wanted[i]))) {
        wrong.add("x = " + x[i] + ": " + actual[i] + " instead of " + wanted[i]);
      }
    }
    assertThat(actual).hasSameSizeAs(wanted).hasSameSizeAs(x);
    assertThat(wrong).as(field).isEmpty();
  }

  /** What is not compared is not compared for a reason. */
  @Test
  void nothingElseIsLeftOut() throws IOException {
    Set<String> left = new TreeSet<>();
    for (Vectors vectors : all()) {
      if (subject(vectors).isEmpty() && !OTHERS.contains(vectors.op())) {
        left.add(vectors.op() + " " + vectors.kind() + " " + vectors.json().path("params"));
      }
    }
    assertThat(left)
        .allMatch(text ->
            // Slopes per channel; a rule of all functions, tested below; a bound that is no
            // finite number, and one that is negative, which PyTorch refuses.
            text.matches(
                "prelu .*|\\* special .*|hardshrink special .*Infinity.*|softshrink error .*"));
  }

  @Test
  void everyFunctionGivesNanForNan() {
    assertThat(Catalogue.entries())
        .allSatisfy(entry -> {
          assertThat(entry.floats().apply(Float.NaN)).isNaN();
          assertThat(entry.floats().derivative(Float.NaN)).isNaN();
          assertThat(entry.doubles().apply(Double.NaN)).isNaN();
          assertThat(entry.doubles().derivative(Double.NaN)).isNaN();
        });
  }

  /** The kernels of the function, in the tier STANDARD; none where there are no such kernels. */
  private static Optional<Subject> subject(Vectors vectors) {
    return constant(vectors)
        .map(name -> new Subject(Catalogue.entry(name, Accuracy.STANDARD)))
        .or(() -> bound(vectors));
  }

  /** The constant of Formulas that has the parameters of the vectors, by the name of PyTorch. */
  private static Optional<String> constant(Vectors vectors) {
    Map<String, String> fixed =
        Map.ofEntries(
            Map.entry("abs", "ABS"),
            Map.entry("erf", "ERF"),
            Map.entry("hardsigmoid", "HARD_SIGMOID"),
            Map.entry("hardswish", "HARD_SWISH"),
            Map.entry("lisht", "LISHT"),
            Map.entry("logsigmoid", "LOG_SIGMOID"),
            Map.entry("mish", "MISH"),
            Map.entry("relu", "RELU"),
            Map.entry("relu6", "RELU6"),
            Map.entry("selu", "SELU"),
            Map.entry("sigmoid", "SIGMOID"),
            Map.entry("silu", "SILU"),
            Map.entry("softsign", "SOFT_SIGN"),
            Map.entry("sparse_plus", "SPARSE_PLUS"),
            Map.entry("sparse_sigmoid", "SPARSE_SIGMOID"),
            Map.entry("sqrt", "SQRT"),
            Map.entry("tanh", "TANH"),
            Map.entry("tanhshrink", "TANH_SHRINK"));
    if (vectors.op().equals("gelu")) {
      JsonNode approximate = vectors.json().path("params").path("approximate");
      // What NNlib calls gelu is the tanh form.
      boolean isJulia = vectors.json().path("source").asText().contains("NNlib");
      boolean isTanh = approximate.isMissingNode() ? isJulia : approximate.asText().equals("tanh");
      return Optional.of(isTanh ? "GELU_TANH" : "GELU");
    }
    return Optional.ofNullable(fixed.get(vectors.op()));
  }

  /** A kernel that is bound to the parameters of the vectors. */
  private static Optional<Subject> bound(Vectors vectors) {
    if (vectors.kind().equals("error")) {
      return Optional.empty();
    }
    return switch (vectors.op()) {
      case "celu" -> bind("CELU_ALPHA", vectors.parameter("alpha", 1));
      case "clamp" -> bind("CLAMP", vectors.parameter("min", -1), vectors.parameter("max", 1));
      case "elu" -> bind("ELU_ALPHA", vectors.parameter("alpha", 1));
      case "hardshrink" -> bind("HARD_SHRINK_BOUND", vectors.parameter("lambd", 0.5));
      case "hardtanh" ->
          bind("CLAMP", vectors.parameter("min_val", -1), vectors.parameter("max_val", 1));
      case "keras_relu" ->
          bind(
              "KERAS_RELU",
              vectors.parameter("negative_slope", 0),
              vectors.parameter("threshold", 0),
              vectors.parameter("max_value", Float.MAX_VALUE));
      case "leaky_relu" -> bind("PRELU", vectors.parameter("negative_slope", 0.01));
      case "prelu" -> bind("PRELU", vectors.numbers("weight"));
      case "softplus" -> bind("SOFTPLUS_BETA", vectors.parameter("beta", 1));
      case "softshrink" -> bind("SOFT_SHRINK_BOUND", vectors.parameter("lambd", 0.5));
      case "squareplus" -> bind("SQUARE_PLUS_B", vectors.parameter("b", 4));
      case "threshold" ->
          bind("THRESHOLD", vectors.parameter("threshold", 0), vectors.parameter("value", 0));
      case "trelu" -> bind("THRESHOLD", vectors.parameter("theta", 1), 0);
      default -> Optional.empty();
    };
  }

  /** None for several slopes of PReLU, and for values that are not finite. */
  private static Optional<Subject> bind(String name, double... parameters) {
    Class<?> facade = Catalogue.facade(name, Accuracy.STANDARD);
    Class<?>[] types = new Class<?>[parameters.length];
    Arrays.fill(types, double.class);
    Object[] values = Arrays.stream(parameters).boxed().toArray();
    if (!Arrays.stream(parameters).allMatch(Double::isFinite)
        || parameters.length
            != Catalogue.entry(name, Accuracy.STANDARD).floats().info().parameters().size()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Subject(
              (FloatKernel) facade.getDeclaredMethod("f32", types).invoke(null, values),
              (DoubleKernel) facade.getDeclaredMethod("f64", types).invoke(null, values),
              (Reference) facade.getDeclaredMethod("reference", types).invoke(null, values)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(facade + " takes other parameters", e);
    }
  }
}
