package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.approx.SegmentFit;
import dev.limen.processor.kernel.ExponentialFunctions.Decay;
import dev.limen.processor.kernel.ExponentialFunctions.Method;
import dev.limen.verify.Ball;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Kernels without tables of functions whose tails are those of a bell, as of gelu and of its
 * derivative: for {@code t = |x|} the product of {@code e^(-a t^2)}, of {@code t - z} if there is a
 * zero z, and of a polynomial in {@code (t - c)/(t + c)}, which maps the half-line to an interval.
 */
final class BellSearch {

  /** The centres c that are tried, where the bell is {@code e^(-t^2/2)}. */
  private static final double[] CENTRES = {2, 4, 6, 8};

  /** The share of the contract that is left to a polynomial: the rest is for rounding. */
  private static final double SHARE = 0.25;

  private static final int BISECTIONS = 60;

  private final TableSearch half;
  private final Precision precision;
  private final Tolerance tolerance;

  /**
   * A search.
   *
   * @param half what is known of the function
   */
  BellSearch(TableSearch half, Precision precision, Tolerance tolerance) {
    this.half = half;
    this.precision = precision;
    this.tolerance = tolerance;
  }

  /**
   * A way to compute the part of a function.
   *
   * @param rate a, of the bell
   * @param zero z; empty for none
   * @param isDivided whether the part is divided by {@code t + c}
   * @param centre c
   */
  record Shape(
      Folding folding,
      double rate,
      Optional<Ball> zero,
      boolean isDivided,
      double centre,
      int degree) {

    private boolean isFromZero() {
      return zero.isPresent() && zero.get().hi() == 0;
    }

    /** In the words of the field, for readers. */
    String describe() {
      String zeros =
          zero.isEmpty()
              ? ""
              : isFromZero()
                  ? "|x|, "
                  : String.format(Locale.ROOT, "|x| - %.4g, ", zero.get().toDouble());
      return String.format(
          Locale.ROOT,
          "exp(-%1$s x^2) times %2$sa polynomial of degree %3$d in (|x| - %4$s)/(|x| +"
              + " %4$s)%5$s%6$s",
          rate,
          zeros,
          degree,
          centre,
          isDivided ? " over |x| + " + centre : "",
          folding.note());
    }

    private double variable(double t) {
      return (t - centre) / (t + centre);
    }

    private double argument(double variable) {
      return centre * (1 + variable) / (1 - variable);
    }

    /** What the polynomial is multiplied by at t. */
    private Ball factor(double t) {
      Ball factor = TableSearch.bell(rate, t);
      if (zero.isPresent()) {
        factor = factor.times(Ball.of(t).minus(zero.get()));
      }
      return isDivided ? factor.dividedBy(Ball.of(t).plus(centre)) : factor;
    }
  }

  /** A shape and what it costs, but for corrections. */
  record Candidate(Shape shape, double cost) {}

  /** All shapes, the cheapest first. */
  List<Candidate> candidates() {
    return half.bells().entrySet().stream()
        .flatMap(bell -> shapes(bell.getKey(), bell.getValue()))
        .map(shape -> new Candidate(shape, cost(shape)))
        .sorted(Comparator.comparingDouble(Candidate::cost))
        .toList();
  }

  private Stream<Shape> shapes(Folding folding, double rate) {
    Optional<Ball> zero = zero(folding);
    Shape plain = new Shape(folding, rate, zero, false, 1, 0);
    double growth =
        Math.abs(
            quotient(plain, 2 * TableSearch.FAR)
                .dividedBy(quotient(plain, TableSearch.FAR))
                .toDouble());
    boolean isBounded = growth > 0.75 && growth < 1.5;
    boolean vanishes = growth > 0.375 && growth < 0.75;
    if (!isBounded && !vanishes) {
      return Stream.empty();
    }
    IntStream degrees =
        precision == Precision.F32
            ? IntStream.rangeClosed(5, 12)
            : IntStream.iterate(16, degree -> degree <= 24, degree -> degree + 2);
    double width = Math.sqrt(0.5 / rate);
    return degrees
        .boxed()
        .flatMap(degree ->
            DoubleStream.of(CENTRES)
                .map(centre -> (float) (centre * width))
                .mapToObj(centre -> new Shape(folding, rate, zero, vanishes, centre, degree)));
  }

