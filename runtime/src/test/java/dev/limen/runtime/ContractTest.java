package dev.limen.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.runtime.Contract.Measure;
import org.junit.jupiter.api.Test;

class ContractTest {

  @Test
  void speaksInItsMeasure() {
    assertThat(new Contract("STANDARD", Measure.ULP, 4)).hasToString("STANDARD: at most 4.0 ulp");
    assertThat(new Contract("FAST", Measure.ABSOLUTE, 0x1p-20))
        .hasToString("FAST: at most 2^-20 * max(1, |x|)");
    assertThat(new Contract("OWN", Measure.ABSOLUTE, 1e-6))
        .hasToString("OWN: at most 1.0E-6 * max(1, |x|)");
  }
}
