package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.approx.Partition;
import dev.limen.processor.approx.SegmentFit;
import dev.limen.processor.approx.SegmentTable;
import dev.limen.processor.approx.SegmentTable.Variable;
import dev.limen.processor.kernel.ExponentialFunctions.Decay;
import dev.limen.processor.kernel.ExponentialFunctions.Method;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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

  /** The width of segments where tails have wider ones, over that of segments of one width. */
  private static final double NARROWER = 0.8;

  /** Centres of segments are aligned up to half of this part of their width. */
  private static final double ALIGNMENT = 16;

  /** No segments are found so near to 0, where widths are rounded to few digits or none. */
  private static final double NEAREST = 0x1p-100;

  /** No segments reach farther. */
  private static final double FARTHEST = 0x1p16;

  /** So far out that only the leading term of a decay is left. */
  static final double FAR = 300;

  /** What the width of an octave may be wrong by, of itself: some 100 octaves add up to 2^-22. */
  private static final double DRIFT = 0x1p-28;

  /** Half an ulp of zero is left of a function some octaves beyond where it is four at most. */
  private static final int BEYOND = 4;

  /** The powers of which octaves far out have the same coefficients. */
  private static final int SHARED = 3;

  private static final double SHORTEST_PERIOD = 0x1p-6;

  private static final double LEAST_RATE = 0x1p-6;

  /** So near to 0 that the function is linear there. */
  static final double NEXT_TO_ZERO = 0x1p-20;

  private final Precision precision;
  private final DoubleFunction<Ball> function;
  private final Tolerance tolerance;
  private final Asymptotes asymptotes;
  private final Saturation below;
  private final Saturation above;
  private final Ball centre;
  private final boolean losesNaN;
  private final OptionalDouble crossing;
  private final Map<Folding, SegmentFit> fits = new EnumMap<>(Folding.class);
  private final Map<Folding, SegmentFit> mirroredFits = new EnumMap<>(Folding.class);
  private final Map<Folding, SegmentFit> gaussianFits = new EnumMap<>(Folding.class);
  private final Map<Folding, Double> gaussians = new EnumMap<>(Folding.class);

  /**
   * A search.
   *
   * @param losesNaN whether kernels may give a number for NaN, if they are cheaper: for what brings
   *     it back
   */
  TableSearch(
      Precision precision,
      DoubleFunction<Ball> function,
      Tolerance tolerance,
      Asymptotes asymptotes,
      boolean losesNaN) {
    this.precision = precision;
    this.function = function;
    this.tolerance = tolerance;
    this.asymptotes = asymptotes;
    this.below = asymptotes.below();
    this.above = asymptotes.above();
    this.losesNaN = losesNaN;
    this.centre = function.apply(0);
    this.crossing = tolerance.sample().crossing();
    for (Folding folding : Folding.values()) {
      if (applies(folding)) {
        fits.put(folding, fit(folding, 1));
        mirroredFits.put(folding, fit(folding, side(folding)));
        double rate = gaussian(folding);
        if (rate > 0) {
          gaussians.put(folding, rate);
          gaussianFits.put(folding, gaussianFit(folding, rate));
        }
      }
    }
  }

  /** A shape and what it costs, but for corrections. */
  record Candidate(TableShape shape, double cost) {}

  /** All shapes, the cheapest first. */
  List<Candidate> candidates() {
    return fits.keySet().stream()
        .flatMap(this::shapes)
        .filter(shape -> !losesNaN || isBounded(shape) || !saturatesAtNumber(shape.folding()))
        .map(shape -> new Candidate(shape, cost(shape)))
        .sorted(Comparator.comparingDouble(Candidate::cost))
        .toList();
  }

  private double cost(TableShape shape) {
    GraphBuilder graph = new GraphBuilder(precision);
    DoubleWord x = DoubleWord.of(graph.x());
    return CostModel.cost(graph.build(lower(graph, x, shape, shape.example())));
  }

  /**
   * Fits a shape to the function.
   *
   * @param x the argument
   * @return the kernel; empty where no polynomials are close enough
   */
  Optional<Node> lower(GraphBuilder graph, DoubleWord x, TableShape shape) {
    boolean isMirrored = shape.partition() instanceof Partition.Octaves;
    SegmentFit fit =
        (shape.gaussian() > 0 ? gaussianFits : isMirrored ? mirroredFits : fits)
            .get(shape.folding());
    Optional<SegmentTable> table =
        isBounded(shape)
            ? fit.fitUpTo(limit(shape), shape.partition(), shape.variable(), shape.degree())
            : fit.fit(shape.partition(), shape.variable(), shape.degree());
    return table.map(polynomials -> lower(graph, x, shape, polynomials));
  }

  /**
   * Whether a table has a segment to spare, for what the part saturates at: then the argument is
   * bounded instead of the result. Scalar code takes the lesser of two numbers faster than it
   * chooses one of two; vectors wait for the comparison, which counts where few operations follow.
   */
  private boolean isBounded(TableShape shape) {
    Partition partition = shape.partition();
    return shape.gaussian() == 0
        && !(partition instanceof Partition.Octaves)
        && saturatesAtNumber(shape.folding())
        && partition.high(partition.segments() - 2) >= reach();
  }

  private boolean saturatesAtNumber(Folding folding) {
    return tolerance.isRelative() && folding.isOfBothSides() && saturation(folding).isConstant();
  }

  private double limit(TableShape shape) {
    return saturation(shape.folding()).intercept().minus(atZero(shape.folding())).toDouble();
  }

  private Saturation saturation(Folding folding) {
    return folding.isOfTheLeft() ? below : above;
  }

  /** What the part is less than the function. */
  private Ball atZero(Folding folding) {
    return folding == Folding.POINT ? centre : Ball.of(0);
  }

  private Node lower(GraphBuilder graph, DoubleWord u, TableShape shape, SegmentTable table) {
    Folding folding = shape.folding();
    Node x = u.high();
    if (folding == Folding.NONE) {
      Node part = SegmentLookup.lower(graph, table, u);
      return asymptotes.replaceBeyond(graph, x, part);
    }
    if (folding == Folding.FACTOR) {
      return timesX(graph, x, table);
    }
    DoubleWord magnitude = u.magnitude(graph);
    Node t = graph.named("magnitude", magnitude.high());
    if (isBounded(shape) && magnitude.low() == null) {
      Partition partition = shape.partition();
      int last = partition.segments() - 1;
      Node largest = graph.constant(partition.low(last) / 2 + partition.high(last) / 2);
      Node bounded =
          losesNaN ? lesser(graph, t, largest) : graph.select(graph.less(largest, t), largest, t);
      Node part = SegmentLookup.lower(graph, table, graph.named("boundedMagnitude", bounded));
      return folding.unfold(graph, x, part, centre);
    }
    if (folding == Folding.RAMP
        && shape.partition() instanceof Partition.Octaves octaves
        && below.vanishes()
        && magnitude.low() == null) {
      return rampAndOctaves(graph, x, t, table, octaves);
    }
    boolean isMirrored = shape.partition() instanceof Partition.Octaves;
    Node part = SegmentLookup.lower(graph, table, isMirrored ? magnitude.negate(graph) : magnitude);
    if (shape.gaussian() > 0) {
      part = timesGaussian(graph, part, magnitude, shape.gaussian());
    }
    return unfold(graph, x, t, part, folding);
  }

  /** The function of its part at {@code t = |x|}, which need not be right where it is saturated. */
  Node unfold(GraphBuilder graph, Node x, Node t, Node inside, Folding folding) {
    Ball less = atZero(folding);
    Saturation saturation = saturation(folding);
    Node limit = saturation.lower(graph, t, less);
    Node part = graph.select(graph.less(graph.constant(saturation.from()), t), limit, inside);
    if (folding == Folding.LEFT) {
      Node right = above.lower(graph, x, less);
      return graph.select(graph.less(graph.constant(0), x), right, part);
    }
    return folding.unfold(graph, x, part, centre);
  }

  /**
   * Bounded, an argument needs no choice of the asymptote at the end, if it is so far out that 0 is
   * left of the product with a power of two. What NaN becomes, x brings back.
   */
  private Node rampAndOctaves(
      GraphBuilder graph, Node x, Node t, SegmentTable table, Partition.Octaves octaves) {
    double bound = next(below.from() + BEYOND * octaves.periods().step());
    Node bounded = lesser(graph, t, graph.constant(bound));
    Node part = SegmentLookup.lower(graph, table, graph.negate(graph.named("bounded", bounded)));
    Node isNegative = graph.less(x, graph.constant(0));
    Node ramp = graph.select(isNegative, graph.constant(0), x);
    return graph.add(graph.named("ramp", ramp), part);
  }

  /** The lesser of two numbers that are not negative, by their bits; a number for NaN. */
  private static Node lesser(GraphBuilder graph, Node a, Node b) {
    return graph.fromBits(graph.bitsMin(graph.toBits(a), graph.toBits(b)));
  }

  /**
   * x times the table. Where the function is a multiple of x, the argument of the table is bounded;
   * where it vanishes, both are 0. Either is done first, so that the result waits for the table
   * alone, and either lets NaN pass.
   */
  private Node timesX(GraphBuilder graph, Node x, SegmentTable table) {
    Node isBelow = graph.less(x, graph.constant(-below.from()));
    Node isAbove = graph.less(graph.constant(above.from()), x);
    Node zero = graph.constant(0);
    Node factor = x;
    factor = below.vanishes() ? graph.select(isBelow, zero, factor) : factor;
    factor = above.vanishes() ? graph.select(isAbove, zero, factor) : factor;
    graph.named("factor", factor);
    Node bounded = factor;
    if (!below.vanishes()) {
      bounded = graph.select(isBelow, graph.constant(-below.from()), bounded);
    }
    if (!above.vanishes()) {
      // As integers, negative numbers are below all others. What NaN becomes, x brings back.
      Node bound = graph.toBits(graph.constant(above.from()));
      bounded = graph.fromBits(graph.bitsMin(graph.toBits(bounded), bound));
    }
    graph.named("bounded", bounded);
    // Where the factor is 0, any segment does.
    boolean isOpen = table.partition() instanceof Partition.Uniform uniform && uniform.isOpen();
    Node part =
        isOpen && table.variable() == Variable.ARGUMENT
            ? SegmentLookup.lower(graph, table, bounded, x)
            : SegmentLookup.lower(graph, table, bounded);
    return Folding.FACTOR.unfold(graph, factor, part, centre);
  }

  /** {@code part * e^(-rate t^2)}. */
  private static Node timesGaussian(GraphBuilder graph, Node part, DoubleWord u, double rate) {
    DoubleWord exponent = u.times(graph, u);
    double factor = -rate;
    if (rate != Math.scalb(1.0, Math.getExponent(rate))) {
      exponent = exponent.times(graph, DoubleWord.of(graph.constant(factor)));
      factor = 1;
    }
    ExponentialFunctions exponentials = new ExponentialFunctions(graph, Method.TABLE);
    Node power = exponentials.bounded(exponent.high(), exponent.low(), factor, Decay.SHIFT);
    return graph.multiply(graph.multiply(power, part), graph.constant(Decay.UNIT));
  }

  private boolean applies(Folding folding) {
    return reach() > NEAREST
        && reach() < FARTHEST
        && (folding != Folding.LEFT || above.from() < NEXT_TO_ZERO)
        && (folding != Folding.FACTOR || mayFactor())
        && folding.fits(function);
  }

  private boolean mayFactor() {
    return !tolerance.isRelative() && below.isThroughOrigin() && above.isThroughOrigin();
  }

  /** The side of 0 that octaves of a part are on: they go down to the left. */
  private static int side(Folding folding) {
    return folding.isOfHalf() ? -1 : 1;
  }

  private SegmentFit fit(Folding folding, int side) {
    double right = folding.isOfHalf() ? reach() : above.from();
    double left = folding.isOfHalf() ? 0 : -below.from();
    return new SegmentFit(
        precision,
        u -> folding.part(function, side * u),
        (u, value) ->
            switch (folding) {
              case POINT -> tolerance.at(u, centre.hi() + value);
              case FACTOR -> tolerance.at(u, u * value) / Math.max(Math.abs(u), NEXT_TO_ZERO);
              default -> tolerance.at(u, value);
            },
        side > 0 ? left : -right,
        side > 0 ? right : left);
  }

  private SegmentFit gaussianFit(Folding folding, double rate) {
    return new SegmentFit(
        precision,
        t -> folding.part(function, t).dividedBy(bell(rate, t)),
        (t, value) -> {
          double bell = bell(rate, t).toDouble();
          return tolerance.at(t, value * bell) / bell;
        },
        0,
        reach());
  }

  /** {@code e^(-rate t^2)}. */
  static Ball bell(double rate, double t) {
    return Ball.of(t).square().times(-rate).exp();
  }

  /** The rates of the bells that parts decay like, by the foldings that they are parts of. */
  Map<Folding, Double> bells() {
    return gaussians;
  }

  /** A part of the function. */
  Ball part(Folding folding, double t) {
    return folding.part(function, t);
  }

  /** Where the part saturates: on both sides of the function. */
  double reach() {
    return Math.max(below.from(), above.from());
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
                        .flatMap(variable ->
                            gaussians(folding, partition)
                                .map(rate ->
                                    new TableShape(folding, partition, variable, degree, rate)))));
  }

  private Stream<Double> gaussians(Folding folding, Partition partition) {
    Double rate = partition instanceof Partition.Octaves ? null : gaussians.get(folding);
    return rate == null ? Stream.of(0.0) : Stream.of(0.0, rate);
  }

  /** Whether results are rounded to a narrower format: there float's error is far away. */
  private boolean isWider() {
    return precision != tolerance.sample().precision();
  }

  private IntStream degrees() {
    boolean isFloat = precision == Precision.F32;
    boolean isCoarse = !tolerance.isRelative();
    if (isWider()) {
      return IntStream.rangeClosed(3, 10);
    }
    return isFloat
        ? IntStream.rangeClosed(1, isCoarse ? 6 : 8)
        : isCoarse ? IntStream.rangeClosed(3, 12) : IntStream.rangeClosed(9, 16);
  }

  /** Where errors are absolute, polynomials in x itself do: what cancels in them is small. */
  private Stream<Variable> variables(Partition partition) {
    return !tolerance.isRelative() && !(partition instanceof Partition.Octaves)
        ? Stream.of(Variable.ARGUMENT, Variable.DISTANCE)
        : Stream.of(Variable.DISTANCE);
  }

  private List<Partition> partitions(Folding folding, int segments) {
    return folding.isOfHalf() ? ofHalf(folding, segments) : ofLine(folding, segments);
  }

  private List<Partition> ofLine(Folding folding, int segments) {
    List<Partition> partitions = new ArrayList<>();
    double low = -below.from();
    double high = above.from();
    if (high - low <= WIDEST) {
      double step = next((high - low) / (segments - 1));
      partitions.add(uniform(low, step, segments));
      if (!tolerance.isRelative()) {
        // How far both tails reach tells which part of the line is left to the segments between.
        double first = low * segments / (high - low) + 0.5;
        double power = Math.scalb(1.0, Math.getExponent(step));
        partitions.add(open(next(NARROWER * step), Math.rint(first), segments));
        partitions.add(open(power, Math.floor(first), segments));
        partitions.add(open(power, Math.ceil(first), segments));
      }
      crossing.ifPresent(zero -> {
        double parts = Math.floor(Math.abs(zero) / (step * (segments - 1) / (segments - 1.5)));
        if (parts > 0) {
          partitions.add(uniform(low, next(Math.abs(zero) / parts), segments));
        }
      });
    }
    partitions.addAll(octaves(folding, segments));
    for (int bits = 1; bits <= 3; bits++) {
      binades(bits, segments / 2, segments / 2, t -> folding.part(function, t))
          .map(Partition.Sides::new)
          .ifPresent(partitions::add);
    }
    return partitions;
  }

  private static Partition uniform(double low, double step, int segments) {
    return new Partition.Uniform(step, (int) Math.floor(low / step + 0.5), segments);
  }

  /** Segments of which the outermost are as wide as it takes. */
  private static Partition open(double step, double first, int segments) {
    return new Partition.Uniform(step, (int) first, segments, true);
  }

  private List<Partition> ofHalf(Folding folding, int segments) {
    List<Partition> partitions = new ArrayList<>();
    int spare = saturatesAtNumber(folding) ? 1 : 0;
    for (int covering = segments - spare; covering <= segments; covering++) {
      if (reach() <= WIDEST) {
        partitions.add(new Partition.Uniform(next(reach() / (covering - 0.5)), 0, segments));
      }
      for (int bits = 1; bits <= 4; bits++) {
        binades(bits, segments, covering, t -> folding.part(function, t))
            .ifPresent(partitions::add);
      }
    }
    partitions.addAll(octaves(folding, segments));
    return partitions.stream().distinct().toList();
  }

  /**
   * The segments of so many to a binade that are the narrowest next to 0; where the function
   * crosses zero elsewhere, with a centre there, since errors are least in the middle of a segment.
   */
  private Optional<Partition.Binades> binades(
      int bits, int segments, int covering, DoubleFunction<Ball> part) {
    boolean startsAtZero = part.apply(0).hi() == 0;
    for (int exponent = -8; exponent <= 8; exponent++) {
      for (int k = 0; k < 1 << bits; k++) {
        double offset = Math.scalb(1 + Math.scalb(k, -bits), exponent);
        if (crossing.isPresent() && !startsAtZero) {
          offset = aligned(offset, Math.abs(crossing.getAsDouble()), bits);
        }
        Partition.Binades partition =
            new Partition.Binades(precision, offset, bits, segments, !startsAtZero);
        if (partition.high(covering - 1) >= reach()) {
          return Optional.of(partition);
        }
      }
    }
    return Optional.empty();
  }

  /** The least larger offset, but for digits, for which a segment has its centre at a point. */
  private static double aligned(double offset, double point, int bits) {
    double width = Math.scalb(1.0, Math.getExponent(offset + point) - bits);
    double place = (offset + point) / width;
    double shift = Math.ceil(place - 0.5) + 0.5 - place;
    return offset + Math.rint(shift * ALIGNMENT) / ALIGNMENT * width;
  }

  /** For parts that decay exponentially, and are to be accurate relative to themselves. */
  private List<Partition> octaves(Folding folding, int segments) {
    if (!tolerance.isRelative() || tolerance.sample().precision() == Precision.F64) {
      return List.of();
    }
    DoubleFunction<Ball> part = u -> folding.part(function, side(folding) * u);
    Ball period = period(part, -FAR);
    boolean isSteady = period.minus(period(part, -2 * FAR)).abs().hi() <= 0x1p-60 * period.hi();
    if (!isSteady || period.hi() < SHORTEST_PERIOD) {
      return List.of();
    }
    List<Partition> partitions = new ArrayList<>();
    for (int exponent = 1; exponent <= 2; exponent++) {
      Ball step = period.times(exponent);
      double high = (float) step.toDouble();
      double low = (float) step.minus(high).toDouble();
      double right = folding.isOfHalf() ? 0 : above.from();
      int last = (int) Math.ceil(right / high - 0.5);
      if (last < segments) {
        Partition.Uniform periods = new Partition.Uniform(high, last - segments + 1, segments);
        partitions.add(new Partition.Octaves(periods, low, exponent, 0));
        if (Math.abs(low) <= DRIFT * high) {
          partitions.add(new Partition.Octaves(periods, 0, exponent, 0));
          boolean fillsTwoVectors = precision == Precision.F32 && segments == 32;
          if (fillsTwoVectors && exponent == 1) {
            partitions.add(new Partition.Octaves(periods, 0, exponent, SHARED));
          }
        }
      }
    }
    return partitions;
  }

  /** The rate a of a part that decays like {@code t^k e^(-a t^2)}; 0 for others. */
  private double gaussian(Folding folding) {
    if (!tolerance.isRelative() || !folding.isOfHalf() || folding == Folding.POINT) {
      return 0;
    }
    double near = octavesBetween(folding, FAR, 2 * FAR);
    double far = octavesBetween(folding, 2 * FAR, 4 * FAR);
    double rate = (float) ((far - near) * StrictMath.log(2) / (9 * FAR * FAR));
    return rate > LEAST_RATE && rate < 1 / LEAST_RATE ? rate : 0;
  }

  /** By what power of two a part falls. */
  private double octavesBetween(Folding folding, double from, double to) {
    Ball ratio = folding.part(function, from).dividedBy(folding.part(function, to));
    return ratio.log().dividedBy(Ball.of(2).log()).toDouble();
  }

  /** On what distance a function falls to half its value. */
  private static Ball period(DoubleFunction<Ball> function, double at) {
    Ball rate = function.apply(at).dividedBy(function.apply(at - 1)).log();
    return Ball.of(2).log().dividedBy(rate);
  }

  /** A little more, in the precision. */
  private double next(double step) {
    return precision == Precision.F32 ? Math.nextUp((float) step) : Math.nextUp(step);
  }
}
