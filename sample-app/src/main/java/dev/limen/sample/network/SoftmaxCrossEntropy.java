package dev.limen.sample.network;

/** The loss {@code -log(softmax(z)[label])} of scores z, and its gradient. */
final class SoftmaxCrossEntropy {
  private SoftmaxCrossEntropy() {}

  /**
   * Turns scores into the gradient of the loss, {@code weight * (softmax(z) - onehot(label))}, in
   * place.
   *
   * @return the sum of the losses, not weighted
   */
  static double lossAndGradient(Matrix scores, int[] labels, float weight) {
    float[] data = scores.data();
    int classes = scores.columns();
    double loss = 0;
    double[] exp = new double[classes];
    for (int row = 0; row < scores.rows(); row++) {
      int from = row * classes;
      double largest = data[from + largest(scores, row)];
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        exp[j] = StrictMath.exp(data[from + j] - largest);
        sum += exp[j];
      }
      loss += StrictMath.log(sum) + largest - data[from + labels[row]];
      for (int j = 0; j < classes; j++) {
        double target = j == labels[row] ? 1 : 0;
        data[from + j] = (float) (weight * (exp[j] / sum - target));
      }
    }
    return loss;
  }

  /** Returns the column of the largest score of a row. */
  static int largest(Matrix scores, int row) {
    int from = row * scores.columns();
    int best = 0;
    for (int j = 1; j < scores.columns(); j++) {
      if (scores.data()[from + j] > scores.data()[from + best]) {
        best = j;
      }
    }
    return best;
  }
}
