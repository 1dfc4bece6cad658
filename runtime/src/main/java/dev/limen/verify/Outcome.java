package dev.limen.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * What one check has seen.
 *
 * @param check what was checked
 * @param compared how many results were compared
 * @param violations how many of them are wrong
 * @param undecided how many the reference is too coarse for: its ball reaches across the bound
 * @param findings the first violations
 */
public record Outcome(
    Check check, long compared, long violations, long undecided, List<Finding> findings) {
  static final int FINDINGS_KEPT = 8;

  public Outcome {
    findings = List.copyOf(findings);
  }

  /** Whether nothing wrong was seen. */
  public boolean passed() {
    return violations == 0;
  }

  /** The outcome of the same check over the inputs of both. */
  Outcome and(Outcome later) {
    List<Finding> first = new ArrayList<>(findings);
    first.addAll(later.findings);
    return new Outcome(
        check,
        compared + later.compared,
        violations + later.violations,
        undecided + later.undecided,
        first.subList(0, Math.min(first.size(), FINDINGS_KEPT)));
  }
}
