package dev.limen.processor.analysis;

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
import dev.limen.processor.formula.Relation;
import dev.limen.runtime.FunctionProperties.Symmetry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Proves that a function is odd or even: brings f(x) and f(-x) into a normal form and compares.
 *
 * <p>A normal form is a number with a sign; equal numbers are equal functions. Signs are drawn out
 * of odd functions and dropped in even ones, sums and products are sorted, and conditionals on x
 * are lists of pieces. The value at breakpoints is left out of it.
 */
final class Parity {

  private static final int NONE = 0;

  /** Terms of a sum, and powers of a factor, that are compared. */
  private static final int MOST = 256;

  /** Numbers of normal forms, from 1. */
  private final Map<List<Object>, Integer> numbers = new HashMap<>();

  /** The signed terms of those that are sums. */
  private final Map<Integer, List<Integer>> sums = new HashMap<>();

  /** The powers of the factors of those that are products. */
  private final Map<Integer, TreeMap<Integer, Integer>> products = new HashMap<>();

  private final Map<Expr, Integer> plain = new IdentityHashMap<>();
  private final Map<Expr, Integer> mirrored = new IdentityHashMap<>();

  private Parity() {}

  /** The symmetry of a function but for its values at breakpoints; NONE if it is not seen. */
  static Symmetry of(Expr function) {
    Parity parity = new Parity();
    int form = parity.form(function, false);
    int mirror = parity.form(function, true);
    return form == mirror ? Symmetry.EVEN : form == -mirror ? Symmetry.ODD : Symmetry.NONE;
  }

  private int number(Object... key) {
    return numbers.computeIfAbsent(List.of(key), k -> numbers.size() + 1);
  }

  private int form(Expr expr, boolean mirror) {
    Map<Expr, Integer> known = mirror ? mirrored : plain;
    Integer form = known.get(expr);
    if (form == null) {
      form = find(expr, mirror);
      known.put(expr, form);
    }
    return form;
  }

  private int find(Expr expr, boolean mirror) {
    return switch (expr) {
      case Constant(double value) -> constant(value);
      case NamedConstant c -> number("named", c.constant());
      case Parameter(String name) -> number("parameter", name);
      case Variable v -> mirror ? -number("x") : number("x");
      case Negate(Expr operand) -> negated(form(operand, mirror));
      case Add(Expr left, Expr right) -> sum(form(left, mirror), form(right, mirror));
      case Subtract(Expr left, Expr right) -> sum(form(left, mirror), -form(right, mirror));
      case Multiply(Expr left, Expr right) ->
          product(form(left, mirror), 1, form(right, mirror), 1);
      case Divide(Expr left, Expr right) -> product(form(left, mirror), 1, form(right, mirror), -1);
      case Power(Expr base, Expr exponent) -> power(base, exponent, mirror);
      case Call call -> call(call, mirror);
      case Conditional conditional -> conditional(conditional, mirror);
    };
  }

  private int constant(double value) {
    return value < 0 ? -number("constant", -value) : number("constant", value + 0.0);
  }

  private int sum(int... parts) {
    List<Integer> terms = new ArrayList<>();
    for (int part : parts) {
      int size = Math.abs(part);
      for (int term : sums.getOrDefault(size, List.of(size))) {
        int signed = part < 0 ? -term : term;
        if (size != constant(0) && !terms.remove(Integer.valueOf(-signed))) {
          terms.add(signed);
        }
      }
      if (terms.size() > MOST) {
        return unequal();
      }
    }
    if (terms.isEmpty()) {
      return constant(0);
    }
    if (terms.size() == 1) {
      return terms.getFirst();
    }
    terms.sort((a, b) -> Integer.compare(Math.abs(a), Math.abs(b)));
    boolean negative = terms.getFirst() < 0;
    if (negative) {
      terms.replaceAll(term -> -term);
    }
    int number = number("sum", List.copyOf(terms));
    sums.putIfAbsent(number, List.copyOf(terms));
    return negative ? -number : number;
  }

