package dev.limen.processor.spec;

import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.analysis.Analyzer;
import dev.limen.processor.analysis.Continuity;
import dev.limen.processor.analysis.Finding;
import dev.limen.processor.formula.Derivative;
import dev.limen.processor.formula.Differentiator;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.FormulaException;
import dev.limen.processor.formula.KinkPoint;
import dev.limen.processor.formula.Printer;
import dev.limen.processor.formula.Simplifier;
import dev.limen.processor.spec.FormDeclaration.OfClamp;
import dev.limen.processor.spec.FormDeclaration.OfFormula;
import dev.limen.processor.spec.FormDeclaration.OfPieces;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** From the expression that a spec declares to what is known of the function. */
final class FunctionReader {

  /** Subexpressions in messages are cut to this length. */
  private static final int LENGTH = 60;

  private final Declaration declaration;
  private final Form form;
  private final Report report;
  private final Map<String, Double> parameters = new LinkedHashMap<>();

  private FunctionReader(Declaration declaration, Form form, Report report) {
    this.declaration = declaration;
    this.form = form;
    this.report = report;
    for (ParameterDeclaration parameter : declaration.parameters()) {
      parameters.put(parameter.name(), parameter.value());
    }
  }

  /** Differentiates and analyses the function, or reports what is wrong with it. */
  static Optional<AnalyzedFunction> createIfValid(
      Declaration declaration, Form form, Report report) {
    return new FunctionReader(declaration, form, report).read();
  }

  private Optional<AnalyzedFunction> read() {
    if (declaration.form() instanceof OfPieces pieces && pieces.continuous()) {
      checkJumps(pieces);
    }
    Optional<Derivative> derivative = differentiate().flatMap(this::withDeclaredKinks);
    Optional<Map<String, Expr>> slopes = parameterSlopes();
    if (derivative.isEmpty() || slopes.isEmpty() || report.hasErrors()) {
      return Optional.empty();
    }
    AnalyzedFunction function =
        Analyzer.analyze(
            form.written(),
            Simplifier.simplify(form.written()),
            derivative.get(),
            parameters,
            slopes.get());
    function.findings().forEach(this::report);
    return Optional.of(function);
  }

  private void checkJumps(OfPieces declared) {
    List<Finding.Jump> jumps = Continuity.check(form.breakpoints(), form.pieces(), parameters);
    if (jumps.isEmpty()) {
      return;
    }
    List<String> texts = jumps.stream().map(this::describe).toList();
    String more =
        texts.stream().skip(1).map(t -> "also at " + t + '\n').collect(Collectors.joining());
    int first = form.breakpoints().indexOf(jumps.getFirst().at());
    report.addAt(more, Diagnostic.JUMP, declared.breakpoints().place(first), texts.getFirst());
  }

  private String describe(Finding.Jump jump) {
    return "breakpoints["
        + form.breakpoints().indexOf(jump.at())
        + "] = "
        + Form.print(jump.at())
        + ": "
        + sides(jump);
  }

  private static String sides(Finding.Jump jump) {
    return Form.print(jump.left())
        + " from the left, "
        + Form.print(jump.right())
        + " from the right, "
        + size(jump.size())
        + " apart";
  }

  /** A size, and as a fraction where it is a small one. */
  private static String size(double size) {
    double inverse = 1 / size;
    boolean isFraction = inverse > 1 && inverse < 1e6 && inverse == Math.rint(inverse);
    return Form.print(size) + (isFraction ? " (1/" + Form.print(inverse) + ")" : "");
  }

  private Optional<Derivative> differentiate() {
    try {
      return Optional.of(
          Differentiator.differentiate(form.written(), declaration.kink(), parameters));
    } catch (FormulaException e) {
      Form.report(e, form.places().getFirst(), parameters.keySet(), report);
      return Optional.empty();
    }
  }

