package dev.limen;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A function written as a formula in {@code x}.
 *
 * <p>The language: {@code x}, {@linkplain Parameter parameters} by name, decimal literals, {@code
 * pi}, {@code e}; {@code + - * / ^} and parentheses, where {@code ^} groups to the right and binds
 * tighter than unary minus; {@code a < b ? u : v} with {@code < <= > >=}; and the functions {@code
 * exp expm1 log log1p sqrt abs sign min max clamp pow tanh sinh cosh sigmoid softplus erf erfc sin
 * cos atan relu step}. {@code clamp(u, low, high)}, {@code min}, {@code max} and {@code pow} take
 * more than one argument. {@code step(u)} is 0 below 0, and 1 from 0 on.
 *
 * <p>A formula may call another {@linkplain Activation activation} by its name, {@code "x *
 * HardSigmoid(x)"}: one of a type around this one, of this package, or any by its qualified name.
 * That means what it computes, with the declared values of its parameters.
 *
 * <p>A literal stands for the {@code double} that Java reads it as. The derivative is found
 * symbolically. At a kink (of {@code abs}, {@code relu}, {@code min}, {@code max}, {@code clamp},
 * {@code sign}, {@code step} and the conditional) it follows {@link Activation#kink()}.
 *
 * <p>Errors, each with the formula and a caret under the column: a syntax error, an unknown name
 * (with the nearest known one), a wrong number of arguments, activations that call each other in a
 * circle, more than 4096 characters, nesting deeper than 64, more than 2000 operations before or
 * after differentiation. A pole or domain error on the line, as of {@code log(x)}, is a warning
 * with the point.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Formula {

  /** The formula. */
  String value();

  /**
   * The derivative at each kink in ascending order, in place of {@link Activation#kink()}: none, or
   * as many as the formula has kinks. NaN leaves a kink to the policy.
   */
  double[] kinks() default {};
}
