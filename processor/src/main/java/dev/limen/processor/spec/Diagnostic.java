package dev.limen.processor.spec;

import java.util.Locale;
import javax.tools.Diagnostic.Kind;

/**
 * Everything that Limen says of a declaration: what is wrong, and the cure.
 *
 * <p>An error keeps the spec from being generated. A warning speaks of something that the author
 * can put right in the declaration, and may be silenced there by
 * {@code @SuppressWarnings("limen")}. What is no fault of the declaration is a note: a warning
 * would break every build with {@code -Werror}, and there would be nothing to put right.
 */
public enum Diagnostic {
  // What is annotated.
  NOT_AN_INTERFACE(
      Kind.ERROR, "@Activation is on %1$s %2$s, not on an interface", "Declare an interface."),
  PRIVATE_SPEC(
      Kind.ERROR,
      "%1$s is private, or nested in a private type",
      "Its kernels are another class of the package: leave private out."),
  LOCAL_SPEC(
      Kind.ERROR,
      "@%1$s on the local type %2$s has no effect",
      "Annotation processors do not see local types: make it a top-level or a member type."),
  GENERIC_SPEC(
      Kind.ERROR, "%1$s has type parameters", "A spec is a plain interface: leave them out."),
  SEALED_SPEC(Kind.ERROR, "%1$s is sealed", "A spec is a plain interface: leave sealed out."),
  NOT_A_PARAMETER(
      Kind.ERROR,
      "%1$s.%2$s() is abstract, but not a parameter",
      "Annotate it with @Parameter(value), or remove it."),
  INHERITED_METHOD(
      Kind.ERROR,
      "%1$s inherits the abstract method %2$s() of %3$s",
      "A spec declares its parameters itself: declare it here, or do not extend %3$s."),
  WITHOUT_ACTIVATION(
      Kind.ERROR,
      "@%1$s has no effect without @Activation on %2$s",
      "Add @Activation to %2$s, or remove @%1$s."),

  // Which function.
  NO_FORM(Kind.ERROR, "%1$s declares no function", "Add one of @Clamp, @Piecewise and @Formula."),
  TWO_FORMS(Kind.ERROR, "%1$s declares two functions, @%2$s and @%3$s", "Keep one of them."),
  NO_PRECISION(
      Kind.ERROR,
      "precisions is empty",
      "Name Precision.F32, Precision.F64 or both, or leave precisions out for both."),
  DUPLICATE_PRECISION(Kind.ERROR, "precisions names %1$s twice", "Name it once."),

  // Numbers.
  NOT_FINITE(Kind.ERROR, "%1$s is %2$s", "It must be a finite number."),
  NOT_A_BOUND(
      Kind.ERROR,
      "%1$s is %2$s, which bounds nothing",
      "Name a finite number, or leave it out for none."),
  BOUNDS_CROSSED(
      Kind.ERROR, "min is %1$s, greater than max, which is %2$s", "Exchange the two bounds."),
  NO_BREAKPOINTS(
      Kind.ERROR,
      "breakpoints is empty",
      "Name where the pieces meet; a function of one piece is a @Formula or a @Clamp."),
  BREAKPOINTS_NOT_INCREASING(
      Kind.ERROR,
      "breakpoints[%1$d] is %2$s, not greater than breakpoints[%3$d], which is %4$s",
      "Breakpoints must be strictly increasing."),
  NO_PIECES(
      Kind.ERROR,
      "neither slopes and shifts nor formulas say what the %1$d pieces are",
      "Add slopes and shifts, or formulas, of %1$d elements."),
  TWO_KINDS_OF_PIECES(
      Kind.ERROR,
      "both %1$s and formulas say what the pieces are",
      "Keep slopes and shifts, or formulas."),
  WRONG_NUMBER(
      Kind.ERROR,
      "%1$s: expected %2$d, one for each piece, found %3$d",
      "%4$d breakpoints separate %2$d pieces."),
  WRONG_NUMBER_OF_KINKS(
      Kind.ERROR,
      "kinks: expected %1$d, found %2$d. %3$s",
      "Name a derivative for each, NaN to leave one to the policy; or leave kinks out."),
  INFINITE_KINK(
      Kind.ERROR,
      "kinks[%1$d] is %2$s",
      "It must be a finite number, or NaN to leave this kink to the policy."),
  JUMP(
      Kind.ERROR,
      "the function jumps at %1$s",
      "Let the pieces meet, or declare continuous = false."),
  CONSTANT_FUNCTION(
      Kind.WARNING, "the function is %1$s everywhere, and its derivative 0", "Let it depend on x."),
  UNREACHABLE_PIECE(
      Kind.WARNING,
      "piece %1$d can never be reached: no %2$s lies in [%3$s, %4$s)",
      "Remove the piece, or leave %5$s out of precisions."),

