package dev.limen.bench.catalogue;

import static java.util.stream.Collectors.joining;

import dev.limen.Accuracy;
import dev.limen.Formulas;
import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import dev.limen.verify.Reference;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The kernels of every function of {@link Formulas} in every tier of {@link Accuracy}.
 *
 * <p>Each tier declares its specs in a class of its name, {@link Faithful}, {@link Standard},
 * {@link Fast} and {@link Half}. They are found by name: {@code Formulas.GELU_TANH} is {@code
 * Standard.GeluTanh}.
 */
public final class Catalogue {

  private Catalogue() {}

  /**
   * A function in a tier.
   *
   * @param name the name of the constant of {@link Formulas}
   * @param tier the accuracy that the kernels have
   * @param floats the kernel over floats
   * @param doubles the kernel over doubles
   * @param reference the function
   */
  public record Entry(
      String name, Accuracy tier, FloatKernel floats, DoubleKernel doubles, Reference reference) {

    @Override
    public String toString() {
      return tier + " " + name;
    }
  }

  /** The names of all functions, in the order of {@link Formulas}. */
  public static List<String> names() {
    return Arrays.stream(Formulas.class.getFields()).map(Field::getName).toList();
  }

  /** Every function in every tier: the tiers in their order, the functions in that of names. */
  public static Stream<Entry> entries() {
    return Arrays.stream(Accuracy.values()).flatMap(Catalogue::entries);
  }

  /** Every function in a tier. */
  public static Stream<Entry> entries(Accuracy tier) {
    return names().stream().map(name -> entry(name, tier));
  }

  /**
   * Returns a function in a tier.
   *
   * @throws IllegalArgumentException if there is no function of that name
   */
  public static Entry entry(String name, Accuracy tier) {
    Class<?> facade = facade(name, tier);
    return new Entry(
        name,
        tier,
        constant(facade, "F32", FloatKernel.class),
        constant(facade, "F64", DoubleKernel.class),
        reference(facade));
  }

  /** The generated class of a function in a tier. */
  static Class<?> facade(String name, Accuracy tier) {
    String facade =
        "%s.%s_%sKernels"
            .formatted(
                Catalogue.class.getPackageName(), inCamelCase(tier.name()), inCamelCase(name));
    try {
      return Class.forName(facade);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("no function " + name + " in the tier " + tier, e);
    }
  }

  static String inCamelCase(String constant) {
    return Arrays.stream(constant.split("_"))
        .map(word -> word.substring(0, 1) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(joining());
  }

  private static <T> T constant(Class<?> facade, String name, Class<T> type) {
    try {
      return type.cast(facade.getDeclaredField(name).get(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(facade + " has no " + name, e);
    }
  }

  private static Reference reference(Class<?> facade) {
    try {
      return (Reference) facade.getDeclaredMethod("reference").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(facade + " has no reference", e);
    }
  }
}
