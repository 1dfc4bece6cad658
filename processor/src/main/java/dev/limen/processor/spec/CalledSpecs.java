package dev.limen.processor.spec;

import dev.limen.processor.formula.Parser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/**
 * Finds the specs that a spec calls by name, as {@code "x * HardSigmoid(x)"} does, and those that
 * these call: each is read once.
 */
final class CalledSpecs {

  private final Elements elements;

  /** What is being read: each calls the next. */
  private final List<TypeElement> callers = new ArrayList<>();

  private final Map<TypeElement, Callee> known = new HashMap<>();

  CalledSpecs(Elements elements) {
    this.elements = elements;
  }

  /** A spec that is called; without a declaration, but with a report, if it is not valid. */
  private record Callee(Optional<Declaration> declaration, Report report) {}

  /**
   * Reads what the formulas of a spec call, or reports why that cannot be called. A name that means
   * no spec is left to the parser.
   *
   * @return the declarations by the names that they are called by
   */
  Map<String, Declaration> read(TypeElement caller, FormDeclaration form, Report report)
      throws UnresolvedException {
    Map<String, Declaration> found = new LinkedHashMap<>();
    callers.add(caller);
    for (Located<String> formula : form.allFormulas()) {
      for (String name : Parser.calledNames(formula.value())) {
        Optional<TypeElement> spec = find(name, caller);
        if (spec.isPresent() && callers.contains(spec.get())) {
          report.add(Diagnostic.CYCLE, formula.place(), cycle(spec.get()));
        } else if (spec.isPresent() && !found.containsKey(name)) {
          Callee callee = callee(spec.get());
          callee.declaration().ifPresent(declaration -> found.put(name, declaration));
          if (callee.declaration().isEmpty()) {
            reportInvalid(name, callee.report(), formula.place(), report);
          }
        }
      }
    }
    callers.removeLast();
    return found;
  }

  private Callee callee(TypeElement spec) throws UnresolvedException {
    Callee callee = known.get(spec);
    if (callee == null) {
      Report own = Report.ofErrors();
      callee = new Callee(Declaration.read(spec, this, elements, own), own);
      known.put(spec, callee);
    }
    return callee;
  }

  /** Reports that a spec cannot be called for an error of its own. */
  static void reportInvalid(String name, Report own, Place place, Report report) {
    Report.Entry error = own.firstError().orElseThrow();
    if (error.diagnostic() == Diagnostic.CYCLE) {
      report.add(Diagnostic.CYCLE, place, error.summary());
    } else {
      report.add(Diagnostic.INVALID_CALLEE, place, name, error.summary());
    }
  }

  private String cycle(TypeElement spec) {
    List<TypeElement> circle =
        new ArrayList<>(callers.subList(callers.indexOf(spec), callers.size()));
    circle.add(spec);
    return circle.stream()
        .map(type -> type.getSimpleName().toString())
        .collect(Collectors.joining(", which calls "))
        .replaceFirst(", which calls", " calls");
  }

  /** The spec of a name: in a type around the caller, in its package, or of that qualified name. */
  private Optional<TypeElement> find(String name, TypeElement caller) {
    SpecName from = SpecName.of(caller);
    for (int depth = from.simpleNames().size(); depth >= 0; depth--) {
      List<String> scope = new ArrayList<>(from.simpleNames().subList(0, depth));
      scope.add(name);
      Optional<TypeElement> spec = spec(from.qualified(String.join(".", scope)), caller, from);
      if (spec.isPresent()) {
        return spec;
      }
    }
    return spec(name, caller, from);
  }

  private Optional<TypeElement> spec(String canonicalName, TypeElement caller, SpecName from) {
    return Visibility.find(canonicalName, caller, elements)
        .filter(Declaration::isActivation)
        .filter(type -> {
          SpecName spec = SpecName.of(type);
          return spec.isPublic() || spec.packageName().equals(from.packageName());
        });
  }
}