  /** A number that equals no other, for what grows too large. */
  private int unequal() {
    return number("unequal", numbers.size());
  }

  private int product(int first, int firstPower, int second, int secondPower) {
    TreeMap<Integer, Integer> powers = new TreeMap<>();
    boolean negative = multiply(powers, first, firstPower) ^ multiply(powers, second, secondPower);
    for (int power : powers.values()) {
      if (Math.abs(power) > MOST) {
        return unequal();
      }
    }
    powers.values().removeIf(power -> power == 0);
    powers.remove(constant(1));
    if (powers.containsKey(constant(0))) {
      return constant(0);
    }
    int number;
    if (powers.isEmpty()) {
      number = constant(1);
    } else if (powers.size() == 1 && powers.firstEntry().getValue() == 1) {
      number = powers.firstKey();
    } else {
      number = number("product", Map.copyOf(powers));
      products.putIfAbsent(number, powers);
    }
    return negative ? -number : number;
  }

  /** Adds the factors of a power; returns whether it changes the sign. */
  private boolean multiply(TreeMap<Integer, Integer> powers, int base, int power) {
    int size = Math.abs(base);
    TreeMap<Integer, Integer> factors = products.get(size);
    if (factors == null) {
      powers.merge(size, power, Integer::sum);
    } else {
      factors.forEach((factor, times) -> powers.merge(factor, times * power, Integer::sum));
    }
    return base < 0 && power % 2 != 0;
  }

  private int power(Expr base, Expr exponent, boolean mirror) {
    if (exponent instanceof Constant(double value)
        && value == Math.rint(value)
        && Math.abs(value) <= MOST) {
      return product(form(base, mirror), (int) value, constant(1), 1);
    }
    return number("power", form(base, mirror), form(exponent, mirror));
  }

  private int call(Call call, boolean mirror) {
    int clamp = clamp(call, mirror);
    if (clamp != NONE) {
      return clamp;
    }
    Function function = call.function();
    int u = form(call.argument(), mirror);
    return switch (function) {
      case SIGN, TANH, SINH, ERF, ATAN, SIN -> {
        int number = number(function, Math.abs(u));
        yield u < 0 ? -number : number;
      }
      case ABS, COSH, COS -> number(function, Math.abs(u));
      // (1 + tanh(u/2)) / 2 and 1 - erf(u) show what the functions are but for a shift.
      case SIGMOID -> {
        int half = number(Function.TANH, "half", Math.abs(u));
        yield sum(constant(0.5), product(constant(0.5), 1, u < 0 ? -half : half, 1));
      }
      case ERFC -> {
        int erf = number(Function.ERF, Math.abs(u));
        yield sum(constant(1), u < 0 ? erf : -erf);
      }
      case MIN -> -greater(negated(u), negated(form(call.arguments().get(1), mirror)));
      case MAX -> greater(u, form(call.arguments().get(1), mirror));
      case POW -> power(call.argument(), call.arguments().get(1), mirror);
      case EXP, EXPM1, LOG, LOG1P, SQRT, SOFTPLUS, RELU, STEP -> number(function, u);
      case CLAMP ->
          number(
              function,
              u,
              form(call.arguments().get(1), mirror),
              form(call.arguments().get(2), mirror));
    };
  }

  private int greater(int a, int b) {
    return number(Function.MAX, Math.min(a, b), Math.max(a, b));
  }

