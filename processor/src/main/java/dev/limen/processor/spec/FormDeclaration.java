package dev.limen.processor.spec;

import dev.limen.Clamp;
import dev.limen.Formula;
import dev.limen.Piecewise;
import dev.limen.processor.formula.Parser;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;

/** The annotation that says which function a spec declares, as it is written. */
sealed interface FormDeclaration {

  /** The names of the annotations. */
  List<Class<?>> ANNOTATIONS = List.of(Clamp.class, Piecewise.class, Formula.class);

  /** A {@link Clamp}. */
  record OfClamp(
      Place place,
      Located<Double> slope,
      Located<Double> shift,
      Located<Double> min,
      Located<Double> max)
      implements FormDeclaration {
    @Override
    public List<Located<String>> allFormulas() {
      return List.of();
    }
  }

  /** A {@link Piecewise}. */
  record OfPieces(
      Place place,
      LocatedList<Double> breakpoints,
      LocatedList<Double> slopes,
      LocatedList<Double> shifts,
      LocatedList<String> formulas,
      LocatedList<Double> kinks,
      boolean continuous)
      implements FormDeclaration {
    @Override
    public List<Located<String>> allFormulas() {
      return formulas.items();
    }
  }

  /** A {@link Formula}. */
  record OfFormula(Place place, Located<String> formula, LocatedList<Double> kinks)
      implements FormDeclaration {
    @Override
    public List<Located<String>> allFormulas() {
      return List.of(formula);
    }
  }

  /** The annotation. */
  Place place();

  /** The formulas in it. */
  List<Located<String>> allFormulas();

  /** The first formula that calls a spec. */
  default Place placeOf(String called) {
    return allFormulas().stream()
        .filter(formula -> Parser.calledNames(formula.value()).contains(called))
        .findFirst()
        .orElseThrow()
        .place();
  }

  /** Reads the form of a spec, or reports that there is not just one. */
  static Optional<FormDeclaration> read(Element spec, Place activation, Report report)
      throws UnresolvedException {
    Class<?> form = null;
    AnnotationMirror found = null;
    for (Class<?> annotation : ANNOTATIONS) {
      Optional<AnnotationMirror> mirror = AnnotationReader.find(spec, annotation.getName());
      if (mirror.isEmpty()) {
        continue;
      }
      if (form != null) {
        report.add(
            Diagnostic.TWO_FORMS,
            Place.of(spec, mirror.get()),
            spec.getSimpleName(),
            form.getSimpleName(),
            annotation.getSimpleName());
        return Optional.empty();
      }
      form = annotation;
      found = mirror.get();
    }
    if (form == null) {
      report.add(Diagnostic.NO_FORM, activation, spec.getSimpleName());
      return Optional.empty();
    }
    AnnotationReader reader = new AnnotationReader(spec, found);
    if (form == Clamp.class) {
      return Optional.of(
          new OfClamp(
              reader.place(),
              reader.number("slope"),
              reader.number("shift"),
              reader.number("min"),
              reader.number("max")));
    }
    if (form == Piecewise.class) {
      return Optional.of(
          new OfPieces(
              reader.place(),
              reader.numbers("breakpoints"),
              reader.numbers("slopes"),
              reader.numbers("shifts"),
              reader.texts("formulas"),
              reader.numbers("kinks"),
              reader.flag("continuous").value()));
    }
    return Optional.of(
        new OfFormula(reader.place(), reader.text("value"), reader.numbers("kinks")));
  }
}
