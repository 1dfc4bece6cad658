/**
 * Limen's kernels side by side with a copy, with loops that one writes by hand, and with native
 * libraries, in one run of JMH. {@link dev.limen.bench.peers.SideBySide} is the command. The
 * libraries are in a source folder of their own, which the Maven profile {@code peers} adds.
 */
package dev.limen.bench.peers;