  /** clamp between constants, or min and max that come to the same; NONE if it is no such. */
  private int clamp(Call call, boolean mirror) {
    Expr u;
    double low;
    double high;
    List<Expr> arguments = call.arguments();
    if (call.function() == Function.CLAMP
        && arguments.get(1) instanceof Constant(double least)
        && arguments.get(2) instanceof Constant(double greatest)) {
      u = arguments.getFirst();
      low = least;
      high = greatest;
    } else if (call.function() == Function.MIN || call.function() == Function.MAX) {
      boolean outerMin = call.function() == Function.MIN;
      boolean swap = arguments.getFirst() instanceof Constant;
      Expr inner = arguments.get(swap ? 1 : 0);
      if (!(arguments.get(swap ? 0 : 1) instanceof Constant(double outerBound))
          || !(inner instanceof Call(Function innerFunction, List<Expr> rest))
          || innerFunction != (outerMin ? Function.MAX : Function.MIN)) {
        return NONE;
      }
      boolean innerSwap = rest.getFirst() instanceof Constant;
      if (!(rest.get(innerSwap ? 0 : 1) instanceof Constant(double innerBound))) {
        return NONE;
      }
      u = rest.get(innerSwap ? 1 : 0);
      low = outerMin ? innerBound : outerBound;
      high = outerMin ? outerBound : innerBound;
    } else {
      return NONE;
    }
    if (low > high) {
      return NONE;
    }
    int form = form(u, mirror);
    return form < 0
        ? -number(Function.CLAMP, -form, constant(-high), constant(-low))
        : number(Function.CLAMP, form, constant(low), constant(high));
  }

  private int conditional(Conditional conditional, boolean mirror) {
    List<Double> ends = new ArrayList<>();
    List<Expr> pieces = new ArrayList<>();
    if (pieces(conditional, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, ends, pieces)) {
      List<Object> key = new ArrayList<>();
      if (mirror) {
        // The last end is infinite and stays where it is.
        ends.removeLast();
        Collections.reverse(ends);
        ends.replaceAll(end -> 0.0 - end);
        ends.add(Double.POSITIVE_INFINITY);
        Collections.reverse(pieces);
      }
      int sign = 0;
      int last = 0;
      for (int i = 0; i < pieces.size(); i++) {
        int form = form(pieces.get(i), mirror);
        if (sign == 0 && form != constant(0)) {
          sign = form < 0 ? -1 : 1;
        }
        int signed = form == constant(0) || sign >= 0 ? form : -form;
        if (i > 0 && signed == last) {
          key.removeLast();
        } else {
          key.add(signed);
        }
        key.add(ends.get(i));
        last = signed;
      }
      return key.size() == 2 ? (sign < 0 ? -last : last) : signed(sign, number("pieces", key));
    }
    int difference = sum(form(conditional.left(), mirror), -form(conditional.right(), mirror));
    boolean less =
        conditional.relation() == Relation.LESS || conditional.relation() == Relation.LESS_OR_EQUAL;
    boolean swap = less == difference < 0;
    int below = form(swap ? conditional.otherwise() : conditional.then(), mirror);
    int above = form(swap ? conditional.then() : conditional.otherwise(), mirror);
    int sign = below != constant(0) ? below : above;
    return sign < 0
        ? -number("less", Math.abs(difference), negated(below), negated(above))
        : number("less", Math.abs(difference), below, above);
  }

  private static int signed(int sign, int number) {
    return sign < 0 ? -number : number;
  }

  private int negated(int form) {
    return form == constant(0) ? form : -form;
  }

  /**
   * Lists the pieces of nested conditionals on x from the left; false if one is on another thing.
   */
  private static boolean pieces(
      Expr expr, double from, double to, List<Double> ends, List<Expr> pieces) {
    if (!(expr instanceof Conditional(Relation relation, Expr left, Expr right, Expr a, Expr b))) {
      ends.add(to);
      pieces.add(expr);
      return true;
    }
    boolean less = relation == Relation.LESS || relation == Relation.LESS_OR_EQUAL;
    double at;
    if (left.equals(Expr.X) && right instanceof Constant(double value)) {
      at = value;
    } else if (right.equals(Expr.X) && left instanceof Constant(double value)) {
      at = value;
      less = !less;
    } else if (left.equals(Expr.X) && right instanceof Negate(Constant(double value))) {
      at = -value;
    } else {
      return false;
    }
    Expr below = less ? a : b;
    Expr above = less ? b : a;
    if (at <= from) {
      return pieces(above, from, to, ends, pieces);
    }
    if (at >= to) {
      return pieces(below, from, to, ends, pieces);
    }
    return pieces(below, from, at, ends, pieces) && pieces(above, at, to, ends, pieces);
  }
}
