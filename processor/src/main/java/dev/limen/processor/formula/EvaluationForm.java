package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Add;
import dev.limen.processor.formula.Expr.Binary;
import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Conditional;
import dev.limen.processor.formula.Expr.Constant;
import dev.limen.processor.formula.Expr.Divide;
import dev.limen.processor.formula.Expr.Multiply;
import dev.limen.processor.formula.Expr.Negate;
import dev.limen.processor.formula.Expr.Power;
import dev.limen.processor.formula.Expr.Subtract;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites an expression to an equal one that stays narrow in ball arithmetic: where the operations
 * as they are written would lose all digits, another way to compute the same number.
 *
 * <ul>
 *   <li>A quotient, or a logarithm, of sums of exponentials: far out, the leading exponential is
 *       taken out, because beyond the range of exponents nothing is known of a quotient.
 *   <li>{@code a + sqrt(a^2 + c)} and {@code 1 + a/sqrt(a^2 + c)}, where a is negative: with the
 *       conjugate, {@code c/(sqrt(a^2 + c) - a)}.
 *   <li>{@code u - tanh(u)}, {@code u - atan(u)} and {@code u - sin(u)} next to 0: enclosed by the
 *       partial sums of the series, which alternate.
 *   <li>{@code log(cosh(u))} and {@code log(u + sqrt(u^2 + 1))} next to 0: by {@code log1p}.
 *   <li>{@code a/s - t/(s*r)}, where {@code a*r - t} is constant: over the common denominator.
 * </ul>
 *
 * <p>This is a form to evaluate, not one to make kernels from: it has more operations.
 */
public final class EvaluationForm {

  /** Longer expressions stay as they are, lest the code of a reference outgrow a method. */
  private static final int LONGEST = 300;

  private static final int LONGEST_RESULT = 900;

  /** Where the leading exponential has long taken over, and the range of exponents is far away. */
  private static final Constant FAR = Expr.constant(1024);

  /** Multiples with few bits, so that sums of them are exact. */
  private static final double LARGEST_MULTIPLE = 1024;

  private static final double SMALLEST_MULTIPLE = 0x1p-10;

  /** Where the series of an odd function is used. */
  private static final Constant SMALL = Expr.constant(0x1p-8);

  private static final Constant TWO = Expr.constant(2);
  private static final Constant HALF = Expr.constant(0.5);

  private EvaluationForm() {}

  /** The form of an expression. */
  public static Expr of(Expr expr) {
    List<Expr> order = expr.subexpressions();
    if (order.size() > LONGEST) {
      return expr;
    }
    Map<Expr, Expr> forms = new IdentityHashMap<>();
    for (Expr part : order) {
      Expr plain = part.withChildren(part.children().stream().map(forms::get).toList());
      forms.put(part, form(part, plain));
    }
    Expr form = forms.get(order.getLast());
    return form.nodeCount() > LONGEST_RESULT ? expr : form;
  }

  private static Expr form(Expr expr, Expr plain) {
    if (expr.variables().isEmpty()) {
      return plain;
    }
    return switch (expr) {
      case Add(Expr left, Expr right) -> sum(left, right, plain);
      case Subtract(Expr left, Expr right) -> difference(left, right, plain);
      case Divide d -> farOut(d, plain);
      case Call(Function function, List<Expr> arguments) when function == Function.LOG ->
          logarithm(expr, arguments.getFirst(), plain);
      default -> plain;
    };
  }

  // Sums

  private static Expr sum(Expr left, Expr right, Expr plain) {
    Expr sum = conjugate(left, right, plain);
    return sum != null ? sum : or(conjugate(right, left, plain), plain);
  }

  private static Expr difference(Expr left, Expr right, Expr plain) {
    if (hasSeries(right, left)) {
      return differenceFrom((Call) right, plain);
    }
    if (hasSeries(left, right)) {
      return new Negate(differenceFrom((Call) left, new Negate(plain)));
    }
    if (isRoot(right)) {
      Expr negative = conjugate(new Negate(left), right, new Negate(plain));
      return negative == null ? plain : new Negate(negative);
    }
    if (isRoot(left)) {
      return or(conjugate(new Negate(right), left, plain), plain);
    }
    if (right instanceof Divide(Expr numerator, Expr denominator)) {
      Expr ratio = conjugate(left, new Divide(new Negate(numerator), denominator), plain);
      return ratio != null ? ratio : overCommonDenominator(left, numerator, denominator, plain);
    }
    return plain;
  }

  private static Expr or(Expr form, Expr plain) {
    return form == null ? plain : form;
  }

  private static boolean isRoot(Expr expr) {
    return expr instanceof Call call && call.function() == Function.SQRT;
  }

