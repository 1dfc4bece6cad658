package dev.limen.processor.spec;

import dev.limen.BenchmarkKernels;
import dev.limen.VerifyKernels;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/**
 * A class that asks for tests or for benchmarks of some specs.
 *
 * @param purpose tests or benchmarks
 * @param element the class
 * @param packageName its package, empty for the unnamed one
 * @param requests the specs it names
 */
public record Trigger(
    Purpose purpose, TypeElement element, String packageName, List<Request> requests) {

  public Trigger {
    requests = List.copyOf(requests);
  }

  /** What is asked for. */
  public enum Purpose {
    /** JUnit tests. */
    VERIFY(VerifyKernels.class, "Test", "org.junit.jupiter.api.Test", Diagnostic.JUNIT_MISSING),
    /** JMH harnesses. */
    BENCHMARK(
        BenchmarkKernels.class,
        "Benchmark",
        "org.openjdk.jmh.annotations.Benchmark",
        Diagnostic.JMH_MISSING);

    private final Class<?> annotation;
    private final String suffix;
    private final String framework;
    private final Diagnostic missing;

    Purpose(Class<?> annotation, String suffix, String framework, Diagnostic missing) {
      this.annotation = annotation;
      this.suffix = suffix;
      this.framework = framework;
      this.missing = missing;
    }

    /** The annotation that asks for it. */
    public Class<?> annotation() {
      return annotation;
    }

    /** Whether a type has the annotation. */
    public boolean isAskedFor(TypeElement type) {
      return AnnotationReader.find(type, annotation.getName()).isPresent();
    }
  }

  /**
   * One of the specs.
   *
   * @param spec an interface with {@link dev.limen.Activation}
   * @param name its name
   * @param place where the trigger names it
   */
  public record Request(TypeElement spec, SpecName name, Place place) {}

  /**
   * Reads a trigger, or reports what is wrong with it.
   *
   * @throws UnresolvedException where it names what does not exist yet
   */
  public static Optional<Trigger> read(
      TypeElement type, Purpose purpose, Elements elements, Report report)
      throws UnresolvedException {
    AnnotationMirror mirror =
        AnnotationReader.find(type, purpose.annotation().getName())
            .orElseThrow(() -> new IllegalArgumentException(type + " is no trigger"));
    AnnotationReader reader = new AnnotationReader(type, mirror);
    LocatedList<TypeMirror> types = reader.types("value");
    String packageName = elements.getPackageOf(type).getQualifiedName().toString();
    if (purpose == Purpose.BENCHMARK && packageName.isEmpty()) {
      report.add(Diagnostic.UNNAMED_PACKAGE, reader.place(), type.getSimpleName());
      return Optional.empty();
    }
    if (types.isEmpty()) {
      report.add(Diagnostic.NO_SPECS, types.place(), purpose.annotation().getSimpleName());
      return Optional.empty();
    }
    if (!Visibility.isVisible(purpose.framework, type, elements)) {
      report.add(purpose.missing, reader.place());
      return Optional.empty();
    }
    List<Request> requests = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Located<TypeMirror> item : types.items()) {
      Optional<TypeElement> spec =
          AnnotationReader.element(item.value()).filter(Declaration::isActivation);
      if (spec.isEmpty()) {
        report.add(Diagnostic.NOT_A_SPEC, item.place(), item.value());
        continue;
      }
      SpecName name = SpecName.of(spec.get());
      if (!seen.add(name.canonical())) {
        report.add(Diagnostic.SPEC_TWICE, item.place(), purpose.annotation().getSimpleName(), name);
      } else if (!name.isPublic() && !name.packageName().equals(packageName)) {
        report.add(
            Diagnostic.KERNELS_NOT_VISIBLE,
            item.place(),
            name,
            type.getSimpleName(),
            name.packageName());
      } else {
        requests.add(new Request(spec.get(), name, item.place()));
      }
    }
    return Optional.of(new Trigger(purpose, type, packageName, requests));
  }

  /** The qualified name of the class that is generated for a request. */
  public String generatedClass(Request request) {
    String simple = request.name().base() + "Kernels" + purpose.suffix;
    return packageName.isEmpty() ? simple : packageName + "." + simple;
  }
}
