package dev.limen.processor.emit;

import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.Asymptote;
import dev.limen.processor.analysis.ParameterSlope;
import dev.limen.processor.analysis.Tails;
import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.GraphBuilder;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.ParameterKernel;
import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** Kernels made by hand, that together have every operation. */
enum SampleKernels {
  /** An output that is an input, and one that is a constant. */
  IDENTITY(b -> b.x(), b -> b.constant(1)),
  /** Nothing depends on x. */
  CONSTANT(b -> b.constant(2.5), b -> b.constant(0)),
  RELU(
      b -> b.select(b.less(b.x(), b.constant(0)), b.constant(0), b.x()),
      b -> {
        Node step = b.select(b.less(b.constant(0), b.x()), b.constant(1), b.constant(0));
        return b.select(b.isNaN(b.x()), b.x(), step);
      }),
  HARD_SIGMOID(
      b -> {
        Node line = b.named("line", b.fma(b.x(), b.constant(0.2), b.constant(0.5)));
        Node atLeastZero = b.select(b.less(line, b.constant(0)), b.constant(0), line);
        return b.select(b.less(b.constant(1), atLeastZero), b.constant(1), atLeastZero);
      },
      b -> {
        Node inside = b.maskAnd(b.less(b.constant(-2.5), b.x()), b.less(b.x(), b.constant(2.5)));
        return b.select(inside, b.constant(0.2), b.constant(0));
      }),
  /** The lesser and the larger of two numbers, and choices that look like that but are not. */
  EXTREMES(
      b -> {
        Node atMost = b.select(b.less(b.constant(2), b.x()), b.constant(2), b.x());
        Node atLeast = b.select(b.less(atMost, b.constant(-1)), b.constant(-1), atMost);
        Node isSmall = b.less(b.x(), b.constant(0.5));
        Node larger = b.select(isSmall, b.constant(0.5), b.x());
        return b.add(b.multiply(atLeast, larger), b.select(isSmall, b.constant(7), b.x()));
      },
      b -> {
        Node ofConstant = b.select(b.less(b.x(), b.constant(3)), b.x(), b.constant(3));
        Node zero = b.select(b.less(b.x(), b.constant(0)), b.constant(0), b.x());
        return b.divide(ofConstant, zero);
      }),
  /** exp by a polynomial, then a division: not accurate, but of the usual operations. */
  SIGMOID(
      SampleKernels::sigmoid,
      b -> {
        Node y = sigmoid(b);
        return b.multiply(y, b.subtract(b.constant(1), y));
      }),
  /** Comparisons with other operands than constants, and every operation on masks. */
  MASKS(
      b -> {
        Node square = b.named("square", b.multiply(b.x(), b.x()));
        Node cube = b.multiply(square, b.x());
        Node less = b.less(square, cube);
        Node equal = b.equal(cube, b.x());
        Node outside = b.maskNot(b.maskOr(less, b.isNaN(cube)));
        Node first = b.select(b.maskAnd(outside, b.maskNot(equal)), b.negate(square), cube);
        return b.select(b.isNaN(b.x()), b.x(), first);
      },
      b -> {
        Node infinity = b.constant(Double.POSITIVE_INFINITY);
        Node huge = b.equal(b.abs(b.x()), infinity);
        Node one = b.select(b.equal(b.x(), b.constant(1)), b.constant(-0.0), b.sqrt(b.x()));
        return b.select(huge, b.constant(Double.NaN), b.add(one, b.constant(-3)));
      }),
  /** Every operation on bits. */
  BITS(
      b -> {
        Node bits = b.toBits(b.x());
        Node sum = b.bitsAdd(bits, b.shiftLeft(bits, 3));
        Node difference = b.bitsSubtract(sum, b.shiftRight(bits, 2));
        Node product = b.bitsMultiply(difference, b.bits(5));
        Node mixed = b.xor(product, b.shiftRightUnsigned(sum, 1));
        return b.fromBits(b.or(b.and(mixed, b.bits(0x3fffff)), b.bits(0x1000000)));
      },
      b -> {
        Node sign = b.bits(b.precision() == Precision.F32 ? Integer.MIN_VALUE : Long.MIN_VALUE);
        return b.fromBits(b.xor(b.toBits(b.divide(b.x(), b.constant(3))), sign));
      }),
  /** Integers without a sign, and differences under a mask. */
  BITS_WHERE(
      b -> {
        Node bits = b.toBits(b.x());
        Node bounded = b.bitsMinUnsigned(b.toBits(b.constant(-3)), bits);
        Node less = b.lessOrEqual(b.x(), b.constant(2));
        Node line = b.bitsSubtractWhere(less, bounded, b.bits(0x100));
        return b.select(b.isNaN(b.x()), b.x(), b.fromBits(line));
      },
      b -> {
        Node bits = b.toBits(b.x());
        Node half = b.bitsMinUnsigned(b.shiftRightUnsigned(bits, 1), b.shiftLeft(bits, 1));
        Node positive = b.lessOrEqual(b.constant(0), b.x());
        return b.fromBits(b.shiftRightUnsigned(b.bitsSubtractWhere(positive, half, bits), 2));
      }),
  /** Tables: two vectors of 512 bits hold one, or one does. */
  TABLES(
      b -> {
        int exponentBits = b.precision() == Precision.F32 ? 23 : 52;
        Node index = b.named("index", b.shiftRightUnsigned(b.toBits(b.x()), exponentBits));
        return b.fma(b.lookup(table(b, 1), index), b.x(), b.lookup(table(b, 2), index));
      },
      b -> {
        List<Double> table = table(b, 1);
        Node index = b.toBits(b.x());
        Node half = b.lookup(table.subList(0, table.size() / 2), index);
        return b.add(b.lookup(table, index), half);
      }),
  /** More constants for value and derivative than registers hold, and none for both. */
  IN_TWO_LOOPS(b -> ofManyConstants(b, 0.25), b -> ofManyConstants(b, 0.75)),
  /** Constants that depend on parameters, in two parts. */
  SWISH(
      b -> {
        Expr beta = new Expr.Parameter("beta");
        Node high = b.named("beta", b.uniform(beta));
        Node low = b.named("betaLow", b.uniformLow(beta));
        Node u = b.named("u", b.fma(low, b.x(), b.multiply(high, b.x())));
        return b.divide(b.x(), b.add(b.constant(1), b.abs(u)));
      },
      b -> {
        Expr beta = new Expr.Parameter("beta");
        Expr x = new Expr.Parameter("x0");
        Expr grown =
            new Expr.Divide(
                new Expr.Subtract(
                    Expr.call(Function.EXP, new Expr.Negate(beta)), new Expr.Multiply(beta, x)),
                new Expr.Add(Expr.ONE, Expr.call(Function.SOFTPLUS, x)));
        Node isBelow = b.less(b.x(), b.negate(b.uniform(beta)));
        Node bounded = b.select(isBelow, b.constant(0), b.x());
        return b.multiply(b.uniform(grown), bounded);
      }),
  /** Backward compares its two inputs in every way, and is no product. */
  COMPARISONS(
      b -> b.x(),
      b -> b.constant(1),
      b -> {
        Node one = b.constant(1);
        Node zero = b.constant(0);
        Node less = b.select(b.less(b.x(), b.gradY()), one, zero);
        Node equal = b.select(b.equal(b.x(), b.gradY()), b.constant(2), zero);
        Node isNaN = b.select(b.isNaN(b.gradY()), b.constant(4), zero);
        Node upTo = b.select(b.lessOrEqual(b.x(), b.gradY()), b.constant(8), zero);
        return b.add(b.add(b.add(less, equal), isNaN), upTo);
      }),
  /** More operations than a method can have that HotSpot compiles. */
  LARGE(b -> large(b, 1), b -> large(b, 2)),
  /** A derivative that fits into a method alone, but not together with the value. */
  TWO_HALVES(b -> chain(b, 260, 0.25), b -> chain(b, 260, 0.75)),