  // Formulas.
  SYNTAX(Kind.ERROR, "%1$s", "The formula language: + - * / ^, a < b ? u : v, and functions."),
  UNKNOWN_NAME(Kind.ERROR, "%1$s", "Known are x, pi, e, the functions, declared activations%2$s."),
  CYCLE(Kind.ERROR, "%1$s", "Write out what one of them computes, in place of its name."),
  INVALID_CALLEE(
      Kind.ERROR, "the formula calls %1$s, which is not valid: %2$s", "Put %1$s right first."),
  WRONG_ARITY(Kind.ERROR, "%1$s", "Give the function as many arguments as it takes."),
  TOO_LONG(Kind.ERROR, "%1$s", "Shorten the formula."),
  TOO_DEEP(Kind.ERROR, "%1$s", "Nest the formula less deeply."),
  TOO_LARGE(Kind.ERROR, "%1$s", "Simplify the formula."),
  POLE(
      Kind.WARNING,
      "%1$s is not finite at x = %2$s",
      "Change the formula, so that it is finite for every x, if x may come there."),
  UNDEFINED(
      Kind.WARNING,
      "%1$s is not defined for x from %2$s to %3$s",
      "The kernel gives NaN there. Change the formula, if x may come there."),
  UNREACHABLE_BRANCH(
      Kind.WARNING, "the branch %1$s of %2$s is taken for no x", "Remove the comparison."),
  FORMULA_JUMPS(
      Kind.NOTE,
      "the function jumps at x = %1$s: %2$s",
      "If that is not meant, let the branches meet."),
  CANCELLATION(
      Kind.NOTE,
      "%1$s%2$s loses %3$s bits of accuracy at x = %4$s",
      "Write the formula without the difference of nearly equal numbers."),

  // Parameters.
  PARAMETER_WITH_ARGUMENTS(
      Kind.ERROR, "the parameter %1$s has %2$s", "Declare it as: double %1$s();"),
  PARAMETER_TYPE(Kind.ERROR, "the parameter %1$s is of type %2$s", "Declare it as: double %1$s();"),
  PARAMETER_WITH_BODY(
      Kind.ERROR,
      "the parameter %1$s has a body",
      "Declare it as: double %1$s(); its value is that of @Parameter."),
  PARAMETER_NAME(
      Kind.ERROR, "the parameter %1$s hides %2$s of the formula language", "Choose another name."),
  UNUSED_PARAMETER(
      Kind.WARNING, "%2$s uses the parameter %1$s nowhere", "Use it in a formula, or remove it."),

  // Generated classes.
  SAME_CLASS(
      Kind.ERROR,
      "%1$s and %2$s would both generate the class %3$s",
      "Rename one of the two, or move it to another package."),
  CLASS_EXISTS(
      Kind.ERROR, "%1$s would generate the class %2$s, which exists", "Rename one of the two."),
  CONTRACT_MISSED(
      Kind.ERROR,
      "%1$s misses its contract (%2$s): %3$s",
      "Declare a wider accuracy, leave a precision out, or write the formula in another form."),
  GRADIENT_MISSED(
      Kind.ERROR,
      "the gradient of the parameter %1$s misses its contract (%2$s): the %3$s derivative by it is"
          + " off by %4$s",
      "Declare it with trainable = false if it is not trained; or a wider accuracy, or the formula"
          + " in another form."),
  TOO_LARGE_FOR_VECTORS(
      Kind.NOTE,
      "the %1$s kernels of %2$s have no vector code: the JVM would not compile a method of that"
          + " size",
      "Simplify the formula, or leave the %1$s kernels to scalar code."),
  EXPLANATION(
      Kind.NOTE,
      "%1$s in %2$s: %3$s",
      "The value is off by at most %4$s, the derivative by %5$s. Tried, with cost (of one fma) and"
          + " error:%6$s"),

