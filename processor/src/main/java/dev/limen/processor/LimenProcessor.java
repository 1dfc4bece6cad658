package dev.limen.processor;

import dev.limen.Activation;
import dev.limen.BenchmarkKernels;
import dev.limen.Clamp;
import dev.limen.Formula;
import dev.limen.Parameter;
import dev.limen.Piecewise;
import dev.limen.VerifyKernels;
import dev.limen.processor.spec.Place;
import dev.limen.processor.spec.Report;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/**
 * The entry point of the annotation processor.
 *
 * <p>Kernels are written in the round in which their spec is seen, or in the first one in which all
 * that it refers to exists; never in the last round, so that other processors see them.
 *
 * <p>Limen's annotations are claimed. They are of no use to another processor, and javac's {@code
 * -Xlint:processing} warns of annotations that no processor claims, which {@code -Werror} makes an
 * error.
 */
public final class LimenProcessor extends AbstractProcessor {

  private static final Set<Class<?>> ANNOTATIONS =
      Set.of(
          Activation.class,
          Clamp.class,
          Piecewise.class,
          Formula.class,
          Parameter.class,
          VerifyKernels.class,
          BenchmarkKernels.class);

  /** The annotations that say something of a function. */
  static final List<Class<?>> OF_FUNCTIONS =
      List.of(Clamp.class, Piecewise.class, Formula.class, Parameter.class);

  /** What marks generated classes: claimed as well. */
  private static final Set<String> MARKERS =
      Set.of("dev.limen.runtime.LimenGenerated", "javax.annotation.processing.Generated");

  private final Engine engine;
  private Optional<Rounds> rounds = Optional.empty();

  /** Called by the compiler, through the service file. */
  public LimenProcessor() {
    this(Engine.STANDARD);
  }

  LimenProcessor(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    Set<String> names = new TreeSet<>(MARKERS);
    ANNOTATIONS.forEach(annotation -> names.add(annotation.getName()));
    return names;
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Option.keys();
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latest();
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    Printer printer = new Printer(environment);
    Report report = new Report(Set.of());
    rounds =
        Options.read(environment.getOptions(), report)
            .map(options -> new Rounds(environment, options, engine, printer));
    printer.print(report);
    LocalTypes.watch(environment, getSupportedAnnotationTypes());
  }

  @Override
  @SuppressWarnings("DoNotClaimAnnotations") // See above.
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    if (rounds.isPresent() && !round.processingOver()) {
      try {
        rounds.get().process(round);
      } catch (Throwable failure) {
        // A compiler that falls over an annotation processor shows no line of the user's.
        Report report = new Report(Set.of());
        Printer.add(failure, "this compilation", Place.NOWHERE, report);
        new Printer(processingEnv).print(report);
      }
    }
    return true;
  }
}
