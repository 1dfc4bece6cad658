package dev.limen.sample.cli;

import dev.limen.sample.activation.DeclaredActivation;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One value of {@code --activation}: an activation, or all of them.
 *
 * @param activations the activations that it stands for
 */
record ActivationChoice(List<DeclaredActivation> activations) {
  private static final String ALL = "all";
  private static final int NEAR = 2;

  ActivationChoice {
    activations = List.copyOf(activations);
  }

  static ActivationChoice all() {
    return new ActivationChoice(List.of(DeclaredActivation.values()));
  }

  /** Reads a choice, or says which there are. */
  static final class Converter implements ITypeConverter<ActivationChoice> {
    /** Called by picocli. */
    Converter() {}

    @Override
    public ActivationChoice convert(String text) {
      if (text.equalsIgnoreCase(ALL)) {
        return all();
      }
      return DeclaredActivation.of(text)
          .map(activation -> new ActivationChoice(List.of(activation)))
          .orElseThrow(() -> new TypeConversionException(refusal(text)));
    }

    private static String refusal(String text) {
      Optional<String> near =
          titles()
              .filter(title -> distance(title, text.toLowerCase(Locale.ROOT)) <= NEAR)
              .findFirst();
      return "there is no activation '"
          + text
          + "'"
          + near.map(title -> "; did you mean '" + title + "'?").orElse(".")
          + " There are: "
          + titles().collect(Collectors.joining(", "));
    }
  }

  /** What {@code --help} and a shell's completion list. */
  static final class Titles implements Iterable<String> {
    /** Called by picocli. */
    Titles() {}

    @Override
    public Iterator<String> iterator() {
      return titles().iterator();
    }
  }

  private static Stream<String> titles() {
    return Stream.concat(
        Arrays.stream(DeclaredActivation.values()).map(DeclaredActivation::title), Stream.of(ALL));
  }

  /** How many letters must be put in, taken out or changed to turn a into b. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(diagonal + change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
