package dev.limen.verify;

import dev.limen.runtime.Contract;
import dev.limen.runtime.DoubleKernel;
import dev.limen.runtime.FloatKernel;
import dev.limen.runtime.FunctionProperties;
import dev.limen.runtime.FunctionProperties.KinkPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/**
 * Checks a kernel against its reference.
 *
 * <pre>{@code
 * KernelVerification.of(GeluKernels.F32, GeluKernels.reference()).run().assertPassed();
 * }</pre>
 *
 * <p>Immutable; the methods named {@code with} return changed copies.
 *
 * @param <K> {@link FloatKernel} or {@link DoubleKernel}
 */
public final class KernelVerification<K> {
  private static final int PER_BINADE = 8;
  private static final long SEED = 20_240_229;

  private final K kernel;
  private final K twin;
  private final Function<K, Subject<?>> subjects;
  private final Reference reference;
  private final Contract contract;
  private final int perBinade;
  private final long seed;
  private final List<Double> around;

  private KernelVerification(
      K kernel,
      K twin,
      Function<K, Subject<?>> subjects,
      Reference reference,
      Contract contract,
      int perBinade,
      long seed,
      List<Double> around) {
    this.kernel = kernel;
    this.twin = twin;
    this.subjects = subjects;
    this.reference = reference;
    this.contract = contract;
    this.perBinade = perBinade;
    this.seed = seed;
    this.around = around;
  }

  /** Prepares the checks of a kernel over floats. */
  public static KernelVerification<FloatKernel> of(FloatKernel kernel, Reference reference) {
    return new KernelVerification<>(
        Objects.requireNonNull(kernel, "kernel"),
        null,
        Subject.OfFloat::new,
        Objects.requireNonNull(reference, "reference"),
        kernel.info().contract(),
        PER_BINADE,
        SEED,
        List.of());
  }

  /** Prepares the checks of a kernel over doubles. */
  public static KernelVerification<DoubleKernel> of(DoubleKernel kernel, Reference reference) {
    return new KernelVerification<>(
        Objects.requireNonNull(kernel, "kernel"),
        null,
        Subject.OfDouble::new,
        Objects.requireNonNull(reference, "reference"),
        kernel.info().contract(),
        PER_BINADE,
        SEED,
        List.of());
  }

  /** Also compares the bits of a twin: the kernel of another backend. */
  public KernelVerification<K> withTwin(K kernelOfSameFunction) {
    return new KernelVerification<>(
        kernel,
        Objects.requireNonNull(kernelOfSameFunction, "twin"),
        subjects,
        reference,
        contract,
        perBinade,
        seed,
        around);
  }

  /** Measures errors against another bound than that of the kernel's contract. */
  public KernelVerification<K> withContract(Contract other) {
    return new KernelVerification<>(
        kernel, twin, subjects, reference, other, perBinade, seed, around);
  }

