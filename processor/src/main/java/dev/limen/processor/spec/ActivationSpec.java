package dev.limen.processor.spec;

import dev.limen.Accuracy;
import dev.limen.Precision;
import dev.limen.processor.analysis.AnalyzedFunction;
import dev.limen.processor.formula.Printer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/**
 * A declared activation function with all that is needed to make kernels of it. There is none that
 * is not valid.
 */
public final class ActivationSpec {

  private final Declaration declaration;
  private final Form form;
  private final AnalyzedFunction function;

  private ActivationSpec(Declaration declaration, Form form, AnalyzedFunction function) {
    this.declaration = declaration;
    this.form = form;
    this.function = function;
  }

  /**
   * The spec of a declaration, if that is valid; else it is reported what is wrong. Asks the
   * compiler for nothing, and may run in another thread.
   */
  public static Optional<ActivationSpec> createIfValid(Declaration declaration, Report report) {
    Optional<Form> form = Form.createIfValid(declaration, report);
    if (form.isEmpty()) {
      return Optional.empty();
    }
    return FunctionReader.createIfValid(declaration, form.get(), report)
        .map(function -> new ActivationSpec(declaration, form.get(), function));
  }

  /** Its name. */
  public SpecName name() {
    return declaration.name();
  }

  /** The interface. */
  public TypeElement element() {
    return declaration.element();
  }

  /** The specs that its formulas call, and those that these call. */
  public List<TypeElement> called() {
    return List.copyOf(declaration.allCalled());
  }

  /** Its annotation. */
  public Place activation() {
    return declaration.activation();
  }

  /** The accuracy of its kernels. */
  public Accuracy accuracy() {
    return declaration.accuracy().value();
  }

  /** Where the accuracy is declared. */
  public Place accuracyPlace() {
    return declaration.accuracy().place();
  }

  /** Where a parameter is declared. */
  public Place placeOf(String parameter) {
    return declaration.parameters().stream()
        .filter(declared -> declared.name().equals(parameter))
        .findFirst()
        .orElseThrow()
        .place();
  }

  /** The formats to write kernels for, F32 first. */
  public List<Precision> precisions() {
    return List.copyOf(EnumSet.copyOf(declaration.precisions().values()));
  }

  /** Whether one algorithm serves every lane width. */
  public boolean isReproducible() {
    return declaration.isReproducible();
  }

  /** The function in the formula language, for readers. */
  public String formula() {
    return form.text();
  }

  /** The derivative in the formula language, for readers. */
  public String derivative() {
    return Printer.print(function.derivative().expression(), Form.TEXT_LENGTH);
  }

  /** The function, its derivative and what is known of them. */
  public AnalyzedFunction function() {
    return function;
  }

  /** Reports what costs the function its accuracy, as far as that is known. */
  public void reportCancellations(Report report) {
    FunctionReader.reportCancellations(function, form, report);
  }
}
