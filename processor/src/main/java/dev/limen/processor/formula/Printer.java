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
import dev.limen.processor.formula.Expr.Variable;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes an expression as text that parses back to an equal one, with no needless parentheses. */
public final class Printer {

  /** Shared subexpressions are written out each time, so a text can be far longer than its tree. */
  private static final int MAX_LENGTH = 1 << 20;

  private static final String ELLIPSIS = "...";

  /** How tightly the operation at the top of an expression binds. */
  private enum Binding {
    CONDITIONAL,
    SUM,
    PRODUCT,
    SIGN,
    POWER,
    PRIMARY;

    /** What the right operand of a sum or a product has to have. */
    Binding tighter() {
      return this == SUM ? PRODUCT : SIGN;
    }
  }

  private sealed interface Piece {}

  private record Text(String text) implements Piece {}

  private record Operand(Expr expr, Binding least) implements Piece {}

  private Printer() {}

  /**
   * The whole text.
   *
   * @throws IllegalArgumentException where it has more than 2^20 characters
   */
  public static String print(Expr expr) {
    String text = write(expr, MAX_LENGTH);
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a text of more than " + MAX_LENGTH + " characters");
    }
    return text;
  }

  /** The text, cut to a length with an ellipsis at its end: for people to read. */
  public static String print(Expr expr, int length) {
    String text = write(expr, length);
    return text.length() <= length
        ? text
        : text.substring(0, Math.max(0, length - ELLIPSIS.length())) + ELLIPSIS;
  }

  /** The shortest literal that stands for a double, without a needless fraction. */
  public static String print(double value) {
    String text = Double.toString(value);
    int exponent = text.indexOf('E');
    String digits = exponent < 0 ? text : text.substring(0, exponent);
    if (digits.endsWith(".0")) {
      digits = digits.substring(0, digits.length() - 2);
    }
    return exponent < 0 ? digits : digits + "e" + text.substring(exponent + 1);
  }

  private static String write(Expr root, int length) {
    StringBuilder text = new StringBuilder();
    Deque<Piece> open = new ArrayDeque<>();
    open.push(new Operand(root, Binding.CONDITIONAL));
    while (!open.isEmpty() && text.length() <= length) {
      switch (open.pop()) {
        case Text(String part) -> text.append(part);
        case Operand(Expr expr, Binding least) -> {
          if (binding(expr).compareTo(least) < 0) {
            text.append('(');
            open.push(new Text(")"));
          }
          write(expr, text, open);
        }
      }
    }
    return text.toString();
  }

  private static Binding binding(Expr expr) {
    return switch (expr) {
      // A minus sign before a number belongs to it only where no power follows.
      case Constant(double value) -> value < 0 ? Binding.SIGN : Binding.PRIMARY;
      case NamedConstant c -> Binding.PRIMARY;
      case Variable v -> Binding.PRIMARY;
      case Parameter p -> Binding.PRIMARY;
      case Call c -> Binding.PRIMARY;
      case Negate n -> Binding.SIGN;
      case Add b -> Binding.SUM;
      case Subtract b -> Binding.SUM;
      case Multiply b -> Binding.PRODUCT;
      case Divide b -> Binding.PRODUCT;
      case Power b -> Binding.POWER;
      case Conditional c -> Binding.CONDITIONAL;
    };
  }

  private static void write(Expr expr, StringBuilder text, Deque<Piece> open) {
    switch (expr) {
      case Constant(double value) -> text.append(print(value));
      case NamedConstant(MathConstant constant) -> text.append(constant.symbol());
      case Variable(String name) -> text.append(name);
      case Parameter(String name) -> text.append(name);
      case Negate(Expr operand) -> {
        text.append('-');
        // Without parentheses the sign would belong to the number.
        boolean literal = operand instanceof Constant(double value) && value >= 0;
        if (literal) {
          push(open, new Text("("), new Operand(operand, Binding.SIGN), new Text(")"));
        } else {
          push(open, new Operand(operand, Binding.SIGN));
        }
      }
      case Add(Expr left, Expr right) -> binary(open, left, " + ", right, Binding.SUM);
      case Subtract(Expr left, Expr right) -> binary(open, left, " - ", right, Binding.SUM);
      case Multiply(Expr left, Expr right) -> binary(open, left, "*", right, Binding.PRODUCT);
      case Divide(Expr left, Expr right) -> binary(open, left, "/", right, Binding.PRODUCT);
      case Power(Expr left, Expr right) ->
          push(
              open,
              new Operand(left, Binding.PRIMARY),
              new Text("^"),
              new Operand(right, Binding.SIGN));
      case Call call -> {
        text.append(call.function().symbol()).append('(');
        open.push(new Text(")"));
        for (int i = call.arguments().size() - 1; i >= 0; i--) {
          open.push(new Operand(call.arguments().get(i), Binding.CONDITIONAL));
          if (i > 0) {
            open.push(new Text(", "));
          }
        }
      }
      case Conditional c ->
          push(
              open,
              new Operand(c.left(), Binding.SUM),
              new Text(" " + c.relation().symbol() + " "),
              new Operand(c.right(), Binding.SUM),
              new Text(" ? "),
              new Operand(c.then(), Binding.CONDITIONAL),
              new Text(" : "),
              new Operand(c.otherwise(), Binding.CONDITIONAL));
    }
  }

  private static void binary(
      Deque<Piece> open, Expr left, String operator, Expr right, Binding binding) {
    push(
        open,
        new Operand(left, binding),
        new Text(operator),
        new Operand(right, binding.tighter()));
  }

  private static void push(Deque<Piece> open, Piece... pieces) {
    for (int i = pieces.length - 1; i >= 0; i--) {
      open.push(pieces[i]);
    }
  }
}
