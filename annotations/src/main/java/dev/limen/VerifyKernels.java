package dev.limen;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for generated JUnit tests of the kernels of some specs. Placed on a class in test sources:
 *
 * <pre>{@code
 * @VerifyKernels({Gelu.class, Swish.class})
 * final class KernelsTest {}
 * }</pre>
 *
 * <p>For each spec {@code Gelu} a class {@code GeluKernelsTest} is generated in the package of the
 * annotated class. It compiles under JUnit 5 and 6, and checks the kernels against known answers of
 * more than twice the precision, and against the reference over a stratified sample of all inputs:
 * values, derivatives, special values, kinks, range, monotonicity, symmetry, and that results are
 * the same bits in every form, at every offset and length; where parameters are trainable, also
 * their gradients, and kernels that are bound to an array.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface VerifyKernels {

  /** The specs: interfaces with {@link Activation}, of this module or of the class path. */
  Class<?>[] value();
}
