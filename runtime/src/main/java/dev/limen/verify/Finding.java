package dev.limen.verify;

/**
 * A place where a kernel, or its reference, is wrong.
 *
 * @param check what was checked
 * @param input the input, NaN where the finding is not about one
 * @param text what is wrong, with the values
 */
public record Finding(Check check, double input, String text) {
  @Override
  public String toString() {
    return check.title() + ": " + text;
  }
}
