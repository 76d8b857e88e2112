// SPDX-License-Identifier: Apache-2.0
package io.ratchet.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ratchet.registry.Semver;
import io.ratchet.stats.Confidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What pairs say. */
final class FindingsTest {
  private static final Plan PLAN =
      new Plan(
          "extraction",
          Semver.parse("1.0.0"),
          Semver.parse("2.0.0"),
          null,
          Instant.EPOCH,
          100,
          null,
          1,
          false,
          1,
          Confidence.of(0.95));

  private static ReplayAnswer answer(boolean success, long micros) {
    return new ReplayAnswer(
        success, success ? null : "invalid_output", micros, null, true, null, null, null);
  }

  private static void add(List<Pair> pairs, int times, boolean control, boolean treatment) {
    for (int i = 0; i < times; i++) {
      long hard = 1000L * (pairs.size() % 10);
      pairs.add(
          new Pair(
              "call-" + pairs.size(),
              answer(control, 50_000 + hard),
              answer(treatment, 60_000 + hard + 100L * (i % 3))));
    }
  }

  @Test
  void seeAWorseTreatmentAndSayBothSides() {
    List<Pair> pairs = new ArrayList<>();
    add(pairs, 80, true, true);
    add(pairs, 12, true, false);
    add(pairs, 2, false, true);
    add(pairs, 6, false, false);

    Findings findings = FindingsPolicy.of(PLAN, pairs);

    assertThat(findings.finding()).isEqualTo(Findings.Finding.CONTROL_BETTER);
    assertThat(findings.success().pValue()).isCloseTo(0.0129395, within(1e-6));
    assertThat(findings.controlOnly()).hasSize(12).startsWith("call-80");
    assertThat(findings.treatmentOnly()).containsExactly("call-92", "call-93");
    assertThat(findings.errors().get(Arm.TREATMENT)).containsEntry("invalid_output", 18);
    assertThat(findings.conclusion().getFirst())
        .startsWith("v2.0.0 succeeded on 82 of 100 inputs, v1.0.0 on 92; they differ on 14.")
        .contains("v1.0.0 is better (difference -1")
        .contains("p = 0.0129)");
    assertThat(findings.conclusion())
        .anyMatch(words -> words.startsWith("latency_ms of v2.0.0 is higher"));
    assertThat(findings.conclusion().getLast()).contains("nothing about how users react");
    Findings.Metric latency = findings.metrics().get(1);
    assertThat(latency.gain().asOptional().orElseThrow().varianceRatio()).isLessThan(0.01);
    assertThat(findings.metrics().getFirst().pairs().n()).as("cost is unknown").isZero();
  }

  @Test
  void theOrderAlternates() {
    assertThat(Arm.order(0)).containsExactly(Arm.CONTROL, Arm.TREATMENT);
    assertThat(Arm.order(1)).containsExactly(Arm.TREATMENT, Arm.CONTROL);
  }
}
