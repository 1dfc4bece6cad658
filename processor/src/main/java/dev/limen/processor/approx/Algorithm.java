package dev.limen.processor.approx;

import dev.limen.Precision;
import java.util.Locale;

/**
 * How the elementary functions are computed, and how far from exact the results are.
 *
 * <p>The bound in single precision is the largest error found at every seventh float. In double
 * precision it is the largest among some three million arguments spread over the bit space, most of
 * them between -30 and 30. Both are rounded up, and in ulp of the correctly rounded result.
 */
public enum Algorithm {
  EXP("exp(%s)", 0.89, 0.86) {
    @Override
    String method(Precision precision) {
      int degree = Exponential.of(precision).exp().degree() + 2;
      return "2^n e^r with a rounding constant, degree " + degree;
    }
  },
  EXP_BY_TABLE("exp(%s)", 1.10, 1.15) {
    @Override
    String method(Precision precision) {
      Exponential data = Exponential.of(precision);
      return "2^(n/%1$d) e^r with a table of %1$d, degree %2$d"
          .formatted(data.parts(), data.expOfPart().degree() + 2);
    }
  },
  EXPM1("expm1(%s)", 1.45, 1.90) {
    @Override
    String method(Precision precision) {
      int degree = Exponential.of(precision).expm1().degree() + 2;
      return "2^n (e^r - 1) + (2^n - 1), degree " + degree;
    }
  },
  LOG("log(%s)", 1.55, 1.65) {
    @Override
    String method(Precision precision) {
      return "n ln 2 + 2 atanh(f/(2 + f)), " + terms(Logarithm.of(precision).log()) + " terms";
    }
  },
  LOG1P("log1p(%s)", 1.65, 1.65) {
    @Override
    String method(Precision precision) {
      return LOG.method(precision);
    }
  },
  LOG1P_OF_SQUARE("log1p(%s^2)", 2.15, 2.15) {
    @Override
    String method(Precision precision) {
      return LOG.method(precision);
    }
  },
  TANH("tanh(%s)", 2.45, 2.45) {
    @Override
    String method(Precision precision) {
      return "addition theorem, " + terms(Hyperbolic.of(precision).tanh()) + " odd terms, division";
    }
  },
  SECH_SQUARED("1/cosh(%s)^2", 2.40, 2.40) {
    @Override
    String method(Precision precision) {
      return "4 e/(1 + e)^2 with e = " + EXP.method(precision);
    }
  },
  SINH("sinh(%s)", 1.65, 1.65) {
    @Override
    String method(Precision precision) {
      int terms = terms(Hyperbolic.of(precision).sinh());
      return terms + " odd terms below 1, else g - 1/(4 g) with g = " + EXP.method(precision);
    }
  },
  COSH("cosh(%s)", 1.40, 1.40) {
    @Override
    String method(Precision precision) {
      return "g + 1/(4 g) with g = " + EXP.method(precision);
    }
  },
  SIGMOID("sigmoid(%s)", 1.65, 1.65) {
    @Override
    String method(Precision precision) {
      return "e - e e/(1 + e) or 1 - e/(1 + e) with e = " + EXP.method(precision);
    }
  },
  SIGMOID_BY_TABLE("sigmoid(%s)", 2.30, 2.10) {
    @Override
    String method(Precision precision) {
      return "e - e e/(1 + e) or 1 - e/(1 + e) with e = " + EXP_BY_TABLE.method(precision);
    }
  },
  /** Of an argument that is known to be bounded. */
  PLAIN_SIGMOID_BY_TABLE("sigmoid(%s)", 2.60, 2.60) {
    @Override
    String method(Precision precision) {
      return "1/(1 + e) with e = " + EXP_BY_TABLE.method(precision);
    }
  },
  /** Of an argument that is known to be bounded, without a table. */
  PLAIN_SIGMOID("sigmoid(%s)", 2.60, 2.60) {
    @Override
    String method(Precision precision) {
      return "1/(1 + e) with e = " + EXP.method(precision);
    }
  },
  LOGISTIC_DENSITY("sigmoid(%1$s) * sigmoid(-%1$s)", 2.40, 2.35) {
    @Override
    String method(Precision precision) {
      return "e/(1 + e)^2 with e = " + EXP.method(precision);
    }
  },
  LOGISTIC_DENSITY_BY_TABLE("sigmoid(%1$s) * sigmoid(-%1$s)", 2.95, 2.80) {
    @Override
    String method(Precision precision) {
      return "e/(1 + e)^2 with e = " + EXP_BY_TABLE.method(precision);
    }
  },
  SOFTPLUS("softplus(%s)", 1.80, 1.70) {
    @Override
    String method(Precision precision) {
      int terms = terms(Logarithm.of(precision).softplus());
      return "2 atanh(e/(2 + e)), " + terms + " terms, with e = " + EXP.method(precision);
    }
  },
  SOFTPLUS_BY_TABLE("softplus(%s)", 2.35, 2.10) {
    @Override
    String method(Precision precision) {
      int terms = terms(Logarithm.of(precision).softplus());
      return "2 atanh(e/(2 + e)), " + terms + " terms, with e = " + EXP_BY_TABLE.method(precision);
    }
  },
  ERF("erf(%s)", 1.25, 1.10) {
    @Override
    String method(Precision precision) {
      ErrorFunction data = ErrorFunction.of(precision);
      return terms(data.small())
          + " odd terms, or 1 - e^q with q of degree "
          + data.large().degree();
    }
  },
  ERFC("erfc(%s)", 3.70, 3.45) {
    @Override
    String method(Precision precision) {
      int degree = ErrorFunction.of(precision).scaledComplement().degree();
      return "e^-(a^2) (1 + w((a - c)/(a + c)))/(1 + a), w of degree " + degree;
    }
  },
  SIN("sin(%s)", 2.15, 2.10) {
    @Override
    String method(Precision precision) {
      return "Payne and Hanek's reduction, odd degree "
          + (2 * Trigonometric.of(precision).sin().degree() + 3);
    }
  },
  COS("cos(%s)", 2.20, 2.10) {
    @Override
    String method(Precision precision) {
      return "Payne and Hanek's reduction, even degree "
          + (2 * Trigonometric.of(precision).cos().degree() + 4);
    }
  },
  ATAN("atan(%s)", 1.25, 1.20) {
    @Override
    String method(Precision precision) {
      return "of a or pi/2 - atan(1/a), odd degree "
          + (2 * Trigonometric.of(precision).atan().degree() + 3);
    }
  },
  POW("pow(%s, ...)", 0.95, 0.90) {
    @Override
    String method(Precision precision) {
      return "exp of a logarithm in two words";
    }
  };

  private final String title;
  private final double ulpF32;
  private final double ulpF64;

  Algorithm(String title, double ulpF32, double ulpF64) {
    this.title = title;
    this.ulpF32 = ulpF32;
    this.ulpF64 = ulpF64;
  }

  abstract String method(Precision precision);

  private static int terms(Polynomial rest) {
    return rest.coefficients().size() + 1;
  }

  /** The function, with a format's place for its argument. */
  public String title() {
    return title;
  }

  /** The largest error of the results, in ulp. */
  public double bound(Precision precision) {
    return precision == Precision.F32 ? ulpF32 : ulpF64;
  }

  /** Function, method and bound in one line, for documentation. */
  public String describe(Precision precision) {
    return String.format(
        Locale.ROOT,
        "%s by %s, %.2f ulp",
        title.formatted("u"),
        method(precision),
        bound(precision));
  }
}
