/** What generated kernels are and run on: no dependency, a few small classes. */
package dev.limen.runtime;
