package dev.limen;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks for generated JMH harnesses of the kernels of some specs. Placed on a class in benchmark
 * sources, with JMH's annotation processor on the same processor path:
 *
 * <pre>{@code
 * @BenchmarkKernels({Gelu.class, Swish.class})
 * final class KernelsBenchmark {}
 * }</pre>
 *
 * <p>For each spec {@code Gelu} a class {@code GeluKernelsBenchmark} is generated in the package of
 * the annotated class. It measures forward, backward and the fused pass, by size and by input
 * distribution, against a copy of the same size and against a plain loop over {@code Math}; where
 * parameters are trainable, also the pass that gives their gradients.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface BenchmarkKernels {

  /** The specs: interfaces with {@link Activation}, of this module or of the class path. */
  Class<?>[] value();
}
