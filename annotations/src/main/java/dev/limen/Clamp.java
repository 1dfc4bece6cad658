package dev.limen;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A line between two bounds: {@code f(x) = min(max, max(min, slope*x + shift))}.
 *
 * <p>This is the slope and shift form of the hard sigmoids: {@code @Clamp(slope = 0.2, shift = 0.5,
 * min = 0, max = 1)} is Theano's. The defaults give the identity; {@code @Clamp(min = 0)} is relu,
 * {@code @Clamp(min = 0, max = 6)} is relu6.
 *
 * <p>The derivative is {@code slope} strictly between the bounds and 0 beyond them. Where the line
 * meets a bound the derivative follows {@link Activation#kink()}; the default gives 0 there.
 *
 * <p>Errors: {@code min > max}, a NaN bound, a slope or shift that is not finite. A slope of 0 is a
 * warning, for the function is then constant.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Clamp {

  /** The factor of x: finite. */
  double slope() default 1;

  /** The value of the line at x = 0: finite. */
  double shift() default 0;

  /** The least value, or negative infinity for none. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The greatest value, or positive infinity for none. */
  double max() default Double.POSITIVE_INFINITY;
}
