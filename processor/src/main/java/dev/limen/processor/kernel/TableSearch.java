package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.approx.Partition;
import dev.limen.processor.approx.SegmentFit;
import dev.limen.processor.approx.SegmentTable;
import dev.limen.processor.approx.SegmentTable.Variable;
import dev.limen.runtime.Contract;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ways to compute a function of x by one table of polynomials: all that may be worth it, the
 * cheapest first.
 *
 * <p>The table covers the numbers on which the function is not yet its asymptote. Beyond, whatever
 * the polynomials give is replaced by it; that late, so that nothing waits for the comparison.
 */
final class TableSearch {

  /** The widest interval that is cut into segments of equal width. */
  private static final double WIDEST = 64;

  /** From this error on polynomials in x itself do. */
  private static final double COARSE = 0x1p-14;

  private final Precision precision;
  private final DoubleFunction<Ball> function;
  private final Tolerance tolerance;
  private final Optional<Saturation> below;
  private final Optional<Saturation> above;
  private final Ball centre;
  private final Map<Folding, SegmentFit> fits = new EnumMap<>(Folding.class);

  TableSearch(
      Precision precision,
      DoubleFunction<Ball> function,
      Tolerance tolerance,
      Optional<Saturation> below,
      Optional<Saturation> above) {
    this.precision = precision;
    this.function = function;
    this.tolerance = tolerance;
    this.below = below;
    this.above = above;
    this.centre = function.apply(0);
    for (Folding folding : Folding.values()) {
      if (applies(folding)) {
        fits.put(folding, fit(folding));
      }
    }
  }

  /** A shape and what it costs, but for corrections. */
  record Candidate(TableShape shape, double cost) {}

  /** All shapes, the cheapest first. */
  List<Candidate> candidates() {
    return fits.keySet().stream()
        .flatMap(this::shapes)
        .map(shape -> new Candidate(shape, cost(shape)))
        .sorted(Comparator.comparingDouble(Candidate::cost))
        .toList();
  }

  private double cost(TableShape shape) {
    GraphBuilder graph = new GraphBuilder(precision);
    return CostModel.cost(graph.build(lower(graph, shape, shape.example())));
  }

  /**
   * Fits a shape to the function.
   *
   * @return the kernel; empty where no polynomials are close enough
   */
  Optional<Node> lower(GraphBuilder graph, TableShape shape) {
    return fits.get(shape.folding())
        .fit(shape.partition(), shape.variable(), shape.degree())
        .map(table -> lower(graph, shape, table));
  }

  private Node lower(GraphBuilder graph, TableShape shape, SegmentTable table) {
    Folding folding = shape.folding();
    Node x = graph.x();
    if (folding == Folding.NONE) {
      Node part = SegmentLookup.lower(graph, table, x);
      part = saturated(graph, part, above.orElseThrow(), x, x);
      return saturated(graph, part, below.orElseThrow(), graph.negate(x), x);
    }
    Node t = graph.named("magnitude", graph.abs(x));
    Node part = SegmentLookup.lower(graph, table, t);
    Ball less = folding == Folding.POINT ? centre : Ball.of(0);
    Saturation saturation = partTail(folding);
    Node limit = saturation.lower(graph, t, less);
    part = graph.select(graph.less(graph.constant(saturation.from()), t), limit, part);
    if (folding == Folding.LEFT) {
      Node right = above.orElseThrow().lower(graph, x, less);
      return graph.select(graph.less(graph.constant(0), x), right, part);
    }
    return folding.unfold(graph, part, centre);
  }

  private static Node saturated(
      GraphBuilder graph, Node part, Saturation saturation, Node t, Node x) {
    Node bound = graph.constant(saturation.from());
    Node isBeyond = t == x ? graph.less(bound, x) : graph.less(x, graph.negate(bound));
    return graph.select(isBeyond, saturation.lower(graph, t, Ball.of(0)), part);
  }

