package dev.limen.verify;

import dev.limen.runtime.Contract;
import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Checks a kernel against its reference.
 *
 * <pre>{@code
 * KernelVerification.of(GeluKernels.F32, GeluKernels.reference()).run().assertPassed();
 * }</pre>
 *
 * <p>The methods named {@code with} return changed copies; no instance changes.
 *
 * @param <K> {@link FloatKernel} or {@link DoubleKernel}
 */
public final class KernelVerification<K> {
  static final int PER_BINADE = 8;
  private static final int ANSWER_LENGTH = 5;
  static final long SEED = 20_240_229;

  private final K kernel;
  private final Reference reference;

  // Set before a copy is handed out, and not again.
  private K twin;
  private Contract contract;
  private int perBinade = PER_BINADE;
  private long seed = SEED;
  private double[] around = {};
  private double[][] answers = {};

  private KernelVerification(K kernel, Reference reference, Contract contract) {
    this.kernel = kernel;
    this.reference = Objects.requireNonNull(reference, "reference");
    this.contract = contract;
  }

  private KernelVerification<K> copy() {
    KernelVerification<K> copy = new KernelVerification<>(kernel, reference, contract);
    copy.twin = twin;
    copy.perBinade = perBinade;
    copy.seed = seed;
    copy.around = around;
    copy.answers = answers;
    return copy;
  }

  /** Prepares the checks of a kernel over floats. */
  public static KernelVerification<FloatKernel> of(FloatKernel kernel, Reference reference) {
    return new KernelVerification<>(kernel, reference, kernel.info().contract());
  }

  /** Prepares the checks of a kernel over doubles. */
  public static KernelVerification<DoubleKernel> of(DoubleKernel kernel, Reference reference) {
    return new KernelVerification<>(kernel, reference, kernel.info().contract());
  }

  /** Also compares the bits of a twin: the kernel of another backend. */
  public KernelVerification<K> withTwin(K kernelOfSameFunction) {
    KernelVerification<K> copy = copy();
    copy.twin = Objects.requireNonNull(kernelOfSameFunction, "twin");
    return copy;
  }

  /** Measures errors against another bound than that of the kernel's contract. */
  public KernelVerification<K> withContract(Contract other) {
    KernelVerification<K> copy = copy();
    copy.contract = Objects.requireNonNull(other, "contract");
    return copy;
  }

  /**
   * Sets how many numbers are drawn from each binade and sign, 8 if this is not called. The binades
   * between 2^-12 and 2^8 get 16 times as many.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public KernelVerification<K> withSamplesPerBinade(int count) {
    KernelVerification<K> copy = copy();
    copy.perBinade = Inputs.positive("samples per binade", count);
    return copy;
  }

  /** Sets the seed of the sample. */
  public KernelVerification<K> withSeed(long value) {
    KernelVerification<K> copy = copy();
    copy.seed = value;
    return copy;
  }

  /**
   * Adds numbers to the sample, with their two neighbours on both sides: the seams of the
   * algorithm. Breakpoints and kinks that the kernel declares are there already.
   */
  public KernelVerification<K> withInputsAround(double... points) {
    KernelVerification<K> copy = copy();
    copy.around = Arrays.copyOf(around, around.length + points.length);
    System.arraycopy(points, 0, copy.around, around.length, points.length);
    return copy;
  }