  /** {@code a + sqrt(a^2 + c)}, or {@code 1 + a/sqrt(a^2 + c)}; null for all else. */
  private static Expr conjugate(Expr left, Expr right, Expr plain) {
    boolean isRatio =
        left.equals(Expr.ONE) && right instanceof Divide quotient && isRoot(quotient.right());
    if (!isRatio && !isRoot(right)) {
      return null;
    }
    Expr term = isRatio ? ((Divide) right).left() : left;
    Call root = (Call) (isRatio ? ((Divide) right).right() : right);
    Expr rest = Simplifier.simplify(new Subtract(root.argument(), new Power(term, TWO)));
    if (!rest.variables().isEmpty()) {
      return null;
    }
    Expr quotient = new Divide(rest, new Subtract(root, term));
    return new Conditional(
        Relation.LESS, term, Expr.ZERO, isRatio ? new Divide(quotient, root) : quotient, plain);
  }

  private static boolean hasSeries(Expr expr, Expr u) {
    return expr instanceof Call call && call.argument().equals(u) && series(call).length > 0;
  }

  /**
   * Numerators and denominators of {@code u - f(u) = a*u^3 - b*u^5 + c*u^7 - d*u^9 + ...}, whose
   * partial sums lie on alternating sides for small positive u; none for other functions.
   */
  private static int[] series(Call call) {
    return switch (call.function()) {
      case TANH -> new int[] {1, 3, 2, 15, 17, 315, 62, 2835};
      case ATAN -> new int[] {1, 3, 1, 5, 1, 7, 1, 9};
      case SIN -> new int[] {1, 6, 1, 120, 1, 5040, 1, 362_880};
      default -> new int[0];
    };
  }

  private static Expr differenceFrom(Call call, Expr plain) {
    int[] series = series(call);
    Expr u = call.argument();
    Expr size = Expr.call(Function.ABS, u);
    Expr square = new Power(u, TWO);
    Expr sum = coefficient(series, 2);
    for (int i = 1; i >= 0; i--) {
      sum = new Subtract(coefficient(series, i), new Multiply(square, sum));
    }
    Expr above = new Multiply(new Power(size, Expr.constant(3)), sum);
    Expr next = new Multiply(new Power(size, Expr.constant(9)), coefficient(series, 3));
    Expr difference = new Subtract(size, Expr.call(call.function(), size));
    Expr enclosed = Expr.call(Function.CLAMP, difference, new Subtract(above, next), above);
    return new Conditional(
        Relation.LESS, size, SMALL, new Multiply(Expr.call(Function.SIGN, u), enclosed), plain);
  }

  private static Expr coefficient(int[] series, int index) {
    return new Divide(Expr.constant(series[2 * index]), Expr.constant(series[2 * index + 1]));
  }

  private static Expr overCommonDenominator(
      Expr left, Expr numerator, Expr denominator, Expr plain) {
    if (!(left instanceof Divide(Expr first, Expr shared))
        || !(denominator instanceof Multiply(Expr a, Expr b))
        || !(shared.equals(a) || shared.equals(b))) {
      return plain;
    }
    Expr rest = shared.equals(a) ? b : a;
    Expr constant = Simplifier.simplify(new Subtract(new Multiply(first, rest), numerator));
    return constant.variables().isEmpty() ? new Divide(constant, denominator) : plain;
  }

  // Exponentials

  private static Expr logarithm(Expr expr, Expr argument, Expr plain) {
    Expr form = farOut(expr, plain);
    if (argument instanceof Call call && call.function() == Function.COSH) {
      Expr sinh = Expr.call(Function.SINH, new Multiply(HALF, call.argument()));
      return nearOne(call.argument(), new Multiply(TWO, new Power(sinh, TWO)), form);
    }
    if (argument instanceof Add(Expr u, Expr root)) {
      Expr term = isRoot(u) ? root : u;
      Expr surd = isRoot(u) ? u : root;
      Expr square = new Power(term, TWO);
      if (isRoot(surd)
          && Simplifier.simplify(new Subtract(((Call) surd).argument(), square)).equals(Expr.ONE)) {
        return nearOne(term, new Add(term, new Divide(square, new Add(Expr.ONE, surd))), form);
      }
    }
    return form;
  }

  /** The logarithm of {@code 1 + beyond}, where u is small. */
  private static Expr nearOne(Expr u, Expr beyond, Expr plain) {
    return new Conditional(
        Relation.LESS, Expr.call(Function.ABS, u), HALF, Expr.call(Function.LOG1P, beyond), plain);
  }

  /** A quotient or a logarithm, where an exponent in it is large. */
  private static Expr farOut(Expr expr, Expr plain) {
    Expr exponent = exponentIn(expr.children().getLast());
    if (exponent == null) {
      return plain;
    }
    Expr above = new Leading(exponent, 1).of(expr);
    Expr below = new Leading(exponent, -1).of(expr);
    Expr form = plain;
    if (below != null) {
      form = new Conditional(Relation.LESS, exponent, new Negate(FAR), below, form);
    }
    return above == null ? form : new Conditional(Relation.LESS, FAR, exponent, above, form);
  }