  private Saturation partTail(Folding folding) {
    return switch (folding) {
      case RAMP, LEFT -> below.orElseThrow();
      case NONE, EVEN, ODD, POINT -> above.orElseThrow();
    };
  }

  private boolean applies(Folding folding) {
    boolean saturates =
        switch (folding) {
          case LEFT -> below.isPresent() && above.isPresent() && above.get().from() < 0x1p-20;
          case NONE, EVEN, ODD, RAMP, POINT -> below.isPresent() && above.isPresent();
        };
    return saturates && folding.fits(function);
  }

  private SegmentFit fit(Folding folding) {
    DoubleFunction<Ball> part = t -> folding.part(function, t);
    double to = folding == Folding.NONE ? above.orElseThrow().from() : reach(folding);
    double from = folding == Folding.NONE ? -below.orElseThrow().from() : 0;
    return new SegmentFit(
        precision,
        part,
        (t, value) -> tolerance.at(t, folding == Folding.POINT ? centre.hi() + value : value),
        from,
        to);
  }

  /** Where the part saturates: on both sides of the function. */
  private double reach(Folding folding) {
    return folding == Folding.LEFT
        ? below.orElseThrow().from()
        : Math.max(below.orElseThrow().from(), above.orElseThrow().from());
  }

  // Shapes

  private Stream<TableShape> shapes(Folding folding) {
    int most = precision == Precision.F32 ? 32 : 16;
    return Stream.of(most, most / 2)
        .flatMap(segments -> partitions(folding, segments).stream())
        .flatMap(partition ->
            degrees()
                .boxed()
                .flatMap(degree ->
                    variables(partition)
                        .map(variable -> new TableShape(folding, partition, variable, degree))));
  }

  private IntStream degrees() {
    boolean isFloat = precision == Precision.F32;
    boolean isCoarse = tolerance.contract().measure() == Contract.Measure.ABSOLUTE;
    return isFloat
        ? IntStream.rangeClosed(1, 6)
        : isCoarse ? IntStream.rangeClosed(3, 12) : IntStream.rangeClosed(9, 16);
  }

  private Stream<Variable> variables(Partition partition) {
    boolean isCoarse =
        tolerance.contract().measure() == Contract.Measure.ABSOLUTE
            && tolerance.contract().bound() >= COARSE
            && partition instanceof Partition.Uniform;
    return isCoarse
        ? Stream.of(Variable.ARGUMENT, Variable.DISTANCE)
        : Stream.of(Variable.DISTANCE);
  }

  private List<Partition> partitions(Folding folding, int segments) {
    List<Partition> partitions = new ArrayList<>();
    if (folding == Folding.NONE) {
      double low = -below.orElseThrow().from();
      double high = above.orElseThrow().from();
      if (high - low <= WIDEST) {
        double step = rounded((high - low) / (segments - 1));
        partitions.add(new Partition.Uniform(step, (int) Math.floor(low / step + 0.5), segments));
      }
      return partitions;
    }
    double reach = reach(folding);
    if (reach <= WIDEST) {
      partitions.add(new Partition.Uniform(rounded(reach / (segments - 0.5)), 0, segments));
    }
    for (int bits = 1; bits <= 4; bits++) {
      binades(reach, bits, segments).ifPresent(partitions::add);
    }
    return partitions;
  }

  /** The segments of so many to a binade that are the narrowest next to 0. */
  private Optional<Partition> binades(double reach, int bits, int segments) {
    for (int exponent = -8; exponent <= 8; exponent++) {
      for (int k = 0; k < 1 << bits; k++) {
        double offset = Math.scalb(1 + Math.scalb(k, -bits), exponent);
        Partition.Binades partition = new Partition.Binades(precision, offset, bits, segments);
        if (partition.high(segments - 1) >= reach) {
          return Optional.of(partition);
        }
      }
    }
    return Optional.empty();
  }

  /** A little more, in the precision. */
  private double rounded(double step) {
    return precision == Precision.F32 ? Math.nextUp((float) step) : Math.nextUp(step);
  }
}
