package dev.limen.bench.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.limen.Accuracy;
import dev.limen.bench.catalogue.Catalogue.Entry;
import dev.limen.runtime.Contract;
import dev.limen.runtime.KernelInfo;
import dev.limen.verify.Check;
import dev.limen.verify.KernelVerification;
import dev.limen.verify.Outcome;
import dev.limen.verify.VerificationReport;
import dev.limen.verify.WorstError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every kernel of the catalogue meets its contract, but for those that are known not to: each line
 * of {@code known-misses.txt} names a check that fails, or that the balls of the reference are too
 * wide to decide, for a sample or in the part of the proof over all floats that is run here. One
 * that has come to hold fails this test, until its line is deleted; {@code -Dlimen.rewrite=true}
 * does that, and never adds a line.
 */
class ContractsTest {

  private static final Path KNOWN =
      Path.of("src", "test", "resources", "dev", "limen", "bench", "catalogue", "known-misses.txt");

  private static final int SAMPLES_PER_BINADE = 1;
  private static final long SEED = 20_261_121;

  /** An error of the bound itself is allowed, and no reference tells it from one just above. */
  private static final double SLACK = 1 + 0x1p-20;

  @Test
  void onlyKnownMisses() throws IOException {
    System.out.println("seed " + SEED);
    Map<String, String> misses =
        Catalogue.entries().toList().parallelStream()
            .flatMap(ContractsTest::misses)
            .collect(
                toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    List<String> known = Files.readAllLines(KNOWN, UTF_8);
    List<String> still = known.stream().filter(misses::containsKey).toList();
    if (Boolean.getBoolean("limen.rewrite") && still.size() < known.size()) {
      Files.write(KNOWN, still, UTF_8);
    }
    StringBuilder text = new StringBuilder();
    misses.forEach((key, miss) -> {
      if (!known.contains(key)) {
        text.append("\n  misses:      ").append(key).append(": ").append(miss);
      }
    });
    for (String key : known) {
      if (!misses.containsKey(key)) {
        text.append("\n  holds now, to be taken from the known misses: ").append(key);
      }
    }
    if (!text.isEmpty()) {
      fail("Of " + Catalogue.entries().count() + " entries" + text);
    }
    assertThat(known).doesNotHaveDuplicates();
  }

  /** What the kernels of an entry miss, by keys such as {@code FAST GELU F32 DERIVATIVE}. */
  private static Stream<Map.Entry<String, String>> misses(Entry entry) {
    var floats =
        KernelVerification.of(entry.floats(), entry.reference())
            .withContract(contract(entry.floats().info()));
    var doubles =
        KernelVerification.of(entry.doubles(), entry.reference())
            .withContract(contract(entry.doubles().info()));
    var sweep = floats.exhaustive().withThreads(1).withPart(part(entry.tier()));
    return Stream.of(
            misses(entry + " F32", sample(floats)),
            misses(entry + " F32", sweep.run()),
            misses(entry + " F64", sample(doubles)))
        .flatMap(misses -> misses);
  }

  private static Contract contract(KernelInfo info) {
    Contract contract = info.contract();
    return new Contract(contract.tier(), contract.measure(), contract.bound() * SLACK);
  }

  /** One float in so many is looked at; together about a thousandth of the proof's inputs. */
  private static int part(Accuracy tier) {
    return switch (tier) {
      case STANDARD, FAST -> 1000;
      case FAITHFUL, HALF -> 4000;
    };
  }

  private static VerificationReport sample(KernelVerification<?> verification) {
    return verification
        .withSamplesPerBinade(SAMPLES_PER_BINADE)
        .withSeed(SEED)
        .run(
            Check.VALUE,
            Check.DERIVATIVE,
            Check.SPECIAL_VALUES,
            Check.KINKS,
            Check.RANGE,
            Check.MONOTONICITY,
            Check.SYMMETRY);
  }

  private static Stream<Map.Entry<String, String>> misses(
      String kernel, VerificationReport report) {
    Stream.Builder<Map.Entry<String, String>> misses = Stream.builder();
    for (Outcome outcome : report.outcomes()) {
      String key = kernel + " " + outcome.check();
      if (!outcome.passed()) {
        misses.add(Map.entry(key, describe(outcome, report)));
      }
      if (outcome.undecided() > 0) {
        String count = outcome.undecided() + " of " + outcome.compared();
        misses.add(Map.entry(key + " undecided", count));
      }
    }
    return misses.build();
  }

  private static String describe(Outcome outcome, VerificationReport report) {
    String count = "%d of %d wrong".formatted(outcome.violations(), outcome.compared());
    WorstError worst =
        switch (outcome.check()) {
          case VALUE -> report.worstValue();
          case DERIVATIVE -> report.worstDerivative();
          default -> null;
        };
    if (worst != null) {
      return String.format(
          Locale.ROOT,
          "%s, at worst %.4g (%s) at %s, which gives %s instead of %s",
          count,
          worst.error(),
          report.contract().measure(),
          worst.input(),
          worst.actual(),
          worst.expected());
    }
    return outcome.findings().isEmpty()
        ? count
        : count + ", " + outcome.findings().getFirst().text();
  }
}
