package dev.limen.processor.kernel;

import dev.limen.processor.approx.Partition;
import dev.limen.processor.approx.SegmentTable;
import dev.limen.processor.approx.SegmentTable.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A way to compute a whole function from one table of polynomials.
 *
 * @param folding what the table is of
 * @param partition the segments
 * @param variable of the polynomials
 * @param degree of the polynomials
 * @param gaussian the rate a of a factor {@code e^(-a x^2)} beside the polynomials; 0 for none
 */
record TableShape(
    Folding folding, Partition partition, Variable variable, int degree, double gaussian) {

  /** In the words of the field, for readers. */
  String describe() {
    String segments =
        switch (partition) {
          case Partition.Uniform uniform ->
              String.format(
                  Locale.ROOT,
                  "%d segments of width %.4g%s",
                  uniform.segments(),
                  uniform.step(),
                  uniform.isOpen() ? ", the outermost wider" : "");
          case Partition.Binades binades -> describe(binades);
          case Partition.Octaves octaves ->
              String.format(
                  Locale.ROOT,
                  "%d segments of width %.4g, scaled by 2^%sn%s",
                  octaves.segments(),
                  octaves.periods().step(),
                  octaves.exponent() == 1 ? "" : octaves.exponent(),
                  octaves.shared() == 0 ? "" : ", half of them share the highest powers");
          case Partition.Sides sides -> describe(sides.side()) + " on either side";
        };
    String factor =
        gaussian == 0 ? "" : String.format(Locale.ROOT, "exp(-%s x^2) times ", gaussian);
    return factor + segments + ", degree " + degree + folding.note();
  }

  private static String describe(Partition.Binades binades) {
    return String.format(
        Locale.ROOT,
        "%d segments, %d per binade of |x| + %s",
        binades.segments(),
        1 << binades.bits(),
        binades.offset());
  }

  /** A table of this shape without any meaning, to see what the shape costs. */
  SegmentTable example() {
    List<List<Double>> rows = new ArrayList<>();
    for (int power = 0; power <= degree; power++) {
      rows.add(Collections.nCopies(partition.entries(power, degree), 1.0 + power));
    }
    return new SegmentTable(partition, variable, rows);
  }
}
