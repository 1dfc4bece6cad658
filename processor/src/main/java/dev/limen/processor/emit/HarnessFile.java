package dev.limen.processor.emit;

import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import java.util.List;
import javax.lang.model.element.TypeElement;

/**
 * What the test or the benchmark of a spec's kernels is written from.
 *
 * @param packageName the package of the class that asks for it; not the unnamed one
 * @param specPackage the package of the spec and of its facade
 * @param baseName the name of the spec in the names of files: {@code Gelu}, or {@code Outer_Gelu}
 * @param specName the canonical name of the spec
 * @param formula f(x) in the formula language, for readers
 * @param function the function, with the declared values of its parameters in their order
 * @param precisions the precisions of the facade, F32 first
 * @param trigger the class that asks for it, the originating element
 */
public record HarnessFile(
    String packageName,
    String specPackage,
    String baseName,
    String specName,
    String formula,
    AnalyzedFunction function,
    List<Precision> precisions,
    TypeElement trigger) {

  public HarnessFile {
    precisions = List.copyOf(precisions);
  }
}
