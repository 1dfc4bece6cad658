package dev.limen.processor.emit;

import dev.limen.processor.emit.SourceWriter.Features;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.ProcessingEnvironment;

/** The sample kernels as a compilation emits them. */
final class EmittedKernels {

  private EmittedKernels() {}

  /** Compiles specs without annotations, and what is emitted for them. */
  static MemoryCompilation compile(List<String> options) throws IOException {
    StringBuilder source = new StringBuilder("package p;\n/** Holds the first. */\n");
    for (SampleKernels sample : SampleKernels.values()) {
      source.append("interface ").append(sample.specName()).append(" {}\n");
    }
    return MemoryCompilation.of(
        Map.of("p.Specs", source.toString()), options, EmittedKernels::write);
  }

  private static void write(ProcessingEnvironment environment) throws IOException {
    SourceWriter writer =
        new SourceWriter(environment.getFiler(), Features.of(environment.getElementUtils()));
    for (SampleKernels sample : SampleKernels.values()) {
      writer.writeKernels(
          sample.files(environment.getElementUtils().getTypeElement("p." + sample.specName())));
    }
  }
}
