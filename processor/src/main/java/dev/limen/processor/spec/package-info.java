/**
 * Annotation values to {@link dev.limen.processor.spec.ActivationSpec}, which is valid whenever it
 * exists, or to {@link dev.limen.processor.spec.Diagnostic diagnostics} at the value they concern.
 */
package dev.limen.processor.spec;
