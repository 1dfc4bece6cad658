package dev.limen.processor.emit;

import com.palantir.javapoet.TypeSpec;
import dev.limen.Precision;
import dev.limen.processor.emit.ActivationFiles.ContractedKernels;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.Filer;
import javax.lang.model.util.Elements;

/** Writes sources. The same input gives the same bytes, on every machine. */
public final class SourceWriter {

  private final Filer filer;
  private final Features features;

  /** What the compilation can read, besides Limen's runtime. */
  public record Features(boolean vectorModule, boolean generatedAnnotation) {

    /** Looks the features up. */
    public static Features of(Elements elements) {
      return new Features(
          elements.getTypeElement("jdk.incubator.vector.FloatVector") != null,
          elements.getTypeElement("javax.annotation.processing.Generated") != null);
    }
  }

  public SourceWriter(Filer filer, Features features) {
    this.filer = filer;
    this.features = features;
  }

  /**
   * Writes the facade {@code GeluKernels}, the kernels {@code Gelu_ScalarF32}, {@code
   * Gelu_VectorF32} and so on, the same for narrow vectors where these need others, {@code
   * Gelu_BoundF32} where parameters are trained, and {@code Gelu_Reference}. Vector kernels are
   * written where the compilation reads the vector module.
   *
   * @return the precisions in which some vector kernels would be too large for the JVM's optimising
   *     compiler, so that scalar ones take their place
   */
  public Set<Precision> writeKernels(ActivationFiles files) throws IOException {
    Set<Precision> vectorized = EnumSet.noneOf(Precision.class);
    Set<Precision> tooLarge = EnumSet.noneOf(Precision.class);
    for (ContractedKernels kernels : files.kernels()) {
      Precision precision = kernels.set().precision();
      write(files, new ScalarKernelFile(files, kernels, Width.FULL).type());
      if (kernels.set().isTrainable()) {
        write(files, new BoundKernelFile(files, kernels).type());
      }
      if (!features.vectorModule()) {
        continue;
      }
      List<Form> fitting = VectorKernelFile.forms(kernels.set(), Width.FULL);
      if (!fitting.isEmpty()) {
        vectorized.add(precision);
        write(files, new VectorKernelFile(files, kernels, Width.FULL).type());
        if (kernels.narrow().isPresent()) {
          ContractedKernels narrow = kernels.narrow().get();
          write(files, new ScalarKernelFile(files, narrow, Width.NARROW).type());
          write(files, new VectorKernelFile(files, narrow, Width.NARROW).type());
        }
      }
      if (fitting.size() < Form.PUBLIC.size()) {
        tooLarge.add(precision);
      }
    }
    write(files, new ReferenceFile(files).type());
    write(files, new FacadeFile(files, vectorized, withoutVectors(files)).type());
    return tooLarge;
  }

  private String withoutVectors(ActivationFiles files) {
    return features.vectorModule()
        ? "the kernels of " + files.specName() + " are too large for vector code"
        : "they were compiled without jdk.incubator.vector; compile them with --add-modules"
            + " jdk.incubator.vector";
  }

  private void write(ActivationFiles files, TypeSpec type) throws IOException {
    GeneratedFile.of(files.packageName(), type, files.spec(), files.called(), features)
        .writeTo(filer);
  }

  /** Writes the JUnit test {@code GeluKernelsTest}. */
  public void writeTest(HarnessFile file) throws IOException {
    write(file, new TestFile(file).type());
  }

  /** Writes the JMH harness {@code GeluKernelsBenchmark}. */
  public void writeBenchmark(HarnessFile file) throws IOException {
    write(file, new BenchmarkFile(file).type());
  }

  private void write(HarnessFile file, TypeSpec type) throws IOException {
    GeneratedFile.of(file.packageName(), type, file.trigger(), List.of(), features).writeTo(filer);
  }
}
