package dev.limen.bench.peers;

/** A computation on arrays of one format: some loop from inputs to an output. */
final class OnHeap implements Peer.Computation {

  /** A loop over floats. */
  interface Floats {
    void run(float[] x, float[] gradY, float[] out);
  }

  /** A loop over doubles. */
  interface Doubles {
    void run(double[] x, double[] gradY, double[] out);
  }

  private final Runnable loop;
  private final double[] doubles;
  private final float[] floats;

  private OnHeap(Runnable loop, double[] doubles, float[] floats) {
    this.loop = loop;
    this.doubles = doubles;
    this.floats = floats;
  }

  static OnHeap of(Task task, Floats ofFloats, Doubles ofDoubles) {
    int size = task.x().length;
    if (task.doubles()) {
      double[] out = new double[size];
      return new OnHeap(() -> ofDoubles.run(task.x(), task.gradY(), out), out, null);
    }
    float[] x = task.floats();
    float[] gradY = task.gradients();
    float[] out = new float[size];
    return new OnHeap(() -> ofFloats.run(x, gradY, out), null, out);
  }

  @Override
  public void run() {
    loop.run();
  }

  @Override
  public double[] result() {
    if (doubles != null) {
      return doubles.clone();
    }
    double[] result = new double[floats.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = floats[i];
    }
    return result;
  }
}
