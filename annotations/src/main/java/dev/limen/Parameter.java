package dev.limen;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A named number in a formula, with its default value.
 *
 * <pre>{@code
 * @Activation @Formula("x * sigmoid(beta*x)")
 * interface Swish {
 *   @Parameter(1.0) double beta();
 * }
 * }</pre>
 *
 * <p>{@code SwishKernels.F32} has the declared values; {@code SwishKernels.f32(1.5)} gives a kernel
 * bound to others, in the order in which the methods are declared.
 *
 * <p>Errors: a method with arguments, with a type other than {@code double}, or with a body; a name
 * that hides {@code x}, {@code pi}, {@code e} or a function; a default value that is not finite. A
 * parameter that no formula uses is a warning.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Parameter {

  /** The default value: finite. */
  double value();

  /**
   * Whether training may change the value. If so, kernels are {@code TrainableFloatKernel} and
   * {@code TrainableDoubleKernel}: {@code backward(x, gradY, gradX, gradParameters)} gives, in one
   * pass, the gradient of x and that of each trainable parameter p, the sum of {@code gradY *
   * df/dp(x)} over the array; and {@code SwishKernels.f32(float[])} gives a kernel that reads the
   * trainable parameters from an array at each call, in the order in which they are declared.
   */
  boolean trainable() default true;
}
