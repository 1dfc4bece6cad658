package dev.limen.processor.kernel;

import dev.limen.Accuracy;
import dev.limen.Precision;
import dev.limen.runtime.Contract;
import dev.limen.runtime.Contract.Measure;

/** The error bounds of the accuracy tiers. */
public final class Contracts {

  private Contracts() {}

  /** What a tier promises in a precision, of the value and of the derivative alike. */
  public static Contract of(Accuracy accuracy, Precision precision) {
    boolean isFloat = precision == Precision.F32;
    return switch (accuracy) {
      case FAITHFUL -> new Contract(accuracy.name(), Measure.ULP, 1);
      case STANDARD -> new Contract(accuracy.name(), Measure.ULP, 4);
      case FAST -> new Contract(accuracy.name(), Measure.ABSOLUTE, isFloat ? 0x1p-20 : 0x1p-45);
      case HALF -> new Contract(accuracy.name(), Measure.ABSOLUTE, isFloat ? 0x1p-11 : 0x1p-20);
    };
  }

  /**
   * What the derivative by a parameter is to hold beside a contract of the value. Of it there is
   * nothing to see but sums, to which its last digits add nothing where it is small.
   */
  static Contract ofTerms(Contract contract, Precision precision) {
    double bound = precision == Precision.F32 ? 0x1p-22 : 0x1p-49;
    return contract.measure() == Measure.ABSOLUTE
        ? contract
        : new Contract(contract.tier(), Measure.ABSOLUTE, bound);
  }
}
