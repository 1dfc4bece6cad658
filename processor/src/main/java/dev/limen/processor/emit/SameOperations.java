package dev.limen.processor.emit;

import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.Opcode;
import java.util.HashMap;
import java.util.Map;

/** Whether results of two graphs come from the same operations on the same inputs. */
final class SameOperations {

  private final Graph left;
  private final Graph right;
  private final Map<Node, Node> same = new HashMap<>();

  private SameOperations(Graph left, Graph right) {
    this.left = left;
    this.right = right;
  }

  static boolean of(Graph left, Node a, Graph right, Node b) {
    return new SameOperations(left, right).same(a, b);
  }

  private boolean same(Node a, Node b) {
    if (same.get(a) == b) {
      return true;
    }
    if (a.opcode() != b.opcode() || a.operands().size() != b.operands().size()) {
      return false;
    }
    boolean sameImmediate =
        a.opcode() == Opcode.UNIFORM
            ? left.uniforms()
                .get((int) a.immediate())
                .equals(right.uniforms().get((int) b.immediate()))
            : a.opcode() == Opcode.LOOKUP
                ? left.tables()
                    .get((int) a.immediate())
                    .equals(right.tables().get((int) b.immediate()))
                : a.immediate() == b.immediate();
    if (!sameImmediate) {
      return false;
    }
    for (int i = 0; i < a.operands().size(); i++) {
      if (!same(a.operands().get(i), b.operands().get(i))) {
        return false;
      }
    }
    same.put(a, b);
    return true;
  }
}
