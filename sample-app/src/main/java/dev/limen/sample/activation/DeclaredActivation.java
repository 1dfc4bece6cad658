package dev.limen.sample.activation;

import dev.limen.runtime.FloatKernel;
import dev.limen.sample.network.Activation;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The activations to choose from: their generated kernels, and the loops to compare with. */
@SuppressWarnings("ImmutableEnumChecker") // Kernels are immutable, which no annotation says.
public enum DeclaredActivation {
  /** {@link TheanoHardSigmoid}. */
  THEANO(
      "hard sigmoid 0.2x + 0.5",
      TheanoHardSigmoidKernels.F32,
      new NaiveLoop.HardSigmoid(0.2f, 0.5f)),
  /** {@link Relu6HardSigmoid}. */
  RELU6(
      "hard sigmoid relu6(x + 3)/6",
      Relu6HardSigmoidKernels.F32,
      new NaiveLoop.HardSigmoid(1 / 6f, 0.5f)),
  /** {@link BinaryHardSigmoid}. */
  BINARY(
      "hard sigmoid (x + 1)/2",
      BinaryHardSigmoidKernels.F32,
      new NaiveLoop.HardSigmoid(0.5f, 0.5f)),
  /** {@link QuarterHardSigmoid}. */
  QUARTER(
      "hard sigmoid (x + 2)/4",
      QuarterHardSigmoidKernels.F32,
      new NaiveLoop.HardSigmoid(0.25f, 0.5f)),
  /** {@link Plan}. */
  PLAN("PLAN, a sigmoid of seven lines", PlanKernels.F32, new NaiveLoop.PlanLines()),
  /** {@link HardSwish}. */
  HARDSWISH("hard swish x relu6(x + 3)/6", HardSwishKernels.F32, new NaiveLoop.HardSwishLines()),
  /** {@link Gelu}. */
  GELU("GELU x (1 + erf(x/sqrt(2)))/2", GeluKernels.F32, new NaiveLoop.ErfGelu()),
  /** {@link Swish}. */
  SWISH(
      "Swish x sigmoid(beta x)",
      Activation.learning(SwishKernels.F32, SwishKernels::f32),
      new NaiveLoop.SigmoidSwish()),
  /** {@link Smu}. */
  SMU("SMU, a smooth max(x, x/4)", SmuKernels.F32, new NaiveLoop.ErfSmu(0.25, 1)),
  /** {@link Elbow}. */
  ELBOW("elbow x/(1 + relu(-x))", ElbowKernels.F32, new NaiveLoop.SoftElbow());

  private final String description;
  private final Activation activation;
  private final NaiveLoop naive;

  DeclaredActivation(String description, FloatKernel kernel, NaiveLoop naive) {
    this(description, Activation.fixed(kernel), naive);
  }

  DeclaredActivation(String description, Activation activation, NaiveLoop naive) {
    this.description = description;
    this.activation = activation;
    this.naive = naive;
  }

  /** Returns the generated kernel, and what is learnt of it. */
  public Activation activation() {
    return activation;
  }

  /** Returns the generated kernel, with the declared values of its parameters. */
  public FloatKernel kernel() {
    return activation.kernel();
  }

  /** Returns the loops that one would write by hand. */
  public NaiveLoop naive() {
    return naive;
  }

  /** Returns what people call it on the command line. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what it is, in a few words. */
  public String description() {
    return description;
  }

  /** Returns the activation with a title, in lower or upper case. */
  public static Optional<DeclaredActivation> of(String title) {
    return Arrays.stream(values()).filter(a -> a.title().equalsIgnoreCase(title)).findFirst();
  }
}
