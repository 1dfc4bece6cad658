package dev.limen.processor.spec;

import dev.limen.processor.formula.Parser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Finds the specs that formulas call by name, as {@code "x * HardSigmoid(x)"} does. */
final class CalledSpecs {

  private final Elements elements;
  private final List<TypeElement> callers;
  private final TypeElement caller;
  private final Report report;
  private final Map<String, Declaration> found = new LinkedHashMap<>();

  private CalledSpecs(Elements elements, List<TypeElement> callers, Report report) {
    this.elements = elements;
    this.callers = callers;
    this.caller = callers.getLast();
    this.report = report;
  }

  /**
   * Reads what the formulas of a form call, or reports why that cannot be called. A name that means
   * no spec is left to the parser.
   *
   * @param callers the spec with the form, behind the spec that calls it, and so on
   * @return the declarations by the names that they are called by
   */
  static Map<String, Declaration> read(
      FormDeclaration form, List<TypeElement> callers, Elements elements, Report report)
      throws UnresolvedException {
    CalledSpecs specs = new CalledSpecs(elements, callers, report);
    for (Located<String> formula : form.allFormulas()) {
      for (String name : Parser.calledNames(formula.value())) {
        if (!specs.found.containsKey(name)) {
          specs.read(name, formula.place());
        }
      }
    }
    return specs.found;
  }

  private void read(String name, Place place) throws UnresolvedException {
    Optional<TypeElement> spec = find(name);
    if (spec.isEmpty()) {
      return;
    }
    if (callers.contains(spec.get())) {
      report.add(Diagnostic.CYCLE, place, cycle(spec.get()));
      return;
    }
    Report own = new Report(Declaration.ALL_SUPPRESSED);
    List<TypeElement> path = new ArrayList<>(callers);
    path.add(spec.get());
    Optional<Declaration> declaration = Declaration.read(path, elements, own);
    if (declaration.isPresent()) {
      found.put(name, declaration.get());
    } else {
      reportInvalid(name, own, place, report);
    }
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
  private Optional<TypeElement> find(String name) {
    SpecName from = SpecName.of(caller);
    for (int depth = from.simpleNames().size(); depth >= 0; depth--) {
      List<String> scope = new ArrayList<>(from.simpleNames().subList(0, depth));
      scope.add(name);
      Optional<TypeElement> spec = spec(from.qualified(String.join(".", scope)));
      if (spec.isPresent()) {
        return spec;
      }
    }
    return spec(name);
  }

  private Optional<TypeElement> spec(String canonicalName) {
    return Visibility.find(canonicalName, caller, elements)
        .filter(Declaration::isActivation)
        .filter(type -> isAccessible(SpecName.of(type)));
  }

  private boolean isAccessible(SpecName spec) {
    return spec.isPublic() || spec.packageName().equals(SpecName.of(caller).packageName());
  }
}
