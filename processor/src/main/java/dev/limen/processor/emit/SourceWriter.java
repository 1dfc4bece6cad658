package dev.limen.processor.emit;

import java.io.IOException;
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
   * Gelu_VectorF32} and so on, and {@code Gelu_Reference}. Vector kernels are written where the
   * compilation reads the vector module.
   */
  public void writeKernels(ActivationFiles files) throws IOException {
    throw new UnsupportedOperationException("not written yet: " + filer + features + files);
  }

  /** Writes the JUnit test {@code GeluKernelsTest}. */
  public void writeTest(HarnessFile file) throws IOException {
    throw new UnsupportedOperationException("not written yet: " + file);
  }

  /** Writes the JMH harness {@code GeluKernelsBenchmark}. */
  public void writeBenchmark(HarnessFile file) throws IOException {
    throw new UnsupportedOperationException("not written yet: " + file);
  }
}
