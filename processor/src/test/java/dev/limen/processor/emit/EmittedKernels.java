package dev.limen.processor.emit;

import dev.limen.processor.emit.SourceWriter.Features;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.ProcessingEnvironment;

/** The sample kernels as a compilation emits them. */
final class EmittedKernels {

  static final List<String> WITH_VECTORS = List.of("--add-modules", "jdk.incubator.vector");

  private static final List<SampleKernels> ALL = List.of(SampleKernels.values());

  private static MemoryCompilation all;

  private EmittedKernels() {}

  /** All samples, with vector kernels; compiled once for all tests. */
  static synchronized MemoryCompilation all() throws IOException {
    if (all == null) {
      all = compile(ALL, WITH_VECTORS);
    }
    return all;
  }

  /** The sources of all samples, emitted anew. */
  static Map<String, String> sourcesAnew() throws IOException {
    List<String> options = new ArrayList<>(WITH_VECTORS);
    options.add("-proc:only");
    return compile(ALL, options).sources();
  }

  /** Compiles specs without annotations, and what is emitted for them. */
  static MemoryCompilation compile(List<SampleKernels> samples, List<String> options)
      throws IOException {
    StringBuilder source = new StringBuilder("package p;\n");
    for (SampleKernels sample : samples) {
      source.append("interface ").append(sample.specName()).append(" {}\n");
    }
    return MemoryCompilation.of(
        Map.of("p.Specs", source.toString()), options, environment -> write(environment, samples));
  }

  private static void write(ProcessingEnvironment environment, List<SampleKernels> samples)
      throws IOException {
    SourceWriter writer =
        new SourceWriter(environment.getFiler(), Features.of(environment.getElementUtils()));
    for (SampleKernels sample : samples) {
      writer.writeKernels(
          sample.files(environment.getElementUtils().getTypeElement("p." + sample.specName())));
    }
  }
}
