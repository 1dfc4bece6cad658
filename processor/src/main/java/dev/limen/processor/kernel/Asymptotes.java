package dev.limen.processor.kernel;

import dev.limen.processor.analysis.Interval;

/** The asymptotes that stand for a function on either side of where it is computed. */
record Asymptotes(Saturation below, Saturation above) {

  /** Where the function is computed. */
  Interval between() {
    return Interval.of(-below.from(), above.from());
  }

  /** The asymptotes beyond their bounds, else a result. */
  Node replaceBeyond(GraphBuilder graph, Node x, Node result) {
    return below.replaceBelow(graph, x, above.replaceAbove(graph, x, result));
  }
}
