package dev.limen.processor.formula;

/** The constants that have a name in the formula language. They stand for the exact number. */
public enum MathConstant {
  /** The ratio of a circle's circumference to its diameter. */
  PI("pi", Math.PI),
  /** The base of the natural logarithm. */
  E("e", Math.E);

  private final String symbol;
  private final double nearest;

  MathConstant(String symbol, double nearest) {
    this.symbol = symbol;
    this.nearest = nearest;
  }

  /** The name in a formula. */
  public String symbol() {
    return symbol;
  }

  /** The double nearest to the constant. */
  public double nearest() {
    return nearest;
  }
}
