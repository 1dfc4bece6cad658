package dev.limen.processor;

import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import dev.limen.processor.kernel.Contracts;
import dev.limen.processor.kernel.KernelCompiler;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.spec.ActivationSpec;
import dev.limen.runtime.Contract;
import java.util.List;

/** Makes the kernels of a spec. Asks the compiler for nothing, and may run in another thread. */
@FunctionalInterface
interface Engine {

  /** The engine that is used, but for tests. */
  Engine STANDARD =
      spec ->
          spec.precisions().stream()
              .map(precision -> {
                Contract contract = Contracts.of(spec.accuracy(), precision);
                KernelSet kernels = KernelCompiler.compile(spec.function(), contract, precision);
                return new ContractedKernels(
                    contract, spec.isReproducible() ? kernels.forAllWidths() : kernels);
              })
              .toList();

  /** The kernels of each declared precision, F32 first. */
  List<ContractedKernels> make(ActivationSpec spec);
}
