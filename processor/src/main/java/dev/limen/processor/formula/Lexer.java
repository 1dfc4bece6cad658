package dev.limen.processor.formula;

import dev.limen.processor.formula.FormulaException.Reason;
import java.util.ArrayList;
import java.util.List;

/** Cuts the text of a formula into tokens. */
final class Lexer {

  private static final String SINGLE = "+-*/^(),?:";

  private final String text;
  private int position;

  private Lexer(String text) {
    this.text = text;
  }

  /** The tokens of a text, the end included. */
  static List<Token> tokens(String text) throws FormulaException {
    Lexer lexer = new Lexer(text);
    List<Token> tokens = new ArrayList<>();
    Token token;
    do {
      token = lexer.next();
      tokens.add(token);
    } while (token.kind() != Token.Kind.END);
    return tokens;
  }

  private Token next() throws FormulaException {
    while (position < text.length() && isSpace(text.charAt(position))) {
      position++;
    }
    if (position == text.length()) {
      return new Token(Token.Kind.END, "", position);
    }
    int start = position;
    char c = text.charAt(start);
    if (isDigit(start) || (c == '.' && isDigit(start + 1))) {
      skipNumber();
      return token(Token.Kind.NUMBER, start);
    }
    int codePoint = text.codePointAt(start);
    if (Character.isJavaIdentifierStart(codePoint)) {
      skipName();
      return token(Token.Kind.NAME, start);
    }
    if (c == '<' || c == '>') {
      position += start + 1 < text.length() && text.charAt(start + 1) == '=' ? 2 : 1;
      return token(Token.Kind.SYMBOL, start);
    }
    if (SINGLE.indexOf(c) >= 0) {
      position++;
      return token(Token.Kind.SYMBOL, start);
    }
    throw unexpected(codePoint, start);
  }

  private Token token(Token.Kind kind, int start) {
    return new Token(kind, text.substring(start, position), start);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
  }

  private boolean isDigit(int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private void skipDigits() {
    while (isDigit(position)) {
      position++;
    }
  }

  private void skipNumber() {
    skipDigits();
    if (position < text.length() && text.charAt(position) == '.') {
      position++;
      skipDigits();
    }
    if (position < text.length() && (text.charAt(position) | 0x20) == 'e') {
      int digits = position + 1;
      if (digits < text.length() && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) {
        digits++;
      }
      if (isDigit(digits)) {
        position = digits;
        skipDigits();
      }
    }
  }

  private void skipName() {
    while (position < text.length()) {
      int codePoint = text.codePointAt(position);
      boolean isPart =
          Character.isJavaIdentifierPart(codePoint) && !Character.isIdentifierIgnorable(codePoint);
      if (!isPart && !isDotInName()) {
        return;
      }
      position += Character.charCount(codePoint);
    }
  }

  /** Whether a dot and more of a qualified name follow. */
  private boolean isDotInName() {
    return text.charAt(position) == '.'
        && position + 1 < text.length()
        && Character.isJavaIdentifierStart(text.codePointAt(position + 1));
  }

  private FormulaException unexpected(int codePoint, int start) {
    int end = start + Character.charCount(codePoint);
    String found = "'" + FormulaException.visible(text.substring(start, end)) + "'";
    String instead = plain(codePoint);
    String expected =
        instead.isEmpty() ? "a number, a name, an operator or a parenthesis" : "'" + instead + "'";
    String code = codePoint < 0x7f ? "" : String.format(" (U+%04X)", codePoint);
    return new FormulaException(
        Reason.SYNTAX,
        "unexpected character " + found + code + ", expected " + expected,
        text,
        start,
        end,
        expected,
        found,
        null);
  }

  /** What is meant by characters that word processors and other languages use. */
  private static String plain(int codePoint) {
    return switch (codePoint) {
      case '\u2212', '\u2013', '\u2014' -> "-";
      case '\u00d7', '\u00b7', '\u22c5', '\u2217' -> "*";
      case '\u00f7', '\u2215' -> "/";
      case '\u2264' -> "<=";
      case '\u2265' -> ">=";
      case '\u00b2' -> "^2";
      case '\u00b3' -> "^3";
      case '\u221a' -> "sqrt";
      case '[', '{' -> "(";
      case ']', '}' -> ")";
      case ';' -> ",";
      default -> "";
    };
  }
}
