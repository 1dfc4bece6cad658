package dev.limen.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a check has seen so far. */
final class Tally {
  private final Check check;
  private long compared;
  private long violations;
  private long undecided;
  private final List<Finding> findings = new ArrayList<>();

  Tally(Check check) {
    this.check = check;
  }

  void compared(long count) {
    compared += count;
  }

  void undecided() {
    undecided++;
  }

  /** Counts a violation; only the first few are put into words. */
  @SuppressWarnings("AnnotateFormatMethod") // Its annotation is not in the JDK.
  void violation(double input, String template, Object... values) {
    violations++;
    if (findings.size() < Outcome.FINDINGS_KEPT) {
      findings.add(new Finding(check, input, String.format(Locale.ROOT, template, values)));
    }
  }

  Outcome outcome() {
    return new Outcome(check, compared, violations, undecided, findings);
  }
}
