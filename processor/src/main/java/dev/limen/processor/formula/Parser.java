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
import dev.limen.processor.formula.FormulaException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a formula by recursive descent.
 *
 * <pre>
 * formula  = sum [ relation sum "?" formula ":" formula ]
 * relation = "&lt;" | "&lt;=" | "&gt;" | "&gt;="
 * sum      = product { ( "+" | "-" ) product }
 * product  = unary { ( "*" | "/" ) unary }
 * unary    = "-" unary | power
 * power    = primary [ "^" unary ]
 * primary  = number | name | name { "." name } "(" formula { "," formula } ")" | "(" formula ")"
 * </pre>
 *
 * <p>A minus sign directly before a number that is not the base of a power belongs to the number.
 */
public final class Parser {

  /** The greatest number of characters of a formula. */
  public static final int MAX_LENGTH = 4096;

  /** How deep parentheses, arguments, signs, exponents and conditionals may be nested. */
  public static final int MAX_DEPTH = 64;

  /** How many operations may follow upon one another, as the terms of a sum do. */
  public static final int MAX_CHAIN = 256;

  private static final int NEAR = 3;

  private final String text;
  private final Vocabulary names;
  private final List<Token> tokens;
  private int position;
  private int depth;

  private Parser(String text, Vocabulary names) throws FormulaException {
    this.text = text;
    this.names = names;
    this.tokens = Lexer.tokens(text);
  }

  /**
   * Reads a formula in x.
   *
   * @param parameters the names of the parameters that it may use
   * @throws FormulaException where the text is no formula, has an unknown name or a wrong number of
   *     arguments, or is too long, too deep or too large
   */
  public static Expr parse(String text, Set<String> parameters) throws FormulaException {
    return parse(text, new Vocabulary(parameters, Map.of()));
  }

  /**
   * Reads a formula in x.
   *
   * @param names what it may name; a call of an activation is replaced by what that computes
   * @throws FormulaException where the text is no formula, has an unknown name or a wrong number of
   *     arguments, or is too long, too deep or too large
   */
  public static Expr parse(String text, Vocabulary names) throws FormulaException {
    if (text.length() > MAX_LENGTH) {
      throw new FormulaException(
          Reason.TOO_LONG,
          "a formula of " + text.length() + " characters, more than " + MAX_LENGTH,
          text,
          MAX_LENGTH,
          text.length(),
          "at most " + MAX_LENGTH + " characters",
          text.length() + " characters",
          null);
    }
    return new Parser(text, names).whole();
  }

  /** The names that a text calls like functions, but for the functions of the language. */
  public static Set<String> calledNames(String text) {
    List<Token> tokens;
    try {
      tokens = Lexer.tokens(text);
    } catch (FormulaException e) {
      // Reported by whoever parses it.
      return Set.of();
    }
    Set<String> called = new LinkedHashSet<>();
    for (int i = 1; i < tokens.size(); i++) {
      Token name = tokens.get(i - 1);
      if (name.kind() == Token.Kind.NAME && tokens.get(i).is("(")) {
        called.add(name.text());
      }
    }
    called.removeAll(reservedNames());
    return called;
  }

  /** The names that no parameter may have: x, the constants and the functions. */
  public static Set<String> reservedNames() {
    Set<String> names = new TreeSet<>();
    names.add(Expr.X.name());
    for (MathConstant constant : MathConstant.values()) {
      names.add(constant.symbol());
    }
    for (Function function : Function.values()) {
      names.add(function.symbol());
    }
    return names;
  }

  private Expr whole() throws FormulaException {
    if (peek().kind() == Token.Kind.END) {
      throw expected("a formula");
    }
    Expr formula = formula();
    if (peek().kind() != Token.Kind.END) {
      throw expected(peek().is(")") ? "the end: no '(' is open" : "an operator or the end");
    }
    if (formula.depth() > MAX_DEPTH + MAX_CHAIN) {
      throw new FormulaException(
          Reason.TOO_DEEP,
          "more than " + MAX_CHAIN + " operations upon one another",
          text,
          0,
          text.length(),
          "at most " + MAX_CHAIN + " operations upon one another",
          formula.depth() + " operations",
          null);
    }
    // What activations compute meets itself again: shared, it does not grow from caller to caller.
    List<Expr> operations = formula.subexpressions();
    int size = operations.size();
    if (size > Differentiator.MAX_NODES) {
      throw new FormulaException(
          Reason.TOO_LARGE,
          "the formula has "
              + size
              + " operations; at most "
              + Differentiator.MAX_NODES
              + " are allowed",
          text,
          0,
          text.length(),
          "at most " + Differentiator.MAX_NODES + " operations",
          size + " operations",
          null);
    }
    return operations.getLast();
  }

