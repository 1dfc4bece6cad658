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
}