  // Floats that are computed in double.
  WIDE_IDENTITY(IDENTITY),
  WIDE_CONSTANT(CONSTANT),
  WIDE_SIGMOID(SIGMOID),
  WIDE_TABLES(TABLES),
  WIDE_SWISH(SWISH),
  WIDE_COMPARISONS(COMPARISONS),
  WIDE_LARGE(LARGE),
  WIDE_TWO_HALVES(TWO_HALVES);

  private final PrintedGraph value;
  private final PrintedGraph derivative;
  private final PrintedGraph backward;
  private final boolean isWide;

  interface PrintedGraph {
    Node of(GraphBuilder builder);
  }

  SampleKernels(PrintedGraph value, PrintedGraph derivative) {
    this(value, derivative, null);
  }

  SampleKernels(PrintedGraph value, PrintedGraph derivative, PrintedGraph backward) {
    this.value = value;
    this.derivative = derivative;
    this.backward = backward;
    this.isWide = false;
  }

  SampleKernels(SampleKernels narrow) {
    this.value = narrow.value;
    this.derivative = narrow.derivative;
    this.backward = narrow.backward;
    this.isWide = true;
  }

  private static List<Double> table(GraphBuilder b, int seed) {
    List<Double> table = new ArrayList<>();
    for (int i = 0; i < (b.precision() == Precision.F32 ? 32 : 16); i++) {
      table.add((double) (i * i + seed));
    }
    return table;
  }

