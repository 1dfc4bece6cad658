package dev.limen.bench.proof;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import dev.limen.bench.report.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The measured part of {@code docs/accuracy.md}. */
final class AccuracyPage {
  private AccuracyPage() {}

  static String of(List<Row> rows) {
    StringBuilder text = new StringBuilder("## Measured\n\n");
    List<Row> wrong = rows.stream().filter(row -> !row.holds()).toList();
    text.append(
        wrong.isEmpty()
            ? "Every kernel below keeps its contract.\n"
            : "**These do not hold what they promise:** "
                + wrong.stream().map(AccuracyPage::fault).collect(joining("; "))
                + ".\n");
    text.append(
        """

        Kernels over `float`, %s. %s. Errors are in ulp for `FAITHFUL` and `STANDARD`, else divided by max(1, abs x); beside each, its input. \
        *Range* is that of the results. *Steps back* are those of neighbouring floats against the direction of a monotone function, \
        with the largest in ulp. The sign of every derivative of a monotone function is right, \
        and symmetric functions are symmetric in every bit, and NaN comes out of NaN alone, but where a row says otherwise.
        """
            .formatted(extent(rows), Machine.description()));
    Map<String, List<Row>> tiers =
        rows.stream().collect(groupingBy(Row::tier, LinkedHashMap::new, toList()));
    tiers.forEach((tier, members) -> text.append(table(tier, members)));
    return text.toString();
  }

  private static String extent(List<Row> rows) {
    long all = rows.stream().filter(row -> row.part() == 1).count();
    return all == rows.size()
        ? "each at all 2^32 of them"
        : all
            + " of "
            + rows.size()
            + " at all 2^32 of them, the others at a part: see the last column";
  }

  private static String table(String tier, List<Row> rows) {
    Row first = rows.getFirst();
    StringBuilder text =
        new StringBuilder(
            "\n### `%s`: at most %s\n\n| function | value | at | derivative | at | range | steps back | remarks |\n|---|--:|---|--:|---|---|---|---|\n"
                .formatted(tier, error(first, first.bound()) + (ulp(first) ? " ulp" : "")));
    for (Row row : rows) {
      text.append(
          "| `%s` | %s | `%s` | %s | `%s` | %s to %s | %s | %s |\n"
              .formatted(
                  row.name(),
                  error(row, row.value().worst()),
                  row.value().at(),
                  error(row, row.derivative().worst()),
                  row.derivative().at(),
                  number(row.outline().minimum()),
                  number(row.outline().maximum()),
                  stepsBack(row),
                  remarks(row)));
    }
    return text.toString();
  }

  private static String stepsBack(Row row) {
    if (row.monotonicity().equals("NONE")) {
      return "";
    }
    return row.stepsBack() == 0
        ? "none"
        : String.format(Locale.ROOT, "%,d, up to %.0f", row.stepsBack(), row.largestStepBack());
  }

  private static String remarks(Row row) {
    List<String> remarks = new ArrayList<>(faults(row));
    add(remarks, row.outline().nans(), "inputs where the function is not defined");
    if (row.part() != 1) {
      remarks.add("1/" + row.part() + " of the floats");
    }
    long undecided = row.value().undecided() + row.derivative().undecided();
    if (undecided > 0) {
      remarks.add(String.format(Locale.ROOT, "%,d undecided", undecided));
    }
    return String.join(", ", remarks);
  }

  private static List<String> faults(Row row) {
    List<String> faults = new ArrayList<>();
    add(faults, row.value().beyond(), "values beyond the contract");
    add(faults, row.derivative().beyond(), "derivatives beyond the contract");
    add(faults, row.wrongRange(), "outside of the range");
    add(faults, row.wrongSign(), "derivatives of the wrong sign");
    add(faults, row.wrongSymmetry(), "not symmetric");
    add(faults, row.differentForms(), "differ between forms");
    add(faults, row.wrongNans(), "NaN lost");
    return faults;
  }

  private static void add(List<String> faults, long count, String what) {
    if (count > 0) {
      faults.add(String.format(Locale.ROOT, "%,d %s", count, what));
    }
  }

  private static String fault(Row row) {
    return "`%s` %s (%s)".formatted(row.tier(), row.name(), String.join(", ", faults(row)));
  }

  private static boolean ulp(Row row) {
    return row.measure().equals("ULP");
  }

  private static String error(Row row, double error) {
    return String.format(Locale.ROOT, ulp(row) ? "%.3f" : "%.2e", error);
  }

  private static String number(float x) {
    return x == (int) x ? Integer.toString((int) x) : Float.toString(x);
  }

  /** A line for the terminal. */
  static String line(Row row) {
    return String.format(
        Locale.ROOT,
        "%s %s: value %s at %s, derivative %s at %s, %s, %d s",
        row.tier(),
        row.name(),
        error(row, row.value().worst()),
        row.value().at(),
        error(row, row.derivative().worst()),
        row.derivative().at(),
        row.holds() ? "holds" : "DOES NOT HOLD: " + String.join(", ", faults(row)),
        row.seconds());
  }
}