  private Token peek() {
    return tokens.get(position);
  }

  private Token next() {
    Token token = tokens.get(position);
    if (token.kind() != Token.Kind.END) {
      position++;
    }
    return token;
  }

  private boolean accept(String symbol) {
    if (peek().is(symbol)) {
      position++;
      return true;
    }
    return false;
  }

  private void enter(Token at) throws FormulaException {
    if (++depth > MAX_DEPTH) {
      throw new FormulaException(
          Reason.TOO_DEEP,
          "nested deeper than " + MAX_DEPTH,
          text,
          at.start(),
          at.end(),
          "at most " + MAX_DEPTH + " levels",
          at.describe(),
          null);
    }
  }

  private void leave() {
    depth--;
  }

  private Expr formula() throws FormulaException {
    Expr left = sum();
    Optional<Relation> relation = relation(peek());
    if (relation.isEmpty()) {
      return left;
    }
    Token at = next();
    enter(at);
    Expr right = sum();
    if (relation(peek()).isPresent()) {
      throw expected("'?': comparisons do not chain");
    }
    if (!accept("?")) {
      throw expected("an operator or '?': a comparison stands before '? u : v' only");
    }
    Expr then = formula();
    if (!accept(":")) {
      throw expected("an operator or ':'");
    }
    Expr otherwise = formula();
    leave();
    return new Conditional(relation.get(), left, right, then, otherwise);
  }

  private static Optional<Relation> relation(Token token) {
    if (token.kind() == Token.Kind.SYMBOL) {
      for (Relation relation : Relation.values()) {
        if (relation.symbol().equals(token.text())) {
          return Optional.of(relation);
        }
      }
    }
    return Optional.empty();
  }

  private Expr sum() throws FormulaException {
    Expr sum = product();
    while (true) {
      if (accept("+")) {
        sum = new Add(sum, product());
      } else if (accept("-")) {
        sum = new Subtract(sum, product());
      } else {
        return sum;
      }
    }
  }

  private Expr product() throws FormulaException {
    Expr product = unary();
    while (true) {
      if (accept("*")) {
        product = new Multiply(product, unary());
      } else if (accept("/")) {
        product = new Divide(product, unary());
      } else {
        return product;
      }
    }
  }

  private Expr unary() throws FormulaException {
    Token minus = peek();
    if (!accept("-")) {
      return power();
    }
    if (peek().kind() == Token.Kind.NUMBER && !tokens.get(position + 1).is("^")) {
      return new Constant(-number(next()));
    }
    enter(minus);
    Expr operand = unary();
    leave();
    return new Negate(operand);
  }

  private Expr power() throws FormulaException {
    Expr base = primary();
    Token caret = peek();
    if (!accept("^")) {
      return base;
    }
    enter(caret);
    Expr exponent = unary();
    leave();
    return new Power(base, exponent);
  }

  private Expr primary() throws FormulaException {
    Token token = peek();
    return switch (token.kind()) {
      case NUMBER -> new Constant(number(next()));
      case NAME -> name(next());
      case SYMBOL -> {
        if (!accept("(")) {
          throw expected("a number, a name or '('");
        }
        enter(token);
        Expr inner = formula();
        leave();
        if (!accept(")")) {
          throw expected("an operator or ')'");
        }
        yield inner;
      }
      case END -> throw expected("a number, a name or '('");
    };
  }

  private double number(Token token) throws FormulaException {
    double value = Double.parseDouble(token.text());
    if (Double.isInfinite(value) || (value == 0 && hasNonZeroDigit(token.text()))) {
      throw new FormulaException(
          Reason.SYNTAX,
          "the number " + token.describe() + " is outside the range of double",
          text,
          token.start(),
          token.end(),
          "a number between 4.9e-324 and 1.8e308",
          token.describe(),
          null);
    }
    return value;
  }