  /** Where the part is zero, to more digits than a double has. */
  private Optional<Ball> zero(Folding folding) {
    if (half.part(folding, 0).hi() == 0) {
      return Optional.of(Ball.of(0));
    }
    double guess =
        tolerance.sample().zeros().map(x -> folding.isOfTheLeft() ? -x : x).findFirst().orElse(-1);
    if (!(guess > 0)) {
      return Optional.empty();
    }
    double low = guess * (1 - 0x1p-6);
    double high = guess * (1 + 0x1p-6);
    double side = half.part(folding, low).hi();
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = low / 2 + high / 2;
      boolean isBelow = half.part(folding, middle).hi() * side > 0;
      low = isBelow ? middle : low;
      high = isBelow ? high : middle;
    }
    Ball value = half.part(folding, low);
    double step = low * TableSearch.NEXT_TO_ZERO;
    Ball rise = half.part(folding, low + step).minus(half.part(folding, low - step));
    double rest = value.times(2 * step).dividedBy(rise).toDouble();
    return Optional.of(Ball.of(low, -rest));
  }

  /** What the polynomial stands for. */
  private Ball quotient(Shape shape, double t) {
    double at = Math.max(t, TableSearch.NEXT_TO_ZERO);
    return half.part(shape.folding(), at).dividedBy(shape.factor(at));
  }

  private double cost(Shape shape) {
    GraphBuilder graph = new GraphBuilder(precision);
    double[] coefficients = new double[shape.degree() + 1];
    for (int power = 0; power <= shape.degree(); power++) {
      coefficients[power] = 1.0 / (power + 3);
    }
    return CostModel.cost(graph.build(lower(graph, shape, coefficients)));
  }

  /**
   * Fits a shape to the function.
   *
   * @return the kernel; empty where no polynomial is close enough
   */
  Optional<Node> lower(GraphBuilder graph, Shape shape) {
    DoubleFunction<Ball> function = variable -> quotient(shape, shape.argument(variable));
    SegmentFit fit =
        new SegmentFit(
            precision,
            function,
            (variable, value) -> {
              double t = Math.max(shape.argument(variable), TableSearch.NEXT_TO_ZERO);
              double factor = shape.factor(t).toDouble();
              double size = Math.max(Math.abs(factor), Double.MIN_NORMAL);
              return SHARE * tolerance.at(t, value * factor) / size;
            },
            -1,
            shape.variable(half.reach()));
    return fit.fit(0, shape.degree()).map(polynomial -> lower(graph, shape, polynomial));
  }

  private Node lower(GraphBuilder graph, Shape shape, double[] coefficients) {
    Node x = graph.x();
    Node t = graph.named("magnitude", graph.abs(x));
    boolean isFromZero = shape.isFromZero();
    Node sum = graph.add(t, graph.constant(shape.centre()));
    Node quotient;
    Node variable;
    if (!shape.isDivided()) {
      quotient = isFromZero ? t : null;
      variable = graph.divide(graph.subtract(t, graph.constant(shape.centre())), sum);
    } else if (isFromZero) {
      quotient = graph.divide(t, sum);
      variable = graph.fma(quotient, graph.constant(2), graph.constant(-1));
    } else {
      quotient = graph.divide(graph.constant(1), sum);
      variable = graph.fma(quotient, graph.constant(-2 * shape.centre()), graph.constant(1));
    }
    graph.named("variable", variable);
    Node part = graph.constant(coefficients[shape.degree()]);
    for (int power = shape.degree() - 1; power >= 0; power--) {
      part = graph.named("sum", graph.fma(part, variable, graph.constant(coefficients[power])));
    }
    part = quotient == null ? part : graph.multiply(part, graph.named("quotient", quotient));
    if (shape.zero().isPresent() && !isFromZero) {
      part = graph.multiply(part, distance(graph, t, shape.zero().get()));
    }
    DoubleWord square = DoubleWord.of(t).times(graph, DoubleWord.of(t));
    DoubleWord exponent = square.times(graph, DoubleWord.of(graph.constant(-shape.rate())));
    Node bell =
        new ExponentialFunctions(graph, Method.POLYNOMIAL)
            .bounded(exponent.high(), exponent.low(), Decay.SHIFT);
    part = graph.multiply(graph.multiply(bell, part), graph.constant(Decay.UNIT));
    return half.unfold(graph, x, t, part, shape.folding());
  }

  /** {@code t - zero}, accurate where that is small. */
  private static Node distance(GraphBuilder graph, Node t, Ball zero) {
    Node high = graph.constant(zero.toDouble());
    Node low = graph.constant(zero.minus(graph.realOf(high)).toDouble());
    return graph.subtract(graph.subtract(t, high), low);
  }
}
