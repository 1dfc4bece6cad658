package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Add;
import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Conditional;
import dev.limen.processor.formula.Expr.Constant;
import dev.limen.processor.formula.Expr.Divide;
import dev.limen.processor.formula.Expr.Multiply;
import dev.limen.processor.formula.Expr.NamedConstant;
import dev.limen.processor.formula.Expr.Negate;
import dev.limen.processor.formula.Expr.Parameter;
import dev.limen.processor.formula.Expr.Power;
import dev.limen.processor.formula.Expr.Subtract;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Expressions made at random, with what the rewrites look for more often than chance has it. */
final class RandomFormulas {

  static final Map<String, Double> PARAMETERS = Map.of("alpha", 0.75, "beta", 1.25);

  static final Set<Function> SWITCHES =
      EnumSet.of(
          Function.ABS,
          Function.SIGN,
          Function.MIN,
          Function.MAX,
          Function.CLAMP,
          Function.RELU,
          Function.STEP);

  private static final double[] NUMBERS = {
    0, 1, 1, 1, 2, 2, 0.5, -1, 3, 0.1, 0.2, 0.044715, 6, 1.0507, -2.5, 4, 1e-3, 0.25, 7, 0.2
  };

  private static final List<Function> FUNCTIONS = List.of(Function.values());

  private static final List<Relation> RELATIONS = List.of(Relation.values());

  private final Random random;
  private final boolean switches;
  private final boolean parameters;

  RandomFormulas(long seed, boolean switches, boolean parameters) {
    this.random = new Random(seed);
    this.switches = switches;
    this.parameters = parameters;
  }

  /** An expression of at most so many levels. */
  Expr next(int depth) {
    if (depth <= 1) {
      return leaf();
    }
    return switch (random.nextInt(16)) {
      case 0, 1 -> new Add(next(depth - 1), next(depth - 1));
      case 2, 3 -> new Subtract(next(depth - 1), next(depth - 1));
      case 4, 5, 6 -> new Multiply(next(depth - 1), next(depth - 1));
      case 7 -> new Divide(next(depth - 1), next(depth - 1));
      case 8 -> new Negate(next(depth - 1));
      case 9 -> new Power(next(depth - 1), exponent());
      case 10 -> cancelling(next(depth - 2));
      case 11 -> switches ? conditional(depth) : leaf();
      default -> call(depth);
    };
  }

  private Expr leaf() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> Expr.X;
      case 4 ->
          parameters
              ? new Parameter(random.nextBoolean() ? "alpha" : "beta")
              : new NamedConstant(random.nextBoolean() ? MathConstant.PI : MathConstant.E);
      default -> number();
    };
  }

  private Constant number() {
    return new Constant(NUMBERS[random.nextInt(NUMBERS.length)]);
  }

  private Expr exponent() {
    return switch (random.nextInt(8)) {
      case 0 -> new Constant(0.5);
      case 1 -> new Constant(1.5);
      case 2 -> leaf();
      default -> new Constant(random.nextInt(6) - 2);
    };
  }

  private Expr conditional(int depth) {
    Relation relation = RELATIONS.get(random.nextInt(RELATIONS.size()));
    Expr left = random.nextInt(3) > 0 ? Expr.X : next(depth - 1);
    Expr right = random.nextInt(3) > 0 ? number() : next(depth - 1);
    return new Conditional(relation, left, right, next(depth - 1), next(depth - 1));
  }

  private Expr call(int depth) {
    Function function;
    do {
      function = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
    } while (!switches && SWITCHES.contains(function));
    List<Expr> arguments = new ArrayList<>();
    for (int i = 0; i < function.arity(); i++) {
      arguments.add(i == 0 || random.nextInt(3) == 0 ? next(depth - 1) : number());
    }
    return new Call(function, arguments);
  }

  private Expr cancelling(Expr u) {
    Expr one = Expr.ONE;
    Expr exp = Expr.call(Function.EXP, u);
    Expr opposite = Expr.call(Function.EXP, new Negate(u));
    Expr tanh = Expr.call(Function.TANH, u);
    Expr sigmoid = Expr.call(Function.SIGMOID, u);
    return switch (random.nextInt(16)) {
      case 0 -> new Add(one, Expr.call(Function.ERF, u));
      case 1 -> new Subtract(one, Expr.call(Function.ERF, u));
      case 2 -> new Subtract(exp, one);
      case 3 -> Expr.call(Function.LOG, new Add(one, exp));
      case 4 -> new Divide(one, new Add(one, opposite));
      case 5 -> new Divide(exp, new Add(exp, one));
      case 6 -> new Subtract(one, sigmoid);
      case 7 -> new Subtract(one, new Power(tanh, new Constant(2)));
      case 8 -> new Add(tanh, one);
      case 9 -> new Divide(new Subtract(exp, opposite), new Add(exp, opposite));
      case 10 -> Expr.call(Function.TANH, Expr.call(Function.SOFTPLUS, u));
      case 11 -> new Multiply(sigmoid, new Subtract(one, sigmoid));
      case 12 -> Expr.call(Function.LOG, sigmoid);
      case 13 -> new Subtract(Expr.call(Function.COSH, u), one);
      case 14 -> new Subtract(Expr.call(Function.SOFTPLUS, u), u);
      default -> new Subtract(new Multiply(new Constant(2), sigmoid), one);
    };
  }
}
