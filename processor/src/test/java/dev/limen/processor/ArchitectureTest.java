package dev.limen.processor;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.Filer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data flows one way: declaration, spec, expression, analysis, approximation, graph, source. */
class ArchitectureTest {
  private static final String BASE = "dev.limen.processor";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.limen");

  @ParameterizedTest(name = "{0} knows {1}")
  @CsvSource({
    "formula,  ''",
    "analysis, formula",
    "approx,   formula analysis",
    "kernel,   formula analysis approx",
    "spec,     formula analysis",
    "emit,     formula analysis approx kernel spec",
  })
  void aRoomKnowsOnlyTheRoomsBeforeIt(String room, String others) {
    List<String> known = new ArrayList<>(List.of(BASE + "." + room + ".."));
    for (String other : others.split(" ")) {
      if (!other.isEmpty()) {
        known.add(BASE + "." + other + "..");
      }
    }
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + "." + room + "..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(BASE + "..")
                    .and(resideOutsideOfPackages(known.toArray(String[]::new)))));
  }

  @Test
  void theEngineKnowsNoCompiler() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                BASE + ".formula..", BASE + ".analysis..", BASE + ".approx..", BASE + ".kernel..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "javax.annotation.processing..", "javax.lang.model..", "javax.tools.."));
  }

  @Test
  void onlyTheEmitterWritesSources() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".emit..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("com.palantir.javapoet..").or(equivalentTo(Filer.class))));
  }

  @Test
  void noRoomStandsInACircle() {
    check(slices().matching(BASE + ".(*)..").should().beFreeOfCycles());
    check(slices().matching("dev.limen.(*)..").should().beFreeOfCycles());
  }

  @Test
  void theRuntimeStandsOnTheJdkAlone() {
    check(
        classes()
            .that()
            .resideInAPackage("dev.limen.runtime..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.limen.runtime..", "java.."));
    check(
        classes()
            .that()
            .resideInAPackage("dev.limen.verify..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.limen.verify..", "dev.limen.runtime..", "java.."));
  }

  @Test
  void theAnnotationsStandOnTheJdkAlone() {
    check(
        classes()
            .that()
            .resideInAPackage("dev.limen")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.limen", "java.."));
  }

  /** Kernels must not depend on the machine that compiles them, as the last bits of Math.sin do. */
  @Test
  void whatIsComputedWhileCompilingIsTheSameOnEveryMachine() {
    Set<String> approximate =
        Set.of(
            "acos", "asin", "atan", "atan2", "cbrt", "cos", "cosh", "exp", "expm1", "hypot", "log",
            "log10", "log1p", "pow", "sin", "sinh", "tan", "tanh");
    check(
        noClasses()
            .that()
            .resideInAnyPackage(BASE + "..", "dev.limen.verify..")
            .should()
            .callMethodWhere(
                target(owner(equivalentTo(Math.class)))
                    .and(target(describe("approximate", t -> approximate.contains(t.getName()))))));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
