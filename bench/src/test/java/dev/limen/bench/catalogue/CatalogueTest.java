package dev.limen.bench.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import dev.limen.Accuracy;
import dev.limen.Formulas;
import dev.limen.bench.catalogue.Catalogue.Entry;
import dev.limen.processor.formula.FormulaException;
import dev.limen.processor.formula.Parser;
import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import dev.limen.runtime.KernelInfo;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Formulas, the specs of the four tiers and the catalogue are of one mind. */
class CatalogueTest {

  private static final Path SOURCES =
      Path.of("src", "main", "java", "dev", "limen", "bench", "catalogue");

  @Test
  void formulasAreDocumentedConstants() {
    assertThat(Formulas.class.getFields())
        .hasSizeGreaterThan(60)
        .allSatisfy(field -> {
          assertThat(Modifier.toString(field.getModifiers())).isEqualTo("public static final");
          assertThat(field.getType()).isEqualTo(String.class);
          assertThat(field.getName()).matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
        });
    assertThat(Catalogue.names())
        .containsExactlyElementsOf(
            Arrays.stream(Formulas.class.getDeclaredFields()).map(Field::getName).toList());
  }

  @ParameterizedTest
  @EnumSource
  void everyFormulaIsDeclaredInEveryTier(Accuracy tier) throws ReflectiveOperationException {
    List<Entry> entries = Catalogue.entries(tier).toList();
    assertThat(entries).extracting(Entry::name).isEqualTo(Catalogue.names());
    for (Entry entry : entries) {
      String formula = (String) Formulas.class.getField(entry.name()).get(null);
      for (KernelInfo info : List.of(entry.floats().info(), entry.doubles().info())) {
        assertThat(info.contract().tier()).as("%s", entry).isEqualTo(tier.name());
        assertThat(tree(info.formula(), info)).as("%s", entry).isEqualTo(tree(formula, info));
      }
      assertThat(entry.floats().info().precision()).isEqualTo("F32");
      assertThat(entry.doubles().info().precision()).isEqualTo("F64");
    }
    Class<?> specs = Class.forName(getClass().getPackageName() + "." + inCamelCase(tier));
    assertThat(specs.getDeclaredClasses()).as("specs without an entry").hasSameSizeAs(entries);
  }

  private static Object tree(String formula, KernelInfo info) {
    try {
      return Parser.parse(formula, info.parameters().keySet());
    } catch (FormulaException e) {
      throw new IllegalStateException(formula, e);
    }
  }

  /**
   * The source of a tier is that of STANDARD; after a change {@code -Dlimen.rewrite=true} copies
   * it.
   */
  @Test
  void tiersDifferInTheirNamesOnly() throws IOException {
    String standard = Files.readString(source(Accuracy.STANDARD), UTF_8);
    List<Accuracy> rewritten = new ArrayList<>();
    for (Accuracy tier : Accuracy.values()) {
      String expected =
          standard
              .replace(Accuracy.STANDARD.name(), tier.name())
              .replace(inCamelCase(Accuracy.STANDARD), inCamelCase(tier));
      if (Boolean.getBoolean("limen.rewrite")
          && !Files.readString(source(tier), UTF_8).equals(expected)) {
        Files.writeString(source(tier), expected, UTF_8);
        rewritten.add(tier);
      }
      assertThat(source(tier)).hasContent(expected);
    }
    if (!rewritten.isEmpty()) {
      fail("rewritten: " + rewritten + "; run the test again");
    }
  }

  private static Path source(Accuracy tier) {
    return SOURCES.resolve(inCamelCase(tier) + ".java");
  }

  private static String inCamelCase(Accuracy tier) {
    return Catalogue.inCamelCase(tier.name());
  }

  @Test
  void anEntryIsWhatItsFacadeHolds() {
    Entry entry = Catalogue.entry("GELU_TANH", Accuracy.FAST);
    FloatKernel floats = Fast_GeluTanhKernels.F32;
    DoubleKernel doubles = Fast_GeluTanhKernels.F64;
    assertThat(entry.floats()).isSameAs(floats);
    assertThat(entry.doubles()).isSameAs(doubles);
    assertThat(entry.reference()).hasSameClassAs(Fast_GeluTanhKernels.reference());
    assertThat(entry).hasToString("FAST GELU_TANH");
  }

  @Test
  void aFunctionThatIsMissingIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Catalogue.entry("GELLU", Accuracy.FAST))
        .withMessage("no function GELLU in the tier FAST");
  }
}
