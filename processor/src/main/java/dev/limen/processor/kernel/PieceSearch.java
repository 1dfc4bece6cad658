package dev.limen.processor.kernel;

import dev.limen.processor.approx.Cells;
import dev.limen.processor.formula.Evaluator;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Pieces;
import dev.limen.processor.formula.Relation;
import dev.limen.verify.Ball;
import java.util.List;
import java.util.Optional;

/**
 * Kernels that tell by x which smooth piece of the function holds, and in which like terms have
 * met: by comparisons, or by tables where all pieces are lines.
 */
final class PieceSearch {

  private final Drafting drafting;
  private final Cheapest cheapest;
  private final GraphBuilder graph;
  private final ExpressionLowering lowering;

  /**
   * Kernels of a target.
   *
   * @param cheapest is told of them
   * @param lowering of pieces
   */
  PieceSearch(Drafting drafting, Cheapest cheapest, ExpressionLowering lowering) {
    this.drafting = drafting;
    this.cheapest = cheapest;
    this.graph = drafting.graph();
    this.lowering = lowering;
  }

  /**
   * Tries comparisons, if nothing else does without tables, and tables.
   *
   * @param composed what composing the formula as it stands gives
   */
  void tryPieces(Draft composed) {
    boolean needsChoice = cheapest.withoutTables().isEmpty();
    // Lines are no elementary functions.
    boolean mayBeOfLines = composed.algorithms().isEmpty() && !drafting.isWider();
    if (drafting.target().hasParameters() || !(needsChoice || mayBeOfLines)) {
      return;
    }
    Optional<Pieces> pieces =
        Pieces.of(drafting.target().expression()).filter(found -> !found.breakpoints().isEmpty());
    if (needsChoice) {
      pieces.map(this::choice).ifPresent(this::tryChoice);
    }
    if (mayBeOfLines) {
      pieces.flatMap(this::lines).ifPresent(this::tryLookups);
    }
  }

  private void tryChoice(Expr choice) {
    cheapest.consider(drafting.withLimits(lowering.lower(choice), lowering), "composed, in pieces");
  }

  private Expr choice(Pieces pieces) {
    Expr result = pieces.pieces().getLast();
    for (int i = pieces.breakpoints().size() - 1; i >= 0; i--) {
      double at = pieces.breakpoints().get(i).at();
      Expr left = pieces.pieces().get(i);
      Relation relation = isOnTheLeft(pieces, i) ? Relation.LESS_OR_EQUAL : Relation.LESS;
      result = new Expr.Conditional(relation, Expr.X, Expr.constant(at), left, result);
    }
    return result;
  }

  /** The double next to a breakpoint may lie on either side of it. */
  private boolean isOnTheLeft(Pieces pieces, int breakpoint) {
    double at = pieces.breakpoints().get(breakpoint).at();
    Ball value = drafting.exact().at(drafting.sample().precision(), at);
    return distance(pieces.pieces().get(breakpoint), at, value)
        < distance(pieces.pieces().get(breakpoint + 1), at, value);
  }

  private static double distance(Expr piece, double x, Ball value) {
    return Evaluator.of(piece, List.of()).evaluate(x).minus(value).abs().toDouble();
  }

  private Optional<PiecewiseLines> lines(Pieces pieces) {
    return PiecewiseLines.of(
        pieces,
        breakpoint -> isOnTheLeft(pieces, breakpoint),
        drafting.target().overrides(),
        new RealConstants(graph));
  }

  /** Tries tables that take one vector or two. */
  private void tryLookups(PiecewiseLines lines) {
    for (int vectors = 1; vectors <= 2; vectors++) {
      int entries = vectors * CostModel.entriesOfVector(graph.precision());
      for (Cells cells : Cells.of(graph.precision(), lines.thresholds(), entries)) {
        Node lookup = LineLookup.lower(graph, lines, cells);
        Draft kernel = drafting.lacking(lines.points(), lookup, lowering);
        String algorithm = LineLookup.describe(cells);
        if (kernel.cost() < cheapest.cost()) {
          kernel.lookCloser(drafting.exact());
          cheapest.consider(kernel, algorithm);
        } else {
          cheapest.record(algorithm, kernel.cost(), Double.NaN);
        }
      }
    }
  }
}
