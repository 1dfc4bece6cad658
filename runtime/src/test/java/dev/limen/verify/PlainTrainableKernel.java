package dev.limen.verify;

import dev.limen.runtime.Arguments;
import dev.limen.runtime.KernelInfo;
import dev.limen.runtime.TrainableFloatKernel;

/** A kernel with one trainable parameter; tests override what they want to be wrong. */
class PlainTrainableKernel extends PlainFloatKernel implements TrainableFloatKernel {

  /** What an element adds to the gradient of the parameter. */
  interface Term {
    double at(float x, float gradY);
  }

  private final Term term;

  PlainTrainableKernel(KernelInfo info, PlainFloatKernel kernel, Term term) {
    super(info, kernel);
    this.term = term;
  }

  PlainTrainableKernel(PlainTrainableKernel right) {
    this(right.info(), right, right.term);
  }

  double term(float x, float gradY) {
    return term.at(x, gradY);
  }

  @Override
  public void backward(
      float[] x,
      int xOffset,
      float[] gradY,
      int gradYOffset,
      float[] gradX,
      int gradXOffset,
      float[] gradParameters,
      int gradParametersOffset,
      int length) {
    Arguments.backward(
        x,
        xOffset,
        gradY,
        gradYOffset,
        gradX,
        gradXOffset,
        gradParameters,
        gradParametersOffset,
        length,
        1);
    double[] terms = new double[length];
    for (int i = 0; i < length; i++) {
      terms[i] = term(x[xOffset + i], gradY[gradYOffset + i]);
    }
    backward(x, xOffset, gradY, gradYOffset, gradX, gradXOffset, length);
    gradParameters[gradParametersOffset] = (float) sum(terms);
  }

  double sum(double... terms) {
    int bound = terms.length - terms.length % SUM_LANES;
    double sum = 0;
    for (int i = bound; i < terms.length; i++) {
      sum += terms[i];
    }
    for (int from = 0; from < bound; from += SUM_BLOCK) {
      int to = Math.min(from + SUM_BLOCK, bound);
      for (int lane = from; lane < from + SUM_LANES; lane++) {
        double ofLane = 0;
        for (int i = lane; i < to; i += SUM_LANES) {
          ofLane += terms[i];
        }
        sum += ofLane;
      }
    }
    return sum;
  }
}
