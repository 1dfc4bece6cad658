package dev.limen.verify;

import dev.limen.runtime.Contract;
import dev.limen.runtime.KernelInfo;
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
    return outcomes.stream().allMatch(Outcome::passed);
  }

  /** Returns the first findings of every check. */
  public List<Finding> findings() {
    return outcomes.stream().flatMap(o -> o.findings().stream()).toList();
  }

  /** Returns how many results the reference was too coarse for. */
  public long undecided() {
    return outcomes.stream().mapToLong(Outcome::undecided).sum();
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
    StringBuilder text = new StringBuilder();
    text.append(kernel.name()).append(' ').append(kernel.precision());
    text.append(" (").append(kernel.backend().name().toLowerCase(Locale.ROOT)).append("): ");
    text.append(passed() ? "passed" : "FAILED").append(", ").append(contract);
    for (Outcome outcome : outcomes) {
      append(text, outcome);
    }
    return text.toString();
  }

  private void append(StringBuilder text, Outcome outcome) {
    text.append(
        String.format(
            Locale.ROOT,
            "%n  %-6s %s: %,d compared",
            outcome.passed() ? "ok" : "FAILED",
            outcome.check().title(),
            outcome.compared()));
    if (!outcome.passed()) {
      text.append(String.format(Locale.ROOT, ", %,d wrong", outcome.violations()));
    }
    if (outcome.undecided() > 0) {
      text.append(String.format(Locale.ROOT, ", %,d undecided", outcome.undecided()));
    }
    if (outcome.check() == Check.VALUE) {
      append(text, worstValue);
    } else if (outcome.check() == Check.DERIVATIVE) {
      append(text, worstDerivative);
    }
    for (Finding finding : outcome.findings()) {
      text.append(System.lineSeparator()).append("           ").append(finding.text());
    }
    long more = outcome.violations() - outcome.findings().size();
    if (more > 0) {
      text.append(String.format(Locale.ROOT, "%n           and %,d more", more));
    }
  }

  private void append(StringBuilder text, WorstError worst) {
    if (Double.isNaN(worst.input())) {
      return;
    }
    Format format = Format.valueOf(kernel.precision());
    text.append(", at worst ")
        .append(new ErrorMeasure(format, contract, false).show(worst.error()))
        .append(" at ")
        .append(format.show(worst.input()));
  }
}
