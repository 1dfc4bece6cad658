package dev.limen.processor.kernel;

import dev.limen.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Executes a graph in double precision: the same operations in the same order as the code that is
 * written from it, so with the same results but for the bits of a NaN.
 *
 * <p>Goes through the operations one by one, each on a block of elements. Holds the blocks, so an
 * instance belongs to one thread.
 */
public final class DoubleInterpreter {

  private static final int BLOCK = 512;

  private final SlotPlan plan;
  private final double[][] reals;
  private final long[][] bits;
  private final double[][] tables;
  private final boolean[][] masks;

  /**
   * An interpreter of a graph bound to parameter values.
   *
   * @param graph a graph in double precision
   * @param parameters the values of the parameters that its uniforms name
   */
  public DoubleInterpreter(Graph graph, Map<String, Double> parameters) {
    if (graph.precision() != Precision.F64) {
      throw new IllegalArgumentException("a graph in " + graph.precision());
    }
    plan = SlotPlan.of(graph);
    reals = new double[plan.slots(Opcode.Type.REAL)][BLOCK];
    bits = new long[plan.slots(Opcode.Type.BITS)][BLOCK];
    masks = new boolean[plan.slots(Opcode.Type.MASK)][BLOCK];
    tables = new double[graph.tables().size()][];
    Arrays.setAll(tables, i -> graph.tables().get(i).stream().mapToDouble(v -> v).toArray());
    for (SlotPlan.Step step : plan.constants()) {
      Node node = step.node();
      switch (node.opcode()) {
        case CONSTANT ->
            Arrays.fill(reals[step.target()], Double.longBitsToDouble(node.immediate()));
        case UNIFORM ->
            Arrays.fill(
                reals[step.target()],
                UniformEvaluator.value(
                    graph.uniforms().get((int) node.immediate()), parameters, Precision.F64));
        case BITS_CONSTANT -> Arrays.fill(bits[step.target()], node.immediate());
        default -> throw new AssertionError(node.opcode());
      }
    }
  }

  /** The first output at one input; further inputs of the graph are 1. */
  public double apply(double x) {
    double[][] inputs = new double[Math.max(1, plan.inputs())][];
    Arrays.setAll(inputs, i -> new double[] {i == 0 ? x : 1});
    double[][] outputs = new double[plan.outputs().size()][1];
    run(inputs, outputs, 1);
    return outputs[0][0];
  }

  /**
   * Computes the outputs of many inputs.
   *
   * @param inputs an array per input of the graph
   * @param outputs an array per output of the graph; may be those of the inputs
   * @param length the number of elements of each
   */
  public void run(double[][] inputs, double[][] outputs, int length) {
    if (inputs.length < plan.inputs() || outputs.length != plan.outputs().size()) {
      throw new IllegalArgumentException(
          "takes %d inputs and %d outputs: %d, %d"
              .formatted(plan.inputs(), plan.outputs().size(), inputs.length, outputs.length));
    }
    for (double[] array : inputs) {
      Objects.checkFromIndexSize(0, length, array.length);
    }
    for (double[] array : outputs) {
      Objects.checkFromIndexSize(0, length, array.length);
    }
    List<SlotPlan.Step> steps = plan.steps();
    for (int start = 0; start < length; start += BLOCK) {
      int n = Math.min(BLOCK, length - start);
      for (SlotPlan.Step step : steps) {
        if (step.node().opcode() == Opcode.INPUT) {
          System.arraycopy(
              inputs[(int) step.node().immediate()], start, reals[step.target()], 0, n);
        } else {
          execute(step, n);
        }
      }
      for (int i = 0; i < outputs.length; i++) {
        System.arraycopy(reals[plan.outputs().get(i)], 0, outputs[i], start, n);
      }
    }
  }

  private void execute(SlotPlan.Step step, int n) {
    switch (step.node().opcode().type()) {
      case REAL -> executeReal(step, n);
      case BITS -> executeBits(step, n);
      case MASK -> executeMask(step, n);
    }
  }

