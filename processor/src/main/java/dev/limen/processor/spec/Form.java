package dev.limen.processor.spec;

import dev.limen.Precision;
import dev.limen.processor.analysis.Continuity;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Expr.Constant;
import dev.limen.processor.formula.FormulaException;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.Parser;
import dev.limen.processor.formula.Printer;
import dev.limen.processor.formula.Relation;
import dev.limen.processor.formula.Vocabulary;
import dev.limen.processor.spec.FormDeclaration.OfClamp;
import dev.limen.processor.spec.FormDeclaration.OfFormula;
import dev.limen.processor.spec.FormDeclaration.OfPieces;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;

/**
 * The function that a spec declares, as an expression.
 *
 * @param written the function as its author wrote it
 * @param text the same in the formula language, for readers
 * @param breakpoints where its pieces meet, ascending; empty for other forms
 * @param pieces the pieces, or the whole function
 * @param places where the pieces are declared
 */
record Form(
    Expr written, String text, List<Double> breakpoints, List<Expr> pieces, List<Place> places) {

  /** Formulas longer than this are cut in documentation. */
  static final int TEXT_LENGTH = 2000;

  Form {
    breakpoints = List.copyOf(breakpoints);
    pieces = List.copyOf(pieces);
    places = List.copyOf(places);
  }

  /** Reads the function, or reports what is wrong with it. */
  static Optional<Form> createIfValid(Declaration declaration, Report report) {
    return createIfValid(declaration, new HashMap<>(), report);
  }

  private static Optional<Form> createIfValid(
      Declaration declaration, Map<TypeElement, Callee> known, Report report) {
    Vocabulary names = names(declaration, known, report);
    if (report.hasErrors()) {
      return Optional.empty();
    }
    Optional<Form> form =
        switch (declaration.form()) {
          case OfClamp clamp -> ofClamp(clamp, report);
          case OfPieces pieces -> ofPieces(pieces, declaration.precisions(), names, report);
          case OfFormula formula -> ofFormula(formula, names, report);
        };
    form.ifPresent(found -> reportUnused(declaration, found, report));
    return form.filter(found -> !report.hasErrors());
  }

  /** What a spec that is called computes; empty, with a report, if it is not valid. */
  private record Callee(Optional<Expr> function, Report report) {}

  /** What the formulas of a declaration may name. */
  private static Vocabulary names(
      Declaration declaration, Map<TypeElement, Callee> known, Report report) {
    Set<String> parameters =
        declaration.parameters().stream()
            .map(ParameterDeclaration::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Map<String, Expr> activations = new LinkedHashMap<>();
    declaration
        .called()
        .forEach((name, called) -> {
          Callee callee = callee(called, known);
          callee
              .function()
              .ifPresentOrElse(
                  function -> activations.put(name, function),
                  () ->
                      CalledSpecs.reportInvalid(
                          name, callee.report(), declaration.form().placeOf(name), report));
        });
    return new Vocabulary(parameters, activations);
  }

  private static Callee callee(Declaration called, Map<TypeElement, Callee> known) {
    Callee callee = known.get(called.element());
    if (callee == null) {
      Report own = Report.ofErrors();
      callee =
          new Callee(
              createIfValid(called, known, own).map(form -> form.asDeclared(called.parameters())),
              own);
      known.put(called.element(), callee);
    }
    return callee;
  }

  /** The function with the declared values of its parameters. */
  private Expr asDeclared(List<ParameterDeclaration> parameters) {
    Map<Expr, Expr> values = new HashMap<>();
    for (ParameterDeclaration parameter : parameters) {
      values.put(new Expr.Parameter(parameter.name()), new Constant(parameter.value()));
    }
    return written.substitute(values);
  }

  /** Where a subexpression is declared. */
  Place placeOf(Expr subexpression) {
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).subexpressions().contains(subexpression)) {
        return places.get(i);
      }
    }
    return places.getFirst();
  }

  /** Where the piece is declared that an input belongs to. */
  Place placeOfPiece(double x) {
    int before = (int) breakpoints.stream().filter(point -> point <= x).count();
    return places.get(before);
  }

  private static Optional<Form> ofClamp(OfClamp clamp, Report report) {
    Located<Double> min = clamp.min();
    Located<Double> max = clamp.max();
    requireFinite("slope", clamp.slope(), report);
    requireFinite("shift", clamp.shift(), report);
    if (Double.isNaN(min.value()) || min.value() == Double.POSITIVE_INFINITY) {
      report.add(Diagnostic.NOT_A_BOUND, min.place(), "min", min.value());
    }
    if (Double.isNaN(max.value()) || max.value() == Double.NEGATIVE_INFINITY) {
      report.add(Diagnostic.NOT_A_BOUND, max.place(), "max", max.value());
    }
    if (report.hasErrors()) {
      return Optional.empty();
    }
    if (min.value() > max.value()) {
      report.add(Diagnostic.BOUNDS_CROSSED, min.place(), print(min.value()), print(max.value()));
      return Optional.empty();
    }
    double slope = clamp.slope().value();
    double shift = clamp.shift().value();
    if (slope == 0 || min.value().equals(max.value())) {
      report.add(
          Diagnostic.CONSTANT_FUNCTION,
          slope == 0 ? clamp.slope().place() : min.place(),
          // Math.clamp takes no 0 for a least and -0 for a greatest value.
          print(Math.min(Math.max(shift, min.value()), max.value()) + 0.0));
    }
    Expr written = clamped(line(slope, shift), min.value(), max.value());
    return Optional.of(
        new Form(
            written, Printer.print(written), List.of(), List.of(written), List.of(clamp.place())));
  }

  private static Expr clamped(Expr line, double min, double max) {
    if (Double.isInfinite(min)) {
      return Double.isInfinite(max) ? line : Expr.call(Function.MIN, line, new Constant(max));
    }
    if (Double.isInfinite(max)) {
      return min == 0
          ? Expr.call(Function.RELU, line)
          : Expr.call(Function.MAX, line, new Constant(min));
    }
    return Expr.call(Function.CLAMP, line, new Constant(min), new Constant(max));
  }

  /** {@code slope*x + shift}, without needless operations. */
  private static Expr line(double slope, double shift) {
    if (slope == 0) {
      return new Constant(shift);
    }
    Expr product = slope == 1 ? Expr.X : new Expr.Multiply(new Constant(slope), Expr.X);
    if (shift == 0) {
      return product;
    }
    return shift < 0
        ? new Expr.Subtract(product, new Constant(-shift))
        : new Expr.Add(product, new Constant(shift));
  }

  private static Optional<Form> ofPieces(
      OfPieces declared, LocatedList<Precision> precisions, Vocabulary names, Report report) {
    checkBreakpoints(declared.breakpoints(), report);
    checkKinks(declared.kinks(), report);
    int count = declared.breakpoints().size() + 1;
    if (count == 1 || !checkPieces(declared, count, report)) {
      return Optional.empty();
    }
    int breakpoints = declared.breakpoints().size();
    if (!declared.kinks().isEmpty() && declared.kinks().size() != breakpoints) {
      report.add(
          Diagnostic.WRONG_NUMBER_OF_KINKS,
          declared.kinks().place(),
          breakpoints,
          declared.kinks().size(),
          "There is one at each breakpoint.");
    }
    List<Expr> pieces = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (declared.formulas().isEmpty()) {
        requireFinite("slopes[" + i + "]", declared.slopes().items().get(i), report);
        requireFinite("shifts[" + i + "]", declared.shifts().items().get(i), report);
        if (!report.hasErrors()) {
          pieces.add(line(declared.slopes().value(i), declared.shifts().value(i)));
          places.add(declared.slopes().place(i));
        }
      } else {
        Place place = declared.formulas().place(i);
        parse(declared.formulas().value(i), place, names, report).ifPresent(pieces::add);
        places.add(place);
      }
    }
    if (report.hasErrors()) {
      return Optional.empty();
    }
    reportUnreachable(declared.breakpoints(), places, precisions, report);
    Expr written = pieces.getLast();
    for (int i = breakpoints - 1; i >= 0; i--) {
      Constant breakpoint = new Constant(declared.breakpoints().value(i));
      // Where pieces meet but for rounding, as 0 and 0.2*x + 0.5 do at -2.5, the constant is meant.
      boolean isLeft =
          pieces.get(i).variables().isEmpty()
              && !pieces.get(i + 1).variables().isEmpty()
              && meet(breakpoint.value(), pieces.get(i), pieces.get(i + 1));
      written =
          new Expr.Conditional(
              isLeft ? Relation.LESS_OR_EQUAL : Relation.LESS,
              Expr.X,
              breakpoint,
              pieces.get(i),
              written);
    }
    return Optional.of(
        new Form(
            written,
            Printer.print(written, TEXT_LENGTH),
            declared.breakpoints().values().stream().map(b -> b + 0.0).toList(),
            pieces,
            places));
  }

  private static boolean meet(double at, Expr left, Expr right) {
    return left.parameters().isEmpty()
        && right.parameters().isEmpty()
        && Continuity.check(List.of(at), List.of(left, right), Map.of()).isEmpty();
  }

  private static void checkBreakpoints(LocatedList<Double> breakpoints, Report report) {
    if (breakpoints.isEmpty()) {
      report.add(Diagnostic.NO_BREAKPOINTS, breakpoints.place());
    }
    for (int i = 0; i < breakpoints.size(); i++) {
      if (!requireFinite("breakpoints[" + i + "]", breakpoints.items().get(i), report)) {
        return;
      }
      if (i > 0 && !(breakpoints.value(i) > breakpoints.value(i - 1))) {
        report.add(
            Diagnostic.BREAKPOINTS_NOT_INCREASING,
            breakpoints.place(i),
            i,
            print(breakpoints.value(i)),
            i - 1,
            print(breakpoints.value(i - 1)));
        return;
      }
    }
  }

  static void checkKinks(LocatedList<Double> kinks, Report report) {
    for (int i = 0; i < kinks.size(); i++) {
      if (Double.isInfinite(kinks.value(i))) {
        report.add(Diagnostic.INFINITE_KINK, kinks.place(i), i, kinks.value(i));
        return;
      }
    }
  }

  /** Whether there is a slope and a shift, or a formula, for each piece. */
  private static boolean checkPieces(OfPieces declared, int count, Report report) {
    boolean hasLines = !declared.slopes().isEmpty() || !declared.shifts().isEmpty();
    if (hasLines && !declared.formulas().isEmpty()) {
      report.add(
          Diagnostic.TWO_KINDS_OF_PIECES,
          declared.formulas().place(),
          declared.slopes().isEmpty() ? "shifts" : "slopes");
      return false;
    }
    if (!hasLines && declared.formulas().isEmpty()) {
      report.add(Diagnostic.NO_PIECES, declared.place(), count);
      return false;
    }
    return hasLines
        ? requireCount("slopes", declared.slopes(), count, report)
            && requireCount("shifts", declared.shifts(), count, report)
        : requireCount("formulas", declared.formulas(), count, report);
  }

  private static boolean requireCount(String name, LocatedList<?> list, int count, Report report) {
    if (list.size() == count) {
      return true;
    }
    report.add(Diagnostic.WRONG_NUMBER, list.place(), name, count, list.size(), count - 1);
    return false;
  }

  private static boolean requireFinite(String name, Located<Double> number, Report report) {
    if (Double.isFinite(number.value())) {
      return true;
    }
    report.add(Diagnostic.NOT_FINITE, number.place(), name, number.value());
    return false;
  }

  /** Between two breakpoints there may be no float, and beyond the largest float there is none. */
  private static void reportUnreachable(
      LocatedList<Double> breakpoints,
      List<Place> places,
      LocatedList<Precision> precisions,
      Report report) {
    if (!precisions.values().contains(Precision.F32)) {
      return;
    }
    for (int i = 0; i <= breakpoints.size(); i++) {
      double from = i == 0 ? Double.NEGATIVE_INFINITY : breakpoints.value(i - 1);
      double to = i == breakpoints.size() ? Double.POSITIVE_INFINITY : breakpoints.value(i);
      float least = Math.max((float) from, -Float.MAX_VALUE);
      if (least < from) {
        least = Math.nextUp(least);
      }
      if (!(least < to) || Float.isInfinite(least)) {
        report.add(
            Diagnostic.UNREACHABLE_PIECE,
            places.get(i),
            i,
            "float",
            print(from),
            print(to),
            Precision.F32);
      }
    }
  }

  private static Optional<Form> ofFormula(OfFormula declared, Vocabulary names, Report report) {
    checkKinks(declared.kinks(), report);
    Place place = declared.formula().place();
    String text = declared.formula().value();
    return parse(text, place, names, report)
        .map(written ->
            new Form(
                written,
                names.activations().isEmpty()
                    ? text.strip().replaceAll("\\s+", " ")
                    : Printer.print(written, TEXT_LENGTH),
                List.of(),
                List.of(written),
                List.of(place)));
  }

  private static Optional<Expr> parse(
      String formula, Place place, Vocabulary names, Report report) {
    try {
      return Optional.of(Parser.parse(formula, names));
    } catch (FormulaException e) {
      report(e, place, names.parameters(), report);
      return Optional.empty();
    }
  }

  /** Reports a fault of a formula. */
  static void report(FormulaException fault, Place place, Set<String> parameters, Report report) {
    String excerpt = fault.excerpt();
    switch (fault.reason()) {
      case SYNTAX -> report.addAt(excerpt, Diagnostic.SYNTAX, place, fault.getMessage());
      case UNKNOWN_NAME ->
          report.addAt(
              excerpt,
              Diagnostic.UNKNOWN_NAME,
              place,
              fault.getMessage(),
              parameters.isEmpty() ? "" : " and the parameters " + String.join(", ", parameters));
      case WRONG_ARITY -> report.addAt(excerpt, Diagnostic.WRONG_ARITY, place, fault.getMessage());
      case TOO_LONG -> report.addAt(excerpt, Diagnostic.TOO_LONG, place, fault.getMessage());
      case TOO_DEEP -> report.addAt(excerpt, Diagnostic.TOO_DEEP, place, fault.getMessage());
      case TOO_LARGE -> report.addAt(excerpt, Diagnostic.TOO_LARGE, place, fault.getMessage());
    }
  }

  private static void reportUnused(Declaration declaration, Form form, Report report) {
    Set<String> used = form.written().parameters();
    for (ParameterDeclaration parameter : declaration.parameters()) {
      if (!used.contains(parameter.name())) {
        report.add(
            Diagnostic.UNUSED_PARAMETER,
            parameter.place(),
            parameter.name(),
            declaration.name().simpleNames().getLast());
      }
    }
  }

  /** A number without a needless fraction. */
  static String print(double value) {
    return Double.isFinite(value) ? Printer.print(value) : Double.toString(value);
  }
}
