package dev.limen.verify;

import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Verifies the kernels of generated facades from the command line:
 *
 * <pre>{@code
 * java -cp ... dev.limen.verify.Verify [options] com.example.GeluKernels ...
 * }</pre>
 *
 * <p>A facade has the constants {@code F32} or {@code F64} or both, and a static method {@code
 * reference()}. It need not be public.
 */
public final class Verify {
  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private static final String USAGE =
      """
      usage: java -cp ... dev.limen.verify.Verify [options] FACADE...
        FACADE           a generated class, such as com.example.GeluKernels
        --all            also compare all 2^32 floats, which takes minutes for a kernel
        --resume FILE    keep what is done of --all in FILE, and go on from there;
                         with several facades, in FILE-<facade>
        --samples N      numbers drawn from each binade (8)
        --seed N         the seed that they are drawn with
        --threads N      threads for --all (all processors)
      The exit code is 0 if all kernels passed, 1 if one failed, 2 for wrong arguments.
      """;

  private final PrintStream out;
  private final PrintStream err;
  private final List<String> facades = new ArrayList<>();
  private boolean all;
  private Path state;
  private int samples = KernelVerification.PER_BINADE;
  private long seed = KernelVerification.SEED;
  private int threads = Runtime.getRuntime().availableProcessors();

  private Verify(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Verifies the kernels of the facades that are named, and exits. */
  public static void main(String[] args) {
    System.exit(run(System.out, System.err, args));
  }

  /** Does what {@link #main} does, but for the exit; returns the exit code. */
  static int run(PrintStream out, PrintStream err, String... args) {
    Verify verify = new Verify(out, err);
    try {
      verify.parse(args);
      return verify.all() ? PASSED : FAILED;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.print(USAGE);
      return MISUSED;
    }
  }

  private void parse(String... args) {
    Iterator<String> rest = Arrays.asList(args).iterator();
    while (rest.hasNext()) {
      String arg = rest.next();
      if (arg.equals("--all")) {
        all = true;
      } else if (arg.equals("--resume")) {
        state = Path.of(value(arg, rest));
      } else if (arg.equals("--samples")) {
        samples = positive(arg, rest);
      } else if (arg.equals("--seed")) {
        seed = number(arg, rest);
      } else if (arg.equals("--threads")) {
        threads = positive(arg, rest);
      } else if (arg.startsWith("-")) {
        throw new IllegalArgumentException("unknown option " + arg);
      } else {
        facades.add(arg);
      }
    }
    if (facades.isEmpty()) {
      throw new IllegalArgumentException("no facade named");
    }
    if (state != null && !all) {
      throw new IllegalArgumentException("--resume is for --all");
    }
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.next();
  }

  private static int positive(String option, Iterator<String> rest) {
    long number = number(option, rest);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(option + ": " + number + " is out of range");
    }
    return (int) number;
  }

  private static long number(String option, Iterator<String> rest) {
    String value = value(option, rest);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + ": " + value + " is no number", e);
    }
  }

  private boolean all() {
    boolean passed = true;
    for (String name : facades) {
      passed &= verify(name);
    }
    return passed;
  }

  private boolean verify(String name) {
    Class<?> facade;
    try {
      facade = Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("no class " + name + " on the class path", e);
    }
    Reference reference = reference(facade);
    FloatKernel floats = constant(facade, "F32", FloatKernel.class);
    DoubleKernel doubles = constant(facade, "F64", DoubleKernel.class);
    if (floats == null && doubles == null) {
      throw new IllegalArgumentException(name + " has neither F32 nor F64");
    }
    boolean passed = true;
    if (floats != null) {
      KernelVerification<FloatKernel> checks = sampled(KernelVerification.of(floats, reference));
      passed = print(checks.run());
      if (all) {
        passed &= print(sweep(checks, name).run());
      }
    }
    if (doubles != null) {
      passed &= print(sampled(KernelVerification.of(doubles, reference)).run());
    }
    return passed;
  }

  private <K> KernelVerification<K> sampled(KernelVerification<K> checks) {
    return checks.withSamplesPerBinade(samples).withSeed(seed);
  }

  private ExhaustiveSweep sweep(KernelVerification<FloatKernel> checks, String name) {
    ExhaustiveSweep sweep = checks.exhaustive().withProgress(err::println).withThreads(threads);
    if (state == null) {
      return sweep;
    }
    return sweep.withState(
        facades.size() == 1 ? state : state.resolveSibling(state.getFileName() + "-" + name));
  }

  private boolean print(VerificationReport report) {
    out.println(report);
    return report.passed();
  }

  private static Reference reference(Class<?> facade) {
    try {
      Method method = facade.getDeclaredMethod("reference");
      method.setAccessible(true);
      return (Reference) method.invoke(null);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          facade.getName() + " has no static method reference() that returns a Reference", e);
    }
  }

  /** Returns a constant of a facade, or null if it has none of that name. */
  private static <T> T constant(Class<?> facade, String name, Class<T> type) {
    try {
      Field field = facade.getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(null));
    } catch (NoSuchFieldException e) {
      return null;
    } catch (IllegalAccessException | ClassCastException e) {
      throw new IllegalArgumentException(
          facade.getName() + "." + name + " is no " + type.getSimpleName(), e);
    }
  }
}