  /**
   * Sets results that were computed beforehand, by other means than the reference.
   *
   * @param rows for each input five numbers: x, f(x) as a sum of two, f'(x) as a sum of two; x is a
   *     number of the kernel's format
   * @throws IllegalArgumentException if a row is not as long
   */
  public KernelVerification<K> withKnownAnswers(double[]... rows) {
    KernelVerification<K> copy = copy();
    copy.answers = rows.clone();
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != ANSWER_LENGTH) {
        throw new IllegalArgumentException(
            "known answer " + i + " has " + rows[i].length + " numbers instead of 5");
      }
      copy.answers[i] = rows[i].clone();
    }
    return copy;
  }

  /** Runs all checks; those of the twin, known answers, trainable parameters if there are any. */
  public VerificationReport run() {
    Set<Check> checks = EnumSet.noneOf(Check.class);
    for (Check check : Check.values()) {
      if (missing(check) == null) {
        checks.add(check);
      }
    }
    return run(checks);
  }

  /**
   * Runs some checks.
   *
   * @throws IllegalArgumentException for {@link Check#TWIN} without a twin, for {@link
   *     Check#KNOWN_ANSWERS} without any, and for {@link Check#PARAMETER_GRADIENTS} without
   *     trainable parameters
   */
  public VerificationReport run(Check first, Check... more) {
    return run(EnumSet.of(first, more));
  }

  /**
   * Prepares the comparison of all 2^32 floats.
   *
   * @throws IllegalStateException if the kernel is one over doubles, which are too many
   */
  public ExhaustiveSweep exhaustive() {
    if (!(Subject.of(kernel) instanceof Subject.OfFloat subject)) {
      throw new IllegalStateException("there are 2^64 doubles; they are sampled only");
    }
    return new ExhaustiveSweep(new Probe<>(subject, reference, contract, new double[0]));
  }

  private VerificationReport run(Set<Check> checks) {
    for (Check check : checks) {
      String missing = missing(check);
      if (missing != null) {
        throw new IllegalArgumentException("there " + missing);
      }
    }
    return run(Subject.of(kernel), checks);
  }

  /** What is not there for a check; null if it can run. */
  private String missing(Check check) {
    if (check == Check.TWIN && twin == null) {
      return "is no twin to compare with";
    }
    if (check == Check.KNOWN_ANSWERS && answers.length == 0) {
      return "are no known answers to compare with";
    }
    return check == Check.PARAMETER_GRADIENTS && Subject.of(kernel).trainable.isEmpty()
        ? "are no trainable parameters"
        : null;
  }

  private <A> VerificationReport run(Subject<A> subject, Set<Check> checks) {
    Probe<A> probe = new Probe<>(subject, reference, contract, inputs(subject));
    ErrorTally values = probe.values(new Tally(Check.VALUE));
    ErrorTally slopes = probe.slopes(new Tally(Check.DERIVATIVE));
    List<Outcome> outcomes = new ArrayList<>();
    for (Check check : checks) {
      outcomes.add(run(probe, check, values, slopes));
    }
    return new VerificationReport(subject.info, contract, outcomes, values.worst(), slopes.worst());
  }

  private <A> Outcome run(Probe<A> probe, Check check, ErrorTally values, ErrorTally slopes) {
    try {
      return outcome(probe, check, values, slopes);
    } catch (RuntimeException e) {
      Tally tally = new Tally(check);
      StackTraceElement[] trace = e.getStackTrace();
      tally.violation(Double.NaN, "stopped by %s at %s", e, trace.length == 0 ? "?" : trace[0]);
      return tally.outcome();
    }
  }

  // No switch: javac writes a class for one over an enum.
  private <A> Outcome outcome(Probe<A> probe, Check check, ErrorTally values, ErrorTally slopes) {
    if (check == Check.VALUE) {
      for (double x : probe.inputs) {
        if (!Double.isInfinite(x)) {
          values.add(x, probe.subject.apply(x), reference.value(x));
        }
      }
      return values.outcome();
    }
    if (check == Check.DERIVATIVE) {
      for (double x : probe.inputs) {
        if (!Double.isInfinite(x)) {
          slopes.add(x, probe.subject.derivative(x), reference.derivative(x));
        }
      }
      return slopes.outcome();
    }
    if (check == Check.KNOWN_ANSWERS) {
      return knownAnswers(probe);
    }
    if (check == Check.SPECIAL_VALUES) {
      return SpecialValues.check(probe);
    }
    if (check == Check.GRADIENT) {
      return Gradient.check(
          reference, probe.subject.info, probe.subject.trainable, perBinade, seed);
    }
    if (check == Check.ARRAYS) {
      return Forms.arrays(probe);
    }
    if (check == Check.SEGMENTS) {
      return Forms.segments(probe);
    }
    if (check == Check.PARAMETER_GRADIENTS) {
      return ParameterGradients.check(probe);
    }
    if (check == Check.TWIN) {
      return twin(probe);
    }
    return check == Check.ARGUMENTS ? Refusals.check(probe) : new Shape(probe, check).check(check);
  }

  private <A> Outcome knownAnswers(Probe<A> probe) {
    Tally tally = new Tally(Check.KNOWN_ANSWERS);
    ErrorTally ofValues = probe.values(tally);
    ErrorTally ofSlopes = probe.slopes(tally);
    for (double[] row : answers) {
      double x = row[0];
      ofValues.add(x, probe.subject.apply(x), Ball.of(row[1], row[2]));
      ofSlopes.add(x, probe.subject.derivative(x), Ball.of(row[3], row[4]));
    }
    return tally.outcome();
  }

  @SuppressWarnings("unchecked") // A twin has the type of the kernel, so its arrays are the same.
  private <A> Outcome twin(Probe<A> probe) {
    return Forms.twin(probe, (Subject<A>) Subject.of(twin));
  }

  private double[] inputs(Subject<?> subject) {
    double[] breaks = Probe.breaks(subject.info.properties());
    int count = breaks.length + around.length;
    double[] both = Arrays.copyOf(breaks, 2 * count);
    System.arraycopy(around, 0, both, breaks.length, around.length);
    for (int i = 0; i < count; i++) {
      both[count + i] = -both[i];
    }
    return Inputs.sample(subject.format, perBinade, seed, both);
  }
}
