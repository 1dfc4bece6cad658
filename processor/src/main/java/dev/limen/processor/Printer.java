package dev.limen.processor;

import dev.limen.processor.spec.Diagnostic;
import dev.limen.processor.spec.Place;
import dev.limen.processor.spec.Report;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Set;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;

/** The one place that prints. */
final class Printer {

  private final Messager messager;
  private final boolean findsItems;
  private final Set<Report.Entry> printed = new HashSet<>();

  Printer(ProcessingEnvironment environment) {
    this.messager = environment.getMessager();
    // Eclipse's compiler finds the values of an annotation, but not the elements of an array.
    this.findsItems = !environment.getClass().getName().startsWith("org.eclipse.");
  }

  /** Prints what has not been printed yet. */
  void print(Report report) {
    for (Report.Entry entry : report.entries()) {
      if (printed.add(entry)) {
        print(entry);
      }
    }
  }

  private void print(Report.Entry entry) {
    Place place = entry.place();
    Element element = place.element().orElse(null);
    AnnotationMirror mirror = place.mirror().orElse(null);
    AnnotationValue value = place.value().orElse(null);
    if (!findsItems && place.array().isPresent()) {
      value = place.array().get();
    }
    messager.printMessage(entry.diagnostic().kind(), entry.message(), element, mirror, value);
  }

  /** The report of what should not have happened. */
  static void add(Throwable failure, String what, Place place, Report report) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    String text = trace.toString().replace("\r\n", "\n").strip();
    report.add(Diagnostic.INTERNAL_ERROR, place, what, shortened(text));
  }

  /** A stack overflow has a thousand lines, of which the first tell. */
  private static String shortened(String trace) {
    return String.join("\n", trace.lines().limit(60).toList());
  }
}
