package dev.limen.processor.kernel;

import java.util.Optional;

/** Lets an expansion stand for a function next to 0, where its terms cancel there. */
final class ExpansionStandIn {

  /** How far expansions reach, the farthest first. */
  private static final double[] REACHES = {0x1p-2, 0x1p-4};

  /** The share of a contract of one ulp that little more than a rounding takes. */
  private static final double NEARLY_ROUNDED = 0.51;

  /** The terms of expansions that are tried. */
  private static final int[] TERMS = {8, 12, 18, 24};

  private final Draft draft;
  private final GraphBuilder graph;
  private final ExactValues exact;

  /**
   * An expansion.
   *
   * @param draft the kernel of the function, of double words
   * @param exact the function
   */
  ExpansionStandIn(Draft draft, ExactValues exact) {
    this.draft = draft;
    this.graph = draft.graph();
    this.exact = exact;
  }

  /** On the sides of 0 where the contract is missed. */
  void nextToZero() {
    boolean missesBelow = missesNextToZero(-1);
    boolean missesAbove = missesNextToZero(1);
    if (!missesBelow && !missesAbove) {
      return;
    }
    Node composed = draft.result();
    Node best = composed;
    double least = draft.maxError();
    for (double reach : REACHES) {
      double from = missesBelow ? -reach : 0;
      double to = missesAbove ? reach : 0;
      for (int terms : TERMS) {
        Optional<ExpansionAtZero> expansion =
            least <= NEARLY_ROUNDED * draft.bound()
                ? Optional.empty()
                : ExpansionAtZero.of(x -> exact.at(draft.precision(), x), from, to, terms);
        if (expansion.isPresent()) {
          Node isNear =
              graph.maskAnd(
                  graph.less(graph.constant(Math.nextDown(from)), graph.x()),
                  graph.less(graph.x(), graph.constant(Math.nextUp(to))));
          draft.replace(graph.select(isNear, draft.words().expansion(expansion.get()), composed));
          double error = draft.maxError();
          best = error < least ? draft.result() : best;
          least = Math.min(error, least);
        }
      }
    }
    draft.replace(best);
    if (best != composed) {
      draft.note("next to 0 the terms of an expansion");
    }
  }

  private boolean missesNextToZero(int side) {
    for (int i = 0; i < draft.size(); i++) {
      double distance = draft.input(i) * side;
      double error = draft.error(i);
      if (distance > 0 && distance < REACHES[0] && error > TableStandIn.SAFE * draft.bound()) {
        return true;
      }
    }
    return false;
  }
}
