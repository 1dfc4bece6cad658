package dev.limen.processor.formula;

/**
 * A piece of a formula's text.
 *
 * @param kind what it is
 * @param text as written
 * @param start the offset of its first character
 */
record Token(Kind kind, String text, int start) {

  enum Kind {
    NUMBER,
    NAME,
    SYMBOL,
    END
  }

  int end() {
    return start + text.length();
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** As an error message names it. */
  String describe() {
    return kind == Kind.END ? "the end" : "'" + FormulaException.visible(text) + "'";
  }
}