  /**
   * Sets how many numbers are drawn from each binade and sign, 8 if this is not called. The binades
   * between 2^-12 and 2^8 get 16 times as many.
   */
  public KernelVerification<K> withSamplesPerBinade(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("samples per binade: " + count + " is less than 1");
    }
    return new KernelVerification<>(
        kernel, twin, subjects, reference, contract, count, seed, around);
  }

  /** Sets the seed of the sample. */
  public KernelVerification<K> withSeed(long value) {
    return new KernelVerification<>(
        kernel, twin, subjects, reference, contract, perBinade, value, around);
  }

  /**
   * Adds numbers to the sample, with their two neighbours on both sides: the seams of the
   * algorithm. Breakpoints and kinks that the kernel declares are there already.
   */
  public KernelVerification<K> withInputsAround(double... points) {
    List<Double> all = new ArrayList<>(around);
    Arrays.stream(points).forEach(all::add);
    return new KernelVerification<>(
        kernel, twin, subjects, reference, contract, perBinade, seed, List.copyOf(all));
  }

  /** Runs all checks; that of the twin if there is one. */
  public VerificationReport run() {
    Set<Check> checks = EnumSet.allOf(Check.class);
    if (twin == null) {
      checks.remove(Check.TWIN);
    }
    return run(checks);
  }

  /**
   * Runs some checks.
   *
   * @throws IllegalArgumentException for {@link Check#TWIN} without a twin
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
    if (!(subjects.apply(kernel) instanceof Subject.OfFloat subject)) {
      throw new IllegalStateException("there are 2^64 doubles; they are sampled only");
    }
    return new ExhaustiveSweep(probe(subject, new double[0]));
  }

  private VerificationReport run(Set<Check> checks) {
    if (checks.contains(Check.TWIN) && twin == null) {
      throw new IllegalArgumentException("there is no twin to compare with");
    }
    return run(subjects.apply(kernel), checks);
  }

  private <A> VerificationReport run(Subject<A> subject, Set<Check> checks) {
    Probe<A> probe = probe(subject, inputs(subject));
    ErrorTally values = new ErrorTally(probe.value(), new Tally(Check.VALUE), "value at ");
    ErrorTally slopes =
        new ErrorTally(probe.slope(), new Tally(Check.DERIVATIVE), "derivative at ");
    List<Outcome> outcomes = new ArrayList<>();
    for (Check check : checks) {
      outcomes.add(run(probe, check, values, slopes));
    }
    return new VerificationReport(
        subject.info(), contract, outcomes, values.worst(), slopes.worst());
  }

  private <A> Outcome run(Probe<A> probe, Check check, ErrorTally values, ErrorTally slopes) {
    try {
      return switch (check) {
        case VALUE -> {
          for (double x : probe.inputs()) {
            if (!Double.isInfinite(x)) {
              values.add(x, probe.subject().apply(x), reference.value(x));
            }
          }
          yield values.outcome();
        }
        case DERIVATIVE -> {
          for (double x : probe.inputs()) {
            if (!Double.isInfinite(x)) {
              slopes.add(x, probe.subject().derivative(x), reference.derivative(x));
            }
          }
          yield slopes.outcome();
        }
        case SPECIAL_VALUES -> SpecialValues.check(probe);
        case GRADIENT -> Gradient.check(reference, probe.format(), perBinade, seed);
        case KINKS -> Shape.kinks(probe);
        case RANGE -> Shape.range(probe);
        case MONOTONICITY -> Shape.monotonicity(probe);
        case SYMMETRY -> Shape.symmetry(probe);
        case ARRAYS -> Forms.arrays(probe);
        case SEGMENTS -> Forms.segments(probe);
        case TWIN -> twin(probe);
        case ARGUMENTS -> Refusals.check(probe);
      };
    } catch (RuntimeException e) {
      Tally tally = new Tally(check);
      StackTraceElement[] trace = e.getStackTrace();
      tally.violation(
          Double.NaN, "stopped by " + e + (trace.length == 0 ? "" : " at " + trace[0]));
      return tally.outcome();
    }
  }

  @SuppressWarnings("unchecked") // A twin has the type of the kernel, so its arrays are the same.
  private <A> Outcome twin(Probe<A> probe) {
    return Forms.twin(probe, (Subject<A>) subjects.apply(twin));
  }

  private <A> Probe<A> probe(Subject<A> subject, double[] inputs) {
    FunctionProperties properties = subject.info().properties();
    return new Probe<>(
        subject,
        reference,
        inputs,
        new ErrorMeasure(subject.format(), contract, properties.valueCrossesZero()),
        new ErrorMeasure(subject.format(), contract, properties.derivativeCrossesZero()));
  }

  private double[] inputs(Subject<?> subject) {
    FunctionProperties properties = subject.info().properties();
    double[] points =
        DoubleStream.concat(
                properties.kinks().stream().mapToDouble(KinkPoint::at),
                DoubleStream.concat(
                    properties.breakpoints().stream().mapToDouble(b -> b),
                    around.stream().mapToDouble(b -> b)))
            .flatMap(x -> DoubleStream.of(x, -x))
            .toArray();
    return Inputs.sample(subject.format(), perBinade, seed, points);
  }
}