  // Tests and benchmarks.
  NO_SPECS(Kind.ERROR, "@%1$s names no spec", "Name interfaces with @Activation."),
  NOT_A_SPEC(Kind.ERROR, "%1$s is no spec", "Name interfaces with @Activation."),
  SPEC_TWICE(Kind.ERROR, "@%1$s names %2$s twice", "Name it once."),
  INVALID_SPEC(Kind.ERROR, "the spec %1$s is not valid: %2$s", "Compile it with Limen first."),
  KERNELS_MISSING(
      Kind.ERROR,
      "%1$s has no kernels: the class %2$s is missing",
      "Compile %1$s with limen-processor on its processor path."),
  KERNELS_NOT_VISIBLE(
      Kind.ERROR,
      "the kernels of %1$s are not public",
      "Move %2$s to the package %3$s, or make the spec and all it is nested in public."),
  UNNAMED_PACKAGE(
      Kind.ERROR,
      "@BenchmarkKernels is on %1$s, a class of the unnamed package",
      "JMH refuses such classes: move it to a named package."),
  JUNIT_MISSING(
      Kind.ERROR,
      "@VerifyKernels writes JUnit tests, but JUnit is not on the class path",
      "Add org.junit.jupiter:junit-jupiter in test scope."),
  JMH_MISSING(
      Kind.ERROR,
      "@BenchmarkKernels writes JMH harnesses, but JMH is not on the class path",
      "Add org.openjdk.jmh:jmh-core, and jmh-generator-annprocess to the processor path."),

  // The compilation.
  RUNTIME_MISSING(
      Kind.ERROR,
      "generated kernels need limen-runtime, which this compilation cannot read",
      "Add dev.limen:limen-runtime as a dependency%1$s."),
  VECTOR_MISSING(
      Kind.NOTE,
      "kernels are generated without vector code: this compilation cannot read the module"
          + " jdk.incubator.vector",
      "Compile with --add-modules jdk.incubator.vector%1$s, or with -Alimen.vector=off to have no"
          + " such note."),
  VECTOR_REQUIRED(
      Kind.ERROR,
      "-Alimen.vector=on, but this compilation cannot read the module jdk.incubator.vector",
      "Compile with --add-modules jdk.incubator.vector%1$s."),
  UNKNOWN_OPTION(Kind.ERROR, "unknown option -A%1$s", "Known are %2$s."),
  OPTION_VALUE(Kind.ERROR, "-A%1$s=%2$s", "The values are %3$s."),
  GAVE_UP(
      Kind.ERROR,
      "%1$s took more than %2$d seconds",
      "Simplify the formula, and report it as a bug."),
  INTERNAL_ERROR(
      Kind.ERROR, "Limen failed at %1$s, by a fault of its own: %2$s", "Please report it.");

  private final Kind kind;
  private final String text;
  private final String cure;

  Diagnostic(Kind kind, String text, String cure) {
    this.kind = kind;
    this.text = text;
    this.cure = cure;
  }

  /** How grave it is. */
  public Kind kind() {
    return kind;
  }

  /** Whether the spec must not be generated. */
  public boolean isError() {
    return kind == Kind.ERROR;
  }

  /** The name in messages, in {@code @SuppressWarnings} and in the documentation. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is wrong, with slots. */
  public String text() {
    return text;
  }

  /** What to do about it, with slots. */
  public String cure() {
    return cure;
  }

  /** The message: what is wrong in the first line, then the cure. */
  public String message(Object... slots) {
    return message("", slots);
  }

  /**
   * The message with a formula between its lines.
   *
   * @param excerpt lines that show the place in a formula, or an empty text
   */
  String message(String excerpt, Object[] slots) {
    StringBuilder message = new StringBuilder("[limen:").append(key()).append("] ");
    message.append(String.format(Locale.ROOT, text, slots));
    excerpt.lines().forEach(line -> message.append("\n    ").append(line));
    return message.append("\n  ").append(String.format(Locale.ROOT, cure, slots)).toString();
  }
}
