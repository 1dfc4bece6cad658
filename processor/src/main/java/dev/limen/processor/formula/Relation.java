package dev.limen.processor.formula;

/** The comparison of a {@link Expr.Conditional}. */
public enum Relation {
  /** {@code a < b}. */
  LESS("<"),
  /** {@code a <= b}. */
  LESS_OR_EQUAL("<="),
  /** {@code a > b}. */
  GREATER(">"),
  /** {@code a >= b}. */
  GREATER_OR_EQUAL(">=");

  private final String symbol;

  Relation(String symbol) {
    this.symbol = symbol;
  }

  /** The spelling in a formula. */
  public String symbol() {
    return symbol;
  }

  /** Whether the relation holds of two values that compare as {@code comparison} does with 0. */
  public boolean holds(int comparison) {
    return switch (this) {
      case LESS -> comparison < 0;
      case LESS_OR_EQUAL -> comparison <= 0;
      case GREATER -> comparison > 0;
      case GREATER_OR_EQUAL -> comparison >= 0;
    };
  }

  /** Whether the relation holds of equals. */
  public boolean includesEqual() {
    return holds(0);
  }

  /** The relation that holds of (b, a) where this one holds of (a, b). */
  public Relation swapped() {
    return switch (this) {
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      case GREATER -> LESS;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
    };
  }

  /** The relation that holds exactly where this one does not. */
  public Relation negated() {
    return switch (this) {
      case LESS -> GREATER_OR_EQUAL;
      case LESS_OR_EQUAL -> GREATER;
      case GREATER -> LESS_OR_EQUAL;
      case GREATER_OR_EQUAL -> LESS;
    };
  }
}
