package dev.limen.bench;

import dev.limen.Activation;
import dev.limen.BenchmarkKernels;
import dev.limen.Formula;
import dev.limen.Formulas;
import dev.limen.Parameter;

/** Functions whose parameters the literature trains, with the values that training starts at. */
@BenchmarkKernels({
  Trainable.Swish.class,
  Trainable.PRelu.class,
  Trainable.Smu.class,
  Trainable.Smu1.class,
  Trainable.Elu.class,
  Trainable.Celu.class,
  Trainable.Softplus.class,
  Trainable.Squareplus.class,
})
final class Trainable {
  private Trainable() {}

  /** Swish, Ramachandran, Zoph and Le 2017. */
  @Activation
  @Formula(Formulas.SWISH)
  interface Swish {
    /** How sharply it bends. */
    @Parameter(1)
    double beta();
  }

  /** The parametric rectifier, He, Zhang, Ren and Sun 2015. */
  @Activation
  @Formula(Formulas.PRELU)
  interface PRelu {
    /** The slope on the left. */
    @Parameter(0.25)
    double slope();
  }

  /** The smooth maximum unit, Biswas, Kumar, Banerjee and Pandey 2021. */
  @Activation
  @Formula(Formulas.SMU)
  interface Smu {
    /** The slope far on the left. */
    @Parameter(0.25)
    double alpha();

    /** How sharply it bends. */
    @Parameter(1_000_000)
    double mu();
  }

  /** The smooth maximum unit by a square root. */
  @Activation
  @Formula(Formulas.SMU_1)
  interface Smu1 {
    /** The slope far on the left. */
    @Parameter(0.25)
    double alpha();

    /** How wide the bend is. */
    @Parameter(4.352665993287951e-9)
    double mu();
  }

  /** The exponential linear unit, Clevert, Unterthiner and Hochreiter 2015. */
  @Activation
  @Formula(Formulas.ELU_ALPHA)
  interface Elu {
    /** The limit far on the left, negated. */
    @Parameter(1)
    double alpha();
  }

  /** The exponential linear unit without a kink, Barron 2017. */
  @Activation
  @Formula(Formulas.CELU_ALPHA)
  interface Celu {
    /** The limit far on the left, negated. */
    @Parameter(1)
    double alpha();
  }

  /** The smooth rectifier, Dugas et al. 2000. */
  @Activation
  @Formula(Formulas.SOFTPLUS_BETA)
  interface Softplus {
    /** How sharply it bends. */
    @Parameter(1)
    double beta();
  }

  /** A smooth rectifier by a square root, Barron 2021. */
  @Activation
  @Formula(Formulas.SQUARE_PLUS_B)
  interface Squareplus {
    /** How wide the bend is. */
    @Parameter(4)
    double b();
  }
}
