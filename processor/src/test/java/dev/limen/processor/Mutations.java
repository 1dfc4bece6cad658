package dev.limen.processor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formulas that people write, changed: tokens exchanged, formulas put into each other or repeated,
 * constants made huge, tiny or 0, and here and there a character too many or too few. Most are
 * valid, and odd.
 */
final class Mutations {

  /** The parameters that they may use. */
  static final Set<String> PARAMETERS = Set.of("alpha", "beta");

  private static final List<String> FORMULAS =
      List.of(
          "0.5*x*(1+erf(x/sqrt(2)))",
          "x * sigmoid(beta*x)",
          "x > 0 ? x : alpha*expm1(x)",
          "x*tanh(softplus(x))",
          "clamp(0.2*x+0.5,0,1)",
          "(x + sqrt(x^2+4))/2",
          "max(x, 0.01*x) - min(abs(x),3)",
          "x/(1+exp(-x))",
          "log(1+exp(x))",
          "1-tanh(x)^2",
          "pow(abs(x),0.5)*sign(x)",
          "x<-3 ? 0 : x<3 ? x*(x+3)/6 : x",
          "sin(x)^2+x*cos(x)",
          "atan(x)*2/pi",
          "erfc(-x/2)*exp(-x^2)",
          "x*log1p(x^2)/(1+abs(x))",
          "step(x)*x^3 - relu(-x)^2",
          "sinh(x)/cosh(x)",
          "0.5*x*(1+tanh(sqrt(2/pi)*(x+0.044715*x^3)))",
          "1.0507009873554805*(x > 0 ? x : 1.6732632423543772*expm1(x))",
          "max(0,x)+min(0,alpha*expm1(x/alpha))",
          "0.5*((1+alpha)*x+(1-alpha)*x*erf(beta*(1-alpha)*x))",
          "x/sqrt(1+alpha*x^2)",
          "x*clamp(x/6+0.5,0,1)",
          "log(x+sqrt(x^2+1))",
          "x-tanh(x)");

  private static final List<String> OPERANDS =
      List.of(
          "x",
          "1",
          "0",
          "2",
          "0.5",
          "-1",
          "3",
          "1e300",
          "1e-300",
          "alpha",
          "beta",
          "pi",
          "e",
          "x^2",
          "x^9",
          "x/x",
          "(x-1)",
          "exp(x)",
          "-x",
          "1e-3",
          "100",
          "1e308",
          "4.9e-324",
          "1e39",
          "1e-45",
          "1e16",
          "1e-17",
          "x*0",
          "1/3",
          "1e999");

  private static final List<String> FUNCTIONS =
      List.of(
          "exp",
          "expm1",
          "log",
          "log1p",
          "sqrt",
          "abs",
          "sign",
          "tanh",
          "sinh",
          "cosh",
          "sigmoid",
          "softplus",
          "erf",
          "erfc",
          "sin",
          "cos",
          "atan",
          "relu",
          "step");

  private static final List<String> OPERATORS = List.of("+", "-", "*", "/", "^");
  private static final List<String> ANY = List.of("(", ")", ",", "?", ":", "<", "max(", "", " ");

  /** Formulas are not made longer than this many tokens. */
  private static final int LONG = 300;

  private static final Pattern TOKEN =
      Pattern.compile("[0-9.]+(?:e[+-]?[0-9]+)?|[a-z][a-z0-9]*|[<>]=?|.");

  private final Random random;

  Mutations(long seed) {
    random = new Random(seed);
  }

  /** The next formula. */
  String next() {
    List<String> tokens = tokens(any(FORMULAS));
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      tokens = change(tokens);
    }
    String formula = String.join("", tokens);
    return random.nextInt(16) == 0 ? misspelt(formula) : formula;
  }

  private static List<String> tokens(String formula) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(formula.replace(" ", ""));
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  private List<String> change(List<String> tokens) {
    int at = random.nextInt(tokens.size());
    String whole = "(" + String.join("", tokens) + ")";
    boolean isLong = tokens.size() > LONG;
    switch (random.nextInt(16)) {
      case 0 -> Collections.swap(tokens, at, random.nextInt(tokens.size()));
      case 1 -> {
        String outer = any(FORMULAS).replaceAll("\\bx\\b", whole);
        return isLong ? tokens : tokens(outer);
      }
      case 2 -> {
        return isLong ? tokens : tokens(whole + any(OPERATORS) + whole);
      }
      default -> tokens.set(at, mutate(tokens.get(at)));
    }
    return tokens;
  }

  private String misspelt(String formula) {
    StringBuilder text = new StringBuilder(formula);
    int at = random.nextInt(text.length());
    switch (random.nextInt(3)) {
      case 0 -> text.deleteCharAt(at);
      case 1 -> text.insert(at, text.charAt(random.nextInt(text.length())));
      default -> text.setCharAt(at, (char) (' ' + random.nextInt('~' - ' ')));
    }
    return text.toString();
  }

  private String mutate(String token) {
    if (FUNCTIONS.contains(token)) {
      return any(FUNCTIONS);
    }
    if (OPERATORS.contains(token)) {
      return any(OPERATORS);
    }
    if (Character.isLetterOrDigit(token.charAt(0))) {
      return switch (random.nextInt(4)) {
        case 0 -> any(OPERANDS);
        case 1 -> any(FUNCTIONS) + "(" + token + ")";
        case 2 -> "(" + any(FORMULAS) + ")";
        default -> "(" + token + any(OPERATORS) + any(OPERANDS) + ")";
      };
    }
    return random.nextInt(8) == 0 ? any(ANY) : token;
  }

  private String any(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
