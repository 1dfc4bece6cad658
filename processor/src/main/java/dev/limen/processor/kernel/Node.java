package dev.limen.processor.kernel;

import java.util.List;

/**
 * One operation of a graph. Nodes are made by a {@link GraphBuilder}, which gives equal operations
 * the same node.
 *
 * @param id the position in the order of creation; operands have smaller ones
 * @param opcode what is done
 * @param operands on what
 * @param immediate the bits of a constant, the number of an input or a uniform, or the distance of
 *     a shift; else 0
 */
public record Node(int id, Opcode opcode, List<Node> operands, long immediate) {

  /** The first operand. */
  public Node first() {
    return operands.get(0);
  }

  /** The second operand. */
  public Node second() {
    return operands.get(1);
  }

  /** The third operand. */
  public Node third() {
    return operands.get(2);
  }

  /** The type of the result. */
  public Opcode.Type type() {
    return opcode.type();
  }

  // Nodes of one graph are unique, so identity is equality; comparing operands would take
  // exponential time.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return id;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("%" + id + " = " + opcode);
    operands.forEach(operand -> text.append(" %").append(operand.id));
    return text.append(immediate == 0 ? "" : " #" + immediate).toString();
  }
}
