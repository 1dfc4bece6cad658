package dev.limen.bench.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.runtime.KernelInfo;
import dev.limen.verify.Check;
import dev.limen.verify.Outcome;
import dev.limen.verify.VerificationReport;
import dev.limen.verify.WorstError;
import java.util.zip.CRC32;

/**
 * What was seen of a kernel over floats.
 *
 * @param name the function
 * @param tier the accuracy
 * @param kernel a checksum of what the kernel says of itself: another kernel is proven anew
 * @param algorithm how it computes
 * @param backend the code that ran
 * @param part 1 if all floats were looked at; 1000 for a thousandth of them
 * @param measure {@code ULP} or {@code ABSOLUTE}
 * @param bound the contract
 * @param value the errors of the value
 * @param derivative the errors of its derivative
 * @param outline the shape
 * @param monotonicity what analysis proves of the function
 * @param symmetry what analysis proves of the function
 * @param wrongRange how many values leave the range that analysis proves
 * @param wrongSign how many derivatives of a monotone function have the wrong sign
 * @param wrongSymmetry how many results are not the mirror image
 * @param differentForms how many results of array forms differ from the scalar one
 * @param wrongNans how many NaN do not give NaN
 * @param seconds how long it took
 */
record Row(
    String name,
    String tier,
    String kernel,
    String algorithm,
    String backend,
    int part,
    String measure,
    double bound,
    Errors value,
    Errors derivative,
    Outline outline,
    String monotonicity,
    String symmetry,
    long wrongRange,
    long wrongSign,
    long wrongSymmetry,
    long differentForms,
    long wrongNans,
    long seconds) {

  /**
   * Errors, in the measure of the contract.
   *
   * @param worst the largest
   * @param at its input, in hexadecimal
   * @param actual what the kernel gave
   * @param expected the correctly rounded result
   * @param beyond how many are beyond the contract
   * @param undecided how many the reference is too coarse to judge
   */
  record Errors(
      double worst, String at, String actual, String expected, long beyond, long undecided) {
    static Errors of(WorstError worst, Outcome outcome) {
      return new Errors(
          worst.error(),
          Float.toHexString((float) worst.input()),
          Float.toHexString((float) worst.actual()),
          Float.toHexString((float) worst.expected()),
          outcome.violations(),
          outcome.undecided());
    }
  }

  static Row of(
      Subject subject, int part, VerificationReport report, Outline outline, long seconds) {
    KernelInfo info = report.kernel();
    return new Row(
        subject.name(),
        subject.tier(),
        checksum(info),
        info.algorithm(),
        info.backend().name(),
        part,
        report.contract().measure().name(),
        report.contract().bound(),
        Errors.of(report.worstValue(), outcome(report, Check.VALUE)),
        Errors.of(report.worstDerivative(), outcome(report, Check.DERIVATIVE)),
        outline,
        info.properties().monotonicity().name(),
        info.properties().symmetry().name(),
        outcome(report, Check.RANGE).violations(),
        outcome(report, Check.MONOTONICITY).violations(),
        outcome(report, Check.SYMMETRY).violations(),
        outcome(report, Check.ARRAYS).violations(),
        outcome(report, Check.SPECIAL_VALUES).violations(),
        seconds);
  }

  static String checksum(KernelInfo info) {
    CRC32 sum = new CRC32();
    sum.update(info.toString().getBytes(UTF_8));
    return Long.toHexString(sum.getValue());
  }

  private static Outcome outcome(VerificationReport report, Check check) {
    return report.outcomes().stream()
        .filter(outcome -> outcome.check() == check)
        .findFirst()
        .orElseThrow();
  }

  /** How often the value steps back where the function does not. */
  long stepsBack() {
    return switch (Monotonicity.valueOf(monotonicity)) {
      case INCREASING -> outline.falls();
      case DECREASING -> outline.rises();
      case NONE -> 0;
    };
  }

  /** The largest of these steps, in ulp. */
  double largestStepBack() {
    return switch (Monotonicity.valueOf(monotonicity)) {
      case INCREASING -> outline.deepestFall();
      case DECREASING -> outline.highestRise();
      case NONE -> 0;
    };
  }

  /** Whether nothing wrong was seen. */
  boolean holds() {
    return value.beyond()
            + derivative.beyond()
            + wrongRange
            + wrongSign
            + wrongSymmetry
            + differentForms
            + wrongNans
        == 0;
  }
}
