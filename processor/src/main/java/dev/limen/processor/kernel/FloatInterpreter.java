package dev.limen.processor.kernel;

import dev.limen.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Executes a graph in single precision: the same operations in the same order as the code that is
 * written from it, so with the same results but for the bits of a NaN.
 *
 * <p>Goes through the operations one by one, each on a block of elements. Holds the blocks, so an
 * instance belongs to one thread.
 */
public final class FloatInterpreter {

  private static final int BLOCK = 512;

  private final SlotPlan plan;
  private final float[][] reals;
  private final int[][] bits;
  private final float[][] tables;
  private final boolean[][] masks;

  /**
   * An interpreter of a graph bound to parameter values.
   *
   * @param graph a graph in single precision
   * @param parameters the values of the parameters that its uniforms name
   */
  public FloatInterpreter(Graph graph, Map<String, Double> parameters) {
    if (graph.precision() != Precision.F32) {
      throw new IllegalArgumentException("a graph in " + graph.precision());
    }
    plan = SlotPlan.of(graph);
    reals = new float[plan.slots(Opcode.Type.REAL)][BLOCK];
    bits = new int[plan.slots(Opcode.Type.BITS)][BLOCK];
    masks = new boolean[plan.slots(Opcode.Type.MASK)][BLOCK];
    tables = new float[graph.tables().size()][];
    Arrays.setAll(tables, i -> floats(graph.tables().get(i)));
    for (SlotPlan.Step step : plan.constants()) {
      Node node = step.node();
      switch (node.opcode()) {
        case CONSTANT ->
            Arrays.fill(reals[step.target()], Float.intBitsToFloat((int) node.immediate()));
        case UNIFORM ->
            Arrays.fill(
                reals[step.target()],
                (float)
                    UniformEvaluator.value(
                        graph.uniforms().get((int) node.immediate()), parameters, Precision.F32));
        case BITS_CONSTANT -> Arrays.fill(bits[step.target()], (int) node.immediate());
        default -> throw new AssertionError(node.opcode());
      }
    }
  }

  private static float[] floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return floats;
  }

  /** The first output at one input; further inputs of the graph are 1. */
  public float apply(float x) {
    float[][] inputs = new float[Math.max(1, plan.inputs())][];
    Arrays.setAll(inputs, i -> new float[] {i == 0 ? x : 1});
    float[][] outputs = new float[plan.outputs().size()][1];
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
  public void run(float[][] inputs, float[][] outputs, int length) {
    if (inputs.length < plan.inputs() || outputs.length != plan.outputs().size()) {
      throw new IllegalArgumentException(
          "takes %d inputs and %d outputs: %d, %d"
              .formatted(plan.inputs(), plan.outputs().size(), inputs.length, outputs.length));
    }
    for (float[] array : inputs) {
      Objects.checkFromIndexSize(0, length, array.length);
    }
    for (float[] array : outputs) {
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
    float[] r = reals[step.target()];
    switch (step.node().opcode()) {
      case ADD -> {
        float[] a = reals[step.first()];
        float[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] + b[i];
        }
      }
      case SUBTRACT -> {
        float[] a = reals[step.first()];
        float[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] - b[i];
        }
      }
      case MULTIPLY -> {
        float[] a = reals[step.first()];
        float[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] * b[i];
        }
      }
      case DIVIDE -> {
        float[] a = reals[step.first()];
        float[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] / b[i];
        }
      }
      case SQRT -> {
        float[] a = reals[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = (float) Math.sqrt(a[i]);
        }
      }
      case FMA -> {
        float[] a = reals[step.first()];
        float[] b = reals[step.second()];
        float[] c = reals[step.third()];
        for (int i = 0; i < n; i++) {
          r[i] = Math.fma(a[i], b[i], c[i]);
        }
      }
      case ROUND_TO_FLOAT -> System.arraycopy(reals[step.first()], 0, r, 0, n);
      case NEGATE -> {
        float[] a = reals[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = -a[i];
        }
      }
      case ABS -> {
        float[] a = reals[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = Math.abs(a[i]);
        }
      }
      case FROM_BITS -> {
        int[] a = bits[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = Float.intBitsToFloat(a[i]);
        }
      }
      case LOOKUP -> {
        float[] table = tables[(int) step.node().immediate()];
        int[] index = bits[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = table[index[i] & (table.length - 1)];
        }
      }
      case SELECT -> {
        boolean[] mask = masks[step.first()];
        float[] a = reals[step.second()];
        float[] b = reals[step.third()];
        for (int i = 0; i < n; i++) {
          r[i] = mask[i] ? a[i] : b[i];
        }
      }
      default -> throw new AssertionError(step.node());
    }
  }

  private void executeBits(SlotPlan.Step step, int n) {
    int[] r = bits[step.target()];
    int distance = (int) step.node().immediate();
    switch (step.node().opcode()) {
      case TO_BITS -> {
        float[] a = reals[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = Float.floatToRawIntBits(a[i]);
        }
      }
      case BITS_ADD -> {
        int[] a = bits[step.first()];
        int[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] + b[i];
        }
      }
      case BITS_SUBTRACT -> {
        int[] a = bits[step.first()];
        int[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] - b[i];
        }
      }
      case BITS_MULTIPLY -> {
        int[] a = bits[step.first()];
        int[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] * b[i];
        }
      }
      case BITS_AND -> {
        int[] a = bits[step.first()];
        int[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] & b[i];
        }
      }
      case BITS_OR -> {
        int[] a = bits[step.first()];
        int[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] | b[i];
        }
      }
      case BITS_XOR -> {
        int[] a = bits[step.first()];
        int[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] ^ b[i];
        }
      }
      case BITS_MAX -> {
        int[] a = bits[step.first()];
        int[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = Math.max(a[i], b[i]);
        }
      }
      case BITS_MIN -> {
        int[] a = bits[step.first()];
        int[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = Math.min(a[i], b[i]);
        }
      }
      case BITS_MIN_UNSIGNED -> {
        int[] a = bits[step.first()];
        int[] b = bits[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = Integer.compareUnsigned(a[i], b[i]) < 0 ? a[i] : b[i];
        }
      }
      case BITS_SUBTRACT_WHERE -> {
        boolean[] mask = masks[step.first()];
        int[] a = bits[step.second()];
        int[] b = bits[step.third()];
        for (int i = 0; i < n; i++) {
          r[i] = mask[i] ? a[i] - b[i] : a[i];
        }
      }
      case SHIFT_LEFT -> {
        int[] a = bits[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] << distance;
        }
      }
      case SHIFT_RIGHT -> {
        int[] a = bits[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] >> distance;
        }
      }
      case SHIFT_RIGHT_UNSIGNED -> {
        int[] a = bits[step.first()];
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
        float[] a = reals[step.first()];
        float[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] < b[i];
        }
      }
      case LESS_OR_EQUAL -> {
        float[] a = reals[step.first()];
        float[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] <= b[i];
        }
      }
      case EQUAL -> {
        float[] a = reals[step.first()];
        float[] b = reals[step.second()];
        for (int i = 0; i < n; i++) {
          r[i] = a[i] == b[i];
        }
      }
      case IS_NAN -> {
        float[] a = reals[step.first()];
        for (int i = 0; i < n; i++) {
          r[i] = Float.isNaN(a[i]);
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
