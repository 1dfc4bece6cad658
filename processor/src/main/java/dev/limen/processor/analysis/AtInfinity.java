package dev.limen.processor.analysis;

import dev.limen.processor.analysis.Germ.Order;
import dev.limen.processor.formula.Expr;
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
import dev.limen.processor.formula.Expr.Variable;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.MathConstant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds how an expression behaves towards an infinity of x, in one case of the signs of its
 * parameters. With t = |x|, functions are expanded in powers of t and log t times e to such an
 * expansion (a small part of the Hardy field of exp-log functions); functions of a bounded argument
 * by Taylor's theorem.
 */
final class AtInfinity {

  private static final Scalar ROOT_PI =
      Scalar.of(Expr.call(Function.SQRT, new NamedConstant(MathConstant.PI)));
  private static final Scalar HALF_PI =
      Scalar.of(new Divide(new NamedConstant(MathConstant.PI), Expr.constant(2)));

  private final int side;
  private final Decisions decisions;
  private final Map<Expr, Germ> known = new IdentityHashMap<>();

  /**
   * Prepares for one side.
   *
   * @param side 1 for positive infinity, -1 for negative infinity
   */
  AtInfinity(int side, Decisions decisions) {
    this.side = side;
    this.decisions = decisions;
  }

  /**
   * The behaviour of an expression in t = |x|.
   *
   * @throws Undecided if it is not known
   * @throws Decisions.Needed if it depends on the sign of something
   */
  Germ of(Expr expr) {
    Germ germ = known.get(expr);
    if (germ == null) {
      germ = expand(expr);
      known.put(expr, germ);
    }
    return germ;
  }

  private Germ expand(Expr expr) {
    if (expr.variables().isEmpty()) {
      return Germ.constant(Scalar.of(expr));
    }
    return switch (expr) {
      case Constant c -> Germ.constant(Scalar.of(c));
      case NamedConstant c -> Germ.constant(Scalar.of(c));
      case Parameter p -> Germ.constant(Scalar.of(p));
      case Variable v -> Germ.monomial(Scalar.of(side), Order.LINE);
      case Negate(Expr operand) -> of(operand).negate();
      case Add(Expr left, Expr right) -> of(left).plus(of(right), decisions);
      case Subtract(Expr left, Expr right) ->
          left.equals(right) ? Germ.ZERO : of(left).plus(of(right).negate(), decisions);
      case Multiply(Expr left, Expr right) -> of(left).times(of(right), decisions);
      case Divide(Expr left, Expr right) -> {
        if (left.equals(right)) {
          yield Germ.ONE;
        }
        Germ above = of(left);
        yield isBeyondExponentials(right)
            ? above.times(Germ.VANISHING, decisions)
            : above.over(of(right), decisions);
      }
      case Power(Expr base, Expr exponent) -> power(base, exponent);
      case Conditional c -> {
        int sign = of(new Subtract(c.left(), c.right())).sign(decisions);
        yield of(c.relation().holds(sign) ? c.then() : c.otherwise());
      }
      case Call call -> call(call);
    };
  }

  /** Whether an expression grows faster than every exponential, as exp(exp(t)) does. */
  private boolean isBeyondExponentials(Expr expr) {
    return switch (expr) {
      case Power(Expr base, Constant(double exponent)) ->
          exponent > 0 && isBeyondExponentials(base);
      case Multiply(Expr left, Expr right) ->
          isBeyondExponentials(left) && isBeyondExponentials(right);
      case Call call ->
          switch (call.function()) {
            case EXP -> isExponential(call.argument(), 1);
            case SINH, COSH ->
                isExponential(call.argument(), 1) || isExponential(call.argument(), -1);
            default -> false;
          };
      default -> false;
    };
  }

  /** Whether an expression goes to an infinity of a sign as fast as an exponential. */
  private boolean isExponential(Expr expr, int sign) {
    Germ germ = of(expr);
    return germ.isExponential() && germ.infinity(decisions) == sign;
  }

  private Germ power(Expr base, Expr exponent) {
    if (exponent instanceof Constant(double value)) {
      return of(base).power(value, decisions);
    }
    if (exponent.variables().isEmpty()) {
      Optional<Double> value = Scalar.of(exponent).asDouble();
      if (value.isPresent()) {
        return of(base).power(value.get(), decisions);
      }
    }
    return of(exponent).times(of(base).log(decisions), decisions).exp(decisions);
  }

  private Germ call(Call call) {
    List<Expr> arguments = call.arguments();
    Germ u = of(arguments.getFirst());
    return switch (call.function()) {
      case EXP -> u.exp(decisions);
      case LOG -> u.log(decisions);
      case LOG1P -> u.plus(Germ.ONE, decisions).log(decisions);
      case SQRT -> u.power(0.5, decisions);
      case POW -> power(arguments.getFirst(), arguments.get(1));
      case ABS -> u.sign(decisions) < 0 ? u.negate() : u;
      case SIGN -> Germ.constant(Scalar.of(u.sign(decisions)));
      case STEP -> Germ.constant(Scalar.of(u.sign(decisions) < 0 ? 0 : 1));
      case RELU -> u.sign(decisions) < 0 ? Germ.ZERO : u;
      case MIN -> least(u, of(arguments.get(1)));
      case MAX -> greatest(u, of(arguments.get(1)));
      case CLAMP -> least(of(arguments.get(2)), greatest(of(arguments.get(1)), u));
      case EXPM1, TANH, SINH, COSH, SIGMOID, SOFTPLUS, ERF, ERFC, SIN, COS, ATAN ->
          analytic(call.function(), u);
    };
  }