  private static Node chain(GraphBuilder b, int length, double start) {
    Node y = b.constant(start);
    for (int i = 0; i < length; i++) {
      y = b.fma(y, b.x(), b.constant(1.0 / (i + 1)));
    }
    return y;
  }

  private static Node ofManyConstants(GraphBuilder b, double start) {
    Node y = b.constant(start);
    for (int i = 0; i < 18; i++) {
      y = b.fma(y, b.x(), b.constant(start / (i + 3)));
    }
    return y;
  }

  /** Terms that share bits, masks and reals with each other. */
  private static Node large(GraphBuilder b, int seed) {
    Node sum = b.constant(seed);
    Node shared = b.x();
    for (int i = 1; i <= 150; i++) {
      Node bits = b.xor(b.toBits(shared), b.bits((long) i * seed));
      Node mask = b.less(shared, b.constant(i));
      Node term = b.select(mask, b.fromBits(bits), b.multiply(b.x(), b.constant(1.0 / i)));
      shared = b.fma(term, b.constant(0.5), b.x());
      sum = b.add(sum, i % 7 == 0 ? b.select(mask, term, shared) : shared);
    }
    return sum;
  }

  private static Node sigmoid(GraphBuilder b) {
    boolean isFloat = b.precision() == Precision.F32;
    double magic = isFloat ? 0x1.8p23 : 0x1.8p52;
    Node shifted = b.named("shifted", b.fma(b.x(), b.constant(1 / Math.log(2)), b.constant(magic)));
    Node k = b.named("k", b.toBits(shifted));
    Node r =
        b.named(
            "r", b.fma(b.subtract(shifted, b.constant(magic)), b.constant(-Math.log(2)), b.x()));
    Node p = b.constant(1.0 / 120);
    for (double coefficient : new double[] {1.0 / 24, 1.0 / 6, 0.5, 1, 1}) {
      p = b.fma(p, r, b.constant(coefficient));
    }
    Node exp =
        b.named("exp", b.fromBits(b.bitsAdd(b.toBits(p), b.shiftLeft(k, isFloat ? 23 : 52))));
    Node quotient = b.divide(exp, b.add(exp, b.constant(1)));
    Node belowSaturated = b.select(b.less(b.x(), b.constant(-80)), b.constant(0), quotient);
    return b.select(b.less(b.constant(80), b.x()), b.constant(1), belowSaturated);
  }

