package dev.limen.processor.analysis;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.MathConstant;
import dev.limen.processor.formula.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Expressions of x, made at random. */
final class RandomExpressions {

  private static final double[] NUMBERS = {
    0, 1, -1, 2, 0.5, 0.1, -0.3, 3, 1.702, 0.044715, 6, 1e-3, 100, 1e10, -2.5
  };

  private final Random random;

  RandomExpressions(long seed) {
    random = new Random(seed);
  }

  Expr next(int depth) {
    if (depth == 0 || random.nextInt(12) == 0) {
      return leaf();
    }
    return switch (random.nextInt(12)) {
      case 0, 1 -> new Expr.Add(next(depth - 1), next(depth - 1));
      case 2 -> new Expr.Subtract(next(depth - 1), next(depth - 1));
      case 3, 4 -> new Expr.Multiply(next(depth - 1), next(depth - 1));
      case 5 -> new Expr.Divide(next(depth - 1), next(depth - 1));
      case 6 -> new Expr.Negate(next(depth - 1));
      case 7 ->
          new Expr.Power(
              next(depth - 1),
              random.nextInt(4) == 0 ? next(1) : Expr.constant(random.nextInt(8) - 2));
      case 8 ->
          new Expr.Conditional(
              Relation.values()[random.nextInt(4)],
              random.nextBoolean() ? Expr.X : next(depth - 1),
              random.nextInt(3) > 0 ? number() : next(depth - 1),
              next(depth - 1),
              next(depth - 1));
      default -> {
        Function function = Function.values()[random.nextInt(Function.values().length)];
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < function.arity(); i++) {
          arguments.add(next(depth - 1));
        }
        yield new Expr.Call(function, arguments);
      }
    };
  }

  private Expr leaf() {
    return random.nextInt(3) > 0 ? Expr.X : number();
  }

  private Expr number() {
    return random.nextInt(10) == 0
        ? new Expr.NamedConstant(random.nextBoolean() ? MathConstant.PI : MathConstant.E)
        : Expr.constant(NUMBERS[random.nextInt(NUMBERS.length)]);
  }

  /** A double, all magnitudes being as likely. */
  double input() {
    double size =
        Math.scalb(
            1 + random.nextDouble(),
            random.nextInt(4) > 0 ? random.nextInt(14) - 8 : random.nextInt(2000) - 1000);
    return switch (random.nextInt(30)) {
      case 0 -> 0;
      case 1 -> random.nextInt(9) - 4;
      default -> random.nextBoolean() ? size : -size;
    };
  }

  double between(double lower, double upper) {
    double at = lower + random.nextDouble() * (upper - lower);
    return switch (random.nextInt(8)) {
      case 0 -> lower;
      case 1 -> upper;
      default -> Double.isFinite(at) ? Math.clamp(at, lower, upper) : lower;
    };
  }
}