  private static boolean hasNonZeroDigit(String number) {
    for (int i = 0; i < number.length() && (number.charAt(i) | 0x20) != 'e'; i++) {
      if (number.charAt(i) >= '1' && number.charAt(i) <= '9') {
        return true;
      }
    }
    return false;
  }

  private Expr name(Token token) throws FormulaException {
    String name = token.text();
    boolean called = peek().is("(");
    Optional<Function> function = Function.byName(name);
    if (function.isPresent()) {
      if (!called) {
        throw expected("'(' after the function " + name);
      }
      return new Call(function.get(), arguments(name, function.get().arity(), token));
    }
    Expr activation = names.activations().get(name);
    if (activation != null && called) {
      return activation.substitute(Map.of(Expr.X, arguments(name, 1, token).getFirst()));
    }
    Optional<Expr> value = value(name);
    if (value.isEmpty()) {
      throw unknown(token, called);
    }
    if (called) {
      throw expected("an operator: " + name + " is no function");
    }
    return value.get();
  }

  private Optional<Expr> value(String name) {
    if (names.parameters().contains(name)) {
      return Optional.of(new Parameter(name));
    }
    if (name.equals(Expr.X.name())) {
      return Optional.of(Expr.X);
    }
    for (MathConstant constant : MathConstant.values()) {
      if (constant.symbol().equals(name)) {
        return Optional.of(new NamedConstant(constant));
      }
    }
    return Optional.empty();
  }

  private List<Expr> arguments(String function, int arity, Token name) throws FormulaException {
    enter(next());
    List<Expr> arguments = new ArrayList<>();
    if (!peek().is(")")) {
      do {
        arguments.add(formula());
      } while (accept(","));
    }
    leave();
    if (!peek().is(")")) {
      throw expected(arguments.size() < arity ? "an operator, ',' or ')'" : "an operator or ')'");
    }
    Token last = next();
    if (arguments.size() != arity) {
      String expected = count(arity);
      String found = count(arguments.size());
      throw new FormulaException(
          Reason.WRONG_ARITY,
          function + " takes " + expected + ", found " + arguments.size(),
          text,
          name.start(),
          last.end(),
          expected,
          found,
          null);
    }
    return arguments;
  }

  private static String count(int arguments) {
    return arguments == 1 ? "1 argument" : arguments + " arguments";
  }

  private FormulaException expected(String what) {
    Token token = peek();
    return new FormulaException(
        Reason.SYNTAX,
        "expected " + what + ", found " + token.describe(),
        text,
        token.start(),
        token.end(),
        what,
        token.describe(),
        null);
  }

  private FormulaException unknown(Token token, boolean called) {
    Optional<String> nearest = nearest(token.text(), called);
    return new FormulaException(
        Reason.UNKNOWN_NAME,
        "unknown "
            + (called ? "function " : "name ")
            + token.describe()
            + nearest
                .map(name -> ", did you mean '" + name + "'?")
                .orElse(
                    called || token.text().contains(".")
                        ? ""
                        : ": a parameter is declared by a method @Parameter(1) double "
                            + token.text()
                            + "();"),
        text,
        token.start(),
        token.end(),
        called ? "the name of a function" : "x, a parameter, pi, e or a function",
        token.describe(),
        nearest.orElse(null));
  }

  private Optional<String> nearest(String name, boolean called) {
    Set<String> candidates = new TreeSet<>();
    if (called) {
      for (Function function : Function.values()) {
        candidates.add(function.symbol());
      }
    } else {
      candidates.add(Expr.X.name());
      for (MathConstant constant : MathConstant.values()) {
        candidates.add(constant.symbol());
      }
      candidates.addAll(names.parameters());
    }
    String best = null;
    int bestDistance = NEAR + 1;
    for (String candidate : candidates) {
      int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      // A change for every two or three letters: more would suggest any name for any other.
      if (distance < bestDistance && distance <= (candidate.length() + 1) / 3) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * The number of insertions, deletions, replacements and swaps of neighbours between two words.
   */
  static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > NEAR) {
      return NEAR + 1;
    }
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
        best = Math.min(best, table[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, table[i - 2][j - 2] + 1);
        }
        table[i][j] = best;
      }
    }
    return table[a.length()][b.length()];
  }
}
