package dev.limen.sample.activation;

/**
 * An activation as one writes it by hand, with {@code Math} and a derivative worked out on paper.
 *
 * <p>Only the clock runs it, after the training, to tell what the kernels save. Each has loops of
 * its own, for a loop that calls different functions would be slow for that reason alone.
 */
public interface NaiveLoop {

  /** Computes {@code y = f(x)}. */
  void forward(float[] x, float[] y);

  /** Computes {@code gradX = gradY * f'(x)}. */
  void backward(float[] x, float[] gradY, float[] gradX);

  /** {@code min(1, max(0, slope*x + shift))}. */
  record HardSigmoid(float slope, float shift) implements NaiveLoop {
    @Override
    public void forward(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = Math.min(1, Math.max(0, slope * x[i] + shift));
      }
    }

    @Override
    public void backward(float[] x, float[] gradY, float[] gradX) {
      for (int i = 0; i < x.length; i++) {
        float line = slope * x[i] + shift;
        gradX[i] = line > 0 && line < 1 ? gradY[i] * slope : 0;
      }
    }
  }

  /** PLAN. */
  record PlanLines() implements NaiveLoop {
    @Override
    public void forward(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        float u = Math.abs(x[i]);
        float right;
        if (u >= 5) {
          right = 1;
        } else if (u >= 2.375f) {
          right = 0.03125f * u + 0.84375f;
        } else if (u >= 1) {
          right = 0.125f * u + 0.625f;
        } else {
          right = 0.25f * u + 0.5f;
        }
        y[i] = x[i] < 0 ? 1 - right : right;
      }
    }

    @Override
    public void backward(float[] x, float[] gradY, float[] gradX) {
      for (int i = 0; i < x.length; i++) {
        float u = Math.abs(x[i]);
        if (u >= 5) {
          gradX[i] = 0;
        } else if (u >= 2.375f) {
          gradX[i] = 0.03125f * gradY[i];
        } else if (u >= 1) {
          gradX[i] = 0.125f * gradY[i];
        } else {
          gradX[i] = 0.25f * gradY[i];
        }
      }
    }
  }

  /** {@code x * min(6, max(0, x + 3))/6}. */
  record HardSwishLines() implements NaiveLoop {
    @Override
    public void forward(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = x[i] * Math.min(6, Math.max(0, x[i] + 3)) / 6;
      }
    }

    @Override
    public void backward(float[] x, float[] gradY, float[] gradX) {
      for (int i = 0; i < x.length; i++) {
        if (x[i] <= -3) {
          gradX[i] = 0;
        } else if (x[i] < 3) {
          gradX[i] = gradY[i] * (2 * x[i] + 3) / 6;
        } else {
          gradX[i] = gradY[i];
        }
      }
    }
  }

  /** GELU. */
  record ErfGelu() implements NaiveLoop {
    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);

    @Override
    public void forward(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = (float) (0.5 * x[i] * (1 + erf(ROOT_HALF * x[i])));
      }
    }

    @Override
    public void backward(float[] x, float[] gradY, float[] gradX) {
      for (int i = 0; i < x.length; i++) {
        double u = x[i];
        double slope = 0.5 * (1 + erf(ROOT_HALF * u)) + u * DENSITY * Math.exp(-0.5 * u * u);
        gradX[i] = (float) (gradY[i] * slope);
      }
    }
  }

  /** Swish with a beta of 1. */
  record SigmoidSwish() implements NaiveLoop {
    @Override
    public void forward(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = (float) (x[i] / (1 + Math.exp(-x[i])));
      }
    }

    @Override
    public void backward(float[] x, float[] gradY, float[] gradX) {
      for (int i = 0; i < x.length; i++) {
        double sigmoid = 1 / (1 + Math.exp(-x[i]));
        gradX[i] = (float) (gradY[i] * sigmoid * (1 + x[i] * (1 - sigmoid)));
      }
    }
  }

  /** SMU. */
  record ErfSmu(double alpha, double mu) implements NaiveLoop {
    private static final double DENSITY = 2 / Math.sqrt(Math.PI);

    @Override
    public void forward(float[] x, float[] y) {
      double a = 1 - alpha;
      for (int i = 0; i < x.length; i++) {
        y[i] = (float) (0.5 * x[i] * (1 + alpha + a * erf(mu * a * x[i])));
      }
    }

    @Override
    public void backward(float[] x, float[] gradY, float[] gradX) {
      double a = 1 - alpha;
      for (int i = 0; i < x.length; i++) {
        double u = mu * a * x[i];
        double slope = 0.5 * (1 + alpha + a * (erf(u) + u * DENSITY * Math.exp(-u * u)));
        gradX[i] = (float) (gradY[i] * slope);
      }
    }
  }

  /** The application's own. */
  record SoftElbow() implements NaiveLoop {
    @Override
    public void forward(float[] x, float[] y) {
      for (int i = 0; i < x.length; i++) {
        y[i] = x[i] / (1 + Math.max(0, -x[i]));
      }
    }

    @Override
    public void backward(float[] x, float[] gradY, float[] gradX) {
      for (int i = 0; i < x.length; i++) {
        float divisor = 1 + Math.max(0, -x[i]);
        gradX[i] = gradY[i] / (divisor * divisor);
      }
    }
  }

  /** The error function within 1.5e-7 (Abramowitz and Stegun 7.1.26), for Java has none. */
  private static double erf(double x) {
    double u = Math.abs(x);
    double t = 1 / (1 + 0.3275911 * u);
    double poly =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return Math.copySign(1 - poly * Math.exp(-u * u), x);
  }
}
