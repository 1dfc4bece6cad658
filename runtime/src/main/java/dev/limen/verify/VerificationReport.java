package dev.limen.verify;

import dev.limen.runtime.Contract;
import dev.limen.runtime.KernelInfo;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * What the checks of a kernel have seen.
 *
 * @param kernel the kernel
 * @param contract what its errors were measured against
 * @param outcomes the checks that ran, in their order
 * @param worstValue the largest error of a value, in the measure of the contract
 * @param worstDerivative the largest error of a derivative
 */
public record VerificationReport(
    KernelInfo kernel,
    Contract contract,
    List<Outcome> outcomes,
    WorstError worstValue,
    WorstError worstDerivative) {

  public VerificationReport {
    outcomes = List.copyOf(outcomes);
  }

  /** Whether no check has found anything wrong. */
  public boolean passed() {
    for (Outcome outcome : outcomes) {
      if (!outcome.passed()) {
        return false;
      }
    }
    return true;
  }

  /** Returns the first findings of every check. */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      all.addAll(outcome.findings());
    }
    return all;
  }

  /** Returns how many results the reference was too coarse for. */
  public long undecided() {
    long sum = 0;
    for (Outcome outcome : outcomes) {
      sum += outcome.undecided();
    }
    return sum;
  }

  /**
   * Throws if a check has found something wrong.
   *
   * @return this
   * @throws AssertionError with the whole report
   */
  public VerificationReport assertPassed() {
    if (!passed()) {
      throw new AssertionError(toString());
    }
    return this;
  }

  @Override
  public String toString() {
    Formatter text = new Formatter(Locale.ROOT);
    text.format(
        "%s %s (%s): %s, %s",
        kernel.name(),
        kernel.precision(),
        kernel.backend().name().toLowerCase(Locale.ROOT),
        passed() ? "passed" : "FAILED",
        contract);
    for (Outcome outcome : outcomes) {
      append(text, outcome);
    }
    return text.toString();
  }

  private void append(Formatter text, Outcome outcome) {
    text.format(
        "%n  %-6s %s: %,d compared",
        outcome.passed() ? "ok" : "FAILED", outcome.check().title(), outcome.compared());
    if (!outcome.passed()) {
      text.format(", %,d wrong", outcome.violations());
    }
    if (outcome.undecided() > 0) {
      text.format(", %,d undecided", outcome.undecided());
    }
    WorstError worst = outcome.check() == Check.VALUE ? worstValue : worstDerivative;
    if ((outcome.check() == Check.VALUE || outcome.check() == Check.DERIVATIVE)
        && !Double.isNaN(worst.input())) {
      Format format = Format.valueOf(kernel.precision());
      text.format(
          ", at worst %s at %s",
          new ErrorMeasure(format, contract, false).show(worst.error()),
          format.show(worst.input()));
    }
    for (Finding finding : outcome.findings()) {
      text.format("%n           %s", finding.text());
    }
    long more = outcome.violations() - outcome.findings().size();
    if (more > 0) {
      text.format("%n           and %,d more", more);
    }
  }
}
