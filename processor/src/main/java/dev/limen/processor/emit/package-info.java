/**
 * Graph to Java source: facades, kernels, references, tests and benchmarks. The only room that
 * knows JavaPoet and the {@code Filer}.
 */
package dev.limen.processor.emit;
