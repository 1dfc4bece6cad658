package dev.limen.processor;

import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import dev.limen.processor.formula.Printer;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.kernel.ParameterKernel;
import dev.limen.processor.kernel.Trial;
import dev.limen.processor.spec.ActivationSpec;
import dev.limen.processor.spec.Diagnostic;
import dev.limen.processor.spec.Report;
import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract;
import java.util.ArrayList;
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
    Set<Contract> missed = new LinkedHashSet<>();
    List<String> errors = new ArrayList<>();
    for (ContractedKernels each : kernels) {
      Contract contract = each.contract();
      KernelSet set = each.set();
      Map<String, Certificate> certificates = new LinkedHashMap<>();
      certificates.put("value", set.value());
      certificates.put("derivative", set.slope());
      certificates.forEach((name, certificate) -> {
        if (!keeps(contract, certificate)) {
          missed.add(contract);
          String error = describe(contract, certificate);
          errors.add("the " + set.precision() + " " + name + " is off by " + error);
        }
      });
      for (ParameterKernel slope : set.parameterSlopes()) {
        if (!keeps(slope.contract(), slope.certificate())) {
          report.add(
              Diagnostic.GRADIENT_MISSED,
              spec.placeOf(slope.parameter()),
              slope.parameter(),
              slope.contract(),
              set.precision(),
              describe(slope.contract(), slope.certificate()));
        }
      }
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
    if (!missed.isEmpty()) {
      String contracts = missed.stream().map(Contract::toString).collect(Collectors.joining("; "));
      report.add(
          Diagnostic.CONTRACT_MISSED,
          spec.accuracyPlace(),
          spec.name(),
          contracts,
          String.join("; ", errors));
      spec.reportCancellations(report);
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
