package dev.limen.processor.formula;

import java.io.Serial;
import java.util.Optional;

/** A formula that has no meaning, with the place in its text and what was expected there. */
public final class FormulaException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private static final int WIDTH = 72;
  private static final int BEFORE = 48;
  private static final String ELLIPSIS = "...";

  /** What is wrong with a formula. */
  public enum Reason {
    /** The text does not follow the grammar. */
    SYNTAX,
    /** A name that is neither x, a constant, a function nor a parameter. */
    UNKNOWN_NAME,
    /** A function with the wrong number of arguments. */
    WRONG_ARITY,
    /** More than {@link Parser#MAX_LENGTH} characters. */
    TOO_LONG,
    /** Nested deeper than {@link Parser#MAX_DEPTH}. */
    TOO_DEEP,
    /** More than 2000 operations before or after differentiation. */
    TOO_LARGE
  }

  private final Reason reason;
  private final String formula;
  private final int start;
  private final int end;
  private final String expected;
  private final String found;
  private final String suggestion;

  /**
   * A formula with a fault.
   *
   * @param message what is wrong, without the formula
   * @param start the offset of the first offending character
   * @param end the offset behind the last one
   * @param suggestion the nearest known name, or null
   */
  FormulaException(
      Reason reason,
      String message,
      String formula,
      int start,
      int end,
      String expected,
      String found,
      String suggestion) {
    super(message);
    this.reason = reason;
    this.formula = formula;
    this.start = start;
    this.end = end;
    this.expected = expected;
    this.found = found;
    this.suggestion = suggestion;
  }

  /** The kind of fault. */
  public Reason reason() {
    return reason;
  }

  /** What is wrong, then the formula, or the part of it around the place, and a caret below. */
  public String rendering() {
    return getMessage() + System.lineSeparator() + excerpt();
  }

  /**
   * The formula, or the part of it around the place, and on a second line carets below the place.
   */
  public String excerpt() {
    int from = Math.max(0, Math.min(start - BEFORE, formula.length() - WIDTH));
    int to = Math.min(formula.length(), from + WIDTH);
    String lead = from > 0 ? ELLIPSIS : "";
    String tail = to < formula.length() ? ELLIPSIS : "";
    int first = Math.clamp(start, from, to);
    int last = Math.clamp(end, first, to);
    String before = lead + visible(formula.substring(from, first));
    String below = visible(formula.substring(first, last));
    String after = visible(formula.substring(last, to)) + tail;
    return before
        + below
        + after
        + System.lineSeparator()
        + " ".repeat(columns(before))
        + "^".repeat(Math.max(1, columns(below)));
  }

  private static int columns(String text) {
    return text.codePointCount(0, text.length());
  }

  /** A text in one line, one column for each code point, nothing invisible in it. */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .map(c -> c == '\t' || c == '\n' || c == '\r' || c == '\f' ? ' ' : c)
        .map(c -> hasShape(c) ? c : '?')
        .forEach(visible::appendCodePoint);
    return visible.toString();
  }

  private static boolean hasShape(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          false;
      default -> true;
    };
  }

  /** The text of the formula; as printed where it was not given as text. */
  public String formula() {
    return formula;
  }

  /** The offset of the first offending character, from 0; the length of the text at its end. */
  public int start() {
    return start;
  }

  /** The offset behind the last offending character. */
  public int end() {
    return end;
  }

  /** What would have been right at that place, such as {@code "')'"} or {@code "2 arguments"}. */
  public String expected() {
    return expected;
  }

  /** What is at that place instead, such as {@code "'*'"}, {@code "the end"}, {@code "gleu"}. */
  public String found() {
    return found;
  }

  /** The known name nearest to an unknown one, if one is near. */
  public Optional<String> suggestion() {
    return Optional.ofNullable(suggestion);
  }
}