  String specName() {
    StringBuilder name = new StringBuilder();
    for (String word : name().split("_")) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  Map<String, Double> parameters() {
    Map<String, Double> parameters = new LinkedHashMap<>();
    if (this == SWISH || this == WIDE_SWISH) {
      parameters.put("beta", 1.7);
      parameters.put("x0", 0.1);
    }
    return parameters;
  }

  /** One of two parameters, or both. */
  private List<String> trainable() {
    return switch (this) {
      case SWISH -> List.of("beta");
      case WIDE_SWISH -> List.of("beta", "x0");
      default -> List.of();
    };
  }

  KernelSet set(Precision precision) {
    GraphBuilder builder = new GraphBuilder(isWide ? Precision.F64 : precision);
    Node y = value.of(builder);
    Node dydx = derivative.of(builder);
    Node factor = precision == Precision.F32 ? builder.roundToFloat(dydx) : dydx;
    Node gradX =
        backward == null ? builder.multiply(builder.gradY(), factor) : backward.of(builder);
    List<ParameterKernel> slopes = new ArrayList<>();
    Graph backwardAndTerm = builder.build(gradX);
    for (String parameter : trainable()) {
      Node slope = builder.multiply(y, builder.constant(parameter.length()));
      Node term = builder.multiply(builder.gradY(), slope);
      slopes.add(
          new ParameterKernel(
              parameter,
              builder.build(slope),
              builder.build(term),
              new Contract("STANDARD", Contract.Measure.ABSOLUTE, 0x1p-22),
              new Certificate(1e-8, 3, 0.3, 1234567)));
      backwardAndTerm = builder.build(gradX, term);
    }
    return new KernelSet(
        precision,
        builder.build(y),
        builder.build(dydx),
        builder.build(gradX),
        builder.build(y, dydx),
        slopes,
        backwardAndTerm,
        new Certificate(1.25, 1.25, 0.7, 1234567),
        new Certificate(2.5, 2.5, -0.0, 1234567),
        "made by hand",
        List.of(),
        Optional.empty());
  }

  /** The files of a spec in package {@code p}. */
  ActivationFiles files(TypeElement spec) {
    return new ActivationFiles(
        "p",
        specName(),
        "p." + specName(),
        true,
        "x < 0 ? 0 : x",
        "x < 0 ? 0 : 1",
        function(),
        List.of(
            new ContractedKernels(
                new Contract("STANDARD", Contract.Measure.ULP, 4), set(Precision.F32)),
            new ContractedKernels(
                new Contract("FAST", Contract.Measure.ABSOLUTE, 0x1p-45), set(Precision.F64))),
        spec,
        List.of());
  }

  /** Stands for any function: relu, whatever the kernels compute. */
  private AnalyzedFunction function() {
    FunctionProperties properties =
        new FunctionProperties(
            0,
            Double.POSITIVE_INFINITY,
            FunctionProperties.Symmetry.NONE,
            FunctionProperties.Monotonicity.INCREASING,
            false,
            false,
            List.of(0.0),
            List.of(new FunctionProperties.KinkPoint(0, 0, 1, 0)));
    return new AnalyzedFunction(
        Expr.call(Function.RELU, Expr.X),
        new Derivative(
            Expr.call(Function.STEP, Expr.X), List.of(new Derivative.PointValue(0, 0)), List.of()),
        parameters(),
        properties,
        properties,
        Tails.of(new Asymptote.Limit(Expr.ZERO)),
        Tails.of(new Asymptote.Line(Expr.ONE, Expr.ZERO)),
        Tails.of(new Asymptote.Limit(Expr.ZERO)),
        Tails.of(new Asymptote.Unknown()),
        trainable().stream()
            .map(parameter ->
                new ParameterSlope(
                    parameter,
                    Expr.ZERO,
                    Tails.of(new Asymptote.Limit(Expr.ZERO)),
                    Tails.of(new Asymptote.Limit(Expr.ZERO)),
                    false))
            .toList(),
        List.of());
  }
}
