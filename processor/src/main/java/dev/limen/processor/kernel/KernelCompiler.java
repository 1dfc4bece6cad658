package dev.limen.processor.kernel;

import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.runtime.Contract;

/** Turns functions into kernels, and measures what they are worth. */
public final class KernelCompiler {

  private KernelCompiler() {}

  /**
   * Makes the kernels of a function. A contract that they miss is no error: the certificates say
   * so.
   *
   * @param function what is computed
   * @param contract the largest error allowed, of the value and of the derivative
   * @param precision the format
   */
  public static KernelSet compile(
      AnalyzedFunction function, Contract contract, Precision precision) {
    throw new UnsupportedOperationException("not written yet");
  }
}