  private void executeReal(SlotPlan.Step step, int n) {
    double[] r = reals[step.target()];
    switch (step.node().opcode()) {
      case ADD -> {
        double[] a = reals[step.first()];
        double[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] + b[i];
        }
      }
      case SUBTRACT -> {
        double[] a = reals[step.first()];
        double[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] - b[i];
        }
      }
      case MULTIPLY -> {
        double[] a = reals[step.first()];
        double[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] * b[i];
        }
      }
      case DIVIDE -> {
        double[] a = reals[step.first()];
        double[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] / b[i];
        }
      }
      case SQRT -> {
        double[] a = reals[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = Math.sqrt(a[i]);
        }
      }
      case FMA -> {
        double[] a = reals[step.first()];
        double[] b = reals[step.second()];
        double[] c = reals[step.third()];
        for (int i = 0; i < n; i++) {
          r[i] = Math.fma(a[i], b[i], c[i]);
        }
      }
      case ROUND_TO_FLOAT -> {
        double[] a = reals[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = (float) a[i];
        }
      }
      case NEGATE -> {
        double[] a = reals[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = -a[i];
        }
      }
      case ABS -> {
        double[] a = reals[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = Math.abs(a[i]);
        }
      }
      case FROM_BITS -> {
        long[] a = bits[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = Double.longBitsToDouble(a[i]);
        }
      }
      case LOOKUP -> {
        double[] table = tables[(int) step.node().immediate()];
        long[] index = bits[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = table[(int) index[i] & (table.length - 1)];
        }
      }
      case SELECT -> {
        boolean[] mask = masks[step.first()];
        double[] a = reals[step.second()];
        double[] b = reals[step.third()];
        for (int i = 0; i < n; i++) {
          r[i] = mask[i] ? a[i] : b[i];
        }
      }
      default -> throw new AssertionError(step.node());
    }
  }

  private void executeBits(SlotPlan.Step step, int n) {
    long[] r = bits[step.target()];
    int distance = (int) step.node().immediate();
    switch (step.node().opcode()) {
      case TO_BITS -> {
        double[] a = reals[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = Double.doubleToRawLongBits(a[i]);
        }
      }
      case BITS_ADD -> {
        long[] a = bits[step.first()];
        long[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] + b[i];
        }
      }
      case BITS_SUBTRACT -> {
        long[] a = bits[step.first()];
        long[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] - b[i];
        }
      }
      case BITS_MULTIPLY -> {
        long[] a = bits[step.first()];
        long[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] * b[i];
        }
      }
      case BITS_AND -> {
        long[] a = bits[step.first()];
        long[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] & b[i];
        }
      }
      case BITS_OR -> {
        long[] a = bits[step.first()];
        long[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] | b[i];
        }
      }
      case BITS_XOR -> {
        long[] a = bits[step.first()];
        long[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] ^ b[i];
        }
      }
      case BITS_MAX -> {
        long[] a = bits[step.first()];
        long[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = Math.max(a[i], b[i]);
        }
      }
      case BITS_MIN -> {
        long[] a = bits[step.first()];
        long[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = Math.min(a[i], b[i]);
        }
      }
      case BITS_MIN_UNSIGNED -> {
        long[] a = bits[step.first()];
        long[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = Long.compareUnsigned(a[i], b[i]) < 0 ? a[i] : b[i];
        }
      }
      case BITS_SUBTRACT_WHERE -> {
        boolean[] mask = masks[step.first()];
        long[] a = bits[step.second()];
        long[] b = bits[step.third()];
        for (int i = 0; i < n; i++) {
          r[i] = mask[i] ? a[i] - b[i] : a[i];
        }
      }
      case SHIFT_LEFT -> {
        long[] a = bits[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] << distance;
        }
      }
      case SHIFT_RIGHT -> {
        long[] a = bits[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] >> distance;
        }
      }
      case SHIFT_RIGHT_UNSIGNED -> {
        long[] a = bits[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] >>> distance;
        }
      }
      default -> throw new AssertionError(step.node());
    }
  }

  private void executeMask(SlotPlan.Step step, int n) {
    boolean[] r = masks[step.target()];
    switch (step.node().opcode()) {
      case LESS -> {
        double[] a = reals[step.first()];
        double[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] < b[i];
        }
      }
      case LESS_OR_EQUAL -> {
        double[] a = reals[step.first()];
        double[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] <= b[i];
        }
      }
      case EQUAL -> {
        double[] a = reals[step.first()];
        double[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] == b[i];
        }
      }
      case IS_NAN -> {
        double[] a = reals[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = Double.isNaN(a[i]);
        }
      }
      case MASK_AND -> {
        boolean[] a = masks[step.first()];
        boolean[] b = masks[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] & b[i];
        }
      }
      case MASK_OR -> {
        boolean[] a = masks[step.first()];
        boolean[] b = masks[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] | b[i];
        }
      }
      case MASK_NOT -> {
        boolean[] a = masks[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = !a[i];
        }
      }
      default -> throw new AssertionError(step.node());
    }
  }
}