  private Germ least(Germ a, Germ b) {
    return a.plus(b.negate(), decisions).sign(decisions) < 0 ? a : b;
  }

  private Germ greatest(Germ a, Germ b) {
    return a.plus(b.negate(), decisions).sign(decisions) < 0 ? b : a;
  }

  private Germ analytic(Function function, Germ u) {
    int infinity = u.infinity(decisions);
    if (infinity > 0) {
      return far(function, u);
    }
    if (infinity < 0) {
      return farBelow(function, u);
    }
    if (u.converges(decisions)) {
      return near(function, u);
    }
    boolean isBounded =
        u.isBounded(decisions)
            || switch (function) {
              case TANH, SIGMOID, ERF, ERFC, SIN, COS, ATAN -> true;
              default -> false;
            };
    if (isBounded) {
      return Germ.BOUNDED;
    }
    throw Undecided.because("a function of an unknown argument");
  }

  private Germ farBelow(Function function, Germ u) {
    Germ v = u.negate();
    return switch (function) {
      case EXPM1, SIN -> far(function, u);
      case TANH, SINH, ERF, ATAN -> far(function, v).negate();
      case COSH, COS -> far(function, v);
      case SIGMOID, SOFTPLUS -> {
        // e^u, and e^u less than that.
        Germ e = u.exp(decisions);
        Germ rest = function == Function.SIGMOID ? e : e.times(Scalar.of(0.5));
        yield e.times(Germ.ONE.plus(rest.negate(), decisions), decisions);
      }
      case ERFC -> Germ.constant(Scalar.TWO).plus(far(function, v).negate(), decisions);
      default -> throw new AssertionError(function);
    };
  }

  /** Functions of what goes to positive infinity; expm1 and sine of either. */
  private Germ far(Function function, Germ u) {
    return switch (function) {
      case EXPM1 -> u.exp(decisions).plus(Germ.ONE.negate(), decisions);
      case TANH -> {
        Germ e = u.times(Scalar.of(-2)).exp(decisions);
        yield Germ.ONE.plus(e.negate(), decisions).over(Germ.ONE.plus(e, decisions), decisions);
      }
      case SINH, COSH -> {
        Germ other = u.negate().exp(decisions);
        yield u.exp(decisions)
            .plus(function == Function.SINH ? other.negate() : other, decisions)
            .times(Scalar.of(0.5));
      }
      case SIGMOID -> Germ.ONE.plus(u.negate().exp(decisions), decisions).power(-1, decisions);
      case SOFTPLUS ->
          u.plus(Germ.ONE.plus(u.negate().exp(decisions), decisions).log(decisions), decisions);
      case ERF -> Germ.ONE.plus(far(Function.ERFC, u).negate(), decisions);
      case ERFC -> {
        Germ square = u.times(u, decisions);
        Germ inverse = square.power(-1, decisions);
        yield square
            .negate()
            .exp(decisions)
            .times(inverse.series(ERFC_SERIES, decisions), decisions)
            .over(u.times(ROOT_PI), decisions);
      }
      case SIN, COS -> Germ.BOUNDED;
      case ATAN -> {
        Germ inverse = u.power(-1, decisions);
        yield Germ.constant(HALF_PI)
            .plus(inverse.series(ATAN_SERIES, decisions).negate(), decisions);
      }
      default -> throw new AssertionError(function);
    };
  }

  /** erfc(u) u e^(u^2) sqrt(pi) in powers of 1/u^2, an asymptotic series. */
  private static final List<Scalar> ERFC_SERIES =
      List.of(Scalar.ONE, Scalar.of(-0.5), Scalar.of(0.75));

  private static final List<Scalar> ATAN_SERIES =
      List.of(Scalar.ZERO, Scalar.ONE, Scalar.ZERO, Scalar.ONE.over(Scalar.of(-3)), Scalar.ZERO);

  /** A function of what approaches a constant, to first order. */
  private Germ near(Function function, Germ u) {
    Scalar c = u.constantTerm();
    Scalar value = c.apply(function);
    Expr at = c.expr();
    Expr slope =
        switch (function) {
          case EXPM1 -> Expr.call(Function.EXP, at);
          case TANH ->
              new Divide(Expr.ONE, new Power(Expr.call(Function.COSH, at), Expr.constant(2)));
          case SINH -> Expr.call(Function.COSH, at);
          case COSH -> Expr.call(Function.SINH, at);
          case SIGMOID ->
              new Multiply(
                  Expr.call(Function.SIGMOID, at), Expr.call(Function.SIGMOID, new Negate(at)));
          case SOFTPLUS -> Expr.call(Function.SIGMOID, at);
          case ERF, ERFC ->
              new Divide(
                  Expr.call(Function.EXP, new Negate(new Power(at, Expr.constant(2)))),
                  new Divide(
                      function == Function.ERF ? ROOT_PI.expr() : ROOT_PI.negate().expr(),
                      Expr.constant(2)));
          case SIN -> Expr.call(Function.COS, at);
          case COS -> new Negate(Expr.call(Function.SIN, at));
          case ATAN -> new Divide(Expr.ONE, new Add(Expr.ONE, new Power(at, Expr.constant(2))));
          default -> throw new AssertionError(function);
        };
    return u.vanishing().series(List.of(value, Scalar.of(slope)), decisions);
  }
}
