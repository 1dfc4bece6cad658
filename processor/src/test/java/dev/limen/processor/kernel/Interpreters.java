package dev.limen.processor.kernel;

import dev.limen.Precision;
import java.util.Map;

/** Graphs of either precision, run over arrays. */
public final class Interpreters {

  private Interpreters() {}

  /** Returns all outputs at all places. Where the graph takes floats, the inputs are rounded. */
  public static double[][] run(Graph graph, Map<String, Double> parameters, double[]... inputs) {
    if (graph.precision() == Precision.F32) {
      return widened(run(graph, parameters, narrowed(inputs)));
    }
    double[][] outputs = new double[graph.outputs().size()][inputs[0].length];
    new DoubleInterpreter(graph, parameters).run(inputs, outputs, inputs[0].length);
    return outputs;
  }

  /** Returns all outputs at all places. Where the graph gives doubles, the outputs are rounded. */
  public static float[][] run(Graph graph, Map<String, Double> parameters, float[]... inputs) {
    if (graph.precision() == Precision.F64) {
      return narrowed(run(graph, parameters, widened(inputs)));
    }
    float[][] outputs = new float[graph.outputs().size()][inputs[0].length];
    new FloatInterpreter(graph, parameters).run(inputs, outputs, inputs[0].length);
    return outputs;
  }

  private static float[][] narrowed(double[][] doubles) {
    float[][] floats = new float[doubles.length][doubles[0].length];
    for (int i = 0; i < floats.length; i++) {
      for (int j = 0; j < floats[i].length; j++) {
        floats[i][j] = (float) doubles[i][j];
      }
    }
    return floats;
  }

  private static double[][] widened(float[][] floats) {
    double[][] doubles = new double[floats.length][floats[0].length];
    for (int i = 0; i < floats.length; i++) {
      for (int j = 0; j < doubles[i].length; j++) {
        doubles[i][j] = floats[i][j];
      }
    }
    return doubles;
  }
}
