package dev.limen.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The code that computes a kernel, and the one place where it is chosen.
 *
 * <p>The system property {@value #PROPERTY} is {@code auto} (the default), {@code vector} or {@code
 * scalar}. {@code auto} takes the vector code where every gate is open and else the scalar code,
 * with one warning that names the cause and the cure; {@code vector} throws where a gate is shut.
 * Within one JVM a kernel gives the same results in either, scalar calls and arrays alike.
 */
public enum Backend {
  /** Plain Java, one element at a time. */
  SCALAR,
  /** {@code jdk.incubator.vector}, as many elements at a time as the CPU's registers hold. */
  VECTOR;

  /** The system property that chooses a backend. */
  public static final String PROPERTY = "limen.backend";

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

  /**
   * Chooses the backend for generated code.
   *
   * @param facade the facade class whose kernels are chosen; its module must read the vector module
   * @param leastBits the fewest bits that vectors must have for the code to be fast
   * @throws IllegalArgumentException if {@value #PROPERTY} has an unknown value
   * @throws IllegalStateException if {@value #PROPERTY} is {@code vector} and a gate is shut
   */
  public static Backend choose(Class<?> facade, int leastBits) {
    return vectorIsAllowed() ? vectorUnless(shutGate(facade, leastBits)) : SCALAR;
  }

  /**
   * Whether vectors are narrower here than the tables of vector kernels, so that kernels without
   * tables take their place.
   *
   * @param facade as in {@link #choose}
   * @param tableBits the fewest bits that vectors must have for tables
   */
  public boolean isNarrow(Class<?> facade, int tableBits) {
    return this == VECTOR && preferredBits(vectorModule(facade)) < tableBits;
  }

  /**
   * The backend of generated code that has no vector kernels.
   *
   * @param cause why it has none, and the cure
   * @throws IllegalArgumentException if {@value #PROPERTY} has an unknown value
   * @throws IllegalStateException if {@value #PROPERTY} is {@code vector}
   */
  public static Backend scalar(String cause) {
    return vectorIsAllowed() ? vectorUnless(cause) : SCALAR;
  }

  private static boolean vectorIsAllowed() {
    return switch (wanted()) {
      case "scalar" -> false;
      case "auto", "vector" -> true;
      default ->
          throw new IllegalArgumentException(
              "-D" + PROPERTY + "=" + wanted() + ": expected auto, vector or scalar");
    };
  }

  private static String wanted() {
    return System.getProperty(PROPERTY, "auto").toLowerCase(Locale.ROOT);
  }

  private static Backend vectorUnless(String cause) {
    if (cause == null) {
      return VECTOR;
    }
    if (wanted().equals("vector")) {
      throw new IllegalStateException("-D" + PROPERTY + "=vector, but " + cause);
    }
    if (LOGGED.add(cause)) {
      Logger logger = System.getLogger("dev.limen");
      logger.log(Level.WARNING, "Limen runs its scalar kernels: " + cause);
    }
    return SCALAR;
  }

  /** Returns why vector code cannot or should not run here, or null. */
  private static String shutGate(Class<?> facade, int leastBits) {
    String vm = System.getProperty("java.vm.name", "");
    if (vm.contains("OpenJ9")) {
      return vm + " runs vector code a hundred times slower than scalar code; run on a HotSpot JVM";
    }
    String mode = System.getProperty("java.vm.info", "");
    if (mode.contains("interpreted mode") || vm.contains("Client VM")) {
      return "vector code needs the optimising compiler (C2), and this JVM runs without it ("
          + vm
          + ", "
          + mode
          + "); remove -Xint or -client";
    }
    Module module = vectorModule(facade);
    if (module == null) {
      return "the module "
          + VECTOR_MODULE
          + " is not in this JVM; run java with --add-modules "
          + VECTOR_MODULE;
    }
    if (!facade.getModule().canRead(module)) {
      return facade.getModule()
          + " does not read "
          + VECTOR_MODULE
          + "; add 'requires static "
          + VECTOR_MODULE
          + ";' to its module-info.java";
    }
    int bits = preferredBits(module);
    if (bits < leastBits) {
      return "vectors have " + bits + " bits here, and some kernels need " + leastBits;
    }
    return null;
  }

  private static Module vectorModule(Class<?> facade) {
    ModuleLayer layer = facade.getModule().getLayer();
    Optional<Module> own = layer == null ? Optional.empty() : layer.findModule(VECTOR_MODULE);
    return own.isPresent() ? own.get() : ModuleLayer.boot().findModule(VECTOR_MODULE).orElse(null);
  }

  /** Reads {@code VectorShape.preferredShape().vectorBitSize()} without linking to the module. */
  private static int preferredBits(Module module) {
    try {
      Class<?> shape = Class.forName(module, "jdk.incubator.vector.VectorShape");
      Object preferred = shape.getMethod("preferredShape").invoke(null);
      return (int) shape.getMethod("vectorBitSize").invoke(preferred);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the module " + VECTOR_MODULE + " is not as expected", e);
    }
  }
}
