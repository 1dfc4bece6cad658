package dev.limen.processor;

import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import dev.limen.processor.formula.Printer;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.spec.ActivationSpec;
import dev.limen.processor.spec.Diagnostic;
import dev.limen.processor.spec.Report;
import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells the author what became of a spec: contracts that are missed, and how kernels compute. */
final class Accounts {

  private Accounts() {}

  static void add(
      ActivationSpec spec, List<ContractedKernels> kernels, boolean explain, Report report) {
    List<String> misses = new ArrayList<>();
    for (ContractedKernels each : kernels) {
      Contract contract = each.contract();
      KernelSet set = each.set();
      addMiss(set.precision() + " value", contract, set.value(), misses);
      addMiss(set.precision() + " derivative", contract, set.slope(), misses);
      if (explain) {
        report.add(
            Diagnostic.EXPLANATION,
            spec.activation(),
            spec.name(),
            set.precision(),
            set.algorithm(),
            describe(set.value()),
            describe(set.slope()));
      }
    }
    if (!misses.isEmpty()) {
      report.add(
          Diagnostic.CONTRACT_MISSED,
          spec.accuracyPlace(),
          spec.name(),
          kernels.getFirst().contract(),
          String.join("; ", misses));
      spec.reportCancellations(report);
    }
  }

  private static void addMiss(
      String what, Contract contract, Certificate certificate, List<String> misses) {
    // Not "greater": an error that is NaN keeps no contract.
    if (!(certificate.maxError() <= contract.bound())) {
      misses.add("the " + what + " is off by " + describe(certificate));
    }
  }

  private static String describe(Certificate certificate) {
    return String.format(
        Locale.ROOT,
        "%.3g ulp at x = %s",
        certificate.maxUlp(),
        Printer.print(certificate.worstInput()));
  }
}