  /** The derivatives with respect to the trainable parameters. */
  private Optional<Map<String, Expr>> parameterSlopes() {
    Map<String, Expr> slopes = new LinkedHashMap<>();
    for (ParameterDeclaration parameter : declaration.parameters()) {
      if (parameter.isTrainable()) {
        try {
          Expr.Parameter leaf = new Expr.Parameter(parameter.name());
          slopes.put(
              parameter.name(),
              Differentiator.differentiate(form.written(), leaf, declaration.kink()));
        } catch (FormulaException e) {
          Form.report(e, form.places().getFirst(), parameters.keySet(), report);
          return Optional.empty();
        }
      }
    }
    return Optional.of(slopes);
  }

  /** The derivative with the declared values at its kinks, in place of those of the policy. */
  private Optional<Derivative> withDeclaredKinks(Derivative derivative) {
    return switch (declaration.form()) {
      case OfClamp clamp -> Optional.of(derivative);
      case OfPieces pieces ->
          Optional.of(with(derivative, form.breakpoints(), pieces.kinks().values()));
      case OfFormula formula -> withKinks(derivative, formula.kinks());
    };
  }

  private Optional<Derivative> withKinks(Derivative derivative, LocatedList<Double> kinks) {
    if (kinks.isEmpty()) {
      return Optional.of(derivative);
    }
    List<Double> points = derivative.kinks().stream().map(KinkPoint::at).toList();
    if (kinks.size() != points.size()) {
      report.add(
          Diagnostic.WRONG_NUMBER_OF_KINKS,
          kinks.place(),
          points.size(),
          kinks.size(),
          points.isEmpty() ? "The formula has none" : "The formula has kinks " + at(points));
      return Optional.empty();
    }
    return Optional.of(with(derivative, points, kinks.values()));
  }

  private static String at(List<Double> points) {
    return points.stream().map(Form::print).collect(Collectors.joining(", ", "at x = ", ""));
  }

  /** A derivative with other values at some points: none, or one for each point, NaN for none. */
  private static Derivative with(Derivative derivative, List<Double> points, List<Double> values) {
    Derivative result = derivative;
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).isNaN()) {
        result = result.withValueAt(points.get(i), values.get(i));
      }
    }
    return result;
  }

  private void report(Finding finding) {
    Expr subexpression = finding.subexpression();
    Place place = form.placeOf(subexpression);
    String text = Printer.print(subexpression, LENGTH);
    switch (finding) {
      case Finding.Pole pole -> report.add(Diagnostic.POLE, place, text, Form.print(pole.at()));
      case Finding.Undefined undefined ->
          report.add(
              Diagnostic.UNDEFINED,
              place,
              text,
              Form.print(undefined.from()),
              Form.print(undefined.to()),
              Form.print(undefined.at()));
      case Finding.Jump jump -> {
        // Those at breakpoints are errors, or declared.
        if (!form.breakpoints().contains(jump.at())) {
          report.add(Diagnostic.FORMULA_JUMPS, place, Form.print(jump.at()), sides(jump));
        }
      }
      case Finding.Unreachable unreachable ->
          report.add(
              Diagnostic.UNREACHABLE_BRANCH,
              place,
              text,
              Printer.print(unreachable.conditional(), LENGTH));
      case Finding.ConstantFunction constant -> {
        // A clamp names the value that is to blame.
        if (!(declaration.form() instanceof OfClamp)) {
          report.add(
              Diagnostic.CONSTANT_FUNCTION,
              declaration.form().place(),
              Form.print(constant.value()));
        }
      }
      case Finding.Cancellation cancellation -> {
        // Kernels may be better than the formula: what is lost is told where a contract is missed.
      }
    }
  }

  /** Reports the operations that cost the function its accuracy. */
  static void reportCancellations(AnalyzedFunction function, Form form, Report report) {
    for (Finding finding : function.findings()) {
      if (finding instanceof Finding.Cancellation cancellation) {
        report.add(
            Diagnostic.CANCELLATION,
            // It may be one of the derivative, which nobody wrote.
            form.placeOfPiece(cancellation.at()),
            Printer.print(cancellation.subexpression(), LENGTH),
            cancellation.ofDerivative() ? " in the derivative" : "",
            String.format(Locale.ROOT, "%.0f", cancellation.bits()),
            Form.print(cancellation.at()));
      }
    }
  }
}
