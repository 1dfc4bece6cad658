package dev.limen.processor.emit;

import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.runtime.Contract;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/**
 * What the files of a spec are written from: its facade, kernels and reference.
 *
 * @param packageName the package of the spec; not the unnamed one
 * @param baseName the name of the spec in the names of the files: {@code Gelu}, or {@code
 *     Outer_Gelu} of a nested one
 * @param specName the canonical name of the spec
 * @param isPublic whether the facade is public, as the spec and all it is nested in are
 * @param formula f(x) in the formula language, for readers
 * @param derivative f'(x) in the formula language, for readers
 * @param function the function, with the declared values of its parameters in their order
 * @param kernels the kernels of each declared precision, F32 first
 * @param spec the originating element of every file
 * @param called the specs that its formulas call, and those that these call
 */
public record ActivationFiles(
    String packageName,
    String baseName,
    String specName,
    boolean isPublic,
    String formula,
    String derivative,
    AnalyzedFunction function,
    List<ContractedKernels> kernels,
    TypeElement spec,
    List<TypeElement> called) {

  public ActivationFiles {
    kernels = List.copyOf(kernels);
    called = List.copyOf(called);
  }

  /** The kernels of one precision and the contract that they were made for. */
  public record ContractedKernels(Contract contract, KernelSet set) {

    /** What takes their place where vectors are narrow. */
    Optional<ContractedKernels> narrow() {
      return set.narrow().map(narrow -> new ContractedKernels(contract, narrow));
    }
  }
}