  private static Expr exponentIn(Expr expr) {
    for (Expr part : expr.subexpressions()) {
      if (part instanceof Call call && isExponential(call) && !call.variables().isEmpty()) {
        return Multiple.of(call.argument()).of();
      }
    }
    return null;
  }

  private static boolean isExponential(Call call) {
    return switch (call.function()) {
      case EXP, EXPM1, SINH, COSH -> true;
      default -> false;
    };
  }

  /** {@code factor * of}. */
  private record Multiple(double factor, Expr of) {
    static Multiple of(Expr expr) {
      return switch (expr) {
        case Negate(Expr operand) -> of(operand).times(-1, expr);
        case Multiply(Constant(double value), Expr operand) -> of(operand).times(value, expr);
        default -> new Multiple(1, expr);
      };
    }

    private Multiple times(double value, Expr product) {
      double multiple = value * factor;
      boolean isShort =
          Math.abs(multiple) <= LARGEST_MULTIPLE
              && multiple != 0
              && multiple % SMALLEST_MULTIPLE == 0
              && Math.abs(value) <= LARGEST_MULTIPLE
              && value % SMALLEST_MULTIPLE == 0;
      return isShort ? new Multiple(multiple, of) : new Multiple(1, product);
    }
  }

  /**
   * Takes the leading exponential out, where {@code sign * exponent} is large.
   *
   * @param sign 1 or -1
   */
  private record Leading(Expr exponent, int sign) {

    /** {@code rest * exp(degree * sign * exponent)}. */
    private record Term(Expr rest, double degree) {}

    /** Null where that changes nothing. */
    Expr of(Expr expr) {
      Term inner = term(expr.children().getLast());
      if (inner.degree() == 0) {
        return null;
      }
      if (expr instanceof Divide) {
        Term quotient = term(expr);
        return times(quotient.rest(), exponential(quotient.degree()));
      }
      return new Add(
          new Multiply(Expr.constant(inner.degree() * sign), exponent),
          Expr.call(Function.LOG, inner.rest()));
    }

    private Term term(Expr expr) {
      return switch (expr) {
        case Negate(Expr operand) -> {
          Term term = term(operand);
          yield new Term(new Negate(term.rest()), term.degree());
        }
        case Add b -> sum(b);
        case Subtract b -> sum(b);
        case Multiply(Expr left, Expr right) -> {
          Term a = term(left);
          Term b = term(right);
          yield new Term(times(a.rest(), b.rest()), a.degree() + b.degree());
        }
        case Divide(Expr left, Expr right) -> {
          Term a = term(left);
          Term b = term(right);
          yield new Term(new Divide(a.rest(), b.rest()), a.degree() - b.degree());
        }
        case Power(Expr base, Constant(double power))
            when power == Math.rint(power) && Math.abs(power) <= 64 -> {
          Term term = term(base);
          yield new Term(new Power(term.rest(), Expr.constant(power)), power * term.degree());
        }
        case Call call when isExponential(call) -> call(call);
        default -> new Term(expr, 0);
      };
    }

    private Term sum(Binary sum) {
      Term a = term(sum.left());
      Term b = term(sum.right());
      double degree = Math.max(a.degree(), b.degree());
      return new Term(
          sum.withChildren(
              List.of(
                  times(a.rest(), exponential(a.degree() - degree)),
                  times(b.rest(), exponential(b.degree() - degree)))),
          degree);
    }

    private Term call(Call call) {
      Multiple multiple = Multiple.of(call.argument());
      if (!multiple.of().equals(exponent)) {
        return new Term(call, 0);
      }
      double degree = multiple.factor() * sign;
      double size = Math.abs(degree);
      return switch (call.function()) {
        case EXP -> new Term(Expr.ONE, degree);
        case EXPM1 ->
            degree > 0
                ? new Term(new Subtract(Expr.ONE, exponential(-degree)), degree)
                : new Term(call, 0);
        case COSH -> new Term(half(new Add(Expr.ONE, exponential(-2 * size))), size);
        default -> {
          Expr sinh = half(new Subtract(Expr.ONE, exponential(-2 * size)));
          yield new Term(degree < 0 ? new Negate(sinh) : sinh, size);
        }
      };
    }

    private Expr exponential(double degree) {
      return degree == 0
          ? Expr.ONE
          : Expr.call(Function.EXP, new Multiply(Expr.constant(degree * sign), exponent));
    }

    private static Expr half(Expr expr) {
      return new Multiply(HALF, expr);
    }

    private static Expr times(Expr a, Expr b) {
      return a.equals(Expr.ONE) ? b : b.equals(Expr.ONE) ? a : new Multiply(a, b);
    }
  }
}
