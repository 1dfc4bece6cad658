package dev.limen;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares an activation function whose kernels Limen writes at compile time.
 *
 * <p>Placed on a top-level or nested interface, together with exactly one of {@link Clamp}, {@link
 * Piecewise} and {@link Formula}:
 *
 * <pre>{@code
 * @Activation @Formula("0.5*x*(1+erf(x/sqrt(2)))")
 * interface Gelu {}
 * }</pre>
 *
 * <p>For a spec {@code Gelu} the facade {@code GeluKernels} is generated in the same package, as
 * visible as the spec; a nested {@code Outer.Gelu} gives {@code Outer_GeluKernels}. It holds a
 * kernel for each of the {@link #precisions()}: {@code GeluKernels.F32} and {@code
 * GeluKernels.F64}.
 *
 * <p>A spec that is not valid is a compile error at the annotation value it concerns, and nothing
 * is generated for it.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Activation {

  /** The largest error that a kernel may have, of the value and of the derivative alike. */
  Accuracy accuracy() default Accuracy.STANDARD;

  /** The floating-point formats to write kernels for: at least one. */
  Precision[] precisions() default {Precision.F32, Precision.F64};

  /**
   * The derivative at a kink, where the two one-sided derivatives differ. Single kinks are
   * overridden by {@link Piecewise#kinks()} and {@link Formula#kinks()}.
   */
  Kink kink() default Kink.MIN_NORM;

  /**
   * Whether one algorithm serves every lane width, so that results are the same bits on every CPU
   * with fused multiply-add, on every JVM and backend. By default the algorithm may differ between
   * lane widths, and between vector and scalar backend; within one JVM results never depend on
   * position or length either way.
   *
   * <p>The price is speed on vectors of 512 bits, where the tables that are fastest there are then
   * not used: most smooth functions take a sixth longer, GELU half as long again.
   */
  boolean reproducible() default false;
}
