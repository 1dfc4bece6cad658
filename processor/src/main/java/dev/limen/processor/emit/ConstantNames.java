package dev.limen.processor.emit;

/** Names for local variables that hold a constant. */
final class ConstantNames {

  /** The name of a number that has no word. */
  static final String ANY = "c";

  private static final String[] WORDS = {
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"
  };

  private ConstantNames() {}

  static String of(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    String magnitude = ofMagnitude(Math.abs(value));
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    return negative && !magnitude.equals(ANY) ? "minus" + NodeNames.capital(magnitude) : magnitude;
  }

  private static String ofMagnitude(double value) {
    if (Double.isInfinite(value)) {
      return "infinity";
    }
    if (value == 0.5) {
      return "half";
    }
    boolean hasWord = value == Math.rint(value) && value < WORDS.length;
    return hasWord ? WORDS[(int) value] : ANY;
  }
}
