package dev.limen.processor.formula;

import java.io.Serial;
import java.util.Optional;

/** A formula that has no meaning, with the place in its text and what was expected there. */
public final class FormulaException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** What is wrong with a formula. */
  public enum Reason {
    /** The text does not follow the grammar. */
    SYNTAX,
    /** A name that is neither x, a constant, a function nor a parameter. */
    UNKNOWN_NAME,
    /** A function with the wrong number of arguments. */
    WRONG_ARITY,
    /** More than 4096 characters. */
    TOO_LONG,
    /** Nested deeper than 64. */
    TOO_DEEP,
    /** More than 2000 operations after differentiation. */
    TOO_LARGE
  }

  private final Reason reason;
  private final String formula;
  private final int start;
  private final int end;
  private final String expected;
  private final String found;
  private final String suggestion;

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

  /** What is wrong. */
  public Reason reason() {
    return reason;
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
