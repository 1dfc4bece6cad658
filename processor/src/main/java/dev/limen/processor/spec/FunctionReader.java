package dev.limen.processor.spec;

import dev.limen.processor.analysis.AnalyzedFunction;
import java.util.Optional;

/** From the expression that a spec declares to what is known of the function. */
final class FunctionReader {

  private FunctionReader() {}

  /** Differentiates and analyses the function, or reports what is wrong with it. */
  static Optional<AnalyzedFunction> createIfValid(
      Declaration declaration, Form form, Report report) {
    throw new UnsupportedOperationException(
        "not written yet: " + declaration.name() + form + report.entries());
  }
}
