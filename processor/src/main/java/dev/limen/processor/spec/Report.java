package dev.limen.processor.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What there is to say of one declaration. It is printed elsewhere, once. */
public final class Report {

  /**
   * One message.
   *
   * @param diagnostic what kind it is of
   * @param place where
   * @param message the whole text, with the cure
   */
  public record Entry(Diagnostic diagnostic, Place place, String message) {

    /** What is wrong, in one line. */
    String summary() {
      String first = message.lines().findFirst().orElseThrow();
      return first.substring(first.indexOf(']') + 2);
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> suppressed;

  /**
   * An empty report.
   *
   * @param suppressed what {@code @SuppressWarnings} of the declaration names
   */
  public Report(Set<String> suppressed) {
    this.suppressed = Set.copyOf(suppressed);
  }

  /** An empty report of errors only: of what is read for somebody else. */
  public static Report ofErrors() {
    return new Report(Set.of("limen"));
  }

  /** Adds a message, once, unless the declaration suppresses it. */
  public void add(Diagnostic diagnostic, Place place, Object... slots) {
    addAt("", diagnostic, place, slots);
  }

  /** Adds a message that shows a formula. */
  void addAt(String excerpt, Diagnostic diagnostic, Place place, Object... slots) {
    boolean silent =
        !diagnostic.isError()
            && (suppressed.contains("limen") || suppressed.contains("limen:" + diagnostic.key()));
    Entry entry = new Entry(diagnostic, place, diagnostic.message(excerpt, slots));
    if (!silent && !entries.contains(entry)) {
      entries.add(entry);
    }
  }

  /** Whether the declaration is not valid. */
  public boolean hasErrors() {
    return firstError().isPresent();
  }

  /** The first message that keeps the declaration from being valid. */
  public Optional<Entry> firstError() {
    return entries.stream().filter(entry -> entry.diagnostic().isError()).findFirst();
  }

  /** The messages, in the order in which they were added. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }
}
