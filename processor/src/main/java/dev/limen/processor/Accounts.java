package dev.limen.processor;

import dev.limen.Accuracy;
import dev.limen.Precision;
import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import dev.limen.processor.formula.Printer;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.kernel.Trial;
import dev.limen.processor.spec.ActivationSpec;
import dev.limen.processor.spec.Diagnostic;
import dev.limen.processor.spec.Report;
import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells the author what became of a spec: contracts that are missed, and how kernels compute. */
final class Accounts {

  private Accounts() {}

  static void add(
      ActivationSpec spec, List<ContractedKernels> kernels, boolean explain, Report report) {
    Map<Diagnostic, Misses> misses = new EnumMap<>(Diagnostic.class);
    for (ContractedKernels each : kernels) {
      Contract contract = each.contract();
      KernelSet set = each.set();
      Map<String, Certificate> certificates = new LinkedHashMap<>();
      certificates.put("value", set.value());
      certificates.put("derivative", set.slope());
      certificates.forEach((name, certificate) -> {
        if (!keeps(contract, certificate)) {
          misses
              .computeIfAbsent(gravity(contract, set.precision()), d -> new Misses())
              .add(contract, set.precision() + " " + name, certificate);
        }
      });
      if (explain) {
        report.add(
            Diagnostic.EXPLANATION,
            spec.activation(),
            spec.name(),
            set.precision(),
            set.algorithm(),
            describe(contract, set.value()),
            describe(contract, set.slope()),
            trials(set.trials()));
      }
    }
    misses.forEach((diagnostic, missed) ->
        report.add(
            diagnostic, spec.accuracyPlace(), spec.name(), missed.contracts(), missed.errors()));
    if (!misses.isEmpty()) {
      spec.reportCancellations(report);
    }
  }

  /** What a missed contract is: an error, unless it asks of doubles what takes more than double. */
  private static Diagnostic gravity(Contract contract, Precision precision) {
    return precision == Precision.F64 && contract.tier().equals(Accuracy.FAITHFUL.name())
        ? Diagnostic.FAITHFUL_MISSED
        : Diagnostic.CONTRACT_MISSED;
  }

  /** Contracts that are missed, and by how much. */
  private static final class Misses {
    private final Set<Contract> contracts = new LinkedHashSet<>();
    private final List<String> errors = new ArrayList<>();

    void add(Contract contract, String what, Certificate certificate) {
      contracts.add(contract);
      errors.add("the " + what + " is off by " + describe(contract, certificate));
    }

    String contracts() {
      return contracts.stream().map(Contract::toString).collect(Collectors.joining("; "));
    }

    String errors() {
      return String.join("; ", errors);
    }
  }

  private static boolean keeps(Contract contract, Certificate certificate) {
    // Not the negation of "greater": an error that is NaN keeps no contract.
    return certificate.maxError() <= contract.bound();
  }

  /** What was tried, a line each, as it was tried: the cheapest first. */
  private static String trials(List<Trial> trials) {
    StringBuilder text = new StringBuilder();
    for (Trial trial : trials) {
      text.append(
          String.format(
              Locale.ROOT,
              "%n%10s %6.1f %s  %s",
              trial.target(),
              trial.cost(),
              Double.isNaN(trial.error())
                  ? "  too far"
                  : String.format(Locale.ROOT, "%9.3g", trial.error()),
              trial.algorithm()));
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static String describe(Contract contract, Certificate certificate) {
    String ulp = String.format(Locale.ROOT, "%.3g ulp", certificate.maxUlp());
    String at = " at x = " + Printer.print(certificate.worstInput());
    return contract.measure() == Contract.Measure.ULP
        ? ulp + at
        : String.format(Locale.ROOT, "%.3g * max(1, |x|)", certificate.maxError())
            + at
            + " ("
            + ulp
            + " at worst)";
  }
}
