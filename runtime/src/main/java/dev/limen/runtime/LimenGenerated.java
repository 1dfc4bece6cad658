package dev.limen.runtime;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a class that Limen wrote; kept in the class file, where coverage tools look for it. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface LimenGenerated {

  /**
   * The specs that the formulas of a spec call: build tools that compile incrementally see here
   * that the class depends on them.
   */
  Class<?>[] calls() default {};
}
