package dev.limen.processor.emit;

import dev.limen.runtime.Certificate;
import dev.limen.runtime.Contract;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.Monotonicity;
import dev.limen.runtime.FunctionProperties.Symmetry;
import java.util.List;
import java.util.Locale;

/** Words for what is known of a function and its kernels. */
final class Descriptions {

  private static final int WIDTH = 90;

  private Descriptions() {}

  static String range(FunctionProperties properties) {
    String low =
        Double.isInfinite(properties.minimum())
            ? "(-infinity"
            : "[" + Literals.plain(properties.minimum());
    String high =
        Double.isInfinite(properties.maximum())
            ? "infinity)"
            : Literals.plain(properties.maximum()) + "]";
    return low + ", " + high;
  }

  /** Symmetry and direction, such as {@code odd, never falls}; empty where neither is known. */
  static String shape(FunctionProperties properties) {
    String symmetry =
        switch (properties.symmetry()) {
          case ODD -> "odd";
          case EVEN -> "even";
          case NONE -> "";
        };
    String direction =
        switch (properties.monotonicity()) {
          case INCREASING -> "never falls";
          case DECREASING -> "never rises";
          case NONE -> "";
        };
    boolean both =
        properties.symmetry() != Symmetry.NONE && properties.monotonicity() != Monotonicity.NONE;
    return symmetry + (both ? ", " : "") + direction;
  }

  static String kink(FunctionProperties.KinkPoint kink) {
    return "at x = "
        + Literals.plain(kink.at())
        + " the slope goes from "
        + Literals.plain(kink.left())
        + " to "
        + Literals.plain(kink.right())
        + "; f' is "
        + Literals.plain(kink.derivative())
        + " there";
  }

  static String contract(Contract contract) {
    return contract.measure() == Contract.Measure.ULP
        ? "at most " + Literals.plain(contract.bound()) + " ulp (" + contract.tier() + ")"
        : "at most "
            + Double.toHexString(contract.bound()).replace("0x1.0p", "2^")
            + " * max(1, |x|) ("
            + contract.tier()
            + ")";
  }

  static String certificate(Contract contract, Certificate certificate) {
    String ulp = Literals.rounded(certificate.maxUlp(), 3) + " ulp";
    String error =
        contract.measure() == Contract.Measure.ULP
            ? ulp
            : Literals.rounded(certificate.maxError(), 3) + " * max(1, |x|)";
    String rest = contract.measure() == Contract.Measure.ULP ? "" : ", and at most " + ulp;
    return String.format(
        Locale.ROOT,
        "%s at x = %s%s; of %,d inputs",
        error,
        Literals.plain(certificate.worstInput()),
        rest,
        certificate.samples());
  }

  /** The text as it must stand in a comment. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "&#64;")
        .replace("*/", "*&#47;")
        .replace("\\", "&#92;");
  }

  /** Lines of at most a readable width, the second and further ones indented. */
  static String wrapped(String text, String indent) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : List.of(text.split(" "))) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        lines.append('\n').append(indent);
        column = indent.length();
      } else if (column > 0) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.toString();
  }
}
